// What the pages of knowledge show: the list by tab and words, one article with what was said of it, its form, and the difference of two versions.
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Knowledge.Articles;
using Steward.People;
using Steward.Platform.Settings;
using Steward.Platform.Web.Components;
using Steward.Platform.Web.Lists;

namespace Steward.Knowledge.Pages;

/// <summary>Tabs above the list; customers have the published ones alone.</summary>
public enum ArticleGroup { Published, ToReview, Drafts, Mine, ReviewDue, Unused, Retired, All }

public sealed record ArticleRow(ArticleId Id, string Number, string Title, string Category, ArticleState State, ArticleAudience Audience, bool ForAll, string AuthorName, DateTimeOffset ChangedAt, DateTimeOffset? ReviewDue, int Uses, int Helpful, int Ratings);

public sealed record ArticleList(IReadOnlyList<ArticleRow> Items, string? Previous, string? Next, int Count, bool CountIsFloor, ArticleGroup Group, string? Words, string? Category)
{
    [JsonIgnore] public IReadOnlyList<string> Categories { get; init; } = [];
    [JsonIgnore] public bool ForStaff { get; init; }
    [JsonIgnore] public bool MayWrite { get; init; }
    [JsonIgnore] public int ToReview { get; init; }
}

public sealed record ArticleOpinion(string By, bool Helpful, string Comment, int Number, DateTimeOffset At);

/// <param name="Text">The version that this reader reads.</param>
/// <param name="Waiting">The next version, for those who write or review it.</param>
public sealed record ArticleView(
    KnowledgeArticle Article, ArticleVersion Text, ArticleVersion? Waiting, IReadOnlyList<string> Customers, int OnTickets, int SelfSolved, int Helpful, int NotHelpful, DateTimeOffset? LastUsedAt,
    IReadOnlyList<ArticleOpinion> Opinions, ArticleOpinion? Mine, IReadOnlyCollection<string> May)
{
    [JsonIgnore] public bool ForStaff { get; init; }
    /// <summary>Somebody who reviews, but not what customers read.</summary>
    [JsonIgnore] public bool OnlyInternal { get; init; }
    /// <summary>Somebody who would review it, had they not written it.</summary>
    [JsonIgnore] public bool OwnWork { get; init; }
}

public sealed record ArticleForm(KnowledgeArticle? Article, ArticleVersion? Text)
{
    [JsonIgnore] public IReadOnlyList<Option> Customers { get; init; } = [];
}

public sealed record ArticleHistory(KnowledgeArticle Article, IReadOnlyList<ArticleVersion> Versions, int From, int To, IReadOnlyList<FieldDiff> Differences);
public sealed record FieldDiff(string Field, IReadOnlyList<DiffPart> Parts);

sealed class ArticleQueries(StewardDb db, ArticleWork work, Ranking ranking, PeopleBook people, StewardSettings settings, Me me)
{
    const int PageOf = 50, MostFound = 50;
    static readonly Sorting<KnowledgeArticle, DateTimeOffset, ArticleId> ByChange = new("changed", a => a.ChangedAt, a => a.Id);

    bool ForStaff => me.Contact is null;

    public async Task<ArticleList> Many(QueryValues values, CancellationToken stop)
    {
        var (group, words, category) = (ForStaff ? values.Choice<ArticleGroup>("group") ?? ArticleGroup.Published : ArticleGroup.Published, values.Text("q"), values.Text("category"));
        var readable = work.Readable.AsNoTracking();
        var rows = OfGroup(readable, group);
        if (category is not null) rows = rows.Where(a => a.Category == category);
        var list = new ArticleList([], null, null, 0, false, group, words, category)
        {
            Categories = await readable.Where(a => a.Category != "").Select(a => a.Category).Distinct().OrderBy(c => c).Take(200).ToListAsync(stop),
            ForStaff = ForStaff, MayWrite = work.MayWrite, ToReview = ForStaff ? await OfGroup(readable, ArticleGroup.ToReview).CountAsync(stop) : 0,
        };
        if (words is not null)
        {
            // Somebody may look for the number itself.
            var number = words.Trim().ToUpperInvariant();
            var best = await rows.Where(a => a.Number == number).Select(a => a.Id).ToListAsync(stop) is { Count: > 0 } exact ? exact : await ranking.Best(rows, words, MostFound, stop);
            var found = await rows.Where(a => best.Contains(a.Id)).ToListAsync(stop);
            return list with { Items = await Rows([.. found.OrderBy(a => best.ToList().IndexOf(a.Id))], stop), Count = found.Count };
        }
        var part = await ByChange.Take(rows, a => a, descending: true, values, PageOf, stop);
        var total = await Total.Of(rows, values.Is("count", "exact"), stop);
        return list with { Items = await Rows(part.Items, stop), Previous = part.Previous, Next = part.Next, Count = total.Count, CountIsFloor = total.IsFloor };
    }

    IQueryable<KnowledgeArticle> OfGroup(IQueryable<KnowledgeArticle> articles, ArticleGroup group)
    {
        var (now, me1, unusedSince) = (work.Now, me.Id, work.Now.AddMonths(-settings.Knowledge.UnusedMonths));
        return group switch
        {
            ArticleGroup.Published => articles.Where(a => a.Shown),
            ArticleGroup.ToReview => articles.Where(a => a.State == ArticleState.Review),
            ArticleGroup.Drafts => articles.Where(a => a.State == ArticleState.Draft || a.State == ArticleState.Revising),
            ArticleGroup.Mine => articles.Where(a => a.Author == me1),
            ArticleGroup.ReviewDue => articles.Where(a => a.Shown && a.ReviewDue <= now),
            ArticleGroup.Unused => articles.Where(a => a.Shown && a.PublishedAt < unusedSince && !db.Set<ArticleUse>().Any(u => u.Article == a.Id && u.At >= unusedSince)),
            ArticleGroup.Retired => articles.Where(a => a.State == ArticleState.Retired),
            ArticleGroup.All => articles,
        };
    }

    async Task<IReadOnlyList<ArticleRow>> Rows(IReadOnlyList<KnowledgeArticle> articles, CancellationToken stop)
    {
        var ids = articles.Select(a => a.Id).ToList();
        var uses = !ForStaff ? [] : await db.Set<ArticleUse>().Where(u => ids.Contains(u.Article)).GroupBy(u => u.Article).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, stop);
        var opinions = !ForStaff ? [] : await db.Set<ArticleFeedback>().Where(f => ids.Contains(f.Article)).GroupBy(f => f.Article).Select(g => new { g.Key, Helpful = g.Count(f => f.Helpful), All = g.Count() }).ToDictionaryAsync(g => g.Key, stop);
        return [.. articles.Select(a => new ArticleRow(a.Id, a.Number, a.Title, a.Category, a.State, a.Audience, a.ForAll, a.AuthorName, a.ChangedAt, a.ReviewDue, uses.GetValueOrDefault(a.Id), opinions.GetValueOrDefault(a.Id)?.Helpful ?? 0, opinions.GetValueOrDefault(a.Id)?.All ?? 0))];
    }

    public async Task<ArticleView?> Of(ArticleId id, CancellationToken stop)
    {
        if (await work.Readable.AsNoTracking().SingleOrDefaultAsync(a => a.Id == id, stop) is not { } article) return null;
        var latest = await Version(article, article.LatestNumber, stop);
        var text = article.PublishedNumber is 0 || article.PublishedNumber == latest.Number ? latest : await Version(article, article.PublishedNumber, stop);
        if (!work.MayRead(article, text)) return null;
        var waiting = latest.Number > article.PublishedNumber && text.Number != latest.Number && work.MayRead(article, latest) ? latest : null;
        var named = (text.Customers ?? []).ToList();
        var uses = ForStaff ? await db.Set<ArticleUse>().Where(u => u.Article == id).GroupBy(u => u.Kind).Select(g => new { g.Key, Count = g.Count(), Last = g.Max(u => u.At) }).ToListAsync(stop) : [];
        var opinions = await db.Set<ArticleFeedback>().AsNoTracking().Where(f => f.Article == id && (ForStaff || f.Account == me.Id)).OrderByDescending(f => f.At).Take(200).ToListAsync(stop);
        var may = ForStaff ? work.Steps(article, latest) : [];
        var wouldReview = article.State == ArticleState.Review && work.May(latest, Right.Work);
        return new(
            // Who wrote it and from which ticket is the provider's own business.
            ForStaff ? article : new KnowledgeArticle { Id = article.Id, Number = article.Number, Title = article.Title, AuthorName = "", Category = article.Category, Audience = article.Audience, ForAll = article.ForAll, State = ArticleState.Published, Shown = true, PublishedNumber = article.PublishedNumber, LatestNumber = article.PublishedNumber, PublishedAt = article.PublishedAt, CreatedAt = article.CreatedAt, ChangedAt = article.PublishedAt ?? article.ChangedAt },
            ForStaff ? text : new ArticleVersion { Id = text.Id, Article = text.Article, Number = text.Number, Title = text.Title, AuthorName = "", Symptom = text.Symptom, Environment = text.Environment, Solution = text.Solution, Keywords = text.Keywords, Category = text.Category, AssetKinds = text.AssetKinds, Links = text.Links, Audience = text.Audience, WrittenAt = text.WrittenAt, PublishedAt = text.PublishedAt },
            waiting,
            ForStaff ? await people.Customers.AsNoTracking().Where(c => named.Contains(c.Id)).OrderBy(c => c.Name).Select(c => c.Name).ToListAsync(stop) : [],
            uses.Find(u => u.Key == ArticleUseKind.OnTicket)?.Count ?? 0, uses.Find(u => u.Key == ArticleUseKind.SelfSolved)?.Count ?? 0, opinions.Count(f => ForStaff && f.Helpful), opinions.Count(f => ForStaff && !f.Helpful),
            uses.Select(u => (DateTimeOffset?)u.Last).Max(),
            ForStaff ? [.. opinions.Where(f => f.Comment.Length > 0).Select(Said)] : [], opinions.Find(f => f.Account == me.Id) is { } mine ? Said(mine) : null, may)
        {
            ForStaff = ForStaff, OwnWork = wouldReview && work.Wrote(latest), OnlyInternal = wouldReview && !work.Wrote(latest) && !work.MayPublish(latest),
        };
    }

    static ArticleOpinion Said(ArticleFeedback f) => new(f.By, f.Helpful, f.Comment, f.Number, f.At);

    Task<ArticleVersion> Version(KnowledgeArticle article, int number, CancellationToken stop) => db.Set<ArticleVersion>().AsNoTracking().SingleAsync(v => v.Article == article.Id && v.Number == number, stop);

    public async Task<ArticleForm?> New(CancellationToken stop) => work.MayWrite ? new(null, null) { Customers = await Customers(stop) } : null;

    public async Task<ArticleForm?> Edit(ArticleId id, CancellationToken stop)
    {
        if (await work.Readable.AsNoTracking().SingleOrDefaultAsync(a => a.Id == id, stop) is not { } article) return null;
        var latest = await Version(article, article.LatestNumber, stop);
        return work.Steps(article, latest).Contains(nameof(EditArticle)) ? new(article, latest) { Customers = await Customers(stop) } : null;
    }

    async Task<IReadOnlyList<Option>> Customers(CancellationToken stop) =>
        (await people.Customers.AsNoTracking().Where(c => c.Active).OrderBy(c => c.Name).Take(500).Select(c => new { c.Id, c.Name }).ToListAsync(stop)).ConvertAll(c => new Option(c.Id.ToString(), c.Name));

    /// <summary>Every version, and what changed between two: the newest two, or those asked for.</summary>
    public async Task<ArticleHistory?> History(ArticleId id, QueryValues values, CancellationToken stop)
    {
        if (!ForStaff || await work.Readable.AsNoTracking().SingleOrDefaultAsync(a => a.Id == id, stop) is not { } article) return null;
        var versions = (await db.Set<ArticleVersion>().AsNoTracking().Where(v => v.Article == id).OrderByDescending(v => v.Number).ToListAsync(stop)).FindAll(v => work.MayRead(article, v) || v.PublishedAt is not null && Covers(v));
        if (versions.Count == 0) return null;
        var to = Asked("to") ?? versions[0];
        var from = Asked("from") ?? versions.Find(v => v.Number < to.Number);
        return new(article, versions, from?.Number ?? 0, to.Number, from is null ? [] : [.. Fields(from).Zip(Fields(to)).Where(f => f.First.Text != f.Second.Text).Select(f => new FieldDiff(f.First.Field, TextDiff.Of(f.First.Text, f.Second.Text)))]);

        ArticleVersion? Asked(string name) => int.TryParse(values.Text(name), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number) ? versions.Find(v => v.Number == number) : null;
    }

    bool Covers(ArticleVersion version) => (version.Customers ?? []).All(me.Scope.Covers);

    static IEnumerable<(string Field, string Text)> Fields(ArticleVersion v) =>
    [
        ("Title", v.Title), ("Symptom", v.Symptom), ("Environment", v.Environment), ("Solution", v.Solution), ("Keywords", v.Keywords), ("Category", v.Category),
        ("AssetKinds", string.Join(", ", (v.AssetKinds ?? []).Select(k => Platform.Text.Texts.Name(k)))), ("Links", v.Links), ("Audience", Platform.Text.Texts.Name(v.Audience)),
    ];
}
