// Finds records of every kind by a few words, and shows only those that the reader may open.
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Desk;
using Steward.Knowledge;
using Steward.People;
using Steward.Platform.Search;
using Steward.Platform.Text;

namespace Steward.Home.Pages;

/// <summary>A record found. <paramref name="At"/> says when it happened, for kinds that happen; people and contracts just are.</summary>
public sealed record SearchHit(string Kind, string Title, string Href, CustomerId? Customer, string? CustomerName, DateTimeOffset? At, string? Note);
public sealed record SearchModel(string Words, string? Kind, IReadOnlyList<string> Kinds, IReadOnlyList<SearchHit> Hits, long? Before);

sealed class SearchQueries(StewardDb db, ServiceDesk desk, KnowledgeBook knowledge, PeopleBook people, Me me)
{
    const int PageOf = 30, Rounds = 5;
    static readonly string[] Standing = ["People", "Staff", "Supplier", "Contract", "Asset"];

    public async Task<SearchModel> Find(string? q, string? kind, long? before, CancellationToken stop)
    {
        var words = q?.Trim() is { Length: > 0 } given ? given[..Math.Min(given.Length, 200)] : "";
        var kinds = Kinds();
        var asked = kind is not null && kinds.Contains(kind) ? [kind] : kinds;
        var hits = new List<SearchHit>();
        long? next = before;
        // What the reader may not open is left out after the search, so a page may take several rounds.
        for (var round = 0; round < Rounds && hits.Count < PageOf && words.Length > 0 && asked.Count > 0; round++)
        {
            var found = await SearchIndex.Find(db, words, asked, PageOf, next, stop, KnowledgeBook.Found);
            var (seen, readable) = (await Tickets(found, stop), await Articles(found, stop));
            foreach (var row in found)
            {
                next = row.Id;
                if (row.Kind == "Incident")
                {
                    if (seen.TryGetValue(row.Subject, out var ticket)) hits.Add(new(row.Kind, row.Title, row.Href, row.Customer, null, row.At, Texts.Name(ticket)));
                }
                else if (row.Kind == KnowledgeBook.Found)
                {
                    if (readable.Contains(row.Subject)) hits.Add(new(row.Kind, row.Title, row.Href, null, null, row.At, null));
                }
                else if (May(row)) hits.Add(new(row.Kind, row.Title, row.Href, row.Customer, null, Standing.Contains(row.Kind) ? null : row.At, null));
                if (hits.Count == PageOf) break;
            }
            if (found.Count < PageOf)
            {
                if (hits.Count < PageOf) next = null;
                break;
            }
        }
        var customers = hits.Where(h => h.Customer is not null).Select(h => h.Customer!.Value).Distinct().ToList();
        var names = await people.Customers.AsNoTracking().Where(c => customers.Contains(c.Id)).ToDictionaryAsync(c => c.Id, c => c.Name, stop);
        hits = hits.ConvertAll(h => h with { CustomerName = h.Customer is { } c ? names.GetValueOrDefault(c) : null });
        return new(words, asked.Count == 1 && kind is not null ? kind : null, kinds, hits, hits.Count == 0 ? null : next);
    }

    async Task<Dictionary<Guid, TicketState>> Tickets(List<SearchRow> found, CancellationToken stop)
    {
        var ids = found.Where(r => r.Kind == "Incident").Select(r => TicketId.From(r.Subject)).ToList();
        return ids.Count == 0 ? [] : await desk.Tickets.Where(t => ids.Contains(t.Id)).ToDictionaryAsync(t => t.Id.Value, t => t.State, stop);
    }

    async Task<HashSet<Guid>> Articles(List<SearchRow> found, CancellationToken stop)
    {
        var ids = found.Where(r => r.Kind == KnowledgeBook.Found).Select(r => ArticleId.From(r.Subject)).ToList();
        return ids.Count == 0 ? [] : [.. await knowledge.Readable.Where(a => ids.Contains(a.Id)).Select(a => a.Id.Value).ToListAsync(stop)];
    }

    /// <summary>
    /// The kinds of records that the reader may find. Tickets are cut again by the desk, articles by those whom they are written for; of other things a right narrowed to one's own is not
    /// enough, since the index does not know whose they are.
    /// </summary>
    List<string> Kinds()
    {
        var kinds = Enum.GetValues<Thing>().Where(thing => thing is Thing.Incident or Thing.Knowledge ? me.Can(thing, Right.Read) : Wide(thing)).Select(t => t.ToString()).ToList();
        if (me.Contact is null && me.Can(Thing.People, Right.Read)) kinds.AddRange(["Staff", "Supplier"]);
        return kinds;
    }

    /// <summary>A right at one customer finds nothing at another, even if both are in the caller's scope.</summary>
    bool May(SearchRow row) => me.IsSystem || !Enum.TryParse<Thing>(row.Kind, out var thing)
        || me.Giving(thing, Right.Read).Any(g => (g.Wide || thing == Thing.People && g.Grant.Role == Role.CustAdm) && g.Grant.Covers(new(row.Customer, Contract: thing == Thing.Contract ? row.Subject : null)));

    bool Wide(Thing thing) => me.Can(thing, Right.Read) && (me.IsSystem || me.Giving(thing, Right.Read).Any(g => g.Wide || thing == Thing.People && g.Grant.Role == Role.CustAdm));
}
