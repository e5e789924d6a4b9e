// A small company made by the API, as a newcomer would make it: two customers, a contract each, one account for each role.
using Steward.Access;

namespace Steward.Fixtures;

/// <summary>Ids of what was made. The second customer exists to prove that nobody of the first ever sees it.</summary>
public sealed record Company(Guid Customer, Guid Site, Guid Contact, Guid Vip, Guid Contract, Guid Service, Guid Desk, Guid OnSite, Guid Engineer, Guid Second, OtherCustomer Other)
{
    public const string Password = "Plain-Words-7!";

    public static string UserOf(Role role) => $"role-{role.ToString().ToLowerInvariant()}";

    public static async Task<Company> Make(TestServer server)
    {
        using var admin = server.Client();
        await admin.Do("setup", new { company = "测试运维公司", name = "管理员", userName = "admin", password = Password, passwordAgain = Password });
        var desk = await admin.Make("teams", new { name = "服务台", line = 1 });
        var onSite = await admin.Make("teams", new { name = "驻场组", line = 1 });
        var engineer = await admin.Make("staff", new { name = "驻场工程师A", teams = new[] { onSite, desk } });
        var second = await admin.Make("staff", new { name = "驻场工程师B", teams = new[] { onSite } });
        var (customer, site, contact, contract, service) = await MakeCustomer(admin, "XXQY", "XX企业", "Asia/Shanghai");
        var vip = await admin.Make($"customers/{customer}/contacts", new { name = "员工002", department = "管理层", phone = "000-5550-0002", email = "vip@example.com", site, vip = true });
        var other = await MakeCustomer(admin, "YYGS", "YY公司", "Asia/Shanghai");
        foreach (var role in Enum.GetValues<Role>())
        {
            var customers = role is Role.User or Role.CustAdm;
            var account = await admin.Make("accounts", new { userName = UserOf(role), name = $"账号 {role}", password = Password, staff = customers || role == Role.SysAdm ? (Guid?)null : engineer, contact = customers ? contact : (Guid?)null });
            await admin.Do($"accounts/{account}/grants", new { role, customer = customers ? customer : (Guid?)null });
        }
        var foreign = await admin.Make("accounts", new { userName = "other-user", name = "YY用户", password = Password, contact = other.Contact });
        await admin.Do($"accounts/{foreign}/grants", new { role = Role.User, customer = other.Customer });
        var foreignHead = await admin.Make("accounts", new { userName = "other-head", name = "YY主管", password = Password, contact = other.Contact });
        await admin.Do($"accounts/{foreignHead}/grants", new { role = Role.CustAdm, customer = other.Customer });
        var foreignAgent = await admin.Make("accounts", new { userName = "other-agent", name = "YY坐席", password = Password, staff = second });
        foreach (var role in new[] { Role.Agent, Role.SvcMgr, Role.PM, Role.L2, Role.CfgMgr, Role.Auditor })
            await admin.Do($"accounts/{foreignAgent}/grants", new { role, customer = other.Customer });
        return new(customer, site, contact, vip, contract, service, desk, onSite, engineer, second, new(other.Customer, other.Site, other.Contact, other.Contract, other.Service));
    }

    static async Task<(Guid Customer, Guid Site, Guid Contact, Guid Contract, Guid Service)> MakeCustomer(Client admin, string shortName, string name, string zone)
    {
        var customer = await admin.Make("customers", new { shortName, name, zone });
        var site = await admin.Make($"customers/{customer}/sites", new { name = "总部" });
        var contact = await admin.Make($"customers/{customer}/contacts", new { name = "员工001", department = "财务部", phone = "000-5550-0001", email = $"user1@{shortName.ToLowerInvariant()}.example", site });
        var contract = await admin.Make("contracts", new { customer, name = "2026 年运维服务合同", firstDay = "2026-01-01", lastDay = "2026-12-31", price = 360000 });
        var service = await admin.Make($"contracts/{contract}/services", new { name = "桌面支持", nameEn = "Desktop support" });
        await admin.Do($"contracts/{contract}/clauses", new { number = "4.1", text = "按约定时间响应的比例不低于 95%", textEn = "At least 95 % responded to in time", measure = "response-attainment", target = 95 });
        await admin.Do($"contracts/{contract}/sign", new { signedBy = "张三" });
        return (customer, site, contact, contract, service);
    }
}

public sealed record OtherCustomer(Guid Customer, Guid Site, Guid Contact, Guid Contract, Guid Service);
