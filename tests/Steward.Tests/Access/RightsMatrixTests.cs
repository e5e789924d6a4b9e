// Every cell of the rights matrix, as the trade states it; and the routes obey it.
using System.Text.RegularExpressions;
using Steward.Access.Rights;
using Steward.Fixtures;
using Xunit;

namespace Steward.Access;

public sealed partial class RightsMatrixTests
{
    /// <summary>The table of the trade: rows are things, columns Agent, L1 and on-site, L2 and L3, SvcMgr, PM, ChgMgr, CAB, PrbMgr, CfgMgr, KnwMgr, SecEng, CustAdm, User, Auditor.</summary>
    const string Table = """
        Incident | CRWX | CRWX | RW | RWA | R | R | – | R | R | R | R | CRX | CRX own | R
        Problem | R | CR | CRW | RA | R | R | R | RWAX | R | R | R | R | – | R
        Change | CR (W standard) | CR (W own-tasks) | CRW | R (A low-risk) | R | RWAX | RA | R | R | R | R (A security) | R (A own) | (C via-desk) | R
        Asset | R | R (C propose) | R (C propose) | R | R | R | – | R | RWA | R | R | R (A scrap) | R own | R
        Contract | R | R | R | RW | RWA | R | – | R | R | R | R | RA | R own | R
        Patrol | R | RW | RW | RWA | RA | R | – | R | R (WA census) | R | R | R (A sign-off) | – | R
        Security | R | R (W tasks) | RW | R | R | R | – | R | R | R | RWA | RA | – | R
        Emergency | R (C declare-request) | R (W steps) | R (W steps) | R (A level-3-4) | R (A level-2) | R | – | R | R | R | R (A cyber) | R (A level-1-2) | – | R
        Knowledge | CR | CR | CRW | R | R | R | R | CR | CR | RWAX | R | R | R public | R
        Report | R | R own | R own | RWA | RWA | R | R | R | R | R | R | RA | C own | R
        Rota | R | R (C swap-request) | R | RWA | RWA | – | – | – | – | – | – | R | – | R
        Audit | – | – | – | – | – | – | – | – | – | – | – | – | – | R (X export)
        """;

    static readonly Role[][] Columns =
        [[Role.Agent], [Role.L1, Role.Onsite], [Role.L2, Role.L3], [Role.SvcMgr], [Role.PM], [Role.ChgMgr], [Role.CAB], [Role.PrbMgr], [Role.CfgMgr], [Role.KnwMgr], [Role.SecEng], [Role.CustAdm], [Role.User], [Role.Auditor]];

    public static TheoryData<Thing, Role, string> Cells
    {
        get
        {
            var cells = new TheoryData<Thing, Role, string>();
            foreach (var row in Table.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(r => r.Split('|', StringSplitOptions.TrimEntries)))
                for (var column = 0; column < Columns.Length; column++)
                    foreach (var role in Columns[column]) cells.Add(Enum.Parse<Thing>(row[0]), role, row[column + 1]);
            return cells;
        }
    }

    [Theory, MemberData(nameof(Cells))]
    public void A_cell_says_what_the_trade_says(Thing thing, Role role, string cell)
    {
        foreach (var right in Enum.GetValues<Right>())
        {
            var letter = right switch { Right.Create => 'C', Right.Read => 'R', Right.Work => 'W', Right.Approve => 'A', _ => 'X' };
            var expected = Narrowings(cell, letter).Order().ToList();
            Assert.Equal(expected, RightsMatrix.Of(role, thing, right).Order());
        }
    }

    /// <summary>"CRX own" narrows all, "R (A scrap)" narrows what stands in the brackets.</summary>
    static IEnumerable<string> Narrowings(string cell, char letter)
    {
        foreach (Match bracket in Bracket().Matches(cell))
            if (bracket.Groups[1].Value.Contains(letter)) yield return bracket.Groups[2].Value;
        var rest = Bracket().Replace(cell, "").Trim().Split(' ');
        if (rest[0].Contains(letter)) yield return rest.Length > 1 ? rest[1] : "";
    }

    [GeneratedRegex(@"\(([A-Z]+) ([a-z0-9-]+)\)")] private static partial Regex Bracket();

    [Fact]
    public async Task Routes_obey_the_matrix_for_every_role()
    {
        var (server, company) = await TestServer.WithCompany();
        await using var closing = server;
        using var agent = server.Client();
        await agent.SignIn(Company.UserOf(Role.Agent));
        var ticket = (await agent.Do("tickets", new { summary = "键盘失灵", service = company.Service, requester = company.Contact, channel = "Phone" }))["id"]!.GetValue<Guid>();
        (Thing Thing, Right Right, string Verb)[] routes =
        [
            (Thing.Incident, Right.Create, "tickets"), (Thing.Incident, Right.Work, $"tickets/{ticket}/arrive"), (Thing.Incident, Right.Confirm, $"tickets/{ticket}/urge"),
            (Thing.Contract, Right.Work, "contracts"), (Thing.Contract, Right.Approve, $"contracts/{company.Contract}/sign"), (Thing.Report, Right.Approve, $"reports/{Guid.NewGuid()}/approve"), (Thing.Account, Right.Create, "accounts"), (Thing.Grant, Right.Work, $"grants/{Guid.NewGuid()}/revoke"),
        ];
        foreach (var role in Enum.GetValues<Role>())
        {
            using var client = server.Client();
            await client.SignIn(Company.UserOf(role));
            foreach (var (thing, right, verb) in routes)
            {
                using var answer = await client.Try(verb);
                var allowed = RightsMatrix.Allows(role, thing, right);
                Assert.True(allowed == ((int)answer.StatusCode != 403), $"{role} {right} {thing} by {verb}: {(int)answer.StatusCode}, the matrix says {allowed}");
            }
        }
    }

    [Fact]
    public async Task Nobody_grants_a_role_to_himself_and_the_system_administrator_sees_no_business()
    {
        var (server, company) = await TestServer.WithCompany();
        await using var closing = server;
        using var security = server.Client();
        await security.SignIn(Company.UserOf(Role.SecEng));
        var me = (await server.As(async s => await Microsoft.EntityFrameworkCore.EntityFrameworkQueryableExtensions.SingleAsync(Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions.GetRequiredService<Platform.Data.StewardDb>(s).Set<Account>(), a => a.UserName == Company.UserOf(Role.SecEng)))).Id.Value;
        Assert.Equal((409, "ACC-116"), await security.Refused($"accounts/{me}/grants", new { role = "PM" }));
        using var admin = server.Client();
        await admin.SignIn(Company.UserOf(Role.SysAdm));
        Assert.Equal(403, (await admin.Refused("tickets", new { summary = "x", service = company.Service, requester = company.Contact })).Status);
        Assert.Equal(403, (await admin.Refused("contracts", new { customer = company.Customer })).Status);
    }
}
