// Brings another desk's log into one customer's history: its people and groups, a contract to be judged by, and every ticket.
using System.IO.Compression;
using Microsoft.EntityFrameworkCore;
using Steward.Contracts;
using Steward.Desk.History;
using Steward.People;
using Steward.Platform.Text;
using Steward.Sla;

namespace Steward.Desk;

/// <summary>A row that could not be used: its line in the file (the header is line 1), the field, and a text key with the reason.</summary>
public sealed record BadRow(long Line, string Field, string TextKey, string Value);

/// <summary>What kind of file a history came from. Of each kind a ticket's number is unique for a customer.</summary>
public enum HistoryForm { IncidentLog, Xes, Cases, Undated }

/// <summary>What an import did, and which rows it left out.</summary>
public sealed record HistoryImported(HistoryForm Form, CustomerId Customer, Guid Contract, int Tickets, int Updates, int Known, int Nonconforming, IReadOnlyList<BadRow> Bad);

/// <summary>How to judge an imported history when no contract is named: under the standard agreement, on a plain 5×8 or 7×24 calendar of the customer's zone.</summary>
public sealed record HistoryTarget(string ShortName, string CustomerName, string Zone, bool RoundTheClock = false);

/// <summary>Takes any file that <see cref="HistoryTable"/> or <see cref="XesLog"/> reads, plain or gzip. The same file once more changes nothing.</summary>
public sealed class HistoryImport(StewardDb db, ServiceDesk desk, SlaClocks clocks, IdSource ids, TimeProvider time)
{
    const int BatchSize = 1000;

    readonly Dictionary<string, ContactId> contacts = [];
    readonly Dictionary<string, TeamId> teams = [];
    readonly Dictionary<string, StaffId> staff = [];

    public async Task<HistoryImported> Run(Stream file, HistoryTarget target, Action<int>? progress, CancellationToken stop)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(target.Zone);
        var (bytes, whole) = await Unzipped(file, stop);
        var log = XesLog.Is(bytes) ? XesLog.Read(bytes) : HistoryTable.Read(bytes, zone);
        if (!whole) log = log with { Bad = [.. log.Bad, new(0, "", "LOG-107", "")] };
        if (log.Rows.Count == 0) return new(log.Form, default, default, 0, 0, 0, 0, log.Bad);
        var customer = await Customer(target, stop);
        if (log.Form == HistoryForm.Undated) return await Undated(customer, zone, log, progress, stop);
        // A log may come in any order; a ticket's updates are put into the order of their times, rows of one moment as they stand.
        var tickets = log.Rows.GroupBy(r => r.Number).ToList();
        var of = await Prepare(customer, log, target, stop);
        var done = new HistoryRecorded(0, 0, 0, 0);
        foreach (var batch in tickets.Chunk(BatchSize))
        {
            await People(customer.Id, batch, stop);
            var past = batch.Select(rows => Historic([.. rows.OrderBy(r => r.At)], log.Form, customer.Id, zone)).ToList();
            done += await desk.RecordHistory(of, past, stop);
            progress?.Invoke(done.Tickets + done.Known);
        }
        return new(log.Form, customer.Id, of.Contract.Value, done.Tickets, done.Steps, done.Known, done.Nonconforming, log.Bad);
    }

    async Task<HistoryImported> Undated(Customer customer, TimeZoneInfo zone, HistoryRead log, Action<int>? progress, CancellationToken stop)
    {
        await db.Commit(stop);
        var (fresh, seen, now) = (0, 0, time.Now());
        foreach (var batch in log.Rows.Chunk(BatchSize))
        {
            fresh += await desk.RecordUndated(customer.Id, [.. batch.Select(r => HistoryLine.Of(r, log.Form, customer.Id, zone, ids.New<HistoryLineId>(now)))], stop);
            progress?.Invoke(seen += batch.Length);
        }
        return new(log.Form, customer.Id, default, fresh, 0, seen - fresh, 0, log.Bad);
    }

    HistoricTicket Historic(List<SourceRow> rows, HistoryForm form, CustomerId customer, TimeZoneInfo zone)
    {
        var (first, last, state, now) = (rows[0], rows[^1], TicketState.New, time.Now());
        var steps = rows.Select((row, i) => new HistoricStep(row.At!.Value, row.Person.Length > 0 ? row.Person : "?", state = row.State ?? state, row.Priority,
            row.Group.Length > 0 ? teams[row.Group] : null, row.Assignee.Length > 0 ? staff[row.Assignee] : null,
            Told(i > 0 ? rows[i - 1] : null, row), $"{row.Number}, line {row.Line}")).ToList();
        var summary = string.Join(" · ", new[] { first["category"], first["subcategory"], first["symptom"] }.Where(t => t.Length > 0));
        if (summary.Length == 0) summary = string.Join(" · ", new[] { first["item"], first.Word, first["step"] }.Where(t => t.Length > 0));
        return new(first.Number, first.OpenedAt!.Value, summary.Length > 0 ? summary : first.Number, first["caller"].Length > 0 ? contacts[first["caller"]] : null,
            first["channel"].Equals("Email", StringComparison.OrdinalIgnoreCase) ? Channel.Mail : first["channel"].Equals("Phone", StringComparison.OrdinalIgnoreCase) ? Channel.Phone : Channel.Import,
            first.Impact, first.Urgency, last["category"], first["place"], last["item"], last["cause"], steps,
            // A row of a table of tickets makes several steps and is still one row.
            [.. (form == HistoryForm.Cases ? rows[..1] : rows).Select(r => HistoryLine.Of(r, form, customer, zone, ids.New<HistoryLineId>(now)))]);
    }

    static readonly HashSet<string> Silent = ["number", "state", "activity", "person", "at", "opened", "reopened", "resolved", "closed", "kept", "failed"];
    static readonly HashSet<string> SilentToo = ["sys_mod_count", "sys_created_by", "sys_created_at", "active", "opened_by", "resolved_by"];

    /// <summary>What the source calls the step, where that is no state, and the fields that it changed.</summary>
    static string Told(SourceRow? before, SourceRow after)
    {
        static string Shown(string value) => value.Length == 0 ? "?" : value;
        var changed = before is null ? [] : after.Fields.Where(f => !SilentToo.Contains(f.Key) && !Silent.Contains(SourceWords.Column(f.Key) ?? "") && before.Fields.GetValueOrDefault(f.Key, "") != f.Value)
            .Select(f => $"{f.Key}: {Shown(before.Fields.GetValueOrDefault(f.Key, ""))} → {Shown(f.Value)}");
        return string.Join("; ", (after.State is null ? [after.Word] : Array.Empty<string>()).Concat(changed));
    }

    static async Task<(byte[] Bytes, bool Whole)> Unzipped(Stream file, CancellationToken stop)
    {
        using var all = new MemoryStream();
        await file.CopyToAsync(all, stop);
        if (all.GetBuffer().AsSpan(0, (int)all.Length) is not [0x1F, 0x8B, ..]) return (all.ToArray(), true);
        all.Position = 0;
        await using var unpacked = new GZipStream(all, CompressionMode.Decompress);
        using var plain = new MemoryStream();
        try { await unpacked.CopyToAsync(plain, stop); }
        catch (InvalidDataException) { return (plain.ToArray(), false); }
        return (plain.ToArray(), true);
    }

    async Task<Customer> Customer(HistoryTarget target, CancellationToken stop)
    {
        if (await db.Set<Customer>().SingleOrDefaultAsync(c => c.ShortName == target.ShortName, stop) is { } there) return there;
        var customer = new Customer { Id = ids.New<CustomerId>(time.Now()), ShortName = target.ShortName, Name = target.CustomerName, Zone = target.Zone };
        db.Add(customer);
        return customer;
    }

    async Task<HistoryOf> Prepare(Customer customer, HistoryRead log, HistoryTarget target, CancellationToken stop)
    {
        var (now, source) = (time.Now(), SourceOf(log.Form));
        var agreement = await Agreement(target, stop);
        var name = $"{source} {target.ShortName}";
        var contract = await db.Set<Contract>().SingleOrDefaultAsync(c => c.Customer == customer.Id && c.Name == name, stop);
        if (contract is null)
        {
            var days = log.Rows.Select(r => DateOnly.FromDateTime(r.OpenedAt!.Value.UtcDateTime)).ToList();
            contract = new Contract
            {
                Id = ids.New<ContractId>(now), Customer = customer.Id, Name = name, Number = $"CON-{target.ShortName}-{source}", State = ContractState.Signed, SignedAt = now, SignedBy = source,
                FirstDay = new DateOnly(days.Min().Year, 1, 1), LastDay = new DateOnly(days.Max().Year + 1, 12, 31), Zone = target.Zone, Agreement = agreement.Id, AgreementNumber = agreement.Number,
            };
            db.Add(contract);
            db.Add(new ServiceItem { Id = ids.New<ServiceId>(now), Customer = customer.Id, Contract = contract.Id, Name = Texts.In(Language.Zh, "service.it-support"), NameEn = Texts.In(Language.En, "service.it-support") });
            db.AddRange(StandardClauses.For(contract, ids, now));
        }
        await db.Commit(stop);
        var service = await db.Set<ServiceItem>().AsNoTracking().FirstAsync(s => s.Contract == contract.Id, stop);
        return new(customer.Id, contract.Id, service.Id, agreement, service.Mode, source);
    }

    static string SourceOf(HistoryForm form) => form switch { HistoryForm.Xes => "xes", HistoryForm.Cases => "ticket-table", _ => "incident-log" };

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
    async Task People(CustomerId customer, IReadOnlyCollection<IGrouping<string, SourceRow>> batch, CancellationToken stop)
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
            if (row["caller"] is { Length: > 0 } caller && !contacts.ContainsKey(caller)) db.Add(new Contact { Id = contacts[caller] = ids.New<ContactId>(now), Customer = customer, Name = caller });
            if (row.Group.Length > 0 && !teams.ContainsKey(row.Group)) db.Add(new Team { Id = teams[row.Group] = ids.New<TeamId>(now), Name = row.Group });
            if (row.Assignee.Length > 0 && !staff.ContainsKey(row.Assignee)) db.Add(new Staff { Id = staff[row.Assignee] = ids.New<StaffId>(now), Name = row.Assignee });
        }
        await db.Commit(stop);
        db.ChangeTracker.Clear();
    }
}
