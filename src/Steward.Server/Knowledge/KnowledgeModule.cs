// Knowledge: what is known and written down, reviewed, found while somebody writes, and counted when it helps.
using Steward.Knowledge.Pages;
using Steward.Platform.Host;
using Steward.Platform.Settings;

namespace Steward.Knowledge;

public sealed class KnowledgeModule : IModule
{
    public void Add(IServiceCollection services, StewardSettings settings) => ArticlePages.Add(services);

    public void Map(IEndpointRouteBuilder routes) => ArticlePages.Map(routes);
}
