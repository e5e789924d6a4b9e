// A clock of the test's: it passes as the test says, and can be set wrong as a machine's can.
using Microsoft.Extensions.Time.Testing;

namespace Steward.Fixtures;

public sealed class TestClock(DateTimeOffset start) : FakeTimeProvider(start)
{
    TimeSpan wrong;

    /// <summary>Somebody sets the wall clock; no time passes by it.</summary>
    public void Jump(TimeSpan by)
    {
        wrong += by;
        AdjustTime(GetUtcNow() + by);
    }

    public override long GetTimestamp() => (GetUtcNow() - wrong).UtcTicks;
}
