// Which custom fields a record has, what was answered, and which records have an answer.
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;

namespace Steward.Platform.Fields;

/// <summary>What a list is cut by: an answer, or the span in which it lies (both ends included).</summary>
public sealed record FieldFilter(string Key, string? Is = null, string? From = null, string? To = null);

/// <summary>Wherever it is asked for <c>asUser</c>, the caller belongs to the customer: then only what is visible there exists.</summary>
public sealed class FieldBook(StewardDb db, IEnumerable<FieldRecord> records, IEnumerable<FieldLink> links, IServiceProvider services)
{
    public IReadOnlyList<FieldRecord> Records { get; } = [.. records];
    public FieldRecord? Record(string name) => Records.FirstOrDefault(r => r.Name == name);

    /// <summary>The fields that a customer's record has now, in their order.</summary>
    public async Task<List<CustomField>> Asked(string record, TenantId customer, bool asUser, CancellationToken stop)
    {
        var asked = new List<CustomField>();
        await foreach (var field in OfRecord.In(db)(db, record, customer).WithCancellation(stop))
            // Users do not choose among their colleagues.
            if (!asUser || field is { Visible: true, Kind: not FieldKind.Contact }) asked.Add(field);
        return asked;
    }

    static readonly KnownQuery<Func<StewardDb, string, TenantId, IAsyncEnumerable<CustomField>>> OfRecord = new(() => EF.CompileAsyncQuery((StewardDb db, string record, TenantId customer) =>
        db.Set<CustomField>().AsNoTracking().Where(f => f.Record == record && !f.Retired && (f.ForCustomer == default(TenantId) || f.ForCustomer == customer)).OrderBy(f => f.Place).ThenBy(f => f.Key).Take(200)));

    /// <summary>The fields by which lists of some kinds of records can be cut, one a key: of all customers whom the unit of work sees.</summary>
    public async Task<List<CustomField>> Listed(IReadOnlyList<string> kinds, bool asUser, CancellationToken stop)
    {
        var fields = new List<CustomField>();
        await foreach (var field in OfKinds.In(db)(db, [.. kinds], asUser).WithCancellation(stop)) fields.Add(field);
        return [.. fields.Where(f => f.ForCustomer == default || db.Work.Scope.Covers(f.ForCustomer)).DistinctBy(f => f.Key)];
    }

    static readonly KnownQuery<Func<StewardDb, string[], bool, IAsyncEnumerable<CustomField>>> OfKinds = new(() => EF.CompileAsyncQuery((StewardDb db, string[] kinds, bool asUser) =>
        db.Set<CustomField>().AsNoTracking().Where(f => kinds.Contains(f.Record) && !f.Retired && (f.Visible || !asUser)).OrderBy(f => f.Place).ThenBy(f => f.Key).Take(200)));

    /// <summary>The answers about a record, in the order of the fields; also those whose field is retired.</summary>
    public async Task<IReadOnlyList<Answer>> Answers(Guid subject, bool asUser, CancellationToken stop) =>
        await SheetOf.In(db)(db, subject, stop) is { } sheet ? (await Shown([sheet], asUser, stop))[subject] : [];

    static readonly KnownQuery<Func<StewardDb, Guid, CancellationToken, Task<FieldSheet?>>> SheetOf = new(() =>
        EF.CompileAsyncQuery((StewardDb db, Guid subject, CancellationToken stop) => db.Set<FieldSheet>().AsNoTracking().SingleOrDefault(s => s.Subject == subject)));

    public async Task<Dictionary<Guid, IReadOnlyList<Answer>>> AnswersOf(IReadOnlyCollection<Guid> subjects, bool asUser, CancellationToken stop) =>
        await Shown(await db.Set<FieldSheet>().AsNoTracking().Where(s => subjects.Contains(s.Subject)).ToListAsync(stop), asUser, stop);

    async Task<Dictionary<Guid, IReadOnlyList<Answer>>> Shown(List<FieldSheet> sheets, bool asUser, CancellationToken stop)
    {
        if (sheets.Count == 0) return [];
        var kinds = sheets.Select(s => s.Record).Distinct().ToList();
        var fields = await db.Set<CustomField>().AsNoTracking().Where(f => kinds.Contains(f.Record)).ToListAsync(stop);
        IReadOnlyList<Answer> Of(FieldSheet sheet) => [.. from answer in sheet.Answers
                                                          let field = fields.FirstOrDefault(f => f.Record == sheet.Record && f.Key == answer.Key && f.IsOf(sheet.Customer))
                                                          where field is null ? !asUser : field.Visible || !asUser
                                                          orderby field?.Place, answer.Key
                                                          select answer];
        return sheets.ToDictionary(s => s.Subject, Of);
    }

    /// <summary>What answers may name, for a form: all of the kinds that the fields ask for.</summary>
    public Task<List<KnownRecord>> Choices(IEnumerable<CustomField> fields, TenantId customer, CancellationToken stop) => Known(fields.Select(f => f.Kind).Distinct(), customer, null, stop);

    /// <summary>The records that filters name, of whatever customers the caller may read.</summary>
    public async Task<List<KnownRecord>> Named(IReadOnlyList<CustomField> fields, IReadOnlyList<FieldFilter> filters, CancellationToken stop)
    {
        var ids = filters.Select(f => Guid.TryParse(f.Is, out var id) ? id : Guid.Empty).Where(id => id != Guid.Empty).ToList();
        if (ids.Count == 0) return [];
        var (keys, values) = (filters.Select(f => f.Key).ToList(), filters.Select(f => f.Is).OfType<string>().ToList());
        var of = fields.Where(f => keys.Contains(f.Key)).Select(f => f.Id).ToList();
        var customers = await db.Set<FieldValue>().AsNoTracking().Where(v => of.Contains(v.Field) && values.Contains(v.Value)).Select(v => v.Customer).Distinct().Take(10).ToListAsync(stop);
        var known = new List<KnownRecord>();
        foreach (var customer in customers) known.AddRange(await Known(fields.Select(f => f.Kind).Distinct(), customer, ids, stop));
        return known;
    }

    async Task<List<KnownRecord>> Known(IEnumerable<FieldKind> kinds, TenantId customer, IReadOnlyCollection<Guid>? ids, CancellationToken stop)
    {
        var known = new List<KnownRecord>();
        foreach (var link in links.Where(l => kinds.Contains(l.Kind))) known.AddRange(await link.Of(services, customer, ids, stop));
        return known;
    }

    /// <summary>
    /// Writes what is given, by key, over what was answered; an empty value takes an answer back. Every fault at once, each at its field. Adds to the unit of work and answers all answers there are then.
    /// </summary>
    /// <param name="needed">Which fields must have an answer afterwards.</param>
    /// <param name="isNew">The record is made in this unit of work: nothing was answered about it before.</param>
    public async Task<Result<List<Answer>>> Put(string record, TenantId customer, Guid subject, JsonObject? given, Func<CustomField, bool> needed, bool asUser, CancellationToken stop, bool isNew = false)
    {
        var asked = await Asked(record, customer, asUser, stop);
        if (asked.Count == 0 && given is not { Count: > 0 }) return new List<Answer>();
        var sheet = isNew ? null : await db.Set<FieldSheet>().SingleOrDefaultAsync(s => s.Subject == subject, stop);
        var before = sheet?.Answers ?? [];
        var wanted = asked.Where(f => given?.ContainsKey(f.Key) == true || needed(f) && before.All(a => a.Key != f.Key)).ToList();
        var named = (given ?? []).Select(g => g.Value is JsonValue v && v.GetValueKind() == JsonValueKind.String && Guid.TryParse(v.GetValue<string>(), out var id) ? id : Guid.Empty).Where(id => id != Guid.Empty).ToList();
        var known = named.Count == 0 ? [] : await Known(wanted.Select(f => f.Kind).Distinct(), customer, named, stop);
        if (!AnswerSheet.Read([.. wanted.Select(f => f.Question with { Required = needed(f) })], given, known, AnswerSheet.Fields).TryGet(out var read, out var refusal)) return refusal;
        var fresh = read.ToDictionary(a => a.Key, a => wanted.First(f => f.Key == a.Key) is var field ? a with { Number = field.Number, Internal = !field.Visible } : a);
        // What is sent as it was keeps the words of its version.
        List<Answer> after = [.. before.Where(a => given?.ContainsKey(a.Key) != true || fresh.TryGetValue(a.Key, out var same) && same.Value == a.Value), .. fresh.Values.Where(a => before.All(b => b.Key != a.Key || b.Value != a.Value))];
        if (after.SequenceEqual(before)) return after;
        if (sheet is null) db.Add(sheet = new FieldSheet { Subject = subject, Customer = customer, Record = record, Answers = after });
        else sheet.Answers = after;
        await Find(sheet, asked, stop);
        return after;
    }

    async Task Find(FieldSheet sheet, List<CustomField> asked, CancellationToken stop)
    {
        var had = await db.Set<FieldValue>().Where(v => v.Subject == sheet.Subject).ToListAsync(stop);
        foreach (var field in asked)
        {
            var (row, answer) = (had.Find(v => v.Field == field.Id), sheet.Answers.FirstOrDefault(a => a.Key == field.Key));
            if (answer is null) { if (row is not null) db.Remove(row); }
            else if (row is null) db.Add(new FieldValue { Subject = sheet.Subject, Field = field.Id, Customer = sheet.Customer, Value = FieldValues.Of(field.Kind, answer.Value) });
            else row.Value = FieldValues.Of(field.Kind, answer.Value);
        }
    }

    /// <summary>The records with these answers, for a condition <c>Contains</c>: the database reads them from the index by field and value. Null where no such field is there.</summary>
    public async Task<IQueryable<Guid>?> With(IReadOnlyList<string> kinds, FieldFilter filter, bool asUser, CancellationToken stop)
    {
        var fields = (await db.Set<CustomField>().AsNoTracking().Where(f => kinds.Contains(f.Record) && f.Key == filter.Key && (f.Visible || !asUser)).ToListAsync(stop)).FindAll(f => f.ForCustomer == default || db.Work.Scope.Covers(f.ForCustomer));
        if (fields.Count == 0) return null;
        IQueryable<Guid>? all = null;
        foreach (var of in fields.GroupBy(f => f.Kind))
        {
            var (ids, rows) = (of.Select(f => f.Id).ToList(), db.Set<FieldValue>().AsNoTracking());
            // One field is the usual case, and the plainest question.
            rows = ids is [var only] ? rows.Where(v => v.Field == only) : rows.Where(v => ids.Contains(v.Field));
            if (filter.Is is { } text && FieldValues.Of(of.Key, text) is var value) rows = rows.Where(v => v.Value == value);
            if (filter.From is { } from && FieldValues.Of(of.Key, from) is var least) rows = rows.Where(v => v.Value.CompareTo(least) >= 0);
            if (filter.To is { } to && FieldValues.Of(of.Key, to) is var most) rows = rows.Where(v => v.Value.CompareTo(most) <= 0);
            all = all is null ? rows.Select(v => v.Subject) : all.Concat(rows.Select(v => v.Subject));
        }
        return all;
    }
}
