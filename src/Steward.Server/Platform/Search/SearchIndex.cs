// Full-text search over every kind of record, on both databases, by the same terms.
using Microsoft.EntityFrameworkCore;
using Steward.Platform.Text;

namespace Steward.Platform.Search;

/// <summary>
/// What a record offers to the search. <see cref="Href"/> opens it; <see cref="Kind"/> names the right that a reader needs. What is in <see cref="Sounds"/> is found by its pinyin
/// too; other records are found so by the words that are known (<see cref="Pinyin.WordsLike"/>), which costs the index nothing.
/// </summary>
public sealed record SearchEntry(string Kind, Guid Subject, TenantId? Customer, string Title, string Text, string Href, DateTimeOffset At, string Sounds = "");

public sealed class SearchRow : INotAuditedRow
{
    public long Id { get; init; }
    public required string Kind { get; set; }
    public Guid Subject { get; init; }
    public TenantId? Customer { get; init; }
    public required string Title { get; set; }
    public required string Href { get; set; }
    public DateTimeOffset At { get; set; }
}

/// <summary>Marks rows that the platform writes itself, outside the change tracker.</summary>
public interface INotAuditedRow : Audit.INotAudited;

static class SearchIndex
{
    public static async Task Write(StewardDb db, IReadOnlyList<SearchEntry> entries, CancellationToken stop)
    {
        foreach (var entry in entries)
        {
            var terms = SearchTerms.Document(entry.Title + "\n" + entry.Text).Concat(SearchTerms.Sounds(entry.Sounds));
            object?[] row = [entry.Kind, entry.Subject, entry.Customer?.Value, entry.Title, entry.Href, entry.At];
            var id = (long?)await db.Scalar("insert into platform_search (kind, subject, customer, title, href, at) values (@p0, @p1, @p2, @p3, @p4, @p5) on conflict (subject) do nothing returning id", stop, row);
            if (id is null)
            {
                id = (long)(await db.Scalar("update platform_search set kind = @p0, title = @p3, href = @p4, at = @p5, customer = @p2 where subject = @p1 returning id", stop, row))!;
                if (db.Engine == Engine.Sqlite) await db.Execute("delete from platform_search_terms where rowid = @p0", stop, id);
            }
            if (db.Engine == Engine.Sqlite)
                await db.Execute("insert into platform_search_terms (rowid, terms) values (@p0, @p1)", stop, id, string.Join(' ', terms));
            else
                await db.Execute("update platform_search set terms = array_to_tsvector(@p1) where id = @p0", stop, id, terms.Distinct().ToArray());
        }
    }

    /// <summary>
    /// The newest <paramref name="limit"/> hits older than <paramref name="before"/>, within the tenants of this unit of work. Of the kinds that are <paramref name="shared"/> also what
    /// belongs to no tenant: whoever asks for them says who may read each.
    /// </summary>
    public static async Task<List<SearchRow>> Find(StewardDb db, string query, IReadOnlyCollection<string> kinds, int limit, long? before, CancellationToken stop, params IReadOnlyCollection<string> shared)
    {
        var phrases = SearchTerms.Query(query);
        if (phrases.Count == 0) return [];
        var values = new List<object?>();
        string Bind(object? value) { values.Add(value); return $"@p{values.Count - 1}"; }
        var where = new List<string>();
        // SQLite walks the hits from the newest down and stops at the limit: the order of the join is the order of the walk.
        var (from, id) = db.Engine == Engine.Sqlite ? ("platform_search_terms f cross join platform_search s on s.id = f.rowid", "f.rowid") : ("platform_search s", "s.id");
        where.Add(db.Engine == Engine.Sqlite ? $"f.platform_search_terms match {Bind(SqliteMatch(phrases))}" : $"s.terms @@ cast({Bind(PostgresMatch(phrases))} as tsquery)");
        if (before is not null) where.Add($"{id} < {Bind(before)}");
        if (kinds.Count > 0) where.Add($"s.kind in ({string.Join(", ", kinds.Select(k => Bind(k)))})");
        if (!db.Work.Scope.All && db.Work.FirstWallStands)
        {
            var own = db.Work.Scope.Tenants.Count == 0 ? "1 = 0" : $"s.customer in ({string.Join(", ", db.Work.Scope.Tenants.Select(t => Bind(t.Value)))})";
            where.Add(shared.Count == 0 ? own : $"({own} or s.customer is null and s.kind in ({string.Join(", ", shared.Select(k => Bind(k)))}))");
        }
        var engine = db.Engine;
        return await db.Rows(
            $"select s.id, s.kind, s.subject, s.customer, s.title, s.href, s.at from {from} where {string.Join(" and ", where)} order by {id} desc limit {limit}",
            r => new SearchRow
            {
                Id = r.GetInt64(0),
                Kind = r.GetString(1),
                Subject = engine.ReadGuid(r[2]),
                Customer = r.IsDBNull(3) ? null : new TenantId(engine.ReadGuid(r[3])),
                Title = r.GetString(4),
                Href = r.GetString(5),
                At = engine.ReadInstant(r[6]),
            }, stop, values);
    }

    /// <summary>A word that sounds like known Chinese ones finds these too, as a user types without an input method.</summary>
    static string SqliteMatch(List<List<string>> phrases) => string.Join(" AND ", phrases.Select(p => Either(p, " OR ", static p => $"\"{string.Join(' ', p)}\"" + (p.Count == 1 ? "*" : ""))));

    static string PostgresMatch(List<List<string>> phrases) => string.Join(" & ", phrases.Select(p => Either(p, " | ", static p => string.Join(" & ", p.Select(term => $"'{term}'" + (p.Count == 1 ? ":*" : ""))))));

    static string Either(List<string> phrase, string or, Func<List<string>, string> match) =>
        phrase is [var sound] && Pinyin.WordsLike(sound) is { Count: > 0 } words ? $"({string.Join(or, words.SelectMany(SearchTerms.Query).Prepend(phrase).Select(p => $"({match(p)})"))})" : match(phrase);
}
