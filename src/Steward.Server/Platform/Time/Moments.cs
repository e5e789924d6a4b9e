// The one place where the clock is read: everything inside takes `now` as an argument.
namespace Steward.Platform.Time;

public static class Moments
{
    /// <summary>The present instant in UTC, cut to whole milliseconds so that what was stored equals what was held.</summary>
    public static DateTimeOffset Now(this TimeProvider time)
    {
        var now = time.GetUtcNow();
        return new DateTimeOffset(now.UtcTicks - now.UtcTicks % TimeSpan.TicksPerMillisecond, TimeSpan.Zero);
    }
}
