// A second pair of eyes: the writer hands it in, somebody else publishes it or gives it back with a remark.
using System.ComponentModel.DataAnnotations;
using Steward.Access;
using Steward.Platform.Web;

namespace Steward.Knowledge.Articles;

public sealed record SubmitArticle(ArticleId Article);
public sealed record ReturnArticle(ArticleId Article, [property: Required, StringLength(1000)] string Remark);
public sealed record PublishArticle(ArticleId Article);

/// <summary>What customers read is published by the knowledge manager.</summary>
sealed record NotForCustomers() : Refusal("KNOW-106") { public override int Status => 403; }

sealed class SubmitArticleHandler(StewardDb db, ArticleWork work) : IVerb<SubmitArticle, Done>
{
    public async Task<Result<Done>> Handle(SubmitArticle ask, CancellationToken stop)
    {
        if (!(await work.Load(ask.Article, nameof(SubmitArticle), stop)).TryGet(out var found, out var refusal)) return refusal;
        if (ArticleTextRules.Missing(found.Latest) is { Count: > 0 } missing) return new BadInput(missing);
        found.Latest.Remark = "";
        return await db.TryCommit(stop, work.Move(found.Article, found.Step));
    }
}

sealed class ReturnArticleHandler(StewardDb db, ArticleWork work) : IVerb<ReturnArticle, Done>
{
    public async Task<Result<Done>> Handle(ReturnArticle ask, CancellationToken stop)
    {
        if (!(await work.Load(ask.Article, nameof(ReturnArticle), stop)).TryGet(out var found, out var refusal)) return refusal;
        var (article, latest, step) = found;
        latest.Remark = ask.Remark.Trim();
        return await db.TryCommit(stop, work.Move(article, article.PublishedNumber == 0 ? step : ArticleProcess.Table.Step(article.State, "ReturnRevision")!));
    }
}

sealed class PublishArticleHandler(StewardDb db, ArticleWork work, Me me) : IVerb<PublishArticle, Done>
{
    public async Task<Result<Done>> Handle(PublishArticle ask, CancellationToken stop)
    {
        if (!(await work.Load(ask.Article, nameof(PublishArticle), stop)).TryGet(out var found, out var refusal))
            return refusal is NotAllowed && await Reviews(ask.Article, stop) ? new NotForCustomers() : refusal;
        var (article, latest, step) = found;
        (latest.ReviewerName, latest.PublishedAt, latest.Remark) = (me.Signed, work.Now, "");
        (article.PublishedNumber, article.Shown, article.PublishedAt, article.ReviewDue, article.RetiredWhy) = (latest.Number, true, work.Now, work.NextReview, "");
        await work.Lead(article, latest, stop);
        IReadOnlyList<CustomerId?> readers = latest.Customers is { Count: > 0 } named ? [.. named.Select(c => (CustomerId?)c)] : [null];
        return await db.TryCommit(stop, [work.Move(article, step), .. readers.Select(c => new ArticlePublished(article.Id, c, article.Number, latest.Title, latest.Audience, latest.Number, work.Now))]);
    }

    /// <summary>Whether the caller could give it back: then only the audience stands in the way, and that is said.</summary>
    async Task<bool> Reviews(ArticleId id, CancellationToken stop) => (await work.Load(id, nameof(ReturnArticle), stop)).TryGet(out _, out _);
}
