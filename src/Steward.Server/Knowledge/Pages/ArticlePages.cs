// Addresses, rights and navigation of knowledge: list, article, form, history and verbs.
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Knowledge.Articles;
using Steward.Platform.Live;
using Steward.Platform.Web;
using Steward.Platform.Web.Components;
using Steward.Platform.Web.Help;
using Steward.Platform.Web.Lists;

namespace Steward.Knowledge.Pages;

static class ArticlePages
{
    // Who may write, review and retire what depends on whom it is for: the handlers say so (ArticleWork.May).
    static readonly string Read = Needs.The(Thing.Knowledge, Right.Read), Staff = Needs.OfStaff(Thing.Knowledge, Right.Read);

    public static void Add(IServiceCollection services)
    {
        services.AddScoped<KnowledgeBook>().AddScoped<ArticleWork>().AddScoped<Ranking>().AddScoped<ArticleQueries>();
        services.AddSingleton(new AuditSubject("knowledge_article", "/knowledge/{0}"));
        foreach (var table in new[] { "knowledge_version", "knowledge_reader", "knowledge_use", "knowledge_feedback" }) services.AddSingleton(new AuditSubject(table, "/knowledge/{0}", "Article"));
        services.AddSingleton(new LiveTopic("article", [typeof(ArticleMoved)], (s, ids, stop) =>
        {
            var named = ids.Select(ArticleId.From).ToList();
            return s.GetRequiredService<ArticleWork>().Readable.Where(a => named.Contains(a.Id)).Select(a => a.Id.Value).ToListAsync(stop);
        }));
        services.AddCommands(new CommandEntry("Knowledge.New", "/knowledge/new", Needs.OfStaff(Thing.Knowledge, Right.Create)));
        services.AddNav(new NavEntry("Nav.Things", "Knowledge.Many", "/knowledge", "book", Read, 141, Key: 'k'));
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.Shows<ArticlesPage, ArticleList>("/knowledge", Read, "Articles", (HttpContext http, ArticleQueries articles, CancellationToken stop) => articles.Many(QueryValues.Of(http), stop));
        routes.Shows<ArticlePage, ArticleView>("/knowledge/{article:guid}", Read, "Article", (Guid article, ArticleQueries articles, CancellationToken stop) => articles.Of(ArticleId.From(article), stop));
        routes.Shows<EditArticlePage, ArticleForm>("/knowledge/new", Staff, "NewArticle", (ArticleQueries articles, CancellationToken stop) => articles.New(stop));
        routes.Shows<EditArticlePage, ArticleForm>("/knowledge/{article:guid}/edit", Staff, "ArticleForm", (Guid article, ArticleQueries articles, CancellationToken stop) => articles.Edit(ArticleId.From(article), stop));
        routes.Shows<ArticleHistoryPage, ArticleHistory>("/knowledge/{article:guid}/history", Staff, "ArticleHistory", (HttpContext http, Guid article, ArticleQueries articles, CancellationToken stop) => articles.History(ArticleId.From(article), QueryValues.Of(http), stop));
        routes.Verb<WriteArticle, ArticleId, WriteArticleHandler>("knowledge", Staff, new() { Then = (_, id) => $"/knowledge/{id}", Again = Redraw.Of("/knowledge/new") });
        routes.Verb<EditArticle, Done, EditArticleHandler>("knowledge/{article}/edit", Staff, new() { Then = (ask, _) => $"/knowledge/{ask.Article}", Again = Redraw.Of("/knowledge/{article:guid}/edit") });
        routes.Verb<SubmitArticle, Done, SubmitArticleHandler>("knowledge/{article}/submit", Staff, On<SubmitArticle>(a => a.Article));
        routes.Verb<ReturnArticle, Done, ReturnArticleHandler>("knowledge/{article}/return", Staff, On<ReturnArticle>(a => a.Article));
        routes.Verb<PublishArticle, Done, PublishArticleHandler>("knowledge/{article}/publish", Staff, On<PublishArticle>(a => a.Article));
        routes.Verb<ReviseArticle, Done, ReviseArticleHandler>("knowledge/{article}/revise", Staff, new() { Then = (ask, _) => $"/knowledge/{ask.Article}/edit", Again = Redraw.Of("/knowledge/{article:guid}") });
        routes.Verb<DropRevision, Done, DropRevisionHandler>("knowledge/{article}/drop", Staff, On<DropRevision>(a => a.Article));
        routes.Verb<ConfirmArticle, Done, ConfirmArticleHandler>("knowledge/{article}/confirm", Staff, On<ConfirmArticle>(a => a.Article));
        routes.Verb<RetireArticle, Done, RetireArticleHandler>("knowledge/{article}/retire", Staff, On<RetireArticle>(a => a.Article));
        routes.Verb<RateArticle, Done, RateArticleHandler>("knowledge/{article}/feedback", Read, On<RateArticle>(a => a.Article));
        routes.Verb<SolvedByArticle, Done, SolvedByArticleHandler>("knowledge/{article}/solved", Read, new() { Then = (_, _) => "/", Again = Redraw.Of("/knowledge/{article:guid}") });
    }

    static FormAnswer<TAsk, Done> On<TAsk>(Func<TAsk, ArticleId> article) => new() { Then = (ask, _) => $"/knowledge/{article(ask)}", Again = Redraw.Of("/knowledge/{article:guid}") };

    public static Tone Tone(this ArticleState state) => state switch
    {
        ArticleState.Draft => Platform.Web.Components.Tone.Neutral,
        ArticleState.Review => Platform.Web.Components.Tone.Warn,
        ArticleState.Revising => Platform.Web.Components.Tone.Info,
        ArticleState.Published => Platform.Web.Components.Tone.Good,
        ArticleState.Retired => Platform.Web.Components.Tone.Muted,
    };
}
