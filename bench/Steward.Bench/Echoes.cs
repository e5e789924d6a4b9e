// Pings: how many echoes a second one probe gets back from two hundred addresses of this machine, and how many it does not.
using System.Diagnostics;
using Steward.Probe.Checks;
using Steward.Probe.Wheel;
using Steward.Protocol;

namespace Steward.Bench;

static class Echoes
{
    const int Targets = 200, AtOnce = 128;

    public static async Task Measure(TimeSpan length)
    {
        using var stop = new CancellationTokenSource();
        var clockwork = new Clockwork();
        using var icmp = new IcmpCheck(clockwork);
        if (!icmp.Permitted) throw new InvalidOperationException(IcmpCheck.NotPermitted);
        var running = Task.WhenAll(clockwork.Turn(stop.Token), icmp.Listen(stop.Token));
        var orders = Enumerable.Range(0, Targets).Select(i => new CheckOrder(Guid.CreateVersion7(), CheckKind.Icmp, $"127.0.{i / 100}.{i % 100 + 1}", 0, 1, 1000, 0, null)).ToArray();
        var (answered, lost) = (0L, 0L);
        async Task Ask(int first, long until)
        {
            for (var n = first; Stopwatch.GetTimestamp() < until; n++)
            {
                using var patience = new Patience(clockwork, 1000);
                try
                {
                    await icmp.Run(orders[n % Targets], patience.Token);
                    Interlocked.Increment(ref answered);
                }
                catch (OperationCanceledException) { Interlocked.Increment(ref lost); }
            }
        }
        Task Round(TimeSpan of)
        {
            var until = Stopwatch.GetTimestamp() + (long)(of.TotalSeconds * Stopwatch.Frequency);
            return Task.WhenAll(Enumerable.Range(0, AtOnce).Select(i => Task.Run(() => Ask(i, until))));
        }
        await Round(TimeSpan.FromSeconds(2));
        (answered, lost) = (0, 0);
        var (watch, before) = (Stopwatch.StartNew(), Process.GetCurrentProcess().TotalProcessorTime);
        await Round(length);
        var (seconds, busy) = (watch.Elapsed.TotalSeconds, (Process.GetCurrentProcess().TotalProcessorTime - before).TotalSeconds);
        Console.WriteLine($"{Targets} addresses, {AtOnce} at once: {answered / seconds:n0} echoes/s (goal ≥ 80,000), {lost} of {answered + lost:n0} without an answer, {busy / answered * 1e6:n1} µs CPU an echo");
        await stop.CancelAsync();
        await running;
    }
}
