// The short steps of an article: revise what is published, drop the revision, say that it still holds, retire it.
using System.ComponentModel.DataAnnotations;
using Steward.Access;
using Steward.Platform.Web;

namespace Steward.Knowledge.Articles;

public sealed record ReviseArticle(ArticleId Article);
public sealed record DropRevision(ArticleId Article);
public sealed record ConfirmArticle(ArticleId Article);
public sealed record RetireArticle(ArticleId Article, [property: Required, StringLength(400)] string Reason);

sealed class ReviseArticleHandler(StewardDb db, ArticleWork work) : IVerb<ReviseArticle, Done>
{
    public async Task<Result<Done>> Handle(ReviseArticle ask, CancellationToken stop)
    {
        if (!(await work.Load(ask.Article, nameof(ReviseArticle), stop)).TryGet(out var found, out var refusal)) return refusal;
        work.Next(found.Article, found.Latest);
        return await db.TryCommit(stop, work.Move(found.Article, found.Step));
    }
}

sealed class DropRevisionHandler(StewardDb db, ArticleWork work) : IVerb<DropRevision, Done>
{
    public async Task<Result<Done>> Handle(DropRevision ask, CancellationToken stop)
    {
        if (!(await work.Load(ask.Article, nameof(DropRevision), stop)).TryGet(out var found, out var refusal)) return refusal;
        var (article, latest, step) = found;
        // What was never published leaves no number behind.
        db.Remove(latest);
        article.LatestNumber--;
        // What was retired before it was revised stays so.
        return await db.TryCommit(stop, work.Move(article, article.Shown ? step : step with { To = ArticleState.Retired }));
    }
}

sealed class ConfirmArticleHandler(StewardDb db, ArticleWork work) : IVerb<ConfirmArticle, Done>
{
    public async Task<Result<Done>> Handle(ConfirmArticle ask, CancellationToken stop)
    {
        if (!(await work.Load(ask.Article, nameof(ConfirmArticle), stop)).TryGet(out var found, out var refusal)) return refusal;
        if (!found.Article.Shown) return new ArticleStepNotAllowed(nameof(ConfirmArticle), found.Article.State);
        found.Article.ReviewDue = work.NextReview;
        return await db.TryCommit(stop, work.Move(found.Article, found.Step));
    }
}

sealed class RetireArticleHandler(StewardDb db, ArticleWork work) : IVerb<RetireArticle, Done>
{
    public async Task<Result<Done>> Handle(RetireArticle ask, CancellationToken stop)
    {
        if (!(await work.Load(ask.Article, nameof(RetireArticle), stop)).TryGet(out var found, out var refusal)) return refusal;
        var (article, latest, step) = found;
        // A revision that was begun goes with it.
        if (article.PublishedNumber > 0 && latest.Number > article.PublishedNumber)
        {
            db.Remove(latest);
            article.LatestNumber--;
        }
        (article.Shown, article.ReviewDue, article.RetiredWhy) = (false, null, ask.Reason.Trim());
        return await db.TryCommit(stop, work.Move(article, step));
    }
}
