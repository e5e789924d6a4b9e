// Where a month counted again differs from what was frozen: shown as a correction, never written over it.
using System.Globalization;
using Steward.Sla;

namespace Steward.Reports.Monthly;

/// <summary>One figure that changed. <paramref name="TextKey"/> and <paramref name="Of"/> say which.</summary>
public sealed record Difference(string TextKey, string Of, string Frozen, string Now)
{
    public static IReadOnlyList<Difference> Between(MonthlyFigures frozen, MonthlyFigures now)
    {
        var found = new List<Difference>();
        void Compare(string key, string of, object? was, object? @is)
        {
            var (a, b) = (Said(was), Said(@is));
            if (a != b) found.Add(new(key, of, a, b));
        }
        foreach (var deed in Enum.GetValues<Deed>()) Compare($"Deed.{deed}", "", frozen.Deeds[deed], now.Deeds[deed]);
        Compare("Reports.Backlog", "", frozen.Backlog, now.Backlog);
        foreach (var (a, b) in frozen.Sla.Zip(now.Sla))
        {
            Compare("Reports.Tickets", a.Priority.ToString(), a.Tickets, b.Tickets);
            Compare("Reports.Excluded", a.Priority.ToString(), a.Excluded, b.Excluded);
            Compare("measure.response-attainment", a.Priority.ToString(), a.Response, b.Response);
            Compare("measure.arrival-attainment", a.Priority.ToString(), a.Arrival, b.Arrival);
            Compare("measure.resolution-attainment", a.Priority.ToString(), a.Resolution, b.Resolution);
        }
        foreach (var check in frozen.Seen?.Checks ?? [])
            Compare("measure.availability", check.Name, check.Availability, now.Seen?.Checks.FirstOrDefault(c => c.Check == check.Check)?.Availability);
        if (frozen.Seen is { } seen) Compare("measure.satisfaction", "", seen.Surveys.Of(Desk.Dimension.Overall).Satisfied, now.Seen?.Surveys.Of(Desk.Dimension.Overall).Satisfied);
        if (frozen.Cases is { } cases)
        {
            Compare("measure.complaint-handling", "", cases.Complaints.Handled, now.Cases?.Complaints.Handled);
            Compare("measure.complaint-rate", "", cases.Complaints.Rate, now.Cases?.Complaints.Rate);
            Compare("measure.major-notices", "", cases.Majors.Notices, now.Cases?.Majors.Notices);
            Compare("measure.major-restore", "", cases.Majors.Restored, now.Cases?.Majors.Restored);
            Compare("measure.change-success", "", cases.Changes.Success, now.Cases?.Changes.Success);
            Compare("measure.emergency-share", "", cases.Changes.Emergencies, now.Cases?.Changes.Emergencies);
        }
        foreach (var a in frozen.Promises)
            Compare("Reports.Clause", a.Number, a.Actual, now.Promises.FirstOrDefault(p => p.Clause == a.Clause)?.Actual);
        return found;
    }

    static string Said(object? value) => value switch
    {
        null => "—",
        Ratio { Percent: { } percent } ratio => string.Create(CultureInfo.InvariantCulture, $"{percent:0.00}% ({ratio.Part}/{ratio.Whole})"),
        Ratio => "—",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };
}
