// Says whether this machine's wall clock can be believed: one that has just jumped is given time to be set right before anybody is judged by it (decision 14).
namespace Steward.Platform.Sweeps;

/// <summary>
/// Compared with the monotonic clock, which nobody sets. A jump that is taken back within <see cref="Patience"/> leaves no trace; one that stays (the clock was wrong before, or the machine slept) is
/// believed after it. Of a clock that was wrong from the start nothing can be told here.
/// </summary>
sealed partial class SteadyClock(TimeProvider time, ILogger<SteadyClock> log)
{
    public static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(30), Patience = TimeSpan.FromMinutes(10);

    readonly Lock gate = new();
    TimeSpan? trusted;
    (TimeSpan Apart, long Since)? doubted;

    /// <summary>Asked again and again, as sweeps do.</summary>
    public bool IsSteady()
    {
        lock (gate)
        {
            // How far the two are apart: the same as long as nobody sets the one.
            var apart = time.GetUtcNow() - DateTimeOffset.UnixEpoch - time.GetElapsedTime(0);
            if (trusted is not { } known || Near(apart, known))
            {
                (trusted, doubted) = (apart, null);
                return true;
            }
            if (doubted is not { } doubt || !Near(apart, doubt.Apart))
            {
                doubted = doubt = (apart, time.GetTimestamp());
                Jumped(apart - known, Patience.TotalMinutes);
            }
            if (time.GetElapsedTime(doubt.Since) < Patience) return false;
            (trusted, doubted) = (apart, null);
            return true;
        }
    }

    static bool Near(TimeSpan one, TimeSpan other) => (one - other).Duration() <= Tolerance;

    [LoggerMessage(Level = LogLevel.Warning, Message = "The clock of this machine jumped by {By}: nothing is called late or blind by it for {Minutes} minutes, in case it is set right again")]
    partial void Jumped(TimeSpan by, double minutes);
}
