// Brings a whole incident log into one customer's history: its people and groups, a contract to be judged by, and every ticket.
using Microsoft.EntityFrameworkCore;
using Steward.Contracts;
using Steward.People;
using Steward.Platform.Text;
using Steward.Sla;

namespace Steward.Desk;

/// <summary>What an import did, and which rows it left out.</summary>
public sealed record HistoryImported(CustomerId Customer, Guid Contract, int Tickets, int Updates, int Known, int Nonconforming, IReadOnlyList<BadRow> Bad);

/// <summary>How to judge an imported history when no contract is named: under the standard agreement, on a plain 5×8 or 7×24 calendar of the customer's zone.</summary>
public sealed record HistoryTarget(string ShortName, string CustomerName, string Zone, bool RoundTheClock = false);

public sealed class HistoryImport(StewardDb db, ServiceDesk desk, SlaClocks clocks, IdSource ids, TimeProvider time)
{
    const int BatchSize = 1000;
    public const string Source = "incident-log";

    readonly Dictionary<string, ContactId> contacts = [];
    readonly Dictionary<string, TeamId> teams = [];
    readonly Dictionary<string, StaffId> staff = [];

    public async Task<HistoryImported> Run(Stream file, HistoryTarget target, Action<int>? progress, CancellationToken stop)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(target.Zone);
        var log = new IncidentLog(zone);
        // A log may come in any order; a ticket's updates are put into the order of their times, rows of one minute as they stand.
        var tickets = log.Rows(file).GroupBy(r => r.Number).ToList();
        if (tickets.Count == 0) return new(default, default, 0, 0, 0, 0, log.Bad);
        var (customer, of) = await Prepare(target, tickets, stop);
        var done = new HistoryRecorded(0, 0, 0, 0);
        foreach (var batch in tickets.Chunk(BatchSize))
        {
            await People(customer, batch, stop);
            var past = batch.Select(rows => Historic([.. rows.OrderBy(r => r.UpdatedAt)])).ToList();
            done += await desk.RecordHistory(of, past, stop);
            progress?.Invoke(done.Tickets + done.Known);
        }
        return new(customer, of.Contract.Value, done.Tickets, done.Steps, done.Known, done.Nonconforming, log.Bad);
    }

    HistoricTicket Historic(List<LogRow> rows)
    {
        var (first, last) = (rows[0], rows[^1]);
        var steps = rows.Select((row, i) => new HistoricStep(row.UpdatedAt, row.UpdatedBy.Length > 0 ? row.UpdatedBy : "?", row.State, row.Priority,
            row.Group.Length > 0 ? teams[row.Group] : null, row.AssignedTo.Length > 0 ? staff[row.AssignedTo] : null,
            IncidentLog.Changes(i > 0 ? rows[i - 1] : null, row), $"{row.Number}, line {row.Line}")).ToList();
        var summary = string.Join(" · ", new[] { first.Category, first.Subcategory, first.Symptom }.Where(t => t.Length > 0));
        return new(first.Number, first.OpenedAt, summary.Length > 0 ? summary : first.Number, first.Caller.Length > 0 ? contacts[first.Caller] : null,
            first.ContactType.Equals("Email", StringComparison.OrdinalIgnoreCase) ? Channel.Mail : first.ContactType.Equals("Phone", StringComparison.OrdinalIgnoreCase) ? Channel.Phone : Channel.Import,
            first.Impact, first.Urgency, last.Category, first.Location, last.Item, last.ClosedCode, steps);
    }

    async Task<(CustomerId, HistoryOf)> Prepare(HistoryTarget target, List<IGrouping<string, LogRow>> tickets, CancellationToken stop)
    {
        var now = time.Now();
        var customer = await db.Set<Customer>().SingleOrDefaultAsync(c => c.ShortName == target.ShortName, stop);
        if (customer is null)
        {
            customer = new Customer { Id = ids.New<CustomerId>(now), ShortName = target.ShortName, Name = target.CustomerName, Zone = target.Zone };
            db.Add(customer);
        }
        var agreement = await Agreement(target, stop);
        var name = $"{Source} {target.ShortName}";
        var contract = await db.Set<Contract>().SingleOrDefaultAsync(c => c.Customer == customer.Id && c.Name == name, stop);
        if (contract is null)
        {
            var days = tickets.SelectMany(t => t).Select(r => DateOnly.FromDateTime(r.OpenedAt.UtcDateTime)).DefaultIfEmpty(DateOnly.FromDateTime(now.UtcDateTime)).ToList();
            contract = new Contract
            {
                Id = ids.New<ContractId>(now), Customer = customer.Id, Name = name, Number = $"CON-{target.ShortName}-{Source}", State = ContractState.Signed, SignedAt = now, SignedBy = Source,
                FirstDay = new DateOnly(days.Min().Year, 1, 1), LastDay = new DateOnly(days.Max().Year + 1, 12, 31), Zone = target.Zone, Agreement = agreement.Id, AgreementNumber = agreement.Number,
            };
            db.Add(contract);
            db.Add(new ServiceItem { Id = ids.New<ServiceId>(now), Customer = customer.Id, Contract = contract.Id, Name = Texts.In(Language.Zh, "service.it-support"), NameEn = Texts.In(Language.En, "service.it-support") });
            db.AddRange(StandardClauses.For(contract, ids, now));
        }
        await db.Commit(stop);
        var service = await db.Set<ServiceItem>().AsNoTracking().FirstAsync(s => s.Contract == contract.Id, stop);
        return (customer.Id, new(customer.Id, contract.Id, service.Id, agreement, service.Mode, Source));
    }

    /// <summary>The standard agreement on a calendar of the customer's zone that follows no official list: a past that was never promised Chinese holidays.</summary>
    async Task<AgreementRef> Agreement(HistoryTarget target, CancellationToken stop)
    {
        var kind = target.RoundTheClock ? "7x24" : "5x8";
        var key = new AgreementRef($"history-{kind}-{target.Zone}", 1);
        try { return (await clocks.Agreement(key, stop)).Ref; }
        catch (InvalidOperationException) { }
        var business = new CalendarDefinition(new($"history-{kind}-{target.Zone}", 1), $"{kind} {target.Zone}", target.Zone,
            target.RoundTheClock ? WeekPattern.EveryDay("00:00-24:00") : WeekPattern.MondayToFriday("09:00-12:00", "13:00-18:00"));
        var full = CalendarPresets.FullTime($"history-full-{target.Zone}", target.Zone);
        _ = clocks.Keep(business).Value;
        if (!await clocks.HasCalendar(full.Ref, stop)) _ = clocks.Keep(full).Value;
        // The source records no arrivals and no workarounds: what was never written down is not measured.
        _ = clocks.Keep(AgreementPresets.Standard with
        {
            Ref = key, Calendars = new(business.Ref, full.Ref),
            Targets = [.. AgreementPresets.Standard.Targets.Select(t => t with { RemoteStart = null, Arrival = null, Workaround = null })],
        }).Value;
        await db.Commit(stop);
        return key;
    }

    /// <summary>Makes contacts, teams and staff that the batch names and nobody has made yet.</summary>
    async Task People(CustomerId customer, IReadOnlyCollection<IGrouping<string, LogRow>> batch, CancellationToken stop)
    {
        var now = time.Now();
        if (contacts.Count == 0)
        {
            foreach (var c in await db.Set<Contact>().AsNoTracking().Where(c => c.Customer == customer).Select(c => new { c.Id, c.Name }).ToListAsync(stop)) contacts.TryAdd(c.Name, c.Id);
            foreach (var t in await db.Set<Team>().AsNoTracking().Select(t => new { t.Id, t.Name }).ToListAsync(stop)) teams.TryAdd(t.Name, t.Id);
            foreach (var s in await db.Set<Staff>().AsNoTracking().Select(s => new { s.Id, s.Name }).ToListAsync(stop)) staff.TryAdd(s.Name, s.Id);
        }
        foreach (var row in batch.SelectMany(b => b))
        {
            if (row.Caller.Length > 0 && !contacts.ContainsKey(row.Caller))
                db.Add(new Contact { Id = contacts[row.Caller] = ids.New<ContactId>(now), Customer = customer, Name = row.Caller });
            if (row.Group.Length > 0 && !teams.ContainsKey(row.Group)) db.Add(new Team { Id = teams[row.Group] = ids.New<TeamId>(now), Name = row.Group });
            if (row.AssignedTo.Length > 0 && !staff.ContainsKey(row.AssignedTo)) db.Add(new Staff { Id = staff[row.AssignedTo] = ids.New<StaffId>(now), Name = row.AssignedTo });
        }
        await db.Commit(stop);
        db.ChangeTracker.Clear();
    }
}
