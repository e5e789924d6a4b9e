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

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task Chinese_is_found_by_its_sound_in_full_and_by_initials(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        using var agent = server.Client();
        await agent.SignIn(Company.UserOf(Access.Role.Agent));
        foreach (var summary in new[] { "五楼打印机卡纸", "电脑反复重启", "网络很慢 PC" }) await agent.Do("tickets", new { summary, service = company.Service, requester = company.Contact, channel = "Phone" });
        // Known words are found in every record, read as they are within the word: 重启 is chong qi.
        Assert.Equal((1, 1, 1), (await Hits(server, "dyj"), await Hits(server, "dayinji"), await Hits(server, "DYJ 卡纸")));
        Assert.Equal((1, 1, 0), (await Hits(server, "chongqi"), await Hits(server, "cq"), await Hits(server, "zhongqi")));
        Assert.Equal((1, 0), (await Hits(server, "pc"), await Hits(server, "dyj 网络")));
        // People by any part of their names, known word or not.
        using var admin = server.Client();
        await admin.SignIn("admin");
        await admin.Make($"customers/{company.Customer}/contacts", new { name = "欧阳晓楠", site = company.Site });
        foreach (var sound in new[] { "oyxn", "ouyangxiaonan", "xiaonan", "xn", "ouyang" }) Assert.Contains("欧阳晓楠", (await People(server, sound)));
        Assert.DoesNotContain("欧阳晓楠", await People(server, "oyxm"));
    }

    static async Task<List<string>> People(TestServer server, string query) =>
        (await server.As(s => SearchIndex.Find(s.GetRequiredService<StewardDb>(), query, ["People"], 50, null, default))).ConvertAll(h => h.Title);

    static async Task<int> Hits(TestServer server, string query) =>
        (await server.As(s => SearchIndex.Find(s.GetRequiredService<StewardDb>(), query, ["Incident"], 50, null, default))).Count;
}
