// Begins an article, and goes on writing a draft or a revision.
using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Assets;
using Steward.People;
using Steward.Platform.Web;

namespace Steward.Knowledge.Articles;

/// <summary>A title is enough to begin with; the rest is asked for when it goes to review.</summary>
public sealed record WriteArticle(
    [property: StringLength(200)] string Title, [property: StringLength(4000)] string Symptom = "", [property: StringLength(2000)] string Environment = "", [property: StringLength(20000)] string Solution = "",
    [property: StringLength(400)] string Keywords = "", [property: StringLength(60)] string Category = "", IReadOnlyList<AssetKind>? AssetKinds = null, [property: StringLength(2000)] string Links = "",
    ArticleAudience Audience = ArticleAudience.Internal, IReadOnlyList<CustomerId>? Customers = null) : IArticleText;

/// <param name="Seen">The row's version that the form was drawn from: whoever writes on something older is told.</param>
public sealed record EditArticle(
    ArticleId Article,
    [property: StringLength(200)] string Title, [property: StringLength(4000)] string Symptom = "", [property: StringLength(2000)] string Environment = "", [property: StringLength(20000)] string Solution = "",
    [property: StringLength(400)] string Keywords = "", [property: StringLength(60)] string Category = "", IReadOnlyList<AssetKind>? AssetKinds = null, [property: StringLength(2000)] string Links = "",
    ArticleAudience Audience = ArticleAudience.Internal, IReadOnlyList<CustomerId>? Customers = null, [property: StringLength(400)] string Changes = "", int? Seen = null) : IArticleText;

/// <summary>Somebody who works for some customers only says for which of them the article is.</summary>
sealed record NotForAll() : Refusal("KNOW-103") { public override string? Field => "customers"; public override int Status => 403; }

sealed class WriteArticleHandler(StewardDb db, ArticleWork work) : IVerb<WriteArticle, ArticleId>
{
    public async Task<Result<ArticleId>> Handle(WriteArticle ask, CancellationToken stop)
    {
        if (!work.MayWrite) return new NotAllowed();
        if (await ArticleTextRules.Fault(ask, db, work, stop) is { } fault) return fault;
        var article = work.Begin(ask, null);
        return (await db.TryCommit(stop, new ArticleMoved(article.Id, nameof(WriteArticle), ArticleState.Draft, ArticleState.Draft, work.Now))).TryGet(out _, out var lost) ? article.Id : lost;
    }
}

sealed class EditArticleHandler(StewardDb db, ArticleWork work) : IVerb<EditArticle, Done>
{
    public async Task<Result<Done>> Handle(EditArticle ask, CancellationToken stop)
    {
        if (!(await work.Load(ask.Article, nameof(EditArticle), stop)).TryGet(out var found, out var refusal)) return refusal;
        var (article, latest, step) = found;
        if (ask.Seen is { } seen && seen != latest.Version) return new ChangedMeanwhile();
        if (await ArticleTextRules.Fault(ask, db, work, stop) is { } fault) return fault;
        work.Write(latest, ask).Changes = ask.Changes.Trim();
        if (article.PublishedNumber == 0) await work.Lead(article, latest, stop);
        return await db.TryCommit(stop, work.Move(article, step));
    }
}

static class ArticleTextRules
{
    public static async Task<Refusal?> Fault(IArticleText text, StewardDb db, ArticleWork work, CancellationToken stop)
    {
        if (text.Title.Trim().Length == 0) return new BadInput([new("title", "field.required")]);
        if (Bad(text.Links) is { } link) return new BadInput([new("links", "KNOW-104", link)]);
        if (text.Customers is { Count: > 0 } customers && await db.Set<Customer>().CountAsync(c => customers.Contains(c.Id), stop) != customers.Distinct().Count()) return new BadInput([new("customers", "STW-404")]);
        return work.May(text, Right.Create) || work.May(text, Right.Work) ? null : text.Customers is { Count: > 0 } ? new NotAllowed() : new NotForAll();
    }

    /// <summary>Links lead to a page of ours or, by http, to another; the first that does neither.</summary>
    static string? Bad(string links) => ArticleLinks.Of(links).FirstOrDefault(l => ArticleLinks.Safe(l) is null);

    /// <summary>What is missing before somebody is asked to review it.</summary>
    public static IReadOnlyList<BadField> Missing(ArticleVersion v) =>
        [.. new[] { (v.Symptom, "symptom"), (v.Environment, "environment"), (v.Solution, "solution"), (v.Keywords, "keywords") }.Where(f => f.Item1.Length == 0).Select(f => new BadField(f.Item2, "field.required")),
         .. v.Category.Length == 0 && v.AssetKinds is not { Count: > 0 } ? new[] { new BadField("category", "KNOW-105") } : []];
}

static class ArticleLinks
{
    public static IEnumerable<string> Of(string links) => links.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>The link as a page may carry it, or null.</summary>
    public static string? Safe(string link) => Verbs.Local(link) ?? (Uri.TryCreate(link, UriKind.Absolute, out var uri) && (uri.Scheme is "http" or "https") ? uri.AbsoluteUri : null);
}
