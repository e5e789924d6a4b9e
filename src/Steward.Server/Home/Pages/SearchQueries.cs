// Finds records of every kind by a few words, and shows only those that the reader may open.
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Assets;
using Steward.Contracts;
using Steward.Desk;
using Steward.Knowledge;
using Steward.People;
using Steward.Platform.Search;
using Steward.Platform.Text;
using Steward.Sla;

namespace Steward.Home.Pages;

/// <summary>A record found. <paramref name="At"/> says when it happened, for kinds that happen; people and contracts just are. <paramref name="Note"/> is its state, <paramref name="Due"/> by when something is due.</summary>
public sealed record SearchHit(string Kind, string Title, string Href, CustomerId? Customer, string? CustomerName, DateTimeOffset? At, string? Note, DateTimeOffset? Due = null, bool Late = false);
public sealed record SearchModel(string Words, string? Kind, IReadOnlyList<string> Kinds, IReadOnlyList<SearchHit> Hits, long? Before);

sealed class SearchQueries(StewardDb db, ServiceDesk desk, CaseBook cases, SlaClocks clocks, KnowledgeBook knowledge, ContractBook contracts, AssetBook assets, PeopleBook people, Me me, TimeProvider time)
{
    const int PageOf = 30, Rounds = 5;
    static readonly string[] Things = ["People", "Staff", "Supplier", "Contract", "Asset"];

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
            var standing = await Standing(found, stop);
            foreach (var row in found)
            {
                next = row.Id;
                var how = standing.GetValueOrDefault(row.Subject);
                // Of what the index cannot tell whose it is, only what its own room shows this reader.
                if (IsAsked(row.Kind) ? how is not null : May(row))
                    hits.Add(new(row.Kind, row.Title, row.Href, row.Customer, null, Things.Contains(row.Kind) ? null : row.At, how?.State, how?.Due, how?.Due <= time.Now()));
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

    static bool IsAsked(string kind) => kind is "Incident" or KnowledgeBook.Found || CaseBook.IsCase(kind);

    /// <summary>How what was found stands, of each kind in its own words. What is missing of the kinds that are asked for, the reader may not open.</summary>
    async Task<Dictionary<Guid, CaseStanding>> Standing(List<SearchRow> found, CancellationToken stop)
    {
        var standing = new Dictionary<Guid, CaseStanding>(await cases.Standing(found, stop));
        List<Guid> Of(string kind) => [.. found.Where(r => r.Kind == kind).Select(r => r.Subject)];
        if (Of("Incident").ConvertAll(TicketId.From) is { Count: > 0 } tickets)
        {
            var due = (await clocks.Clocks([.. tickets.Select(t => t.Value)], stop)).Where(c => c is { Phase: ClockPhase.Running, Due: not null, Kind: ClockKind.Response or ClockKind.Resolution }).GroupBy(c => c.Subject).ToDictionary(g => g.Key, g => g.Min(c => c.Due));
            foreach (var t in await desk.Tickets.Where(t => tickets.Contains(t.Id)).Select(t => new { t.Id, t.State }).ToListAsync(stop)) standing[t.Id.Value] = new(Texts.Name(t.State), due.GetValueOrDefault(t.Id.Value));
        }
        if (Of(KnowledgeBook.Found).ConvertAll(ArticleId.From) is { Count: > 0 } articles)
            foreach (var a in await knowledge.Readable.Where(a => articles.Contains(a.Id)).Select(a => new { a.Id, a.State }).ToListAsync(stop)) standing[a.Id.Value] = new(Texts.Name(a.State), null);
        if (Of("Contract").ConvertAll(ContractId.From) is { Count: > 0 } signed)
            foreach (var c in await contracts.All.Where(c => signed.Contains(c.Id)).Select(c => new { c.Id, c.State }).ToListAsync(stop)) standing[c.Id.Value] = new(Texts.Name(c.State), null);
        if (Of("Asset").ConvertAll(AssetId.From) is { Count: > 0 } registered)
            foreach (var a in await assets.Assets.Where(a => registered.Contains(a.Id)).Select(a => new { a.Id, a.State }).ToListAsync(stop)) standing[a.Id.Value] = new(Texts.Name(a.State), null);
        if (Of("People") is { Count: > 0 } ids)
        {
            var (contacts, customers) = (ids.ConvertAll(ContactId.From), ids.ConvertAll(CustomerId.From));
            await Active(people.Contacts.Where(c => contacts.Contains(c.Id)).Select(c => new Known(c.Id.Value, c.Active)));
            await Active(people.Customers.Where(c => customers.Contains(c.Id)).Select(c => new Known(c.Id.Value, c.Active)));
        }
        if (Of("Staff").ConvertAll(StaffId.From) is { Count: > 0 } staff) await Active(people.Staff.Where(s => staff.Contains(s.Id)).Select(s => new Known(s.Id.Value, s.Active)));
        if (Of("Supplier").ConvertAll(SupplierId.From) is { Count: > 0 } suppliers) await Active(people.Suppliers.Where(s => suppliers.Contains(s.Id)).Select(s => new Known(s.Id.Value, s.Active)));
        return standing;

        async Task Active(IQueryable<Known> rows)
        {
            foreach (var (id, active) in await rows.AsNoTracking().ToListAsync(stop)) standing[id] = new(Texts.T(active ? "Search.Active" : "Search.Inactive"), null);
        }
    }

    sealed record Known(Guid Id, bool Active);

    /// <summary>
    /// The kinds of records that the reader may find. Tickets and cases are cut again by the desk, articles by those whom they are written for; of other things a right narrowed to one's own is not
    /// enough, since the index does not know whose they are.
    /// </summary>
    List<string> Kinds()
    {
        var kinds = Enum.GetValues<Thing>().Where(thing => thing is Thing.Incident or Thing.Knowledge or Thing.Complaint ? me.Can(thing, Right.Read) : Wide(thing)).Select(t => t.ToString()).ToList();
        if (me.Can(Thing.Incident, Right.Read)) kinds.AddRange([CaseBook.Sheet, CaseBook.Major]);
        if (me.Contact is null && me.Can(Thing.People, Right.Read)) kinds.AddRange(["Staff", "Supplier"]);
        return kinds;
    }

    /// <summary>A right at one customer finds nothing at another, even if both are in the caller's scope.</summary>
    bool May(SearchRow row) => me.IsSystem || !Enum.TryParse<Thing>(row.Kind, out var thing)
        || me.Giving(thing, Right.Read).Any(g => (g.Wide || thing == Thing.People && g.Grant.Role == Role.CustAdm) && g.Grant.Covers(new(row.Customer, Contract: thing == Thing.Contract ? row.Subject : null)));

    bool Wide(Thing thing) => me.Can(thing, Right.Read) && (me.IsSystem || me.Giving(thing, Right.Read).Any(g => g.Wide || thing == Thing.People && g.Grant.Role == Role.CustAdm));
}
