// Each moment happens once, at its tick, in whatever strides the wheel is turned.
using Xunit;

namespace Steward.Probe.Wheel;

public sealed class TimerWheelTests
{
    [Fact]
    public void Ten_thousand_moments_happen_once_each_and_never_early()
    {
        var wheel = new TimerWheel(slots: 64);
        var dice = new Random(11);
        var happened = new List<(long Due, long At)>();
        for (var i = 0; i < 10_000; i++)
        {
            var due = dice.Next(1, 5000);
            wheel.In(due, () => happened.Add((due, wheel.Now)));
        }
        for (var tick = 0; tick < 5000; tick += dice.Next(1, 40)) wheel.TurnTo(tick);
        wheel.TurnTo(5000);
        Assert.Equal(10_000, happened.Count);
        Assert.All(happened, h => Assert.Equal(h.Due, h.At));
    }

    [Fact]
    public void A_moment_called_off_does_not_happen_and_one_that_happened_cannot_be_called_off()
    {
        var wheel = new TimerWheel(slots: 8);
        var happened = 0;
        var off = wheel.In(3, () => happened++);
        var on = wheel.In(3, () => happened++);
        Assert.True(off.CallOff());
        wheel.TurnTo(20);
        Assert.Equal(1, happened);
        Assert.False(on.CallOff());
    }

    [Fact]
    public void What_happens_may_set_the_next_moment()
    {
        var wheel = new TimerWheel(slots: 16);
        var at = new List<long>();
        void Again() { at.Add(wheel.Now); wheel.In(10, Again); }
        wheel.In(10, Again);
        wheel.TurnTo(100); // in one stride, as after a pause
        Assert.Equal([10, 20, 30, 40, 50, 60, 70, 80, 90, 100], at);
    }
}
