// What every verb on an article shares: who may read it, which step it is, and how what is written becomes a version and is found.
using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Platform.Events;
using Steward.Platform.Processes;
using Steward.Platform.Search;
using Steward.Platform.Settings;
using Steward.Platform.Text;

namespace Steward.Knowledge.Articles;

/// <summary>The process does not allow this step from the state the article is in.</summary>
sealed record ArticleStepNotAllowed(string Verb, ArticleState State) : Refusal("KNOW-101", Texts.T($"verb.{Verb}"), Texts.Name(State));

sealed class ArticleWork(StewardDb db, Me me, IdSource ids, StewardSettings settings, TimeProvider time)
{
    public DateTimeOffset Now { get; } = time.Now();

    /// <summary>
    /// The articles that the caller may open. The provider's people see every state, of articles for named customers only where they have such a customer; a customer's people
    /// see what is published for them.
    /// </summary>
    public IQueryable<KnowledgeArticle> Readable
    {
        get
        {
            var articles = db.Set<KnowledgeArticle>();
            if (me.IsSystem) return articles;
            var given = me.Giving(Thing.Knowledge, Right.Read).ToList();
            if (me.Contact is null) return articles.Where(ForOneOf(given.Where(g => g.Wide).Select(g => g.Grant.Customer)));
            var (customers, users) = (ForOneOf(given.Where(g => g.Wide).Select(g => g.Grant.Customer)), ForOneOf(given.Select(g => g.Grant.Customer)));
            return articles.Where(a => a.Shown).Where(Conditions.Any<KnowledgeArticle>(
            [
                Conditions.Both<KnowledgeArticle>(a => a.Audience == ArticleAudience.Public, users),
                Conditions.Both<KnowledgeArticle>(a => a.Audience == ArticleAudience.Customer, customers),
            ]));
        }
    }

    /// <summary>Written for all, or for one of these customers; null among them stands for every customer.</summary>
    Expression<Func<KnowledgeArticle, bool>> ForOneOf(IEnumerable<CustomerId?> granted)
    {
        var among = granted.Distinct().ToList();
        if (among.Count == 0) return _ => false;
        if (among.Contains(null)) return _ => true;
        var (customers, readers) = (among.OfType<CustomerId>().ToList(), db.Set<ArticleReader>());
        return a => a.ForAll || readers.Any(r => r.Article == a.Id && customers.Contains(r.Customer));
    }

    /// <summary>Whether the caller writes articles at all.</summary>
    public bool MayWrite => me.Contact is null && (me.Can(Thing.Knowledge, Right.Create) || me.Can(Thing.Knowledge, Right.Work));

    /// <summary>The right for all whom the text is written for.</summary>
    public bool May(IArticleText text, Right right) =>
        me.Contact is null && (text.Customers is { Count: > 0 } customers ? customers.All(c => me.Can(Thing.Knowledge, right, new Place(c))) : me.Can(Thing.Knowledge, right, default(Place)));

    bool MayWriteFor(IArticleText text) => May(text, Right.Create) || May(text, Right.Work);

    /// <summary>Whether the caller may take the step with the newest version: who wrote something goes on with it, others review it, what customers read takes the knowledge manager.</summary>
    public bool May(KnowledgeArticle article, ArticleVersion latest, string verb) => me.IsSystem || verb switch
    {
        "EditArticle" or "SubmitArticle" or "DropRevision" => Wrote(latest) && MayWriteFor(latest) || May(latest, Right.Work),
        "ReviseArticle" => MayWriteFor(latest),
        "ReturnArticle" or "ReturnRevision" => May(latest, Right.Work) && !Wrote(latest),
        "PublishArticle" => MayPublish(latest) && !Wrote(latest),
        "RetireArticle" => May(latest, Right.Confirm) || article is { State: ArticleState.Draft, PublishedNumber: 0 } && Wrote(latest),
        _ => May(latest, Right.Work),
    };

    public bool MayPublish(ArticleVersion latest) => May(latest, Right.Work) && (latest.Audience == ArticleAudience.Internal || May(latest, Right.Approve));

    public bool Wrote(ArticleVersion version) => version.Writers.Any(me.IsMe);

    /// <summary>Whether the caller may read this version: those not published yet only where all whom they are meant for are in reach.</summary>
    public bool MayRead(KnowledgeArticle article, ArticleVersion version) =>
        article.Shown && version.Number == article.PublishedNumber || me.IsSystem || me.Contact is null && (version.Customers is not { Count: > 0 } customers || customers.All(me.Scope.Covers));

    public Task<ArticleVersion> Latest(KnowledgeArticle article, CancellationToken stop) => db.Set<ArticleVersion>().SingleAsync(v => v.Article == article.Id && v.Number == article.LatestNumber, stop);

    /// <summary>The article with its newest version and the step that <paramref name="verb"/> is now, if the caller may see it, has the right, and the process allows it.</summary>
    public async Task<Result<(KnowledgeArticle Article, ArticleVersion Latest, Transition<ArticleState> Step)>> Load(ArticleId id, string verb, CancellationToken stop)
    {
        if (await Readable.SingleOrDefaultAsync(a => a.Id == id, stop) is not { } article) return new NotFound();
        var latest = await Latest(article, stop);
        if (!MayRead(article, latest)) return new NotAllowed();
        if (ArticleProcess.Table.Step(article.State, verb) is not { } step) return May(article, latest, verb) ? new ArticleStepNotAllowed(verb, article.State) : new NotAllowed();
        if (!May(article, latest, verb)) return verb is "PublishArticle" or "ReturnArticle" or "ReturnRevision" && Wrote(latest) && May(latest, Right.Work) ? new OwnArticle() : new NotAllowed();
        return (article, latest, step);
    }

    /// <summary>The steps that the caller may take now, by their verbs.</summary>
    public IReadOnlyCollection<string> Steps(KnowledgeArticle article, ArticleVersion latest) =>
        !MayRead(article, latest) ? [] : ArticleProcess.Table.VerbsFrom(article.State).Where(v => May(article, latest, v) && v != Other(article)).ToHashSet();

    /// <summary>What goes back to its writer is a draft again, or a revision of what is published.</summary>
    static string Other(KnowledgeArticle article) => article.PublishedNumber == 0 ? "ReturnRevision" : "ReturnArticle";

    public INews Move(KnowledgeArticle article, Transition<ArticleState> step)
    {
        var from = article.State;
        (article.State, article.ChangedAt) = (step.To ?? from, Now);
        return new ArticleMoved(article.Id, step.Verb, from, article.State, Now);
    }

    /// <summary>A new article with its first draft; its number comes in the commit.</summary>
    public KnowledgeArticle Begin(IArticleText text, Guid? source)
    {
        var article = new KnowledgeArticle { Id = ids.New<ArticleId>(Now), Title = text.Title.Trim(), Author = me.Id, AuthorName = me.Name, Source = source, CreatedAt = Now, ChangedAt = Now };
        db.TakeNumber("KB", n => article.Number = FormattableString.Invariant($"KB-{n:0000}"));
        db.Add(article);
        var first = Write(new() { Id = ids.New<ArticleVersionId>(Now), Article = article.Id, Number = 1, Title = "", AuthorName = "" }, text);
        db.Add(first);
        Lead(article, first, []);
        Find(article, first, []);
        return article;
    }

    /// <summary>The next version, which begins as a copy of the one before.</summary>
    public ArticleVersion Next(KnowledgeArticle article, ArticleVersion from)
    {
        article.LatestNumber = from.Number + 1;
        var next = Write(new() { Id = ids.New<ArticleVersionId>(Now), Article = article.Id, Number = article.LatestNumber, Title = "", AuthorName = "" }, from);
        db.Add(next);
        return next;
    }

    public ArticleVersion Write(ArticleVersion version, IArticleText text)
    {
        (version.Title, version.Symptom, version.Environment, version.Solution) = (text.Title.Trim(), text.Symptom.Trim(), text.Environment.Trim(), text.Solution.Trim());
        (version.Keywords, version.Category, version.Links, version.Audience) = (text.Keywords.Trim(), text.Category.Trim(), text.Links.Trim(), text.Audience);
        (version.AssetKinds, version.Customers) = ([.. (text.AssetKinds ?? []).Distinct().Order()], [.. (text.Customers ?? []).Distinct()]);
        (version.AuthorName, version.WrittenAt) = (me.Signed, Now);
        if (!version.Writers.Contains(me.Id)) version.Writers = [.. version.Writers, me.Id];
        return version;
    }

    /// <summary>The article is known, read and found by this version from now on.</summary>
    public async Task Lead(KnowledgeArticle article, ArticleVersion version, CancellationToken stop)
    {
        Lead(article, version, await db.Set<ArticleReader>().Where(r => r.Article == article.Id).ToListAsync(stop));
        Find(article, version, await db.Set<ArticleTerm>().Where(t => t.Article == article.Id).ToListAsync(stop));
    }

    void Lead(KnowledgeArticle article, ArticleVersion version, IReadOnlyList<ArticleReader> readers)
    {
        var customers = version.Customers ?? [];
        (article.Title, article.Category, article.Audience, article.ForAll) = (version.Title, version.Category, version.Audience, customers.Count == 0);
        db.RemoveRange(readers.Where(r => !customers.Contains(r.Customer)));
        db.AddRange(customers.Except(readers.Select(r => r.Customer)).Select(c => new ArticleReader { Article = article.Id, Customer = c }));
    }

    void Find(KnowledgeArticle article, ArticleVersion version, IReadOnlyList<ArticleTerm> known)
    {
        var terms = Ranking.Weigh(version);
        foreach (var term in known)
        {
            if (terms.Remove(term.Term, out var weight)) term.Weight = weight;
            else db.Remove(term);
        }
        db.AddRange(terms.Select(t => new ArticleTerm { Article = article.Id, Term = t.Key, Weight = t.Value }));
        db.Index(() => new SearchEntry(KnowledgeBook.Found, article.Id.Value, null, $"{article.Number} {version.Title}", $"{version.Symptom} {version.Environment} {version.Solution} {version.Keywords} {version.Category}",
            $"/knowledge/{article.Id}", Now, $"{version.Title} {version.Keywords}"));
    }

    public DateTimeOffset NextReview => Now.AddMonths(settings.Knowledge.ReviewMonths);
}

/// <summary>Nobody reviews what they wrote.</summary>
sealed record OwnArticle() : Refusal("KNOW-102") { public override int Status => 403; }
