// The figures of a monthly report: all that its document says in numbers, and nothing else. Frozen as JSON when the report is approved.
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Steward.Contracts;
using Steward.Desk;
using Steward.Fulfilment;
using Steward.Platform.Web;
using Steward.Sla;

namespace Steward.Reports.Monthly;

/// <summary>Lists stand in a fixed order and no list depends on the reader's language, so that the same figures give the same text.</summary>
public sealed record MonthlyFigures
{
    public const int PresentForm = 3;

    /// <summary>The form of this record; a later program reads older ones by it.</summary>
    public int Form { get; init; } = PresentForm;
    public required ReportScope Scope { get; init; }
    public required DateTimeOffset CutOff { get; init; }
    public required Deeds Deeds { get; init; }
    public required IReadOnlyList<SlaLine> Sla { get; init; }
    public required IReadOnlyList<DeedLine> ByPriority { get; init; }
    /// <summary>By the state at the end of the period.</summary>
    public required IReadOnlyList<DeedLine> ByState { get; init; }
    public required IReadOnlyList<DeedLine> ByGroup { get; init; }
    public required IReadOnlyList<NamedCount> Channels { get; init; }
    public required IReadOnlyList<NamedCount> Causes { get; init; }
    public required IReadOnlyList<CategoryLine> Categories { get; init; }
    public required IReadOnlyList<string> CategoryGroups { get; init; }
    /// <summary>Seven rows, Monday first, of 24 hours of the contract's zone: tickets created.</summary>
    public required IReadOnlyList<IReadOnlyList<int>> HeatMap { get; init; }
    /// <summary>Open at the end of the period, by age: under 1 day, 3 days, 7 days, 30 days, and older.</summary>
    public required IReadOnlyList<int> BacklogAges { get; init; }
    public required IReadOnlyList<TrendMonth> Trend { get; init; }
    public required IReadOnlyList<PromiseFigure> Promises { get; init; }
    public required IReadOnlyList<GroupWork> Groups { get; init; }
    public required IReadOnlyList<ServiceFigure> Services { get; init; }
    public required IReadOnlyList<Breach> Breaches { get; init; }

    /// <summary>Not in reports of form 1, which say nothing of it.</summary>
    public SeenFigures? Seen { get; init; }

    /// <summary>Not before form 3.</summary>
    public CaseFigures? Cases { get; init; }

    [JsonIgnore] public int Backlog => BacklogAges.Sum();
    [JsonIgnore] public bool IsEmpty => Deeds.All == 0 && Sla.Sum(l => l.Tickets) == 0 && Backlog == 0;

    /// <summary>A ratio is written as its two numbers.</summary>
    public static readonly JsonSerializerOptions Options = new(Json.Options) { Converters = { new RatioJson() } };

    public string Write() => JsonSerializer.Serialize(this, Options);
    public static MonthlyFigures Read(string body) => JsonSerializer.Deserialize<MonthlyFigures>(body, Options)!;
    public static string Hash(string body) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(body)));
}

/// <summary>Whose month it is. Days are those of the contract's zone, first and last day included.</summary>
public sealed record ReportScope(
    ContractId Contract, string ContractNumber, string ContractName, string Customer, string CustomerShort, string Provider, string Zone, ReportingMonth Month, DateOnly FirstDay, DateOnly LastDay);

/// <summary>What happened to tickets in the period, by the time it happened.</summary>
public sealed record Deeds(int Created, int Reopened, int Reassigned, int Closed)
{
    [JsonIgnore] public int All => Created + Reopened + Reassigned + Closed;
    public static Deeds operator +(Deeds a, Deeds b) => new(a.Created + b.Created, a.Reopened + b.Reopened, a.Reassigned + b.Reassigned, a.Closed + b.Closed);
    public int this[Deed deed] => deed switch { Deed.Created => Created, Deed.Reopened => Reopened, Deed.Reassigned => Reassigned, Deed.Closed => Closed };
}

public enum Deed { Created, Reopened, Reassigned, Closed }

/// <summary>Deeds of one priority, state or group. <paramref name="Standing"/>: tickets open at the end of the period.</summary>
public sealed record DeedLine(string Key, Deeds Deeds, int Standing);

public sealed record NamedCount(string Name, int Count);
public sealed record CategoryLine(string Category, IReadOnlyList<int> ByGroup, int Total);

/// <summary>One priority: tickets whose clocks were judged in the period. Seconds are service seconds of clocks stopped in it.</summary>
public sealed record SlaLine(
    Priority Priority, int Tickets, int Excluded, Ratio Response, Ratio Arrival, Ratio Resolution, long? MeanResponseSeconds, long? MeanResolutionSeconds, long? P90ResolutionSeconds, int Finished);

public sealed record TrendMonth(ReportingMonth Month, Deeds Deeds, Ratio Response, Ratio Resolution);

public sealed record PromiseFigure(ClauseId Clause, string Number, string Text, string TextEn, string Measure, Comparison Comparison, decimal Target, ReportingMonth First, ReportingMonth Last, Ratio? Actual, PromiseVerdict Verdict);

/// <summary>What a group did: tickets resolved, the people who resolved them, minutes they wrote down.</summary>
public sealed record GroupWork(string Group, int People, int Resolved, int Minutes);

public sealed record ServiceFigure(string Name, string NameEn, ServiceKind Kind, ServiceMode Mode, string ScopeIn, string ScopeOut);

/// <summary>A missed clock, with what is known of the reason.</summary>
public sealed record Breach(TicketId Ticket, string Number, Priority Priority, ClockKind Clock, DateTimeOffset Due, DateTimeOffset? FinishedAt, long UsedSeconds, long? BudgetSeconds, string Group, string Cause, string Summary);

sealed class RatioJson : JsonConverter<Ratio>
{
    public override Ratio Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
        JsonSerializer.Deserialize<long[]>(ref reader, options) is [var part, var whole] ? new(part, whole) : throw new JsonException("A ratio is written [part, whole].");

    public override void Write(Utf8JsonWriter writer, Ratio value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        writer.WriteNumberValue(value.Part);
        writer.WriteNumberValue(value.Whole);
        writer.WriteEndArray();
    }
}
