// What the contract pages show, cut to what the reader may see: the price only to those who work on, approve or sign contracts.
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Assets;
using Steward.People;
using Steward.Sla;

namespace Steward.Contracts.Pages;

/// <summary>A contract in a list. <paramref name="DaysLeft"/> counts to the last day while it is in force.</summary>
public sealed record ContractRow(
    ContractId Id, string Number, string Name, CustomerId Customer, string CustomerName, ContractState State, bool InForce, DateOnly FirstDay, DateOnly LastDay, int? DaysLeft, decimal? Price);
public sealed record CustomerSite(SiteId Id, string Name);
public sealed record CustomerChoice(CustomerId Id, string Name);
public sealed record ContractList(IReadOnlyList<ContractRow> Rows, CustomerId? Customer, IReadOnlyList<CustomerChoice> Customers, bool MayDraft);

public sealed record ServiceRow(ServiceId Id, string Name, string NameEn, ServiceKind Kind, ServiceMode Mode, bool Critical, string ScopeIn, string ScopeOut);
public sealed record ClauseRow(ClauseId Id, string Number, string Text, string TextEn, string Measure, Comparison Comparison, decimal Target, Period Period);

public sealed record CoverRow(CoverLineId Id, string Number, string Text, string TextEn, AssetKind? Kind, string? SiteName, bool MustWatch);

public sealed record PersonRow(ContractPersonId Id, ContractPost Post, string Name, string Email);

/// <summary>Who may be named for a post: staff of the provider, people of the customer.</summary>
public sealed record PersonChoices(IReadOnlyList<Platform.Web.Components.Option> Staff, IReadOnlyList<Platform.Web.Components.Option> Contacts);

public sealed record ContractView(
    ContractRow Contract, string Zone, int MonthStartsOn, DateTimeOffset? SignedAt, string SignedBy, IReadOnlyList<ServiceRow> Services, IReadOnlyList<ClauseRow> Clauses, IReadOnlyList<CoverRow> Covers, IReadOnlyList<CustomerSite> Sites,
    Agreement Agreement, CalendarView Business, CalendarView FullTime, bool MayWork, bool MaySign, string View)
{
    /// <summary>The reader may propose another version of the agreement, or decide on one.</summary>
    public bool MayChange { get; init; }
    public IReadOnlyList<PersonRow> People { get; init; } = [];
    /// <summary>For readers who may name people; null for all others.</summary>
    public PersonChoices? Choices { get; init; }
}

sealed class ContractQueries(StewardDb db, PeopleBook people, SlaClocks clocks, Me me, TimeProvider time)
{
    /// <summary>The measures that a clause may name; the modules above that offer them bring their words.</summary>
    public static readonly string[] Offered = [Measures.ResponseAttainment, Measures.ResolutionAttainment, Measures.RequestAttainment, Measures.ResolutionRate, Measures.ReopenRate, Measures.Satisfaction, Measures.SatisfactionWithSilence, Measures.PeriodicSatisfaction, Measures.Availability, Measures.Coverage, Measures.ArticleShare,
        Measures.ComplaintHandling, Measures.ComplaintRate, Measures.MajorNotices, Measures.MajorRestore, Measures.ChangeSuccess, Measures.EmergencyShare];

    public async Task<ContractList> List(Guid? customer, CancellationToken stop)
    {
        var only = customer is { } id ? CustomerId.From(id) : (CustomerId?)null;
        var names = await people.Customers.AsNoTracking().OrderBy(c => c.ShortName).Select(c => new { c.Id, c.Name, c.Active }).ToListAsync(stop);
        var name = names.ToDictionary(c => c.Id, c => c.Name);
        var found = await db.Set<Contract>().AsNoTracking().Where(c => only == null || c.Customer == only).OrderByDescending(c => c.FirstDay).ThenBy(c => c.Number).ToListAsync(stop);
        var now = time.Now();
        var mayDraft = me.Can(Thing.Contract, Right.Work);
        return new([.. found.Where(Sees).Select(c => Row(c, name.GetValueOrDefault(c.Customer, ""), now))], only,
            [.. names.Where(c => !mayDraft || c.Active).Select(c => new CustomerChoice(c.Id, c.Name))], mayDraft);
    }

    public async Task<IReadOnlyList<ContractRow>> OfCustomer(Guid customer, CancellationToken stop) => (await List(customer, stop)).Rows;

    public async Task<ContractView?> One(Guid contract, string? view, CancellationToken stop)
    {
        var id = ContractId.From(contract);
        if (await db.Set<Contract>().AsNoTracking().SingleOrDefaultAsync(c => c.Id == id, stop) is not { } found || !Sees(found)) return null;
        var customer = await people.Customers.AsNoTracking().Where(c => c.Id == found.Customer).Select(c => c.Name).SingleAsync(stop);
        var services = await db.Set<ServiceItem>().AsNoTracking().Where(s => s.Contract == id).OrderBy(s => s.Id)
            .Select(s => new ServiceRow(s.Id, s.Name, s.NameEn, s.Kind, s.Mode, s.Critical, s.ScopeIn, s.ScopeOut)).ToListAsync(stop);
        var clauses = await db.Set<Clause>().AsNoTracking().Where(c => c.Contract == id).OrderBy(c => c.Id)
            .Select(c => new ClauseRow(c.Id, c.Number, c.Text, c.TextEn, c.Measure, c.Comparison, c.Target, c.Period)).ToListAsync(stop);
        var sites = await people.Sites.AsNoTracking().Where(s => s.Customer == found.Customer).OrderBy(s => s.Id).Select(s => new CustomerSite(s.Id, s.Name)).ToListAsync(stop);
        var covers = (await db.Set<CoverLine>().AsNoTracking().Where(c => c.Contract == id).OrderBy(c => c.Id).ToListAsync(stop))
            .Select(c => new CoverRow(c.Id, c.Number, c.Text, c.TextEn, c.Kind, sites.Find(s => s.Id == c.Site)?.Name, c.MustWatch)).ToList();
        var agreement = await clocks.Agreement(new(found.Agreement, found.AgreementNumber), stop);
        var draft = found.State == ContractState.Draft;
        var shown = view is "levels" or "calendar" ? view : "overview";
        return new(Row(found, customer, time.Now()), found.Zone, found.MonthStartsOn, found.SignedAt, found.SignedBy, services, clauses, covers, sites, agreement,
            CalendarView.Of((await clocks.Calendar(agreement.Calendars.Business, stop)), shown == "calendar"), CalendarView.Of(await clocks.Calendar(agreement.Calendars.FullTime, stop), years: false),
            draft && May(found, Right.Work), draft && services.Count > 0 && May(found, Right.Approve), shown)
        {
            MayChange = May(found, Right.Work) || May(found, Right.Approve), People = await PeopleOf(id, stop), Choices = May(found, Right.Work) ? await ChoicesOf(found.Customer, stop) : null,
        };
    }

    async Task<List<PersonRow>> PeopleOf(ContractId contract, CancellationToken stop) => [.. (await db.Set<ContractPerson>().AsNoTracking().Where(p => p.Contract == contract).Select(p => new
    {
        p.Id, p.Post,
        Staff = people.Staff.Where(s => s.Id == p.Staff).Select(s => new { s.Name, s.Email }).FirstOrDefault(),
        Contact = people.Contacts.Where(c => c.Id == p.Contact).Select(c => new { c.Name, c.Email }).FirstOrDefault(),
    }).ToListAsync(stop)).Select(p => new PersonRow(p.Id, p.Post, p.Staff?.Name ?? p.Contact?.Name ?? "", p.Staff?.Email ?? p.Contact?.Email ?? "")).OrderBy(p => p.Post).ThenBy(p => p.Id.Value)];

    async Task<PersonChoices> ChoicesOf(CustomerId customer, CancellationToken stop) => new(
        [.. (await people.Staff.AsNoTracking().Where(s => s.Active).OrderBy(s => s.Name).Select(s => new { s.Id, s.Name, s.Position }).Take(1000).ToListAsync(stop)).Select(s => new Platform.Web.Components.Option(s.Id.ToString(), $"{s.Name} {s.Position}".TrimEnd()))],
        [.. (await people.Contacts.AsNoTracking().Where(c => c.Customer == customer && c.Active).OrderBy(c => c.Name).Select(c => new { c.Id, c.Name, c.Position }).Take(1000).ToListAsync(stop)).Select(c => new Platform.Web.Components.Option(c.Id.ToString(), $"{c.Name} {c.Position}".TrimEnd()))]);

    /// <summary>The business calendar of a contract, for its holidays as an iCalendar file.</summary>
    public async Task<(string Number, ServiceCalendar Calendar)?> CalendarOf(Guid contract, CancellationToken stop)
    {
        var id = ContractId.From(contract);
        if (await db.Set<Contract>().AsNoTracking().SingleOrDefaultAsync(c => c.Id == id, stop) is not { } found || !Sees(found)) return null;
        var agreement = await clocks.Agreement(new(found.Agreement, found.AgreementNumber), stop);
        return (found.Number, await clocks.Calendar(agreement.Calendars.Business, stop));
    }

    ContractRow Row(Contract c, string customer, DateTimeOffset now)
    {
        var inForce = ContractBook.InForce(c, now);
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, TimeZoneInfo.FindSystemTimeZoneById(c.Zone)).DateTime);
        return new(c.Id, c.Number, c.Name, c.Customer, customer, c.State, inForce, c.FirstDay, c.LastDay, inForce ? c.LastDay.DayNumber - today.DayNumber : null,
            May(c, Right.Work) || May(c, Right.Approve) ? c.Price : null);
    }

    bool May(Contract c, Right right) => me.Can(Thing.Contract, right, new(c.Customer, Contract: c.Id.Value));

    /// <summary>Every reader of contracts sees those of the customers in scope; drafts only those who write or sign them.</summary>
    bool Sees(Contract c) => me.IsSystem || (c.State != ContractState.Draft || May(c, Right.Work) || May(c, Right.Approve))
        && me.Giving(Thing.Contract, Right.Read).Any(g => (g.Grant.Customer is null || g.Grant.Customer == c.Customer) && (g.Grant.Contract is null || g.Grant.Contract == c.Id.Value));
}
