// The figures of what was watched, owned and said in a month: availability, monitoring, assets, satisfaction.
using System.Text.Json.Serialization;
using Steward.Alerting;
using Steward.Assets;
using Steward.Desk;
using Steward.Fulfilment;
using Steward.Sla;

namespace Steward.Reports.Monthly;

public sealed record SeenFigures(
    IReadOnlyList<CheckMonth> Checks, IReadOnlyList<OutageFigure> Outages, IReadOnlyList<AlertFigure> Alerts, IReadOnlyList<NoisyFigure> Noisy, IReadOnlyList<AssetFigure> Assets, PartChanges Parts,
    IReadOnlyList<CoverFigure> Coverage, SurveyFigures Surveys, IReadOnlyList<SeenMonth> Trend);

/// <summary>One check, in seconds of its agreed hours; the five kinds add up to all of them.</summary>
public sealed record CheckMonth(Guid Check, string Name, string Service, string ServiceEn, CalendarUse Hours, long Up, long Down, long Maintenance, long Blind, long Excluded, int Outages)
{
    [JsonIgnore] public Ratio Availability => new(Up, Up + Down);
}

/// <summary>An outage as far as it lies in the period; <paramref name="Seconds"/> are those of the agreed hours.</summary>
public sealed record OutageFigure(Guid Check, string Name, DateTimeOffset From, DateTimeOffset To, long Seconds, Guid? Ticket, string Number, string Cause);

/// <summary>Alerts of one severity that came in the period. Covered: nobody was called. False: their tickets were cancelled as false alarms.</summary>
public sealed record AlertFigure(Severity Severity, int Alerts, int Tickets, int Covered, int Acknowledged, long? MeanAckSeconds, int False);

public sealed record NoisyFigure(string Name, int Alerts, long Seconds);

/// <summary>Assets of one kind at the cut-off, and what came and went in the period.</summary>
public sealed record AssetFigure(AssetKind Kind, int InUse, int InRepair, int Other, int Added, int Retired);

/// <summary>What inventories found different: parts and programs, and on how many machines.</summary>
public sealed record PartChanges(int Added, int Removed, int Changed, int Machines);

/// <summary>A line of the contract: so many assets were to be watched, and for which share of the time they were.</summary>
public sealed record CoverFigure(string Line, int Assets, Ratio Watched);

/// <summary>How many gave each score from 1 to 5 in each dimension, in the order of <see cref="Dimension"/>.</summary>
public sealed record SurveyFigures(long Asked, IReadOnlyList<IReadOnlyList<long>> Scores, IReadOnlyList<LowScore> Low)
{
    public Satisfaction Of(Dimension dimension) => new(Asked, Scores[(int)dimension].Select((n, i) => (Score: i + 1, n)).ToDictionary(s => s.Score, s => s.n));
}

public sealed record LowScore(Guid Ticket, string Number, int Overall, int Lowest, string Comment, DateTimeOffset AnsweredAt, DateTimeOffset? CallBackDue, DateTimeOffset? CalledAt, string CallResult);

public sealed record SeenMonth(ReportingMonth Month, Ratio Availability, Ratio Satisfaction, Ratio Coverage);
