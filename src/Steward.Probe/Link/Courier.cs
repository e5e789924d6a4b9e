// Goes between probe and server, one errand after the other: fetches work every few seconds, hands over what is on disk, and tries again until it is taken.
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Steward.Probe.Spool;
using Steward.Protocol;

namespace Steward.Probe.Link;

sealed class Courier(HttpClient http, ResultSpool spool, SpoolWriter writer, WorkList known, Action<WorkList> follow, TimeProvider time, Action<string> say)
{
    /// <summary>Work is fetched, and life shown, at least this often.</summary>
    static readonly TimeSpan FetchEvery = TimeSpan.FromSeconds(10);

    /// <summary>Batches are no closer together than this: each is a commit for the server. What few results a small site has must not wait for each other, since three of them call somebody.</summary>
    static TimeSpan Breath(int results) => TimeSpan.FromMilliseconds(results < 100 ? 50 : 200);

    WorkList work = known;

    public DateTimeOffset? LastContact { get; private set; }

    /// <summary>How the line is, in a few words.</summary>
    public string State { get; private set; } = "not connected yet";

    public async Task Run(CancellationToken stop)
    {
        var (fetched, failures) = (0L, 0);
        while (!stop.IsCancellationRequested)
            try
            {
                var more = writer.More;
                if (fetched == 0 || time.GetElapsedTime(fetched) >= FetchEvery)
                {
                    await Fetch(stop);
                    fetched = time.GetTimestamp();
                }
                var (first, results) = spool.Read(Batch.MostResults);
                if (results.Count > 0) await HandOver(first, results, stop);
                if (failures > 0) say("The line is back.");
                (failures, State, LastContact) = (0, "connected", time.GetUtcNow());
                if (results.Count == Batch.MostResults) continue;
                await Task.Delay(Breath(results.Count), time, stop);
                await Task.WhenAny(more, Task.Delay(FetchEvery - time.GetElapsedTime(fetched) is { Ticks: > 0 } left ? left : TimeSpan.Zero, time, stop));
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested) { return; }
            catch (Exception fault) when (fault is HttpRequestException or OperationCanceledException or IOException or JsonException)
            {
                State = fault is HttpRequestException { StatusCode: HttpStatusCode.Unauthorized } ? "the server does not know this probe: revoked, or enrolled anew elsewhere"
                    : $"no line to the server: {(fault is OperationCanceledException ? "no answer" : fault.InnerException?.Message ?? fault.Message)}";
                say(State);
                // 0.5 s, 1, 2, … 15 s.
                try { await Task.Delay(TimeSpan.FromSeconds(Math.Min(15, 0.5 * Math.Pow(2, Math.Min(failures++, 10)))), time, stop); }
                catch (OperationCanceledException) { return; }
            }
    }

    async Task Fetch(CancellationToken stop)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{Wire.WorkPath}?have={work.Version}");
        request.Headers.Add(Wire.Clock, time.GetUtcNow().ToString("O", CultureInfo.InvariantCulture));
        using var answer = await Send(request, stop);
        if (answer.StatusCode != HttpStatusCode.NotModified)
        {
            answer.EnsureSuccessStatusCode();
            work = (await answer.Content.ReadFromJsonAsync(ProtocolJson.Default.WorkList, stop))!;
            follow(work);
        }
        if (Has(answer) is { } has && has > spool.Last) spool.HandedOver(has);
    }

    async Task HandOver(long first, List<CheckResult> results, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Wire.BatchPath)
        {
            Content = JsonContent.Create(new Batch(first + results.Count - 1, time.GetUtcNow(), results), ProtocolJson.Default.Batch),
        };
        if (first - spool.Taken - 1 is > 0 and var missing) request.Headers.Add(Wire.Missing, missing.ToString(CultureInfo.InvariantCulture));
        using var answer = await Send(request, stop);
        // Too early for a server that was set back: go on from where it stands.
        if (answer.StatusCode != HttpStatusCode.Conflict) answer.EnsureSuccessStatusCode();
        if (Has(answer) is { } has) spool.HandedOver(has);
    }

    Task<HttpResponseMessage> Send(HttpRequestMessage request, CancellationToken stop)
    {
        if (writer.Trouble.Length > 0) request.Headers.Add(Wire.Trouble, Uri.EscapeDataString(writer.Trouble));
        return http.SendAsync(request, stop);
    }

    static long? Has(HttpResponseMessage answer) =>
        answer.Headers.TryGetValues(Wire.Taken, out var values) && long.TryParse(values.First(), NumberStyles.None, CultureInfo.InvariantCulture, out var has) ? has : null;
}
