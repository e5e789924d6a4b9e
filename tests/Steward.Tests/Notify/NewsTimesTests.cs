// What becomes of one piece of news at one moment, by its reader's wishes: quiet hours over midnight and over changes of the clocks, digests, and what nothing holds back.
using System.Globalization;
using Xunit;

namespace Steward.Notify;

public sealed class NewsTimesTests
{
    static readonly NewsKind Own = new("own", NewsFor.Contacts, "opened"), Alert = new("alerts", NewsFor.Staff, "alert") { Demanded = true, Breaks = true }, Ladder = new("escalation", NewsFor.Staff, "escalation") { Demanded = true };

    static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    static NewsWishes Wishes(string zone, string? quiet = null, NewsWay own = NewsWay.Mail, string digest = "08:00", DayOfWeek? day = null)
    {
        static int Minute(string t) => (int)TimeOnly.Parse(t, CultureInfo.InvariantCulture).ToTimeSpan().TotalMinutes;
        return new()
        {
            Zone = zone, Ways = new() { ["own"] = own, ["alerts"] = NewsWay.Nothing, ["escalation"] = NewsWay.Digest }, DigestAt = Minute(digest), DigestDay = day,
            QuietFrom = quiet is null ? null : Minute(quiet.Split('-')[0]), QuietUntil = quiet is null ? null : Minute(quiet.Split('-')[1]),
        };
    }

    [Theory]
    [InlineData("Asia/Shanghai", "22:00-07:00", "2026-03-10T21:59:59+08:00", null)]
    [InlineData("Asia/Shanghai", "22:00-07:00", "2026-03-10T22:00:00+08:00", "2026-03-11T07:00:00+08:00")]
    [InlineData("Asia/Shanghai", "22:00-07:00", "2026-03-10T23:59:00+08:00", "2026-03-11T07:00:00+08:00")]
    [InlineData("Asia/Shanghai", "22:00-07:00", "2026-03-11T00:00:00+08:00", "2026-03-11T07:00:00+08:00")]
    [InlineData("Asia/Shanghai", "22:00-07:00", "2026-03-11T06:59:59+08:00", "2026-03-11T07:00:00+08:00")]
    [InlineData("Asia/Shanghai", "22:00-07:00", "2026-03-11T07:00:00+08:00", null)]
    [InlineData("Asia/Shanghai", "12:00-13:30", "2026-03-10T12:30:00+08:00", "2026-03-10T13:30:00+08:00")]
    [InlineData("Asia/Shanghai", "12:00-13:30", "2026-03-10T02:30:00+08:00", null)]
    // It is night in New York, whatever the server's day.
    [InlineData("America/New_York", "22:00-07:00", "2026-03-10T12:00:00+08:00", "2026-03-10T11:00:00Z")]
    // Clocks go forward over the end: quiet until they go on. Clocks go back over it: quiet until it comes the first time.
    [InlineData("Europe/Berlin", "22:00-02:30", "2026-03-29T01:30:00+01:00", "2026-03-29T01:00:00Z")]
    [InlineData("Europe/Berlin", "22:00-02:30", "2026-10-25T02:10:00+02:00", "2026-10-25T00:30:00Z")]
    [InlineData("Europe/Berlin", "22:00-02:30", "2026-10-25T02:10:00+01:00", null)]
    public void Quiet_hours_end_where_the_reader_is(string zone, string quiet, string now, string? until) =>
        Assert.Equal(until is null ? null : At(until), NewsTimes.QuietUntil(Wishes(zone, quiet), At(now)));

    [Theory]
    [InlineData("08:00", null, null, "2026-03-10T07:59:59+08:00", "2026-03-10T08:00:00+08:00")]
    [InlineData("08:00", null, null, "2026-03-10T08:00:00+08:00", "2026-03-11T08:00:00+08:00")]
    // 10 March is a Tuesday.
    [InlineData("08:00", DayOfWeek.Monday, null, "2026-03-10T09:00:00+08:00", "2026-03-16T08:00:00+08:00")]
    [InlineData("08:00", DayOfWeek.Tuesday, null, "2026-03-10T07:00:00+08:00", "2026-03-10T08:00:00+08:00")]
    [InlineData("06:00", null, "22:00-07:00", "2026-03-10T12:00:00+08:00", "2026-03-11T07:00:00+08:00")]
    public void The_digest_comes_at_its_time_and_not_into_the_quiet(string at, DayOfWeek? day, string? quiet, string now, string next) =>
        Assert.Equal(At(next), NewsTimes.NextDigest(Wishes("Asia/Shanghai", quiet, digest: at, day: day), At(now)));

    [Fact]
    public void Nothing_holds_what_breaks_through_and_nobody_turns_off_what_is_demanded()
    {
        var (night, day) = (At("2026-03-10T23:00:00+08:00"), At("2026-03-10T12:00:00+08:00"));
        MailState? Turn(NewsKind? kind, NewsWay own = NewsWay.Mail, bool urgent = false, DateTimeOffset? at = null, bool steady = true) => NewsTimes.Turn(Wishes("Asia/Shanghai", "22:00-07:00", own), kind, urgent, steady, at ?? night)?.State;
        Assert.Equal(MailState.Quiet, Turn(Own));
        Assert.Equal(MailState.Waiting, Turn(Own, at: day));
        Assert.Equal(MailState.Waiting, Turn(Own, urgent: true));
        Assert.Equal(MailState.Gathered, Turn(Own, NewsWay.Digest));
        Assert.Equal(MailState.Waiting, Turn(Own, NewsWay.Digest, urgent: true));
        Assert.Equal(MailState.Unwanted, Turn(Own, NewsWay.Nothing, urgent: true));
        Assert.Equal(MailState.InChat, Turn(Own, NewsWay.Chat, at: day));
        Assert.Equal(MailState.Quiet, Turn(Own, NewsWay.Chat));
        // Turned off or put into the digest in the row itself: still it comes, alerts at night, the ladder in the morning.
        Assert.Equal(MailState.Waiting, Turn(Alert));
        Assert.Equal(MailState.Quiet, Turn(Ladder));
        Assert.Equal(MailState.Waiting, Turn(Ladder, at: day));
        // Who has chosen nothing is told at once; by a clock that cannot be believed nobody is held, and nobody is woken.
        Assert.Equal(MailState.Waiting, NewsTimes.Turn(null, Own, false, false, night)?.State);
        Assert.Null(Turn(Own, steady: false));
        Assert.Equal(MailState.Waiting, Turn(Alert, steady: false));
    }
}
