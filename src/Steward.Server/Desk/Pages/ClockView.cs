// One clock of a ticket explained: the promise, the spans with their running sum, the targets, the moments, what was left out and why.
using System.Text.Json.Serialization;
using Steward.Access;
using Steward.Contracts;
using Steward.Desk.Disputes;
using Steward.Desk.Tickets;
using Steward.People;
using Steward.Sla;
using Microsoft.EntityFrameworkCore;
using static Steward.Platform.Text.Texts;

namespace Steward.Desk.Pages;

/// <summary>A span and the sums up to its end: of what counts (net) and of that with the pauses (gross).</summary>
public sealed record SummedSpan(ExplainedSpan Span, string Sentence, long Seconds, long Net, long Gross);

/// <summary>A part of a ticket's life, with the name of the group or supplier that had it.</summary>
public sealed record HeldRow(TimeHolder Holder, string? Who, long Seconds);

/// <summary>A clock behind the customer's, with the name of the group or supplier.</summary>
public sealed record ChainRow(ChainedClock Clock, string? Who);

/// <summary>Whose time the ticket's life was: the parts add up to <paramref name="Seconds"/>.</summary>
public sealed record LifeView(DateTimeOffset From, DateTimeOffset To, long Seconds, IReadOnlyList<HeldRow> Parts, IReadOnlyList<ChainRow> Chain, bool AddsUp);

public sealed record ClockView
{
    public required TicketId Ticket { get; init; }
    public required string Number { get; init; }
    public required string Summary { get; init; }
    public required Priority Priority { get; init; }
    public string? Customer { get; init; }
    public string? Contract { get; init; }
    public string? Service { get; init; }
    public required DateTimeOffset At { get; init; }
    public required AgreementRef Agreement { get; init; }
    public required string AgreementName { get; init; }
    public required ServiceMode Mode { get; init; }
    /// <summary>The promise in force, as the agreement writes it; null when this clock is not promised for the priority.</summary>
    public Target? Promise { get; init; }
    /// <summary>The catalogue item whose times these are; null where the agreement's hold.</summary>
    public string? Item { get; init; }
    public required ClockReading Reading { get; init; }
    public required IReadOnlyList<SummedSpan> Spans { get; init; }
    public required IReadOnlyList<CalendarDefinition> Calendars { get; init; }
    public required IReadOnlyList<IgnoredFact> Ignored { get; init; }
    public required IReadOnlyList<PauseRule> PauseRules { get; init; }
    /// <summary>The sums made from the spans equal what the clock shows.</summary>
    public required bool AddsUp { get; init; }

    /// <summary>The last date agreed with the customer; of the resolution clock only.</summary>
    public ClockFact.DateAgreed? AgreedDate { get; init; }

    /// <summary>Of the resolution clock only.</summary>
    public LifeView? Life { get; init; }

    /// <summary>Disputes of this clock's verdict and what became of them, the oldest first.</summary>
    public IReadOnlyList<ClockFact> Disputes { get; init; } = [];
    /// <summary>Until when the reader may dispute it; null: not, or not any more.</summary>
    public DateTimeOffset? DisputeUntil { get; init; }

    [JsonIgnore] public string Path => $"/tickets/{Ticket}";
    /// <summary>The calendar's own zone: opening hours can be checked only there.</summary>
    [JsonIgnore] public TimeZoneInfo Zone => TimeZoneInfo.FindSystemTimeZoneById(Calendars[0].Zone);
    public long Counted => Spans.Count == 0 ? 0 : Spans[^1].Net;
    public long WithPauses => Spans.Count == 0 ? 0 : Spans[^1].Gross;
}

sealed class ClockViews(ServiceDesk desk, SlaClocks clocks, PeopleBook people, ContractBook contracts, TicketWork work, Me me)
{
    public async Task<ClockView?> Of(TicketId id, ClockKind kind, CancellationToken stop)
    {
        var ticket = await desk.Tickets.Where(t => t.Id == id).Select(t => new
        {
            Ticket = t, t.Number, t.Summary, t.Priority,
            Customer = people.Customers.Where(c => c.Id == t.Customer).Select(c => c.Name).FirstOrDefault(),
            Service = contracts.Services.Where(s => s.Id == t.Service).Select(s => s.Name).FirstOrDefault(),
            ServiceEn = contracts.Services.Where(s => s.Id == t.Service).Select(s => s.NameEn).FirstOrDefault(),
            Contract = contracts.All.Where(c => c.Id == t.Contract).Select(c => c.Number + " " + c.Name).FirstOrDefault(),
        }).SingleOrDefaultAsync(stop);
        if (ticket is null || await clocks.Facts(id.Value, stop) is not { } known) return null;
        var until = DisputeRules.MaySpeak(me, ticket.Ticket) ? DisputeRules.Until(ticket.Ticket, known.Agreement, await clocks.Calendar(known.Agreement.Calendars.Business, stop)) : null;
        var whole = (await clocks.ReadNow(id.Value, work.Now, stop))!;
        var explained = (await clocks.Explain(id.Value, kind, work.Now, stop))!;
        var opened = known.Facts.OfType<ClockFact.Opened>().First();
        var refs = explained.Spans.Select(s => s.Calendar).Append(known.Agreement.Calendars[CalendarOf(explained.Reading, known.Agreement, whole)]).Distinct();
        var calendars = new List<CalendarDefinition>();
        foreach (var key in refs) calendars.Add((await clocks.Calendar(key, stop)).Definition);
        return new ClockView
        {
            Ticket = id, Number = ticket.Number, Summary = ticket.Summary, Priority = ticket.Priority, Customer = ticket.Customer, Contract = ticket.Contract,
            Service = ticket.Service is { } service ? TicketViews.Named(service, ticket.ServiceEn ?? "") : null,
            At = work.Now, Agreement = known.Agreement.Ref, AgreementName = known.Agreement.Name, Mode = whole.Mode, Item = opened.Item,
            Promise = opened.Item is null ? known.Agreement.TargetOf(whole.Mode, whole.Priority, kind) : opened.OfItem(kind),
            Reading = explained.Reading, Spans = Sum(explained.Spans), Calendars = calendars, Ignored = whole.Ignored, PauseRules = known.Agreement.Pauses, AddsUp = explained.AddsUp,
            Disputes = [.. known.Facts.Where(f => f is ClockFact.VerdictDisputed d && d.Kind == kind || f is ClockFact.VerdictDecided v && v.Kind == kind)],
            DisputeUntil = DisputeRules.Decide(explained.Reading, known.Facts, until, work.Now) is null ? until : null,
            AgreedDate = kind == ClockKind.Resolution ? known.Facts.OfType<ClockFact.DateAgreed>().LastOrDefault() : null,
            Life = kind == ClockKind.Resolution ? await LifeOf(clocks.Attribute(known, work.Now), stop) : null,
        };
    }

    async Task<LifeView> LifeOf(Attribution life, CancellationToken stop)
    {
        var ids = life.Parts.Select(p => p.Who).Concat(life.Chain.Select(c => c.Who)).OfType<Guid>().Distinct().ToList();
        var (teams, suppliers) = (ids.ConvertAll(TeamId.From), ids.ConvertAll(SupplierId.From));
        var names = ids.Count == 0 ? [] : (await people.Teams.Where(t => teams.Contains(t.Id)).Select(t => new { t.Id, t.Name }).ToListAsync(stop)).Select(t => (Id: t.Id.Value, t.Name))
            .Concat((await people.Suppliers.Where(s => suppliers.Contains(s.Id)).Select(s => new { s.Id, s.Name }).ToListAsync(stop)).Select(s => (Id: s.Id.Value, s.Name))).ToDictionary(n => n.Id, n => n.Name);
        string? NameOf(Guid? who) => who is { } id ? names.GetValueOrDefault(id) : null;
        return new(life.From, life.To, life.Seconds, [.. life.Parts.Select(p => new HeldRow(p.Holder, NameOf(p.Who), p.Seconds))], [.. life.Chain.Select(c => new ChainRow(c, NameOf(c.Who)))], life.AddsUp);
    }

    static CalendarUse CalendarOf(ClockReading reading, Agreement agreement, SlaReading whole) =>
        reading.Targets.Count > 0 ? reading.Targets[^1].Calendar : agreement.TargetOf(whole.Mode, whole.Priority, reading.Kind)?.Calendar ?? CalendarUse.Business;

    /// <summary>The addition a customer would make with a pencil.</summary>
    internal static IReadOnlyList<SummedSpan> Sum(IReadOnlyList<ExplainedSpan> spans)
    {
        var (net, gross) = (0L, 0L);
        return [.. spans.Select(s =>
        {
            if (s.Kind == SpanKind.Counted) net += s.Seconds;
            if (s.Kind is SpanKind.Counted or SpanKind.Paused) gross += s.Seconds;
            return new SummedSpan(s, s.Sentence, s.Seconds, net, gross);
        })];
    }

    /// <summary>The name of a fact, for the list of those that changed nothing.</summary>
    public static string NameOf(ClockFact fact) => T($"ClockFact.{fact.GetType().Name}");
}
