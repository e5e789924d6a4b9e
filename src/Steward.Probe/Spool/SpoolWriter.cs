// Takes results from the checks to the disk, as many with one sync as have gathered; when the disk is full it stops taking, says so, and tries again.
using System.Threading.Channels;
using Steward.Protocol;

namespace Steward.Probe.Spool;

sealed class SpoolWriter(ResultSpool spool, Action<string> say)
{
    // Bounded: when the disk takes nothing, checks wait at the door and no new ones begin.
    readonly Channel<CheckResult> waiting = Channel.CreateBounded<CheckResult>(new BoundedChannelOptions(20_000) { SingleReader = true });
    TaskCompletionSource written = New();
    static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(25);

    /// <summary>Why nothing is taken at present; empty when all is well.</summary>
    public string Trouble { get; private set; } = "";

    public ValueTask Take(CheckResult result, CancellationToken stop) => waiting.Writer.WriteAsync(result, stop);

    /// <summary>Ends when more is on disk than now.</summary>
    public Task More => Volatile.Read(ref written).Task;

    public async Task Run(CancellationToken stop)
    {
        var gathered = new List<CheckResult>();
        while (true)
        {
            try
            {
                if (!await waiting.Reader.WaitToReadAsync(stop)) return;
                // What comes within this time is synced together.
                await Task.Delay(Gather, stop);
                while (gathered.Count < Batch.MostResults && waiting.Reader.TryRead(out var result)) gathered.Add(result);
                await Write(gathered, stop);
                gathered.Clear();
            }
            catch (OperationCanceledException)
            {
                // What was seen before the end goes to the disk with it.
                while (waiting.Reader.TryRead(out var result)) gathered.Add(result);
                try { spool.Append(gathered); }
                catch (SpoolFullException full) { say($"{gathered.Count} results were not kept: {full.Message}"); }
                return;
            }
        }
    }

    async Task Write(List<CheckResult> gathered, CancellationToken stop)
    {
        while (true)
            try
            {
                spool.Append(gathered);
                if (Trouble.Length > 0) say("The spool takes results again.");
                Trouble = "";
                Interlocked.Exchange(ref written, New()).SetResult();
                return;
            }
            catch (SpoolFullException full)
            {
                Trouble = $"Spool full, no checks until there is room: {full.Message}";
                say(Trouble);
                await Task.Delay(1000, stop);
            }
    }

    static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
