// What readers say of an article: that it helped or not, with a word to its author, or that it solved their trouble and no ticket is needed.
using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Notify;
using Steward.People;
using Steward.Platform.Web;

namespace Steward.Knowledge.Articles;

public sealed record RateArticle(ArticleId Article, bool Helpful, [property: StringLength(1000)] string Comment = "");

/// <param name="Summary">What the reader was about to report.</param>
public sealed record SolvedByArticle(ArticleId Article, [property: StringLength(200)] string Summary = "");

/// <summary>Only who would have reported can say that they need not: the desk notes a use on the ticket.</summary>
sealed record NotTheReader() : Refusal("KNOW-107") { public override int Status => 403; }

sealed class RateArticleHandler(StewardDb db, ArticleWork work, Me me, Mailroom mails) : IVerb<RateArticle, Done>
{
    public async Task<Result<Done>> Handle(RateArticle ask, CancellationToken stop)
    {
        if (await work.Readable.AsNoTracking().SingleOrDefaultAsync(a => a.Id == ask.Article && a.Shown, stop) is not { } article) return new NotFound();
        var feedback = await db.Set<ArticleFeedback>().SingleOrDefaultAsync(f => f.Article == ask.Article && f.Account == me.Id, stop);
        if (feedback is null) db.Add(feedback = new() { Article = ask.Article, Account = me.Id, Customer = await Owner(stop), By = me.Signed });
        var said = ask.Comment.Trim();
        var isNew = said.Length > 0 && said != feedback.Comment;
        (feedback.Helpful, feedback.Comment, feedback.Number, feedback.At, feedback.By) = (ask.Helpful, said, article.PublishedNumber, work.Now, me.Signed);
        if (isNew && !me.IsMe(article.Author) && await AuthorOf(article, stop) is { } author)
            mails.Post(feedback.Customer, article.Id.Value, author, "article-feedback", $"{article.Id.Value:N}-{me.Id.Value:N}-{work.Now:yyyyMMddHHmmssfff}", work.Now,
                article.Number, article.Title, author.Name, me.Signed, said, mails.Link($"/knowledge/{article.Id}"));
        return await db.TryCommit(stop);
    }

    /// <summary>The reader's customer; of the provider's people nobody's, or one in their reach.</summary>
    async Task<CustomerId> Owner(CancellationToken stop) => me.Contact is { } contact ? await db.Set<Contact>().Where(c => c.Id == contact).Select(c => c.Customer).SingleAsync(stop)
        : me.Scope.All ? default : me.Scope.Tenants.Count > 0 ? me.Scope.Tenants[0] : default;

    Task<Addressee?> AuthorOf(KnowledgeArticle article, CancellationToken stop) =>
        (from a in db.Set<Account>().AsNoTracking() where a.Id == article.Author && !a.Disabled join s in db.Set<Staff>().AsNoTracking() on a.Staff equals (StaffId?)s.Id select new Addressee(s.Name, s.Email, a.Language)).SingleOrDefaultAsync(stop);
}

sealed class SolvedByArticleHandler(StewardDb db, ArticleWork work, Me me, IdSource ids) : IVerb<SolvedByArticle, Done>
{
    public async Task<Result<Done>> Handle(SolvedByArticle ask, CancellationToken stop)
    {
        if (!await work.Readable.AnyAsync(a => a.Id == ask.Article && a.Shown, stop)) return new NotFound();
        if (me.Contact is not { } contact) return new NotTheReader();
        var id = ids.New<ArticleUseId>(work.Now);
        db.Add(new ArticleUse
        {
            Id = id, Article = ask.Article, Customer = await db.Set<Contact>().Where(c => c.Id == contact).Select(c => c.Customer).SingleAsync(stop), Kind = ArticleUseKind.SelfSolved,
            Subject = id.Value, Asked = ask.Summary.Trim(), Account = me.Id, By = me.Signed, At = work.Now,
        });
        return await db.TryCommit(stop);
    }
}
