// Reads the audit log for people: newest first, filtered, with before and after beside each other.
using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Steward.People;
using Steward.Platform.Audit;
using Steward.Platform.Audit.Outside;
using Steward.Platform.Settings;
using Steward.Platform.Text;
using Steward.Platform.Web.Help;

namespace Steward.Access.Pages;

/// <summary>What the reader asks for; days are in the reader's zone, both included.</summary>
public sealed record AuditFilter(Guid? Actor = null, Guid? Subject = null, string? Verb = null, Guid? Customer = null, DateOnly? From = null, DateOnly? To = null);

public sealed record AuditChange(string Field, string? Before, string? After);
public sealed record AuditEntry(
    long Sequence, DateTimeOffset RecordedAt, DateTimeOffset OccurredAt, Guid Actor, string ActorName, string? OnBehalfOf, CustomerId? Customer, string Verb, string Table,
    Guid SubjectId, string? Title, string? Href, IReadOnlyList<AuditChange> Changes, string Trace);
public sealed record AuditPageModel(Slice<AuditEntry> Lines, AuditFilter Filter, string? ActorName, IReadOnlyList<Choice> Customers, long Head, AuditVerdict? Verdict, bool MayExport, AuditForwarding? Forwarding);

sealed class AuditQueries(StewardDb db, PeopleBook book, Me me, DataFolder folder, AuditForwards forwards, IEnumerable<AuditSubject> subjects, Platform.Web.Viewer viewer)
{
    const int PageOf = 50, ExportAtMost = 200_000;
    readonly Dictionary<string, AuditSubject> known = subjects.GroupBy(s => s.Table).ToDictionary(s => s.Key, s => s.First());

    public async Task<AuditPageModel> Lines(AuditFilter filter, string? after, string? before, bool verify, CancellationToken stop)
    {
        var seen = await Seen(filter, stop);
        var back = Cursor.Read(before, 1);
        if ((back ?? Cursor.Read(after, 1)) is [var text] && long.TryParse(text, out var at)) seen = back is null ? seen.Where(r => r.Sequence < at) : seen.Where(r => r.Sequence > at);
        var rows = await (back is null ? seen.OrderByDescending(r => r.Sequence) : seen.OrderBy(r => r.Sequence)).Take(PageOf + 1).ToListAsync(stop);
        var names = await Names(rows, stop);
        var slice = Cursor.Cut(rows.ConvertAll(row => Readable(row, names)), PageOf, back is not null, after is not null, e => Cursor.Of(e.Sequence));
        return new(slice, filter, filter.Actor is { } actor ? await NameOf(actor, stop) : null,
            await book.Customers.AsNoTracking().OrderBy(c => c.ShortName).Select(c => new Choice(c.Id.ToString(), c.Name)).ToListAsync(stop),
            await db.Set<AuditHeadRow>().Select(h => h.Sequence).SingleAsync(stop),
            verify ? await Verify(stop) : null, me.Can(Thing.Audit, Right.Confirm), me.Scope.All ? await forwards.Now(stop) : null);
    }

    public Task<AuditVerdict> Verify(CancellationToken stop) => AuditVerifier.Verify(db, AuditAnchors.Read(folder), stop);

    /// <summary>The filtered lines, oldest first, as a CSV for spreadsheets.</summary>
    public async Task Export(AuditFilter filter, Stream to, CancellationToken stop)
    {
        await using var writer = new StreamWriter(to, new System.Text.UTF8Encoding(encoderShouldEmitUTF8Identifier: true), leaveOpen: true);
        await writer.WriteLineAsync("sequence,recordedAt,occurredAt,actor,actorName,onBehalfOf,customer,verb,subject,subjectId,change,trace,hash");
        await foreach (var r in (await Seen(filter, stop)).OrderBy(r => r.Sequence).Take(ExportAtMost).AsAsyncEnumerable().WithCancellation(stop))
            await writer.WriteLineAsync(string.Join(',', new[]
            {
                r.Sequence.ToString(CultureInfo.InvariantCulture), r.RecordedAt.ToString("O"), r.OccurredAt.ToString("O"), r.Actor.ToString(), r.ActorName, r.OnBehalfOf ?? "",
                r.Customer?.ToString() ?? "", r.Verb, r.Subject, r.SubjectId.ToString(), r.Change, r.Trace, Convert.ToHexString(r.Hash).ToLowerInvariant(),
            }.Select(Cell)).AsMemory(), stop);
    }

    // A cell that a spreadsheet would take for a formula is led by an apostrophe.
    static string Cell(string text) => $"\"{(text.Length > 0 && "=+-@\t\r".Contains(text[0]) ? "'" : "")}{text.Replace("\"", "\"\"")}\"";

    async Task<IQueryable<AuditRow>> Seen(AuditFilter filter, CancellationToken stop)
    {
        var seen = db.Set<AuditRow>().AsNoTracking();
        if (!me.Scope.All)
        {
            // The log of the platform carries no tenant filter of its own.
            var own = me.Scope.Tenants.Select(t => (CustomerId?)t).ToList();
            seen = seen.Where(r => own.Contains(r.Customer));
        }
        if (filter.Subject is { } subject) seen = seen.Where(r => r.SubjectId == subject);
        if (filter.Actor is { } actor) seen = seen.Where(r => r.Actor == actor);
        if (filter.Verb is { Length: > 0 } verb) seen = seen.Where(r => r.Verb == verb);
        if (filter.Customer is { } customer)
        {
            CustomerId? id = CustomerId.From(customer);
            seen = seen.Where(r => r.Customer == id);
        }
        if (filter.From is { } from)
        {
            var first = await FirstAt(Start(from), stop);
            seen = seen.Where(r => r.Sequence >= first);
        }
        if (filter.To is { } to)
        {
            var end = await FirstAt(Start(to.AddDays(1)), stop);
            seen = seen.Where(r => r.Sequence < end);
        }
        return seen;
    }

    /// <summary>The first line recorded at or after a moment: the log has no holes and grows with time, so halving finds it without an index.</summary>
    async Task<long> FirstAt(DateTimeOffset at, CancellationToken stop)
    {
        var (low, high) = (1L, await db.Set<AuditHeadRow>().Select(h => h.Sequence).SingleAsync(stop) + 1);
        while (low < high)
        {
            var middle = (low + high) / 2;
            var recorded = await db.Set<AuditRow>().Where(r => r.Sequence == middle).Select(r => (DateTimeOffset?)r.RecordedAt).SingleOrDefaultAsync(stop);
            if (recorded < at) low = middle + 1; else high = middle;
        }
        return low;
    }

    DateTimeOffset Start(DateOnly day)
    {
        var local = day.ToDateTime(default);
        return new(local, viewer.Zone.GetUtcOffset(local));
    }

    async Task<string?> NameOf(Guid actor, CancellationToken stop)
    {
        var id = AccountId.From(actor);
        return !me.Scope.All ? null : await db.Set<Account>().AsNoTracking().Where(a => a.Id == id).Select(a => a.Name).SingleOrDefaultAsync(stop);
    }

    AuditEntry Readable(AuditRow row, Dictionary<Guid, string> names)
    {
        var changes = new List<AuditChange>();
        Guid? parent = null;
        var subject = known.GetValueOrDefault(row.Subject);
        using var json = JsonDocument.Parse(row.Change);
        foreach (var field in json.RootElement.EnumerateObject())
        {
            var (before, after) = field.Value is { ValueKind: JsonValueKind.Array } pair && pair.GetArrayLength() == 2 ? (pair[0], pair[1]) : (default, field.Value);
            if (field.Name == subject?.Parent && (Id(after) ?? Id(before)) is { } id) parent = id;
            changes.Add(new(field.Name, Words(field.Name, before, names), Words(field.Name, after, names)));
        }
        var href = subject?.Href is { } pattern && (subject.Parent is null || parent is not null)
            ? string.Format(CultureInfo.InvariantCulture, pattern, parent ?? row.SubjectId) : null;
        return new(row.Sequence, row.RecordedAt, row.OccurredAt, row.Actor, row.ActorName, row.OnBehalfOf, row.Customer, row.Verb, row.Subject, row.SubjectId,
            names.GetValueOrDefault(parent ?? row.SubjectId), href, changes, row.Trace);
    }

    /// <summary>What the ids in some lines are called now: a few queries for a whole page, none for each line.</summary>
    async Task<Dictionary<Guid, string>> Names(List<AuditRow> rows, CancellationToken stop)
    {
        var ids = new HashSet<Guid>(rows.Select(r => r.SubjectId));
        foreach (var row in rows)
        {
            using var json = JsonDocument.Parse(row.Change);
            foreach (var value in json.RootElement.EnumerateObject().Where(f => f.Value.ValueKind == JsonValueKind.Array).SelectMany(f => f.Value.EnumerateArray()))
                if (Id(value) is { } id) ids.Add(id);
        }
        ids.Remove(Guid.Empty);
        var wanted = ids.ToList();
        var names = await db.Set<Platform.Search.SearchRow>().AsNoTracking().Where(s => wanted.Contains(s.Subject)).ToDictionaryAsync(s => s.Subject, s => s.Title, stop);
        async Task Add<TRow>(IQueryable<TRow> found, Func<TRow, (Guid, string)> name)
        {
            foreach (var (id, text) in (await found.ToListAsync(stop)).Select(name)) names.TryAdd(id, text);
        }
        var accounts = wanted.ConvertAll(AccountId.From);
        await Add(db.Set<Account>().AsNoTracking().Where(a => accounts.Contains(a.Id)), a => (a.Id.Value, a.Name));
        var teams = wanted.ConvertAll(TeamId.From);
        await Add(book.Teams.AsNoTracking().Where(t => teams.Contains(t.Id)), t => (t.Id.Value, t.Name));
        var sites = wanted.ConvertAll(SiteId.From);
        await Add(book.Sites.AsNoTracking().Where(s => sites.Contains(s.Id)), s => (s.Id.Value, s.Name));
        return names;
    }

    static Guid? Id(JsonElement value) => value.ValueKind == JsonValueKind.String && value.TryGetGuid(out var id) ? id : null;

    static readonly string[] States =
    [
        "TicketState", "ContractState", "ApprovalState", "ProblemState", "ChangeState", "ReleaseState", "ComplaintState", "MajorState", "SheetState", "ArticleState",
    ];

    /// <summary>Enum types whose words may stand in a field; the first that knows the value names it.</summary>
    static readonly Dictionary<string, string[]> Kinds = new()
    {
        ["State"] = States, ["From"] = States, ["To"] = States, ["Priority"] = ["Priority"], ["Role"] = ["Role"],
        ["Channel"] = ["Channel"], ["Impact"] = ["Impact"], ["Urgency"] = ["Urgency"], ["Kind"] = ["EntryKind", "ServiceKind", "approval"], ["Mode"] = ["ServiceMode"], ["Language"] = ["Language"],
        ["Comparison"] = ["Comparison"], ["Period"] = ["Period"], ["Verb"] = ["verb"],
    };

    string? Words(string field, JsonElement value, Dictionary<Guid, string> names) => value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.Undefined => null,
        JsonValueKind.True => Texts.T("Audit.Yes"),
        JsonValueKind.False => Texts.T("Audit.No"),
        JsonValueKind.String when Id(value) is { } id => names.GetValueOrDefault(id) ?? id.ToString(),
        JsonValueKind.String when value.GetString() is { Length: > 18 } text && text[10] == 'T' && value.TryGetDateTimeOffset(out var at) =>
            Platform.Web.Components.Format.MomentWithSeconds(at, viewer.Zone),
        JsonValueKind.String when Kinds.GetValueOrDefault(field)?.Select(kind => $"{kind}.{value.GetString()}").FirstOrDefault(Texts.Has) is { } key => Texts.T(key),
        JsonValueKind.String => value.GetString(),
        // Answers to designed questions, as people read them.
        JsonValueKind.Array when value.GetArrayLength() > 0 && value.EnumerateArray().All(a => a.ValueKind == JsonValueKind.Object && a.TryGetProperty("label", out _) && a.TryGetProperty("shown", out _)) =>
            string.Join(Texts.T("Audit.Semicolon"), value.EnumerateArray().Select(a => $"{a.GetProperty("label").GetString()}: {a.GetProperty("shown").GetString()}")),
        _ => value.GetRawText(),
    };
}
