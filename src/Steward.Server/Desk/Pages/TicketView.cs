// Everything that the page of one ticket shows, for the reader who asks: facts, clocks, story, files, and what may be done next.
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Contracts;
using Steward.Desk.Escalations;
using Steward.Desk.Process;
using Steward.Desk.Tickets;
using Steward.Notify;
using Steward.People;
using Steward.Platform.Fields;
using Steward.Platform.Approvals;
using Steward.Platform.Files;
using Steward.Platform.Web.Components;
using Steward.Platform.Web.Lists;
using Steward.Sla;
using static Steward.Platform.Text.Texts;

namespace Steward.Desk.Pages;

/// <summary>What somebody tried on the page and why it was refused: the form is drawn again with the entries.</summary>
public sealed record Attempt(string Verb, JsonObject Fields, Refusal Refusal)
{
    public string? Was(string field) => Fields[field]?.ToString();

    /// <summary>A moment as it was typed, or as it was already understood.</summary>
    public DateTimeOffset? Moment(string field, TimeZoneInfo zone) =>
        Fields[field] is JsonValue value && value.TryGetValue<DateTimeOffset>(out var at) ? at : Format.FromLocalInput(Was(field), zone);
}

/// <summary>A level of escalation that was told, as the page shows it; <paramref name="To"/> is the group that was called.</summary>
public sealed record ToldView(EscalationKind Kind, int Level, int Round, DateTimeOffset ToldAt, string Names, string? To);

/// <summary>What a service sheet already says of how it was solved, so that nobody writes it twice; <paramref name="Minutes"/> are those of all visits since it was opened or reopened.</summary>
public sealed record SheetFacts(string Number, string Solution, string Device, int Minutes);

public sealed record TicketView
{
    public required Ticket Ticket { get; init; }
    public string? Customer { get; init; }
    public Contact? Requester { get; init; }
    public string? Site { get; init; }
    public string? Service { get; init; }
    public string? Contract { get; init; }
    public string? Team { get; init; }
    public string? Assignee { get; init; }
    public Agreement? Agreement { get; init; }
    public SlaReading? Reading { get; init; }
    /// <summary>The last date that was agreed with the customer, and by whom.</summary>
    public ClockFact.DateAgreed? AgreedDate { get; init; }
    /// <summary>What somebody asked for about this ticket and nobody has decided yet.</summary>
    public IReadOnlyList<ApprovalLine> Approvals { get; init; } = [];
    public Part<TicketEntry> Story { get; init; } = new([], null, null);
    /// <summary>Who was told that time runs out, the newest first.</summary>
    public IReadOnlyList<ToldView> Told { get; init; } = [];
    public ImpactModel Impact { get; init; } = new([], null, false);
    /// <summary>What a request asks for, and its tasks; null for an incident.</summary>
    public RequestModel? Request { get; init; }
    public TicketRating? Rating { get; init; }
    /// <summary>What rooms above know of it.</summary>
    public IReadOnlyList<SlotContent> Slots { get; init; } = [];
    public IReadOnlyList<Mail> Mails { get; init; } = [];
    /// <summary>Who else has it open at this moment.</summary>
    public IReadOnlyList<Beholder> Others { get; init; } = [];
    public IReadOnlyList<StoredFile> Files { get; init; } = [];
    public IReadOnlyList<Option> Teams { get; init; } = [];
    public IReadOnlyList<Option> Staff { get; init; } = [];
    /// <summary>Who may be waited for.</summary>
    public IReadOnlyList<Option> Suppliers { get; init; } = [];
    /// <summary>Custom fields that must be answered before it is solved, and are not; and what answers can name.</summary>
    public IReadOnlyList<CustomField> ToAnswer { get; init; } = [];
    public IReadOnlyList<KnownRecord> Records { get; init; } = [];
    public SheetFacts? Sheet { get; init; }
    public DateTimeOffset? ReopenUntil { get; init; }
    /// <summary>The verbs that process and rights allow this reader now; PauseTicket stands for all its reasons.</summary>
    public required IReadOnlySet<string> May { get; init; }
    public IReadOnlyList<PauseReason> PauseReasons { get; init; } = [];
    /// <summary>An end user's view of their own ticket.</summary>
    public bool Simple { get; init; }
    /// <summary>The reader belongs to the customer: no internal notes.</summary>
    public bool FromCustomer { get; init; }
    public Attempt? Failed { get; init; }
    /// <summary>An answer that was chosen from the templates, filled.</summary>
    public string? Draft { get; init; }
    /// <summary>The reader's own replies that have not gone out.</summary>
    public IReadOnlyList<Replies.WaitingReply> Waiting { get; init; } = [];

    public bool Imported => Ticket.Source.Length > 0;
    public string Path => $"/tickets/{Ticket.Id}";
    public Refusal? RefusalOf(string verb) => Failed?.Verb == verb ? Failed.Refusal : null;
    public string? Was(string verb, string field) => Failed?.Verb == verb ? Failed.Was(field) : null;

    /// <summary>The one thing to do next, if this reader can do it.</summary>
    public string? Next => new[] { "AcceptTicket", "StartWork", "ResumeTicket", "ResolveTicket", "FulfilRequest", "ConfirmTicket" }.FirstOrDefault(May.Contains);

    public IEnumerable<ClockReading> Clocks => Reading?.Clocks.Where(c => c.BudgetSeconds is not null || c.Verdict != Verdict.NotMeasured) ?? [];
}

sealed class TicketViews(ServiceDesk desk, TicketAtHand hand, TicketWork work, SlaClocks clocks, ClosingRules closing, Mailroom mails, ApprovalDesk approvals, ImpactViews impact, SurveyQueries surveys, TicketSights sights, PageSlots slots, RequestQueries requests, FieldBook fields, StewardDb db, Me me)
{
    public const int StorySize = 100;

    static readonly Sorting<TicketEntry, DateTimeOffset, EntryId> ByTime = new("at", e => e.OccurredAt, e => e.Id);

    sealed record Found(Ticket Ticket, Contact? Requester, string? Customer, string? Site, string? Service, string? ServiceEn, string? Contract, string? Team, string? Assignee);

    static readonly KnownQuery<Func<StewardDb, TicketId, CancellationToken, Task<Found?>>> Known = new(() =>
        EF.CompileAsyncQuery((StewardDb db, TicketId id, CancellationToken stop) =>
            (from t in db.Set<Ticket>().AsNoTracking().Where(t => t.Id == id)
             join c in db.Set<Contact>().AsNoTracking() on t.Requester equals (ContactId?)c.Id into askers
             from asker in askers.DefaultIfEmpty()
             select new Found(t, asker,
                 db.Set<Customer>().Where(c => c.Id == t.Customer).Select(c => c.Name).FirstOrDefault(),
                 db.Set<Site>().Where(s => s.Id == t.Site).Select(s => s.Name).FirstOrDefault(),
                 db.Set<ServiceItem>().Where(s => s.Id == t.Service).Select(s => s.Name).FirstOrDefault(),
                 db.Set<ServiceItem>().Where(s => s.Id == t.Service).Select(s => s.NameEn).FirstOrDefault(),
                 db.Set<Contract>().Where(c => c.Id == t.Contract).Select(c => c.Number + " " + c.Name).FirstOrDefault(),
                 db.Set<Team>().Where(x => x.Id == t.Team).Select(x => x.Name).FirstOrDefault(),
                 db.Set<Staff>().Where(s => s.Id == t.Assignee).Select(s => s.Name).FirstOrDefault())).SingleOrDefault()));

    /// <summary>The ticket for this reader; null when there is none, or none for them. What only a page with its <paramref name="forms"/> shows is left out for programs.</summary>
    public async Task<TicketView?> Of(TicketId id, QueryValues? values, Attempt? failed, CancellationToken stop, bool forms = true)
    {
        if (await Known.In(db)(db, id, stop) is not { } found || !Visible.To(me, found.Ticket) && !await MayDecide(found.Ticket, stop)) return null;
        var ticket = found.Ticket;
        if (Visible.To(me, ticket)) hand.Take(ticket);
        var known = await clocks.Facts(id.Value, stop);
        var fromCustomer = me.Contact is not null;
        var simple = !me.Can(Thing.Incident, Right.Read, ticket.Where());
        var reading = known is null ? null : clocks.Read(known, work.Now);
        var may = Allowed(ticket, known, reading);
        var story = await ByTime.Take(EntriesOf(id), e => e, descending: true, values?.After, values?.Before, StorySize, stop);
        var whole = story is { Previous: null, Next: null };
        var (teams, staff) = forms && (may.Contains("AssignTicket") || may.Contains("AssignTask")) ? await Hands(stop) : ([], []);
        var ends = forms && (may.Contains("ResolveTicket") || may.Contains("FulfilRequest"));
        var toAnswer = ends ? await ToAnswer(ticket, stop) : [];
        return new TicketView
        {
            Sheet = ends ? await Written(ticket, stop) : null,
            ToAnswer = toAnswer, Records = toAnswer.Count == 0 ? [] : await fields.Choices(toAnswer, ticket.Customer, stop),
            Ticket = ticket, Customer = found.Customer, Requester = found.Requester, Site = found.Site, Contract = found.Contract, Team = found.Team, Assignee = found.Assignee,
            Service = found.Service is { } service ? Named(service, found.ServiceEn ?? "") : null,
            Agreement = known?.Agreement, Reading = reading,
            AgreedDate = known?.Facts.OfType<ClockFact.DateAgreed>().LastOrDefault(),
            Approvals = simple && ticket.Kind == TicketKind.Incident ? [] : await approvals.On(id.Value, stop),
            Story = story,
            Mails = fromCustomer || !forms ? [] : await mails.About(id.Value, stop),
            Others = forms && work.May(ticket, Right.Work) ? await sights.Others(id, stop) : [],
            Files = whole && story.Items.All(e => e.Kind != EntryKind.File) ? [] : await FilesOf(id, stop),
            Impact = simple || !forms ? new([], null, false) : await impact.Of(ticket, may.Contains("AddNote") && work.May(ticket, Right.Work), choose: failed?.Verb == "LinkAsset" || values?.Is("choose", "asset") == true, values?.Text("assets"), stop),
            Request = ticket.Kind == TicketKind.Request ? await requests.Of(ticket, may.Contains("AssignTask"), stop) : null,
            Rating = forms ? await surveys.Of(ticket, stop) : null,
            Told = simple || !forms || known is null || !(await hand.Hangs(id, stop)).Told ? [] : await ToldOf(id, stop),
            Slots = !forms ? [] : await slots.Fill(simple ? PageSlot.OwnTicket : PageSlot.Ticket, id.Value, stop),
            Suppliers = forms && may.Contains("PauseTicket") ? await SuppliersOf(stop) : [],
            Teams = teams, Staff = staff, May = may, Simple = simple, FromCustomer = fromCustomer, Failed = failed,
            PauseReasons = [.. Enum.GetValues<PauseReason>().Where(r => ticket.Process().Step(ticket.State, PauseTicketHandler.VerbOf(r)) is not null)],
            ReopenUntil = ticket.State == TicketState.Resolved ? await closing.ReopenUntil(ticket, stop) : null,
        };
    }

    async Task<SheetFacts?> Written(Ticket ticket, CancellationToken stop)
    {
        if (!(await hand.Hangs(ticket.Id, stop)).Sheets) return null;
        // What was written before it was reopened went into the solution of then.
        var since = ticket.Reopened == 0 ? ticket.RecordedAt
            : await desk.Entries.Where(e => e.Ticket == ticket.Id && e.Verb == nameof(ReopenTicket)).OrderByDescending(e => e.OccurredAt).Select(e => e.OccurredAt).FirstOrDefaultAsync(stop);
        var sheets = await db.Set<ServiceSheet>().AsNoTracking().Where(s => s.Ticket == ticket.Id && s.State != SheetState.Voided && s.FinishedAt >= since).OrderBy(s => s.FinishedAt).ToListAsync(stop);
        if (sheets is not [.., var last]) return null;
        var device = ticket.Device.Length > 0 ? ticket.Device : last.Devices.Split('\n')[0].Trim();
        return new(last.Number, last.Parts.Length > 0 ? $"{last.WorkDone}\n{T("Sheet.Parts")}: {last.Parts}" : last.WorkDone, device.Length > 80 ? device[..80] : device,
            (int)Math.Ceiling(sheets.Sum(s => s.DepartedAt is { } left && s.ArrivedAt is { } came && left > came ? (left - came).TotalMinutes : 0)));
    }

    async Task<IReadOnlyList<CustomField>> ToAnswer(Ticket ticket, CancellationToken stop)
    {
        var asked = (await fields.Asked(ticket.FieldsName(), ticket.Customer, me.Contact is not null, stop)).FindAll(f => f.Need != FieldNeed.Optional);
        if (asked.Count == 0) return asked;
        var answers = await fields.Answers(ticket.Id.Value, me.Contact is not null, stop);
        return asked.FindAll(f => answers.All(a => a.Key != f.Key));
    }

    /// <summary>Whoever is asked for a word on a request may read what it is about.</summary>
    async Task<bool> MayDecide(Ticket ticket, CancellationToken stop) => ticket.Kind == TicketKind.Request && await approvals.Deciding.AnyAsync(a => a.Subject == ticket.Id.Value, stop);

    /// <summary>The story as this reader may know it: a customer's people see what is public.</summary>
    public IQueryable<TicketEntry> EntriesOf(TicketId id)
    {
        var entries = desk.Entries.Where(e => e.Ticket == id);
        return me.Contact is null ? entries : entries.Where(e => e.Public);
    }

    public async Task<List<StoredFile>> FilesOf(TicketId id, CancellationToken stop)
    {
        var files = new List<StoredFile>();
        await foreach (var file in Attached.In(db)(db, id.Value, id, me.Contact is null).WithCancellation(stop)) files.Add(file);
        return files;
    }

    static readonly KnownQuery<Func<StewardDb, Guid, TicketId, bool, IAsyncEnumerable<StoredFile>>> Attached = new(() =>
        EF.CompileAsyncQuery((StewardDb db, Guid subject, TicketId ticket, bool all) => db.Set<StoredFile>().AsNoTracking()
            .Where(f => f.Subject == subject && db.Set<TicketEntry>().Any(e => e.Ticket == ticket && e.Kind == EntryKind.File && (all || e.Public) && (Guid)(object)e.Id == (Guid)(object)f.Id))
            .OrderBy(f => f.Id).Take(200)));

    async Task<List<ToldView>> ToldOf(TicketId id, CancellationToken stop)
    {
        var told = new List<ToldView>();
        await foreach (var one in ToldNewest.In(db)(db, id).WithCancellation(stop)) told.Add(one);
        return told;
    }

    static readonly KnownQuery<Func<StewardDb, TicketId, IAsyncEnumerable<ToldView>>> ToldNewest = new(() => EF.CompileAsyncQuery((StewardDb db, TicketId id) =>
        db.Set<ToldLevel>().AsNoTracking().Where(t => t.Ticket == id && (t.Names != "" || t.Kind == EscalationKind.Line || t.Kind == EscalationKind.AtOnce)).OrderByDescending(t => t.ToldAt).ThenByDescending(t => t.Level).Take(20)
            .Select(t => new ToldView(t.Kind, t.Level, t.Round, t.ToldAt, t.Names, db.Set<Team>().Where(x => x.Id == t.To).Select(x => x.Name).FirstOrDefault()))));

    /// <summary>A service's name in the reader's language.</summary>
    public static string Named(string chinese, string english) => Current == Platform.Text.Language.En && english.Length > 0 ? english : chinese;

    /// <summary>Taken by a word on the approval, not on the ticket.</summary>
    static readonly string[] Decisions = ["ApproveRequest", "RejectRequest"];

    HashSet<string> Allowed(Ticket ticket, SubjectFacts? known, SlaReading? reading)
    {
        var may = ticket.Process().Transitions.Where(t => t.From.Contains(ticket.State) && !Decisions.Contains(t.Verb) && Holds(ticket, t.Right)).Select(t => t.Verb).ToHashSet();
        if (may.RemoveWhere(v => v.StartsWith("PauseFor", StringComparison.Ordinal)) > 0) may.Add("PauseTicket");
        if (me.Contact is null && !work.May(ticket, Right.Work)) may.Remove("AddNote");
        if (may.Contains("AddNote")) may.Add("AttachFile");
        if (!WithdrawTicketHandler.IsFor(ticket, me)) may.Remove(nameof(WithdrawTicket));
        if (known is not null && ticket.State is not (TicketState.New or TicketState.Closed or TicketState.Cancelled) && work.May(ticket, Right.Work)) may.Add("ClaimPause");
        if (known is not null && ticket.IsOpen && reading![ClockKind.Resolution] is { Phase: ClockPhase.Running or ClockPhase.Paused, Due: not null } && Dates.DateRules.May(known.Agreement.DatePolicy, right => work.May(ticket, right)))
            may.Add(nameof(Dates.AgreeDate));
        return may;
    }

    bool Holds(Ticket ticket, string right) => right switch
    {
        "R" => true,
        "W" => work.May(ticket, Right.Work),
        "X" => work.May(ticket, Right.Confirm),
        "A" => work.May(ticket, Right.Approve),
        _ => false,
    };

    /// <summary>Teams, and their people under them.</summary>
    async Task<(IReadOnlyList<Option> Teams, IReadOnlyList<Option> Staff)> Hands(CancellationToken stop)
    {
        var (teams, hands) = (new List<Team>(), new List<Hand>());
        await foreach (var team in ActiveTeams.In(db)(db).WithCancellation(stop)) teams.Add(team);
        await foreach (var hand in ActiveHands.In(db)(db).WithCancellation(stop)) hands.Add(hand);
        return ([.. teams.Select(t => new Option(t.Id.ToString(), t.Name))],
            [.. teams.SelectMany(t => hands.Where(h => h.Team == t.Id).Select(h => new Option(h.Id.ToString(), h.Name, t.Name)))]);
    }

    async Task<IReadOnlyList<Option>> SuppliersOf(CancellationToken stop)
    {
        var suppliers = new List<Option>();
        await foreach (var supplier in ActiveSuppliers.In(db)(db).WithCancellation(stop)) suppliers.Add(new(supplier.Id.ToString(), supplier.Name));
        return suppliers;
    }

    static readonly KnownQuery<Func<StewardDb, IAsyncEnumerable<Supplier>>> ActiveSuppliers = new(() => EF.CompileAsyncQuery((StewardDb db) =>
        db.Set<Supplier>().AsNoTracking().Where(s => s.Active).OrderBy(s => s.Name).Take(200)));

    sealed record Hand(TeamId Team, StaffId Id, string Name);

    static readonly KnownQuery<Func<StewardDb, IAsyncEnumerable<Team>>> ActiveTeams = new(() => EF.CompileAsyncQuery((StewardDb db) =>
        db.Set<Team>().AsNoTracking().Where(t => t.Active).OrderBy(t => t.Line).ThenBy(t => t.Name).Take(200)));
    static readonly KnownQuery<Func<StewardDb, IAsyncEnumerable<Hand>>> ActiveHands = new(() => EF.CompileAsyncQuery((StewardDb db) =>
        (from m in db.Set<TeamMember>()
         join s in db.Set<Staff>() on m.Staff equals s.Id
         where s.Active
         orderby s.Name
         select new Hand(m.Team, s.Id, s.Name)).Take(1000)));
}
