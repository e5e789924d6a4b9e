-- The load client: wrk with one connection a client. Asks the lines of $BENCH_ASKS in turn ("GET path" or "POST path<tab>body") and ends with one
-- line of JSON: rate and percentiles. An answer that is not 2xx counts as an error.
local asks, at, wanted = {}, 0, {}
for line in io.lines(os.getenv("BENCH_ASKS")) do
  local method, path, body = line:match("^(%u+) ([^\t]+)\t?(.*)$")
  asks[#asks + 1] = { method, path, body ~= "" and body or nil }
end
local headers = { ["Content-Type"] = "application/json" }
for name, value in (os.getenv("BENCH_HEADERS") or ""):gmatch("([%w-]+): ([^\n]+)") do headers[name] = value end

function request()
  at = at % #asks + 1
  return wrk.format(asks[at][1], asks[at][2], headers, asks[at][3])
end

function done(summary, latency)
  local e = summary.errors
  io.write(string.format('\n{"rate": %.1f, "p50": %.3f, "p95": %.3f, "p99": %.3f, "max": %.1f, "n": %d, "errors": %d}\n',
    summary.requests / summary.duration * 1e6, latency:percentile(50) / 1000, latency:percentile(95) / 1000, latency:percentile(99) / 1000,
    latency.max / 1000, summary.requests, e.connect + e.read + e.write + e.status + e.timeout))
end
