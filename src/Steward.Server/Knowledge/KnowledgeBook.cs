// The door of Knowledge: articles that the caller may read, those that fit some words, and the notes of which one helped.
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Knowledge.Articles;
using Steward.Platform.Search;

namespace Steward.Knowledge;

/// <summary>An article as it is offered beside a form or a ticket: enough to help without opening it.</summary>
public sealed record ArticleHit(ArticleId Id, string Number, string Title, ArticleAudience Audience, string Symptom, string Solution);

public sealed class KnowledgeBook(StewardDb db, Me me, IdSource ids, IServiceProvider services)
{
    readonly ArticleWork work = services.GetRequiredService<ArticleWork>();

    /// <summary>The kind under which the search knows articles; they belong to no customer, so whoever finds one asks <see cref="Readable"/>.</summary>
    public const string Found = "Knowledge";

    /// <summary>The articles that the caller may open, to filter and count in the database.</summary>
    public IQueryable<KnowledgeArticle> Readable => work.Readable.AsNoTracking();

    /// <summary>Which articles helped the people of the tenant.</summary>
    public IQueryable<ArticleUse> Uses => db.Set<ArticleUse>().AsNoTracking();

    /// <summary>What readers of the tenant thought.</summary>
    public IQueryable<ArticleFeedback> Feedback => db.Set<ArticleFeedback>().AsNoTracking();

    public bool MayWrite => work.MayWrite;

    /// <summary>Published articles that fit the words, the best first, for people of this customer: what the caller may read and what is written for that customer.</summary>
    public async Task<IReadOnlyList<ArticleHit>> Fitting(string words, CustomerId? customer, int most, CancellationToken stop)
    {
        var readable = Readable.Where(a => a.Shown);
        if (customer is { } of) readable = readable.Where(a => a.ForAll || db.Set<ArticleReader>().Any(r => r.Article == a.Id && r.Customer == of));
        var ranked = await services.GetRequiredService<Ranking>().Best(readable, words, most, stop, Ranking.LeastOffered);
        return await Hits(ranked, stop);
    }

    /// <summary>The articles in the order of their ids, in their published versions.</summary>
    public async Task<IReadOnlyList<ArticleHit>> Hits(IReadOnlyList<ArticleId> articles, CancellationToken stop)
    {
        if (articles.Count == 0) return [];
        var hits = await (from a in Readable.Where(a => articles.Contains(a.Id) && a.Shown)
                          join v in db.Set<ArticleVersion>().AsNoTracking() on a.Id equals v.Article
                          where v.Number == a.PublishedNumber
                          select new ArticleHit(a.Id, a.Number, v.Title, a.Audience, v.Symptom, v.Solution)).ToListAsync(stop);
        return [.. hits.OrderBy(h => articles.ToList().IndexOf(h.Id))];
    }

    /// <summary>Notes that an article solved a record of the customer. Adds to the unit of work; twice is once.</summary>
    public async Task Use(ArticleId article, CustomerId customer, Guid subject, DateTimeOffset now, CancellationToken stop)
    {
        if (await db.Set<ArticleUse>().AnyAsync(u => u.Article == article && u.Subject == subject, stop)) return;
        db.Add(new ArticleUse { Id = ids.New<ArticleUseId>(now), Article = article, Customer = customer, Kind = ArticleUseKind.OnTicket, Subject = subject, Account = me.Id, By = me.Signed, At = now });
    }

    /// <summary>Takes the note back. Adds to the unit of work.</summary>
    public async Task Unuse(ArticleId article, Guid subject, CancellationToken stop)
    {
        if (await db.Set<ArticleUse>().SingleOrDefaultAsync(u => u.Article == article && u.Subject == subject, stop) is { } use) db.Remove(use);
    }

    /// <summary>A draft made from another record; adds to the unit of work. Null when the caller may write none.</summary>
    public KnowledgeArticle? Draft(IArticleText text, Guid source) => work.May(text, Right.Create) || work.May(text, Right.Work) ? work.Begin(text, source) : null;

    /// <summary>The terms by which words are compared with what is written.</summary>
    public static IReadOnlyCollection<string> Terms(string words) => Ranking.TermsOf(words);
}
