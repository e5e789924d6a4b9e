// The search finds Chinese by any two characters, whole words of Latin, numbers, and one character as a beginning, on both databases.
using Microsoft.Extensions.DependencyInjection;
using Steward.Fixtures;
using Steward.Platform.Data;
using Steward.Platform.Search;
using Xunit;

namespace Steward.Platform;

public sealed class SearchTests
{
    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task Any_two_characters_find_the_ticket(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        using var agent = server.Client();
        await agent.SignIn(Company.UserOf(Access.Role.Agent));
        const string Summary = "五楼东侧打印机卡纸 HP-M401";
        await agent.Do("tickets", new { summary = Summary, service = company.Service, requester = company.Contact, channel = "Phone" });
        await agent.Do("tickets", new { summary = "网络很慢", service = company.Service, requester = company.Contact, channel = "Phone" });
        var chinese = "五楼东侧打印机卡纸";
        for (var i = 0; i + 1 < chinese.Length; i++) Assert.Equal(1, await Hits(server, chinese.Substring(i, 2)));
        Assert.Equal(1, await Hits(server, "打印机卡纸"));
        Assert.Equal(1, await Hits(server, "M401"));
        Assert.Equal(1, await Hits(server, "ｈｐ 卡纸"));
        Assert.Equal(1, await Hits(server, "纸"));
        Assert.Equal(2, await Hits(server, "XXQY"));
        Assert.Equal(0, await Hits(server, "扫描"));
        Assert.Equal(0, await Hits(server, "' OR \" * ("));
    }

    static async Task<int> Hits(TestServer server, string query) =>
        (await server.As(s => SearchIndex.Find(s.GetRequiredService<StewardDb>(), query, ["Incident"], 50, null, default))).Count;
}
