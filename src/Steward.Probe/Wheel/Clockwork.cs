// Turns the wheel by the machine's monotonic clock, so that a jump of the wall clock moves no check.
namespace Steward.Probe.Wheel;

sealed class Clockwork
{
    public const int TickMs = 20;
    readonly TimerWheel wheel = new();
    readonly long start = Environment.TickCount64;

    public Moment InMs(long milliseconds, Action act) => wheel.In((milliseconds + TickMs - 1) / TickMs, act);

    /// <summary>A pause without a timer of its own.</summary>
    public Task Pause(long milliseconds)
    {
        var over = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        InMs(milliseconds, over.SetResult);
        return over.Task;
    }

    public async Task Turn(CancellationToken stop)
    {
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(TickMs));
        try { while (await beat.WaitForNextTickAsync(stop)) wheel.TurnTo((Environment.TickCount64 - start) / TickMs); }
        catch (OperationCanceledException) { }
    }
}

/// <summary>A patience that ends by the wheel: cancels what waits longer.</summary>
sealed class Patience : IDisposable
{
    readonly CancellationTokenSource source = new();
    readonly Moment end;

    public Patience(Clockwork clockwork, int milliseconds) => end = clockwork.InMs(milliseconds, () => _ = Task.Run(() => { try { source.Cancel(); } catch (ObjectDisposedException) { } }));

    public CancellationToken Token => source.Token;

    public void Dispose()
    {
        // Called off in time, the source belongs to nobody else; else it is left to whoever cancels it.
        if (end.CallOff()) source.Dispose();
    }
}
