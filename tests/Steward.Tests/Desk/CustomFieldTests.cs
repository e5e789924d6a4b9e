// Custom fields of tickets, assets and contacts on both databases: defined, asked, answered, found, shown to whom they are for, and kept as they stood.
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Steward.Access;
using Steward.Alerting;
using Steward.Fixtures;
using Steward.Platform.Data;
using Steward.Platform.Fields;
using Xunit;

namespace Steward.Desk;

public sealed class CustomFieldTests
{
    static Task<Client> In(TestServer server, Role role) => ProblemTests.In(server, role);

    internal static Task<Guid> Define(Client admin, string key, string kind, object more, string record = "incident", Guid? customer = null)
    {
        var body = new JsonObject { ["record"] = record, ["key"] = key, ["kind"] = kind, ["label"] = $"{key} 字段", ["labelEn"] = $"The {key}", ["forCustomer"] = customer?.ToString() };
        foreach (var (name, value) in System.Text.Json.JsonSerializer.SerializeToNode(more)!.AsObject().ToList()) body[name] = value?.DeepClone();
        return admin.Make("fields", body);
    }

    static object Report(Company company, string summary, object? fields = null, Guid? requester = null) => new { summary, service = company.Service, requester = requester ?? company.Contact, channel = "Phone", fields };

    static async Task<Guid> Open(Client agent, Company company, string summary, object? fields = null) => (await agent.Do("tickets", Report(company, summary, fields)))["id"]!.GetValue<Guid>();

    static async Task<List<string>> Faults(Client who, string verb, object body)
    {
        using var answer = await who.Try(verb, body);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.False(answer.IsSuccessStatusCode, text);
        return [.. JsonNode.Parse(text)!["errors"]!.AsObject().Select(f => f.Key).Order()];
    }

    static async Task<List<string>> Listed(Client who, string query) => [.. (await who.Get($"tickets?group=All&{query}"))["items"]!.AsArray().Select(t => t!["summary"]!.ToString()).Order()];

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task Fields_of_every_kind_are_asked_checked_found_exported_and_audited(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        using var admin = await In(server, Role.SysAdm);
        using var agent = await In(server, Role.Agent);
        using var user = await In(server, Role.User);
        using var keeper = await Assets.Machines.Keeper(server);
        var device = await keeper.Make("assets", new { customer = company.Customer, site = company.Site, kind = "Printer", name = "财务部打印机" });
        var foreignDevice = await keeper.Make("assets", new { customer = company.Other.Customer, site = company.Other.Site, kind = "Printer", name = "别家的打印机" });

        Assert.Equal(403, (await agent.Refused("fields", new { record = "incident", key = "room", kind = "Text", label = "x", labelEn = "x" })).Status);
        Assert.Equal(["key"], await Faults(admin, "fields", new { record = "incident", key = "Room No", kind = "Text", label = "x", labelEn = "x" }));
        Assert.Equal(["choices"], await Faults(admin, "fields", new { record = "incident", key = "floor", kind = "Choice", label = "x", labelEn = "x", choices = "一楼" }));
        Assert.Equal(["record"], await Faults(admin, "fields", new { record = "invoice", key = "room", kind = "Text", label = "x", labelEn = "x" }));
        Assert.Equal((400, "ACC-197"), await admin.Refused("fields", new { record = "asset", key = "room", kind = "Text", label = "x", labelEn = "x", need = "AtClosing" }));
        await Define(admin, "room", "Text", new { need = "AtIntake", visible = true, place = 1, most = 20 });
        await Define(admin, "story", "LongText", new { visible = true, place = 2 });
        await Define(admin, "load", "Number", new { place = 3, least = -5, most = 100.5, unit = "kW" });
        await Define(admin, "outage", "YesNo", new { place = 4, need = "AtClosing" });
        await Define(admin, "since", "Date", new { place = 5 });
        await Define(admin, "floor", "Choice", new { place = 6, choices = "一楼\n二楼", choicesEn = "First\nSecond" });
        await Define(admin, "machine", "Asset", new { place = 7 });
        await Define(admin, "witness", "Contact", new { place = 8 });
        Assert.Equal((409, "ACC-195"), await admin.Refused("fields", new { record = "incident", key = "room", kind = "Text", label = "x", labelEn = "x", forCustomer = company.Customer }));

        // Every fault at once, each at its field; nothing is kept.
        Assert.Equal(["fields.color", "fields.floor", "fields.load", "fields.machine", "fields.outage", "fields.room", "fields.since"], await Faults(agent, "tickets", Report(company, "什么都错", new
        {
            room = "一二三四五六七八九十一二三四五六七八九十一", load = 101, outage = "maybe", since = "10.03.2026", floor = "九楼", machine = foreignDevice, color = "red",
        })));
        Assert.Equal(["fields.room"], await Faults(agent, "tickets", Report(company, "没有填机房")));
        var whole = await Open(agent, company, "机房空调停了", new { room = "A-101 机房", story = "夜里停的", load = 12.5, outage = true, since = "2026-03-09", floor = "二楼", machine = device, witness = company.Vip });
        await Open(agent, company, "灯不亮", new { room = "B-202", load = -1, floor = "一楼" });
        var read = (await agent.Get($"tickets/{whole}"))["fields"]!;
        Assert.Equal($$"""{"room":"A-101 机房","story":"夜里停的","load":12.5,"outage":true,"since":"2026-03-09","floor":"二楼","machine":"{{device}}","witness":"{{company.Vip}}"}""", read.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));

        // Found by each, by spans of numbers and days, and by words.
        Assert.Equal(["机房空调停了"], await Listed(agent, "fields.room=a-101%20%E6%9C%BA%E6%88%BF"));
        Assert.Equal(["机房空调停了"], await Listed(agent, "fields.outage=true"));
        Assert.Equal(["灯不亮"], await Listed(agent, "fields.floor=%E4%B8%80%E6%A5%BC"));
        Assert.Equal(["机房空调停了"], await Listed(agent, $"fields.machine={device}"));
        Assert.Equal(["灯不亮"], await Listed(agent, "fields.load.to=0"));
        Assert.Equal(["机房空调停了"], await Listed(agent, "fields.load.from=9&fields.load.to=13"));
        Assert.Equal(2, (await Listed(agent, "fields.load.from=-5")).Count);
        Assert.Equal(["机房空调停了"], await Listed(agent, "fields.since.from=2026-03-09&fields.since.to=2026-03-09"));
        Assert.Empty(await Listed(agent, "fields.since.from=2026-03-10"));
        Assert.Empty(await Listed(agent, "fields.nothing=1"));
        Assert.Equal(["机房空调停了"], await Listed(agent, "q=%E5%A4%9C%E9%87%8C%E5%81%9C"));
        // In lists, files and kept views.
        var page = await agent.Page("/tickets?group=all&cols=state,fields.room,fields.load&fields.load.from=9");
        Assert.Contains("A-101 机房", page);
        Assert.Contains("12.5 kW", page);
        var csv = await agent.Http.GetStringAsync("/tickets/export?format=csv&group=all&fields.floor=%E4%BA%8C%E6%A5%BC");
        Assert.Contains("room 字段,story 字段,load 字段", csv);
        Assert.Contains("A-101 机房,夜里停的,12.5,是,2026-03-09,二楼", csv);
        Assert.DoesNotContain("灯不亮", csv);
        await agent.Make("views", new { name = "二楼", query = "group=all&fields.floor=二楼&nonsense=1", columns = new[] { "state", "fields.room" } });
        var view = (await agent.Get("views"))["views"]![0]!;
        Assert.Equal(1, view["count"]!.GetValue<int>());
        Assert.Contains("A-101 机房", await agent.Page(view["href"]!.ToString()));

        // Changed by part; what had to be answered is not taken back, what need not be is.
        var path = $"records/incident/{whole}/fields";
        Assert.Equal(["fields.room"], await Faults(agent, path, new { fields = new { room = "" } }));
        await agent.Do(path, new { fields = new { room = "A-102 机房", story = "" } });
        var after = (await agent.Get($"tickets/{whole}"))["fields"]!;
        Assert.Equal(("A-102 机房", null, 12.5m), (after["room"]!.ToString(), after["story"], after["load"]!.GetValue<decimal>()));
        Assert.Empty(await Listed(agent, "fields.room=A-101%20%E6%9C%BA%E6%88%BF"));
        Assert.Empty(await Listed(agent, "q=%E5%A4%9C%E9%87%8C%E5%81%9C"));
        Assert.Equal(["机房空调停了"], await Listed(agent, "q=A-102"));
        using var auditor = await In(server, Role.Auditor);
        var line = (await auditor.Get($"audit?subject={whole}&verb=SetFields"))["lines"]!["rows"]!.AsArray().Single(l => l!["table"]!.ToString() == "platform_field_sheet")!["changes"]![0]!;
        Assert.Contains("room 字段: A-101 机房", line["before"]!.ToString());
        Assert.Contains("room 字段: A-102 机房", line["after"]!.ToString());

        // A mail cannot answer what must be answered; then it is asked for at the end, with what is asked for only there.
        var mailed = (await agent.Do("mails", new { raw = Convert.ToBase64String(Mails.Letters.Of(Mails.Letters.User, "邮件报障", "打不开")) }))["ticket"]!.GetValue<Guid>();
        await agent.Do($"tickets/{mailed}/accept");
        Assert.Equal(["fields.outage", "fields.room"], await Faults(agent, $"tickets/{mailed}/resolve", new { solution = "重启", cause = "死机", device = "无", minutesSpent = 5 }));
        await agent.Do($"tickets/{mailed}/resolve", new { solution = "重启", cause = "死机", device = "无", minutesSpent = 5, fields = new { room = "C-1", outage = false } });
        Assert.Equal("C-1", (await agent.Get($"tickets/{mailed}"))["fields"]!["room"]!.ToString());

        // The user answers what is shown to users, and sees no more; a colleague of another customer sees none of it.
        Assert.Contains("fields.room", await user.Page("/report"));
        Assert.DoesNotContain("fields.load", await user.Page("/report"));
        Assert.Equal(["fields.load"], await Faults(user, "tickets", new { summary = "x", service = company.Service, fields = new { room = "1", load = 3 } }));
        var mine = (await user.Do("tickets", new { summary = "我的", service = company.Service, fields = new { room = "D-4", story = "自己填的" } }))["id"]!.GetValue<Guid>();
        await agent.Do($"records/incident/{mine}/fields", new { fields = new { load = 7 } });
        Assert.Equal("""{"room":"D-4"}""", (await user.Get($"tickets/{mine}"))["fields"]!.AsObject() is var own && own.Remove("story") ? own.ToJsonString() : "");
        Assert.DoesNotContain("7 kW", await user.Page($"/tickets/{mine}"));
        Assert.Contains("7 kW", await agent.Page($"/tickets/{mine}"));
        Assert.Equal(403, (await user.Refused($"records/incident/{mine}/fields", new { fields = new { room = "E" } })).Status);
        using var foreign = server.Client();
        await foreign.SignIn("other-agent");
        Assert.Equal(404, (await foreign.Refused($"records/incident/{mine}/fields", new { fields = new { room = "E" } })).Status);
        Assert.Equal(404, (int)(await foreign.Http.GetAsync($"/api/v1/records/incident/{mine}/fields")).StatusCode);
        Assert.Empty(await Listed(foreign, "fields.room=D-4"));
    }

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task An_answer_keeps_its_question_when_the_field_changes_or_is_retired(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        using var admin = await In(server, Role.SysAdm);
        using var agent = await In(server, Role.Agent);
        var field = await Define(admin, "grade", "Choice", new { choices = "高\n低", choicesEn = "High\nLow", visible = true }, customer: company.Customer);
        var old = await Open(agent, company, "旧单", new { grade = "低" });
        await admin.Do($"fields/{field}/change", new { version = 0, label = "影响等级", labelEn = "Grade of impact", choices = "高\n中", visible = true, place = 2 });
        Assert.Equal(409, (await admin.Refused($"fields/{field}/change", new { version = 0, label = "x", labelEn = "x", choices = "高\n中" })).Status);
        var versions = (await admin.Get($"fields/{field}"))["versions"]!.AsArray();
        Assert.Equal(["影响等级", "grade 字段"], versions.Select(v => v!["question"]!["label"]!.ToString()));
        // The old one reads as it was answered, also where it is sent again unchanged; the new one is asked as it is now.
        Assert.Contains("grade 字段", await agent.Page($"/tickets/{old}"));
        Assert.Equal(["fields.grade"], await Faults(agent, "tickets", Report(company, "新单", new { grade = "低" })));
        var fresh = await Open(agent, company, "新单", new { grade = "中" });
        Assert.Contains("影响等级", await agent.Page($"/tickets/{fresh}"));
        await admin.Do($"fields/{field}/retire");
        Assert.Equal(["fields.grade"], await Faults(agent, "tickets", Report(company, "再来", new { grade = "高" })));
        Assert.Contains("grade 字段", await agent.Page($"/tickets/{old}"));
        Assert.Equal(["旧单"], await Listed(agent, "fields.grade=%E4%BD%8E"));
        await admin.Do($"fields/{field}/restore");
        await Open(agent, company, "恢复后", new { grade = "高" });
        // Of one customer alone: the other's tickets know nothing of it.
        using var foreign = server.Client();
        await foreign.SignIn("other-agent");
        Assert.Equal(["fields.grade"], await Faults(foreign, "tickets", new { summary = "x", service = company.Other.Service, requester = company.Other.Contact, channel = "Phone", fields = new { grade = "高" } }));
        Assert.DoesNotContain("fields.grade", await foreign.Page("/tickets?group=all"));
        Assert.DoesNotContain("fields.grade", await foreign.Page($"/tickets/new?requester={company.Other.Contact}"));
    }

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task Requests_assets_and_contacts_have_fields_too(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        using var admin = await In(server, Role.SysAdm);
        using var agent = await In(server, Role.Agent);
        using var manager = await In(server, Role.SvcMgr);
        using var user = await In(server, Role.User);
        using var keeper = await Assets.Machines.Keeper(server);
        foreach (var record in new[] { "request", "asset", "contact" }) await Define(admin, "badge", "Text", new { visible = true, need = "AtIntake" }, record);
        var item = await manager.Make($"contracts/{company.Contract}/catalogue", new { service = company.Service, code = "badge", name = "门禁卡", nameEn = "A badge", category = "Support", tasks = new[] { new { step = 1, name = "制卡", nameEn = "Make it" } } });
        await manager.Do($"catalogue-items/{item}/publish");
        Assert.Contains("fields.badge", await user.Page($"/catalogue/{item}"));
        Assert.Equal(["fields.badge"], await Faults(user, $"catalogue/{item}", new { }));
        var request = (await user.Do($"catalogue/{item}", new { fields = new { badge = "K-9" } }))["id"]!.GetValue<Guid>();
        Assert.Contains("K-9", await user.Page($"/tickets/{request}"));
        Assert.Equal([(await agent.Get($"tickets/{request}"))["ticket"]!["summary"]!.ToString()], await Listed(agent, "fields.badge=k-9"));

        var asset = await keeper.Make("assets", new { customer = company.Customer, site = company.Site, kind = "Printer", name = "打印机" });
        await keeper.Do($"records/asset/{asset}/fields", new { fields = new { badge = "资产牌 7" } });
        Assert.Contains("资产牌 7", await keeper.Page($"/assets/{asset}"));
        Assert.Equal("资产牌 7", (await keeper.Get($"records/asset/{asset}/fields"))["fields"]!["badge"]!.ToString());
        Assert.Equal(403, (await agent.Refused($"records/asset/{asset}/fields", new { fields = new { badge = "x" } })).Status);
        Assert.Equal(404, (await user.Refused($"records/asset/{asset}/fields", new { fields = new { badge = "x" } })).Status);
        await manager.Do($"records/contact/{company.Vip}/fields", new { fields = new { badge = "工号 42" } });
        Assert.Contains("工号 42", await manager.Page($"/contacts/{company.Vip}"));
        Assert.Equal(404, (await manager.Refused($"records/nothing/{company.Vip}/fields", new { fields = new { badge = "x" } })).Status);
    }

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task A_list_cut_by_a_field_is_read_from_the_index(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        using var admin = await In(server, Role.SysAdm);
        using var agent = await In(server, Role.Agent);
        await Define(admin, "room", "Text", new { });
        await Open(agent, company, "要找的", new { room = "X-1" });
        await server.As(async s =>
        {
            var (db, book) = (s.GetRequiredService<StewardDb>(), s.GetRequiredService<FieldBook>());
            // As many answers as make an index worth its while.
            var field = await db.Set<CustomField>().Select(f => f.Id).SingleAsync();
            var many = Enumerable.Range(0, 20_000).Select(i => new FieldValue { Subject = Guid.CreateVersion7(), Field = field, Customer = TenantId.From(company.Customer), Value = $"r-{i % 500}" }).ToList();
            await db.CommitBulk(async () => { await BulkWriter.Insert(db, many, default); return ([], [], []); }, default);
            await db.Execute(engine == Engine.Sqlite ? "analyze" : "analyze platform_field_value", default);
            var found = (await book.With(["incident"], new("room", "X-1"), false, default))!;
            var sql = db.Set<Ticket>().IgnoreQueryFilters().Where(t => found.Contains((Guid)(object)t.Id)).OrderByDescending(t => t.OpenedAt).Take(51).ToQueryString();
            var plan = string.Join('\n', await db.Rows((engine == Engine.Sqlite ? "explain query plan " : "explain ") + Bare(sql, engine), r => string.Join(' ', Enumerable.Range(0, r.FieldCount).Select(i => r[i])), default));
            Assert.Contains("ix_platform_field_value", plan, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("SCAN platform_field_value", plan.Replace("\"", ""), StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("Seq Scan on platform_field_value", plan);
        });
        Assert.Equal(["要找的"], await Listed(agent, "fields.room=X-1"));
    }

    /// <summary>The question itself, without the lines that name its values.</summary>
    static string Bare(string sql, Engine engine)
    {
        var lines = sql.ReplaceLineEndings("\n").Split('\n');
        var values = lines.Where(l => l.StartsWith(engine == Engine.Sqlite ? ".param set " : "-- @", StringComparison.Ordinal)).ToList();
        var text = string.Join('\n', lines.Where(l => !l.StartsWith(".param", StringComparison.Ordinal) && !l.StartsWith("--", StringComparison.Ordinal)));
        foreach (var value in values)
        {
            var parts = engine == Engine.Sqlite ? value[".param set ".Length..].Split(' ', 2) : value[3..].Split('=', 2);
            text = System.Text.RegularExpressions.Regex.Replace(text, System.Text.RegularExpressions.Regex.Escape(parts[0]) + @"\b", _ => engine == Engine.Sqlite ? parts[1] : parts[1].Split(" (DbType")[0]);
        }
        return text;
    }

    [Fact]
    public void Numbers_are_ordered_as_they_count()
    {
        decimal[] numbers = [-1_000_000, -5, -0.5m, 0, 0.000001m, 3, 12.5m, 100, 999_999_999];
        Assert.Equal(numbers.Select(n => FieldValues.Of(FieldKind.Number, n.ToString(System.Globalization.CultureInfo.InvariantCulture))), numbers.Select(n => FieldValues.Of(FieldKind.Number, n.ToString(System.Globalization.CultureInfo.InvariantCulture))).Order(StringComparer.Ordinal));
        Assert.Equal("abc", FieldValues.Of(FieldKind.Text, "ABC"));
        Assert.Equal(100, FieldValues.Of(FieldKind.LongText, new string('长', 400)).Length);
    }
}
