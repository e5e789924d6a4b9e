// What the one who takes a call sees before writing: who calls, what is open for them, what it may belong to, and what is promised.
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Assets;
using Steward.Contracts;
using Steward.Desk.Articles;
using Steward.Desk.Problems;
using Steward.Desk.Tickets;
using Steward.People;
using Steward.Platform.Fields;
using Steward.Platform.Search;
using Steward.Platform.Web.Components;
using Steward.Platform.Web.Lists;
using Steward.Sla;

namespace Steward.Desk.Pages;

public sealed record Caller(ContactId Id, CustomerId Customer, SiteId? Site, string Name, string Department, string Phone, string Place, bool Vip, string? CustomerName);

public sealed record CallersAsset(AssetId Id, string Tag, string Name, AssetKind Kind, string Model);

public sealed record KnownTicket(TicketId Id, string Number, string Summary, TicketState State, Priority Priority, DateTimeOffset OpenedAt, string Device)
{
    public bool IsOpen => State is not (TicketState.Resolved or TicketState.Closed or TicketState.Cancelled or TicketState.Rejected);
}

public sealed record IntakeView
{
    public string? Words { get; init; }
    public CustomerId? Customer { get; init; }
    public IReadOnlyList<Option> Customers { get; init; } = [];
    public IReadOnlyList<Caller> Matches { get; init; } = [];
    public Caller? Caller { get; init; }
    /// <summary>The caller's own, newest first.</summary>
    public IReadOnlyList<KnownTicket> Theirs { get; init; } = [];
    /// <summary>Open ones of the last hours at the same place: perhaps one fault.</summary>
    public IReadOnlyList<KnownTicket> Nearby { get; init; } = [];
    /// <summary>What is known and not yet mended at the caller's customer.</summary>
    public IReadOnlyList<KnownErrorHit> Known { get; init; } = [];
    /// <summary>What the caller's colleagues read in the portal now: perhaps it is known already.</summary>
    public IReadOnlyList<Announcement> Announcements { get; init; } = [];
    /// <summary>Changes that are going on there or begin within a day.</summary>
    public IReadOnlyList<RunningChange> Running { get; init; } = [];
    public IReadOnlyList<Option> Services { get; init; } = [];
    public IReadOnlyList<Option> Teams { get; init; } = [];
    public PriorityMatrix Matrix { get; init; } = PriorityMatrix.Standard;
    public bool MayAddContact { get; init; }
    public Attempt? Failed { get; init; }
    /// <summary>Custom fields that are asked, and what answers can name.</summary>
    public IReadOnlyList<CustomField> Fields { get; init; } = [];
    public IReadOnlyList<KnownRecord> Records { get; init; } = [];
    public string? WasField(string key) => ((Failed?.Fields ?? Looked)?[AnswerSheet.Fields] as System.Text.Json.Nodes.JsonObject)?[key]?.ToString();

    /// <summary>What the form begins with: a template's or another ticket's entries.</summary>
    public IReadOnlyDictionary<string, string> Draft { get; init; } = new Dictionary<string, string>();
    public IReadOnlyList<Option> Templates { get; init; } = [];
    /// <summary>The device whose label was scanned.</summary>
    public Labels.ScannedDevice? Scanned { get; init; }
    /// <summary>The number of the ticket that is copied.</summary>
    public string? CopyOf { get; init; }

    /// <summary>What somebody had written who, without script, asks for answers before reporting.</summary>
    public System.Text.Json.Nodes.JsonObject? Looked { get; init; }
    /// <summary>What fits the words that were written so far.</summary>
    public Suggestions Suggested { get; init; } = Suggestions.None;

    public string? Was(string field) => Failed is not null ? Failed.Was(field) : Looked is not null ? Looked[field]?.ToString() : Draft.GetValueOrDefault(field);
    /// <summary>What the caller has in use.</summary>
    public IReadOnlyList<CallersAsset> Assets { get; init; } = [];
    /// <summary>What the report may be about.</summary>
    public AssetOffer Offer { get; init; } = AssetOffer.Nothing;

    public IEnumerable<string> Devices => Theirs.Select(t => t.Device).Where(d => d.Length > 0).Distinct();
}

sealed class IntakeViews(ServiceDesk desk, SlaClocks clocks, PeopleBook people, ContractBook contracts, AssetBook assets, AssetOffers offers, KnownErrors known, Suggesting suggesting, ChangeQueries changes, FieldBook fields, StewardDb db, Me me, TimeProvider time)
{
    const int MostMatches = 20;

    /// <summary>Whether the caller of this request takes reports for others; an end user reports for themselves.</summary>
    public bool ForOthers => me.Giving(Thing.Incident, Right.Create).Any(g => g.Wide);

    public async Task<IntakeView> Of(string? words, CustomerId? customer, ContactId? requester, Attempt? failed, CancellationToken stop, System.Text.Json.Nodes.JsonObject? looked = null, AssetId? asset = null)
    {
        var view = new IntakeView
        {
            Words = words, Customer = customer, Failed = failed, Looked = looked, MayAddContact = me.Can(Thing.People, Right.Create),
            Customers = (await people.Customers.AsNoTracking().Where(c => c.Active).OrderBy(c => c.Name).Take(500).Select(c => new { c.Id, c.Name }).ToListAsync(stop)).ConvertAll(c => new Option(c.Id.ToString(), c.Name)),
        };
        if (view.Customers.Count == 1) view = view with { Customer = CustomerId.From(Guid.Parse(view.Customers[0].Value)) };
        if (requester is { } id && await CallerOf(id, stop) is { } caller) return await Writing(view with { Caller = caller }, caller, asset, stop);
        return words is null ? view : view with { Matches = await Find(words, customer, stop) };
    }

    async Task<Caller?> CallerOf(ContactId id, CancellationToken stop)
    {
        var caller = await Callers(people.Contacts.Where(c => c.Id == id)).SingleOrDefaultAsync(stop);
        if (caller is null) return null;
        return me.Can(Thing.Incident, Right.Create, new Place(caller.Customer, caller.Site)) || id == me.Contact ? caller : null;
    }

    async Task<IntakeView> Writing(IntakeView view, Caller caller, AssetId? asset, CancellationToken stop)
    {
        var now = time.Now();
        var theirs = await Known(desk.Tickets.Where(t => t.Requester == caller.Id).OrderByDescending(t => t.OpenedAt)).Take(12).ToListAsync(stop);
        var since = now.AddHours(-4);
        TicketState[] over = [TicketState.Resolved, TicketState.Closed, TicketState.Cancelled, TicketState.Rejected];
        var nearby = caller.Site is null ? [] : await Known(desk.Tickets
            .Where(t => t.Customer == caller.Customer && t.OpenedAt > since && t.Site == caller.Site && t.Requester != caller.Id && t.Item == null && !over.Contains(t.State)).OrderByDescending(t => t.OpenedAt)).Take(5).ToListAsync(stop);
        var signed = await contracts.All.Where(c => c.Customer == caller.Customer && c.State == ContractState.Signed).ToListAsync(stop);
        var inForce = signed.Where(c => ContractBook.InForce(c, now)).Select(c => c.Id).ToList();
        var services = await contracts.Services.Where(s => inForce.Contains(s.Contract)).OrderBy(s => s.Name).ToListAsync(stop);
        var asked = await fields.Asked(TicketFields.Incident, caller.Customer, me.Contact is not null, stop);
        return view with
        {
            Fields = asked, Records = asked.Count == 0 ? [] : await fields.Choices(asked, caller.Customer, stop),
            Theirs = theirs, Nearby = nearby, Known = await known.Of(caller.Customer, stop), Suggested = await suggesting.For($"{view.Was("summary")} {view.Was("description")}", caller.Customer, stop), Announcements = await desk.AnnouncementsFor(caller.Customer, caller.Site, now, stop),
            Running = me.Contact is null && me.Can(Thing.Change, Right.Read) ? await changes.Running(caller.Customer, null, stop) : [],
            Assets = await assets.Assets.Where(a => a.Owner == caller.Id && a.State != AssetState.Retired).OrderBy(a => a.Name).Take(20).Select(a => new CallersAsset(a.Id, a.Tag, a.Name, a.Kind, a.Model)).ToListAsync(stop),
            Offer = await offers.For(caller.Customer, caller.Id, caller.Site, view.Was("assetWords"), view.Was("asset") ?? asset?.ToString(), [], stop),
            Services = [.. services.Select(s => new Option(s.Id.ToString(), TicketViews.Named(s.Name, s.NameEn)))],
            Teams = me.Contact is null ? (await people.Teams.AsNoTracking().Where(t => t.Active).OrderBy(t => t.Line).ThenBy(t => t.Name).Take(200).ToListAsync(stop)).ConvertAll(t => new Option(t.Id.ToString(), t.Name)) : [],
            Matrix = signed.Find(c => inForce.Contains(c.Id)) is { } contract ? (await clocks.Agreement(new(contract.Agreement, contract.AgreementNumber), stop)).Matrix : PriorityMatrix.Standard,
        };
    }

    /// <summary>By name, department, telephone or place; a telephone number is found with and without its spaces.</summary>
    async Task<IReadOnlyList<Caller>> Find(string words, CustomerId? customer, CancellationToken stop)
    {
        var hits = await SearchIndex.Find(db, words, ["People"], 100, null, stop);
        var digits = string.Concat(words.Where(char.IsAsciiDigit));
        if (digits.Length >= 5 && digits != words) hits.AddRange(await SearchIndex.Find(db, digits, ["People"], 100, null, stop));
        if (digits.Length == 11) hits.AddRange(await SearchIndex.Find(db, $"{digits[..3]} {digits[3..7]} {digits[7..]}", ["People"], 100, null, stop));
        var ids = hits.Select(h => ContactId.From(h.Subject)).Distinct().ToList();
        var found = people.Contacts.Where(c => ids.Contains(c.Id) && c.Active);
        if (customer is not null) found = found.Where(c => c.Customer == customer);
        return await Callers(found.OrderBy(c => c.Name)).Take(MostMatches).ToListAsync(stop);
    }

    IQueryable<Caller> Callers(IQueryable<Contact> contacts) => contacts.AsNoTracking().Select(c => new Caller(c.Id, c.Customer, c.Site, c.Name, c.Department, c.Phone, c.Place, c.Vip,
        people.Customers.Where(x => x.Id == c.Customer).Select(x => x.Name).FirstOrDefault()));

    static IQueryable<KnownTicket> Known(IQueryable<Ticket> tickets) => tickets.Select(t => new KnownTicket(t.Id, t.Number, t.Summary, t.State, t.Priority, t.OpenedAt, t.Device));
}
