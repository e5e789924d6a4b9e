// What may answer a report before it is sent: articles that this reader may see and known errors of their customer, by the words written so far.
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Desk.Problems;
using Steward.Knowledge;
using Steward.People;
using Steward.Platform.Web.Lists;

namespace Steward.Desk.Articles;

/// <param name="MaySolve">The reader reports for themselves, so that an answer ends it.</param>
public sealed record Suggestions(IReadOnlyList<ArticleHit> Articles, IReadOnlyList<KnownErrorHit> Known, bool MaySolve, bool MayOpenProblems)
{
    public static readonly Suggestions None = new([], [], false, false);
    public bool Any => Articles.Count + Known.Count > 0;
}

sealed class Suggesting(KnowledgeBook book, KnownErrors known, PeopleBook people, Me me)
{
    const int Most = 5, LongestWords = 400, ShortestWords = 2;

    public async Task<Suggestions> For(string words, CustomerId customer, CancellationToken stop)
    {
        words = words.Trim();
        if (words.Length < ShortestWords) return Suggestions.None;
        if (words.Length > LongestWords) words = words[..LongestWords];
        return new(me.Can(Thing.Knowledge, Right.Read) ? await book.Fitting(words, customer, Most, stop) : [], await known.Fitting(customer, words, stop), me.Contact is not null, me.Can(Thing.Problem, Right.Read));
    }

    /// <summary>While somebody types: a customer's person for their own customer, the desk for the caller's; nothing for whoever may not report there.</summary>
    public async Task<Suggestions> While(QueryValues values, CancellationToken stop)
    {
        var reporter = me.Contact ?? values.Id<ContactId>("requester");
        var place = await people.Contacts.AsNoTracking().Where(c => c.Id == reporter).Select(c => new { c.Customer, c.Site }).SingleOrDefaultAsync(stop);
        return place is null || me.Contact is null && !me.Can(Thing.Incident, Right.Create, new Place(place.Customer, place.Site)) ? Suggestions.None : await For(values.Text("words", LongestWords * 2) ?? "", place.Customer, stop);
    }
}
