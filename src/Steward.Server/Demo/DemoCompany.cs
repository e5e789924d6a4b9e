// Founds the demo company: provider, three customers, their people, contracts and accounts, all by the ordinary verbs.
using Steward.Access;
using Steward.Access.Accounts;
using Steward.Access.Rights;
using Steward.Access.SignIn;
using Steward.Contracts;
using Steward.Contracts.Agreements;
using Steward.Contracts.Catalogue;
using Steward.People;
using Steward.People.Crew;
using Steward.People.Customers;
using Steward.Platform.Text;
using Steward.Sla;

namespace Steward.Demo;

/// <summary>A customer of the demo with what tickets need.</summary>
sealed record DemoCustomer(CustomerId Id, SiteId Site, ContractId Contract, string ShortName, IReadOnlyList<DemoContact> Contacts, IReadOnlyList<(ServiceId Id, string Name)> Services, ServiceCalendar Hours, int IncidentsAMonth);

sealed record DemoContact(ContactId Id, string Name, string Department, string Floor);

/// <summary>Everybody who acts in the story.</summary>
sealed record DemoCast(Person Admin, Person Agent, Person OnSiteA, Person OnSiteB, Person SecondLine, Person Manager, Person ProjectManager, Person ChangeManager, Person Security, Person Keeper, Person Librarian, Person User, Person HeadOfIt, StaffId EngineerA, StaffId EngineerB, StaffId Expert, TeamId Desk, TeamId OnSite, TeamId Second, IReadOnlyList<DemoCustomer> Customers);

sealed class DemoCompany(DemoWorld world)
{
    public const string Password = "steward-Demo-2026";

    static readonly (string Floor, string Department, int Share)[] Departments =
        [("1F", "前台物业仓储", 8), ("2F", "客户服务部", 16), ("3F", "市场部", 14), ("4F", "采购部", 10), ("4F", "法务部", 4), ("5F", "财务部", 10), ("5F", "审计部", 4), ("6F", "研发部", 18), ("7F", "人力资源部", 5), ("7F", "行政部", 5), ("7F", "信息中心", 4), ("8F", "管理层", 2)];

    static readonly (string Zh, string En, bool Critical)[] Services =
        [("桌面与外设支持", "Desktop and peripherals", false), ("打印服务", "Printing", false), ("网络接入", "Network access", true), ("OA 系统", "Office automation", true), ("ERP 财务系统", "ERP and finance", true), ("电子邮件", "E-mail", true), ("账号与权限", "Accounts and rights", false), ("终端安全", "Endpoint security", false)];

    public async Task<DemoCast> Found(CancellationToken stop)
    {
        await world.Do<SetUp, Done>(null, new("示范运维服务有限公司", "系统管理员", "admin", Password, Password), stop);
        var admin = await world.Person("admin", stop);
        var (desk, onSite, second) = (await Team(admin, "服务台", 1, stop), await Team(admin, "驻场组", 1, stop), await Team(admin, "二线支持组", 2, stop));
        var agent = await Staff(admin, "服务台坐席A", "服务台坐席", "agent", [desk], [Role.Agent], stop);
        var a = await Staff(admin, "驻场工程师A", "驻场工程师", "onsite", [onSite, desk], [Role.Onsite, Role.L1], stop);
        var b = await Staff(admin, "驻场工程师B", "驻场工程师", "onsite-b", [onSite, desk], [Role.Onsite, Role.L1], stop);
        var expert = await Staff(admin, "二线工程师A", "系统工程师", "second-line", [second], [Role.L2], stop);
        var manager = await Staff(admin, "服务经理A", "服务经理", "manager", [desk], [Role.SvcMgr], stop);
        var project = await Staff(admin, "项目经理A", "项目经理", "project", [], [Role.PM, Role.CAB], stop);
        var changes = await Staff(admin, "变更经理A", "变更经理", "changes", [], [Role.ChgMgr], stop);
        var security = await Staff(admin, "安全工程师A", "安全工程师", "security", [], [Role.SecEng, Role.CAB], stop);
        var keeper = await Staff(admin, "配置管理员A", "配置管理员", "config", [], [Role.CfgMgr, Role.CAB], stop);
        var librarian = await Staff(admin, "知识管理员A", "知识管理员", "knowledge", [], [Role.KnwMgr], stop);
        await Staff(admin, "审计员A", "审计员", "auditor", [], [Role.Auditor], stop);
        foreach (var (name, service) in new[] { ("HX 原厂保修", "桌面与笔记本保修"), ("FP 打印租赁", "打印机租赁与耗材"), ("甲运营商", "互联网专线 200M"), ("乙运营商", "互联网专线 100M"), ("机电维保公司", "UPS 与空调维保"), ("安全软件厂商", "防病毒授权 350 点"), ("布线工程公司", "综合布线") })
            await world.Do<AddSupplier, SupplierId>(admin, new(name, service, "000-5550-9000"), stop);

        var main = await Customer(admin, "XXQY", "XX企业", CalendarPresets.China, 280, 150, AgreementPresets.Standard, 360_000, stop);
        var small = await Customer(admin, "YYGS", "YY公司", CalendarPresets.China, 25, 12, await Smaller(stop), 48_000, stop);
        var far = await Customer(admin, "ZZUS", "ZZ Overseas Office", "America/New_York", 6, 3, await Overseas(stop), 24_000, stop);
        await CustomerAccount(admin, "user", main, main.Contacts[40], Role.User, Language.Zh, stop);
        await CustomerAccount(admin, "customer", main, main.Contacts.First(c => c.Department == "信息中心"), Role.CustAdm, Language.Zh, stop);
        await CustomerAccount(admin, "user-yy", small, small.Contacts[0], Role.User, Language.Zh, stop);
        await CustomerAccount(admin, "customer-yy", small, small.Contacts[1], Role.CustAdm, Language.Zh, stop);
        await CustomerAccount(admin, "user-zz", far, far.Contacts[0], Role.User, Language.En, stop);
        return new(admin, agent.Person, a.Person, b.Person, expert.Person, manager.Person, project.Person, changes.Person, security.Person, keeper.Person, librarian.Person, await world.Person("user", stop), await world.Person("customer", stop), a.Id, b.Id, expert.Id, desk, onSite, second, [main, small, far]);
    }

    Task<TeamId> Team(Person admin, string name, int line, CancellationToken stop) => world.Do<AddTeam, TeamId>(admin, new(name, line), stop);

    async Task<(StaffId Id, Person Person)> Staff(Person admin, string name, string position, string userName, List<TeamId> teams, Role[] roles, CancellationToken stop)
    {
        var staff = await world.Do<AddStaff, StaffId>(admin, new(name, position, "000-5550-8000", $"{userName}@provider.example", teams), stop);
        var account = await world.Do<AddAccount, AccountId>(admin, new(userName, name, Password, staff), stop);
        foreach (var role in roles) await world.Do<GrantRole, GrantId>(admin, new(account, role), stop);
        return (staff, await world.Person(userName, stop));
    }

    async Task CustomerAccount(Person admin, string userName, DemoCustomer customer, DemoContact contact, Role role, Language language, CancellationToken stop)
    {
        var account = await world.Do<AddAccount, AccountId>(admin, new(userName, contact.Name, Password, Contact: contact.Id, Language: language, Zone: customer.Hours.Definition.Zone), stop);
        await world.Do<GrantRole, GrantId>(admin, new(account, role, customer.Id), stop);
    }

    async Task<DemoCustomer> Customer(Person admin, string shortName, string name, string zone, int people, int incidents, Agreement agreement, decimal price, CancellationToken stop)
    {
        var customer = await world.Do<AddCustomer, CustomerId>(admin, new(shortName, name, zone, shortName == "ZZUS" ? Language.En : Language.Zh), stop);
        var site = await world.Do<AddSite, SiteId>(admin, new(customer, "总部大楼", "示范路 1 号"), stop);
        var contacts = new List<DemoContact>();
        for (var i = 0; i < people; i++)
        {
            var (floor, department) = Seat(i * 100 / people);
            var contact = new DemoContact(await world.Do<AddContact, ContactId>(admin, new(customer, $"员工{i + 1:000}", site, department, Phone: $"000-5550-{i + 1:0000}",
                Email: $"user{i + 1:000}@{shortName.ToLowerInvariant()}.example", Place: $"{floor}-{i % 40 + 1:00}", Vip: shortName == "XXQY" && i >= people - 6), stop), $"员工{i + 1:000}", department, floor);
            contacts.Add(contact);
        }
        // The company is founded on the eve of its year.
        var year = world.Clock.Now().AddDays(7).Year;
        var contract = await world.Do<DraftContract, ContractId>(admin, new(customer, $"{year} 年 IT 运维外包服务合同", new(year, 1, 1), new(year, 12, 31), price, agreement.Ref.Id, agreement.Ref.Number), stop);
        var services = new List<(ServiceId, string)>();
        foreach (var (zh, en, critical) in Services)
            services.Add((await world.Do<AddService, ServiceId>(admin, new(contract, zh, en, Critical: critical, ScopeIn: zh, ScopeOut: "硬件采购费用、第三方软件授权费用"), stop), zh));
        foreach (var c in Clauses)
            await world.Do<AddClause, ClauseId>(admin, c(contract), stop);
        await world.Do<LoadStandardItems, ItemsLoaded>(admin, new(contract), stop);
        await world.Do<AddCoverLine, CoverLineId>(admin, new(contract, "5.1", "服务器 7×24 监控", "Servers are watched 7×24", Assets.AssetKind.Server, MustWatch: true), stop);
        await world.Do<AddCoverLine, CoverLineId>(admin, new(contract, "5.2", "网络设备 7×24 监控", "Network devices are watched 7×24", Assets.AssetKind.NetworkDevice, MustWatch: true), stop);
        await world.Do<AddCoverLine, CoverLineId>(admin, new(contract, "5.3", "桌面电脑与笔记本的维护", "PCs and notebooks are maintained", Assets.AssetKind.Computer), stop);
        await world.Do<SignContract, Done>(admin, new(contract, "甲方代表"), stop);
        var hours = await world.As(null, "Calendar", services => services.GetRequiredService<SlaClocks>().Calendar(agreement.Calendars.Business, stop).AsTask());
        return new(customer, site, contract, shortName, contacts, services, hours, incidents);
    }

    static readonly Func<ContractId, AddClause>[] Clauses =
    [
        c => new(c, "4.1", "按约定时间响应的比例不低于 95%", "At least 95 % of tickets are responded to in time", Measures.ResponseAttainment, Comparison.AtLeast, 95),
        c => new(c, "4.2", "按约定时间解决的比例不低于 90%", "At least 90 % of tickets are resolved in time", Measures.ResolutionAttainment, Comparison.AtLeast, 90),
        c => new(c, "4.3", "故障解决率 100%", "Every fault that falls due is resolved", Measures.ResolutionRate, Comparison.AtLeast, 100),
        c => new(c, "4.4", "重新打开率不高于 3%", "At most 3 % of resolved tickets are reopened", Measures.ReopenRate, Comparison.AtMost, 3),
        c => new(c, "4.5", "用户满意度不低于 95%", "User satisfaction at least 95 %", Measures.Satisfaction, Comparison.AtLeast, 95),
        c => new(c, "4.6", "核心系统可用率不低于 99.5%（7×24）", "Core services available at least 99.5 % (7×24)", Measures.Availability, Comparison.AtLeast, 99.5m),
        c => new(c, "4.7", "服务器与网络设备全部纳入监控", "Every server and network device is watched", Measures.Coverage, Comparison.AtLeast, 95),
    ];

    static (string Floor, string Department) Seat(int percent)
    {
        foreach (var (floor, department, share) in Departments)
            if ((percent -= share) < 0) return (floor, department);
        return (Departments[^1].Floor, Departments[^1].Department);
    }

    /// <summary>The second tenant's own agreement: other hours, slower targets, waiting for suppliers stops the clock.</summary>
    Task<Agreement> Smaller(CancellationToken stop)
    {
        var calendar = CalendarPresets.FiveByEight with { Ref = new("yygs", 1), Name = "YYGS 7 小时", Week = WeekPattern.MondayToFriday("08:30-12:00", "14:00-17:30") };
        return Keep(calendar, AgreementPresets.Standard with
        {
            Ref = new("yygs", 1), Name = "YYGS", Calendars = AgreementPresets.Standard.Calendars with { Business = calendar.Ref },
            Targets = [.. AgreementPresets.Standard.Targets.Select(t => t with { Response = t.Response is { } r ? r with { Seconds = r.Seconds * 2 } : null })],
            Pauses = [.. AgreementPresets.Standard.Pauses.Select(p => p.Reason == PauseReason.PendingSupplier ? p with { StopsClocks = true } : p)],
        }, stop);
    }

    /// <summary>The third tenant lives by New York's clocks and summer time.</summary>
    Task<Agreement> Overseas(CancellationToken stop)
    {
        var calendar = new CalendarDefinition(new("zzus", 1), "New York 9–17", "America/New_York", WeekPattern.MondayToFriday("09:00-17:00"));
        return Keep(calendar, AgreementPresets.Standard with { Ref = new("zzus", 1), Name = "ZZUS", Calendars = AgreementPresets.Standard.Calendars with { Business = calendar.Ref } }, stop);
    }

    Task<Agreement> Keep(CalendarDefinition calendar, Agreement agreement, CancellationToken stop) => world.As(null, "KeepAgreement", async services =>
    {
        var clocks = services.GetRequiredService<SlaClocks>();
        _ = clocks.Keep(calendar).Value;
        _ = clocks.Keep(agreement).Value;
        await services.GetRequiredService<StewardDb>().Commit(stop);
        return agreement;
    });
}
