// Other desks' logs as history: what lies in the database afterwards counts as the raw file does, on both databases.
using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Xml.Linq;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Steward.Access;
using Steward.Fixtures;
using Steward.Platform.Data;
using Xunit;

namespace Steward.Desk;

public sealed class HistoryTests
{
    static readonly HistoryTarget Target = new("OLD", "旧系统客户", "UTC");

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task A_log_of_activities_counts_by_month_activity_and_resource(Engine engine)
    {
        var path = TestData.Path("itsm-helpdesk", "Helpdesk.xes.gz");
        var (server, _) = await TestServer.WithCompany(engine);
        await using var closing = server;
        var done = await Import(server, await File.ReadAllBytesAsync(path));
        var raw = Xes(path);
        Assert.Equal((HistoryForm.Xes, raw.Select(e => e["case"]).Distinct().Count(), raw.Count, 0), (done.Form, done.Tickets, done.Updates, done.Bad.Count));
        await Same(server, done, raw, ["month", "state", "person"], e => [Month(e["time:timestamp"]), e["concept:name"], e["org:resource"]]);
        // Each is a ticket with a clock; the second time nothing is new.
        Assert.Equal(done.Tickets, await With(server, db => db.Set<Ticket>().CountAsync(t => t.Source == "xes")));
        var again = await Import(server, await File.ReadAllBytesAsync(path));
        Assert.Equal((0, done.Tickets), (again.Tickets, again.Known));
        await Same(server, again, raw, ["person"], e => [e["org:resource"]]);
    }

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task Tables_of_tickets_count_by_month_status_and_priority_and_undated_ones_run_no_clock(Engine engine)
    {
        var (sample, undated) = (TestData.Path("itsm-rabobank-2014", "itsm_sample_40.csv"), TestData.Path("itsm-rabobank-2014", "incidents_at_open.csv.gz"));
        var (server, _) = await TestServer.WithCompany(engine);
        await using var closing = server;
        var done = await Import(server, await File.ReadAllBytesAsync(sample));
        var raw = Csv(await File.ReadAllTextAsync(sample));
        Assert.Equal((HistoryForm.Cases, raw.Count, 0), (done.Form, done.Tickets, done.Bad.Count));
        await Same(server, done, raw, ["month", "state", "priority"], r => [$"{r["Open_Time"][6..10]}-{r["Open_Time"][3..5]}", r["Status"], r["Priority"]]);
        var closed = raw.Where(r => r["Close_Time"].Length > 0).ToDictionary(r => r["Incident_ID"], r => DateTime.ParseExact(r["Close_Time"], "dd/MM/yyyy HH:mm", CultureInfo.InvariantCulture));
        Assert.Equal(closed.OrderBy(c => c.Key), (await With(server, db => db.Set<Ticket>().Where(t => t.Source == "ticket-table" && t.ClosedAt != null).ToListAsync())).Select(t => KeyValuePair.Create(t.SourceNumber, t.ClosedAt!.Value.UtcDateTime)).OrderBy(c => c.Key));

        var tickets = await With(server, db => db.Set<Ticket>().CountAsync());
        var open = await Import(server, await File.ReadAllBytesAsync(undated));
        var rows = Csv(Unzip(undated));
        Assert.Equal((HistoryForm.Undated, rows.Count, 0), (open.Form, open.Tickets, open.Bad.Count));
        await Same(server, open, rows, ["impact", "urgency", "item", "failed"], r => [r["Impact"], r["Urgency"], r["CI_Name_aff"], r["SLAFail"] == "1" ? "yes" : "no"]);
        Assert.Equal(tickets, await With(server, db => db.Set<Ticket>().CountAsync()));
        Assert.Equal(0, (await Import(server, await File.ReadAllBytesAsync(undated))).Tickets);

        // The page counts the same, whole and cut by each filter, and says that no clock ran.
        using var manager = server.Client();
        await manager.SignIn(Company.UserOf(Role.SvcMgr));
        async Task<(int Tickets, int Missed)> Seen(string query = "")
        {
            var seen = await manager.Get($"history/undated?customer={open.Customer}{query}");
            var groups = seen["rows"]!.AsArray();
            if (seen["groups"]!.GetValue<int>() == groups.Count) Assert.Equal((seen["tickets"]!.GetValue<int>(), seen["missed"]!.GetValue<int>()), (groups.Sum(r => r!["tickets"]!.GetValue<int>()), groups.Sum(r => r!["failed"]!.GetValue<int>())));
            return (seen["tickets"]!.GetValue<int>(), seen["missed"]!.GetValue<int>());
        }
        (int, int) Counted(Func<Dictionary<string, string>, bool> so) => (rows.Count(so), rows.Count(r => so(r) && r["SLAFail"] == "1"));
        Assert.Equal(Counted(_ => true), await Seen());
        Assert.Equal(Counted(r => r["Impact"] == "2 High"), await Seen("&impact=2%20High"));
        Assert.Equal(Counted(r => r["Urgency"] == "3 Medium" && r["CI_TypeSubType_aff"] == "computer-Desktop"), await Seen("&urgency=3%20Medium&type=computer-Desktop"));
        Assert.Equal(Counted(r => r["Impact"] == "4 Low" && r["SLAFail"] == "1"), await Seen("&impact=4%20Low&failed=yes"));
        Assert.Equal((0, 0), await Seen("&failed=-"));
        var page = System.Net.WebUtility.HtmlDecode(await manager.Http.GetStringAsync($"/history/undated?customer={open.Customer}&failed=yes"));
        Assert.All(new[] { "这些工单从未上过时钟", "computer-Desktop", "data-chart", "SLA 判定: 超时" }, w => Assert.Contains(w, page));
        Assert.DoesNotContain("[Undated.", page);
        using var foreign = server.Client();
        await foreign.SignIn("other-head");
        Assert.Equal(0, (await foreign.Get($"history/undated?customer={open.Customer}"))["all"]!.GetValue<int>());
    }

    [Fact]
    public async Task A_log_of_states_and_sub_states_counts_by_month_state_impact_organisation_and_group()
    {
        var path = TestData.Path("itsm-volvo-2013", "bpi_challenge_2013_incidents.xes.gz");
        var (server, _) = await TestServer.WithCompany();
        await using var closing = server;
        var done = await Import(server, await File.ReadAllBytesAsync(path));
        var raw = Xes(path);
        Assert.Equal((raw.Select(e => e["case"]).Distinct().Count(), raw.Count, 0), (done.Tickets, done.Updates, done.Bad.Count));
        await Same(server, done, raw, ["month", "state", "impact", "organisation", "group"], e => [Month(e["time:timestamp"]), e["concept:name"], e["impact"], e["organization involved"], e["org:group"]]);
        await Same(server, done, raw, ["state", "step"], e => [e["concept:name"], e["lifecycle:transition"]]);
        // A wait for the user stands still in the promise, a queue does not.
        var ends = raw.GroupBy(e => e["case"]).Select(c => c.OrderBy(e => DateTimeOffset.Parse(e["time:timestamp"], CultureInfo.InvariantCulture)).Last()).GroupBy(e => e["lifecycle:transition"]).ToDictionary(g => g.Key, g => g.Count());
        var now = await With(server, db => db.Set<Ticket>().Where(t => t.Source == "xes").GroupBy(t => t.State).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count));
        Assert.Equal(ends["Closed"], now[TicketState.Closed]);
        Assert.Equal(ends.GetValueOrDefault("Resolved") + ends.GetValueOrDefault("In Call"), now[TicketState.Resolved]);
    }

    [Fact]
    public async Task Tables_as_other_desks_and_spreadsheets_write_them_are_understood_and_bad_rows_named()
    {
        var (server, _) = await TestServer.WithCompany();
        await using var closing = server;
        // Semicolons, day-month-year with dashes, headings with blanks and brackets.
        var remedy = await Import(server, "CI Name (aff);Incident ID;Status;Impact;Priority;Open Time;Close Time\nSRV1;IM1;Closed;4;4;05-02-2012 13:32:57;04-11-2013 13:51:00\nSRV2;;Closed;4;4;05-02-2012 13:32:57;\n"u8.ToArray());
        Assert.Equal((HistoryForm.Cases, 1), (remedy.Form, remedy.Tickets));
        Assert.Equal([new BadRow(3, "Incident ID", "LOG-103", "")], remedy.Bad);
        var ticket = await With(server, db => db.Set<Ticket>().SingleAsync(t => t.SourceNumber == "IM1"));
        Assert.Equal((new DateTime(2012, 2, 5, 13, 32, 57), TicketState.Closed, "SRV1"), (ticket.OpenedAt.UtcDateTime, ticket.State, ticket.Device));
        // A Chinese spreadsheet in its own encoding; month first, since no other reading is possible; a state that nobody knows.
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var chinese = await Import(server, Encoding.GetEncoding("GB18030").GetBytes("工单号,状态,更新时间,优先级,处理人\nA1,新建,02/13/2026 09:00,高,张三\nA1,已解决,02/13/2026 10:00,高,张三\nA2,睡觉,02/14/2026 09:00,中,李四\n"));
        Assert.Equal((HistoryForm.IncidentLog, 1, 2), (chinese.Form, chinese.Tickets, chinese.Updates));
        Assert.Equal([new BadRow(4, "状态", "LOG-104", "睡觉")], chinese.Bad);
        var solved = await With(server, db => db.Set<Ticket>().SingleAsync(t => t.SourceNumber == "A1"));
        Assert.Equal((new DateTime(2026, 2, 13, 10, 0, 0), Sla.Priority.P2), (solved.ResolvedAt!.Value.UtcDateTime, solved.Priority));
        // A log of activities as process miners export it: what is no state is a note.
        var mined = await Import(server, "Case ID,Activity,Resource,Complete Timestamp\nCase 7,Assign seriousness,Value 1,2012/10/09 14:50:17.000\nCase 7,Require upgrade,Value 1,2012/10/10 08:00:00.000\nCase 7,Resolve ticket,Value 2,2012/10/11 08:00:00.000\n"u8.ToArray());
        Assert.Equal((1, 3, 0), (mined.Tickets, mined.Updates, mined.Bad.Count));
        Assert.Contains("Require upgrade", await With(server, db => db.Set<TicketEntry>().Where(e => e.Kind == EntryKind.Note).Select(e => e.Text).ToListAsync()));
    }

    [Fact]
    public async Task A_file_that_breaks_off_gives_what_is_whole()
    {
        var path = TestData.Path("itsm-helpdesk", "Helpdesk.xes.gz");
        var (server, _) = await TestServer.WithCompany();
        await using var closing = server;
        var text = Unzip(path);
        var cut = text[..(text.IndexOf("</trace>", text.IndexOf("</trace>", StringComparison.Ordinal) + 1, StringComparison.Ordinal) + 60)];
        var broken = await Import(server, Encoding.UTF8.GetBytes(cut));
        Assert.Equal((2, "LOG-106"), (broken.Tickets, broken.Bad.Single().TextKey));
        var packed = (await File.ReadAllBytesAsync(path))[..20_000];
        var half = await Import(server, packed);
        Assert.True(half.Tickets + half.Known > 2, $"{half.Tickets}");
        Assert.Contains(half.Bad, b => b.TextKey is "LOG-106" or "LOG-107");
    }

    static Task<HistoryImported> Import(TestServer server, byte[] file) => server.As(services => services.GetRequiredService<HistoryImport>().Run(new MemoryStream(file), Target, null, default));

    static Task<T> With<T>(TestServer server, Func<StewardDb, Task<T>> ask) => server.As(services => ask(services.GetRequiredService<StewardDb>()));

    static async Task Same(TestServer server, HistoryImported done, List<Dictionary<string, string>> raw, string[] by, Func<Dictionary<string, string>, string[]> words)
    {
        var counts = await server.As(services => services.GetRequiredService<HistoryCounts>().Count(done.Customer, done.Form, by, default));
        var expected = raw.GroupBy(r => string.Join('|', words(r))).ToDictionary(g => g.Key, g => g.Count());
        Assert.Equal(expected.OrderBy(e => e.Key, StringComparer.Ordinal), counts.ToDictionary(c => string.Join('|', c.Words), c => c.Rows).OrderBy(e => e.Key, StringComparer.Ordinal));
    }

    static string Month(string time) => DateTimeOffset.Parse(time, CultureInfo.InvariantCulture).ToUniversalTime().ToString("yyyy-MM", CultureInfo.InvariantCulture);

    static string Unzip(string path)
    {
        using var text = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        return text.ReadToEnd();
    }

    /// <summary>Events as a plain XML reader finds them, with the name of their case.</summary>
    static List<Dictionary<string, string>> Xes(string path) => [.. XDocument.Parse(Unzip(path)).Root!.Elements("trace").SelectMany(trace => trace.Elements("event").Select(e =>
        new Dictionary<string, string>(e.Elements().Select(a => KeyValuePair.Create(a.Attribute("key")!.Value, a.Attribute("value")!.Value))) { ["case"] = trace.Elements("string").Single(a => a.Attribute("key")!.Value == "concept:name").Attribute("value")!.Value }))];

    /// <summary>Rows as a plain reader of quoted commas finds them.</summary>
    static List<Dictionary<string, string>> Csv(string text)
    {
        var lines = text.Split('\n').Select(l => l.TrimEnd('\r')).Where(l => l.Length > 0).Select(Cells).ToList();
        return [.. lines.Skip(1).Select(cells => lines[0].Zip(cells).ToDictionary(c => c.First, c => c.Second))];

        static List<string> Cells(string line)
        {
            var (cells, cell, quoted) = (new List<string>(), new StringBuilder(), false);
            foreach (var c in line)
            {
                if (c == '"') quoted = !quoted;
                else if (c == ',' && !quoted) { cells.Add(cell.ToString()); cell.Clear(); }
                else cell.Append(c);
            }
            return [.. cells, cell.ToString()];
        }
    }
}
