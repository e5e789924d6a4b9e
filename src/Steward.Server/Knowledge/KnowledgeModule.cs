// Knowledge: what is known and written down, reviewed, found while somebody writes, and counted when it helps.
using Steward.Knowledge.Pages;
using Steward.Notify;
using Steward.Platform.Events;
using Steward.Platform.Host;
using Steward.Platform.Settings;

namespace Steward.Knowledge;

public sealed class KnowledgeModule : IModule
{
    public void Add(IServiceCollection services, StewardSettings settings)
    {
        ArticlePages.Add(services);
        services.AddSingleton(PublishedNews.Of<ArticlePublished>("article.published", "article", "/knowledge/{0}", a => a.Audience != ArticleAudience.Internal) with { ForAll = true });
        services.AddSingleton(PublishedNews.Of<ArticlePublished>("article.published_internally", "article", "/knowledge/{0}", isInternal: true) with { ForAll = true });
        services.AddNewsKinds(new NewsKind("articles", NewsFor.Staff, "article-feedback"));
    }

    public void Map(IEndpointRouteBuilder routes) => ArticlePages.Map(routes);
}
