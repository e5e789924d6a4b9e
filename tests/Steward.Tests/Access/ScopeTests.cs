// A grant is cut by customer, site, contract and team: lists, searches and single records agree on what it reaches.
using Steward.Fixtures;
using Steward.Platform.Data;
using Xunit;

namespace Steward.Access;

public sealed class ScopeTests
{
    public static TheoryData<Engine> Engines => TestServer.Engines;

    [Theory, MemberData(nameof(Engines))]
    public async Task A_grant_reaches_what_meets_all_its_cuts_in_lists_as_in_single_records(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        using var admin = server.Client();
        await admin.SignIn("admin");
        using var agent = server.Client();
        await agent.SignIn(Company.UserOf(Role.Agent));
        async Task<Guid> Ticket(Guid service, Guid contact, Guid? team, string summary)
        {
            var ticket = (await agent.Do("tickets", new { summary, service, requester = contact, impact = "Person", urgency = "Hindered" }))["id"]!.GetValue<Guid>();
            await agent.Do($"tickets/{ticket}/accept");
            if (team is not null) await agent.Do($"tickets/{ticket}/assign", new { team });
            return ticket;
        }
        var ours = await Ticket(company.Service, company.Contact, company.OnSite, "驻场组的工单");
        var desks = await Ticket(company.Service, company.Contact, company.Desk, "服务台的工单");
        var theirs = await Ticket(company.Other.Service, company.Other.Contact, company.OnSite, "别家的工单");

        async Task Sees(string user, object[] grants, params Guid[] expected)
        {
            var account = await admin.Make("accounts", new { userName = user, name = user, password = Company.Password, staff = company.Second });
            foreach (var grant in grants) await admin.Do($"accounts/{account}/grants", grant);
            using var client = server.Client();
            await client.SignIn(user);
            var listed = (await client.Get("tickets?group=all"))["items"]!.AsArray().Select(t => t!["id"]!.GetValue<Guid>()).Order();
            Assert.Equal(expected.Order(), listed);
            foreach (var ticket in new[] { ours, desks, theirs })
                Assert.Equal(expected.Contains(ticket), (await client.Http.GetAsync($"/api/v1/tickets/{ticket}")).IsSuccessStatusCode);
            var found = (await client.Get("search?q=%E5%B7%A5%E5%8D%95"))["hits"]!.AsArray().Where(h => h!["kind"]!.GetValue<string>() == "Incident").Select(h => Guid.Parse(h!["href"]!.GetValue<string>().Split('/')[^1])).Order();
            Assert.Equal(expected.Order(), found);
        }

        await Sees("of-a-team", [new { role = "L1", team = company.OnSite }], ours, theirs);
        await Sees("of-a-team-at-one", [new { role = "L1", customer = company.Customer, team = company.OnSite }], ours);
        await Sees("of-a-site-and-a-team", [new { role = "L1", customer = company.Customer, site = company.Site, team = company.Desk }], desks);
        await Sees("of-a-contract", [new { role = "L1", customer = company.Other.Customer, contract = company.Other.Contract }], theirs);
        // The second grant opens the other customer, but not its tickets.
        await Sees("of-a-team-here-and-a-board-there", [new { role = "L1", customer = company.Customer, team = company.OnSite }, new { role = "CAB", customer = company.Other.Customer }], ours);
    }

    [Fact]
    public async Task A_right_at_one_customer_finds_nothing_at_another()
    {
        var (server, company) = await TestServer.WithCompany();
        await using var closing = server;
        using var admin = server.Client();
        await admin.SignIn("admin");
        var account = await admin.Make("accounts", new { userName = "both", name = "both", password = Company.Password, staff = company.Second });
        await admin.Do($"accounts/{account}/grants", new { role = "SvcMgr", customer = company.Customer });
        await admin.Do($"accounts/{account}/grants", new { role = "CAB", customer = company.Other.Customer });
        using var client = server.Client();
        await client.SignIn("both");
        var contracts = (await client.Get("search?q=%E8%BF%90%E7%BB%B4"))["hits"]!.AsArray().Where(h => h!["kind"]!.GetValue<string>() == "Contract").Select(h => h!["href"]!.GetValue<string>());
        Assert.Equal([$"/contracts/{company.Contract}"], contracts);
    }
}
