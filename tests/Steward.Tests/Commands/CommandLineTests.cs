// The command line as a person or a script uses it: the real program, its words, its exit codes.
using System.Diagnostics;
using System.Text.Json.Nodes;
using Steward.Platform.Data;
using Xunit;

namespace Steward.Commands;

public sealed class CommandLineTests : IDisposable
{
    readonly string data = Directory.CreateTempSubdirectory("steward-cli").FullName;

    async Task<(int Exit, string Out, string Err)> Run(params string[] words)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [typeof(StewardDb).Assembly.Location, .. words, "--data", data]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await error);
    }

    [Fact]
    public async Task An_unknown_setting_is_refused_with_its_line()
    {
        await File.WriteAllTextAsync(Path.Combine(data, "steward.json"), "{\n  \"mail\": {\n    \"hots\": \"mail.example\"\n  }\n}\n");
        var (exit, said, _) = await Run("check-config");
        Assert.Equal(2, exit);
        Assert.Contains("line 3", said);
        Assert.Contains("hots", said);
        var json = JsonNode.Parse((await Run("check-config", "--json")).Out)!;
        Assert.Equal((false, 3), (json["good"]!.GetValue<bool>(), json["line"]!.GetValue<int>()));
        Assert.Equal(2, (await Run("migrate")).Exit);
    }

    [Theory]
    [InlineData("{\n  \"mail\": {\n    \"host\": \"mail.example\",\n    \"port\": 99999\n  }\n}", 4, "$.mail.port", "65535")]
    [InlineData("{\n  \"mail\": { \"port\": \"abc\" }\n}", 2, "$.mail.port", "25")]
    [InlineData("{ \"mial\": { \"host\": \"x\" } }", 1, "$.mial", "mail")]
    [InlineData("{\n  \"signIn\": { \"secondFactor\": \"maybe\" }\n}", 2, "$.signIn.secondFactor", "staff")]
    [InlineData("{\n  \"database\": { \"connection\": \"localhost\" }\n}", 2, "$.database.connection", "Host=localhost")]
    [InlineData("{\n  \"directory\": { \"url\": \"ldap://directory.example\" }\n}", 2, "$.directory.people", "ou=people")]
    [InlineData("{\n  \"directory\": {\n    \"personFilter\": \"uid={0}\" }\n}", 3, "$.directory.personFilter", "(uid={0})")]
    [InlineData("{\n  \"directory\": {\n    \"roles\": [ { \"group\": \"it\", \"role\": \"Boss\" } ] }\n}", 3, "$.directory.roles", "SvcMgr")]
    [InlineData("{\n  \"openId\": {\n    \"authority\": \"https://login.example\", \"name\": \"SSO\" }\n}", 2, "$.openId.clientId", "provider")]
    [InlineData("{\n  \"audit\": {\n    \"syslog\": { \"host\": \"siem example\" } }\n}", 3, "$.audit.syslog.host", "siem.example")]
    [InlineData("{\n  \"audit\": {\n    \"syslog\": { \"host\": \"10.1.2.3\" } }\n}", 3, "$.audit.syslog.host", "\"webhookHosts\": [\"10.1.2.3\"]")]
    [InlineData("{\n  \"audit\": {\n    \"syslog\": { \"authority\": \"/nowhere/ca.pem\" } }\n}", 3, "$.audit.syslog.authority", "PEM file")]
    [InlineData("{\n  \"audit\": {\n    \"syslog\": { \"certificate\": \"/nowhere/own.pem\" } }\n}", 3, "$.audit.syslog.key", "together")]
    [InlineData("{\n  \"audit\": {\n    \"syslog\": {\n      \"largestMessage\": 100 } }\n}", 4, "$.audit.syslog.largestMessage", "2048")]
    [InlineData("{\n  \"audit\": { \"anchorMail\": \"nobody\" }\n}", 2, "$.audit.anchorMail", "mail address")]
    [InlineData("{\n  \"rate\": {\n    \"tokenPerMinute\": 600000001 }\n}", 3, "$.rate.tokenPerMinute", "600000000")]
    [InlineData("{\n  \"demo\": false,\n  \"urls\": [\"nonsense\"]\n}", 3, "$.urls", "http://localhost:5080")]
    public async Task A_wrong_setting_is_told_by_its_line_and_what_it_should_be(string file, long line, string path, string help)
    {
        await File.WriteAllTextAsync(Path.Combine(data, "steward.json"), file);
        var json = JsonNode.Parse((await Run("check-config", "--json")).Out)!;
        Assert.Equal((line, path), (json["line"]!.GetValue<long>(), json["path"]!.GetValue<string>()));
        Assert.Contains(help, json["reason"]!.GetValue<string>());
    }

    [Fact]
    public async Task What_the_world_refuses_is_told_in_a_line_and_not_in_a_stack_trace()
    {
        using var taken = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        taken.Start();
        var address = $"http://{taken.LocalEndpoint}";
        foreach (var words in new string[][] { ["demo", "--urls", address], ["serve", "--urls", address], ["serve", "--urls", "nonsense"] })
        {
            var (exit, said, err) = await Run(words);
            Assert.Equal(2, exit);
            Assert.Contains(words[^1] == address ? address : "$.urls", said + err);
            Assert.DoesNotContain("   at ", said + err);
        }
        Assert.Equal(0, (await Run("migrate")).Exit);
        var away = $"Host=127.0.0.1;Port={Fixtures.ServerProcess.FreePort()};Database=steward;Username=steward;Password=x";
        foreach (var (words, told) in new (string[], string)[]
        {
            (["move", "--to", away], "cannot be reached"), (["serve", "--database", away], "cannot be reached"), (["move", "--to", "nonsense"], "Host=localhost"), (["migrate", "--database", "nonsense"], "Host=localhost"),
            (["restore", Path.Combine(data, "none.zip")], $"the user {Environment.UserName} may read"),
        })
        {
            var (exit, said, err) = await Run(words);
            Assert.Equal(2, exit);
            Assert.Contains(told, said + err);
            Assert.DoesNotContain("   at ", said + err);
        }
    }

    [Fact]
    public async Task A_head_that_was_kept_elsewhere_is_held_against_the_log()
    {
        Assert.Equal(0, (await Run("verify-audit")).Exit);
        var (exit, said, _) = await Run("verify-audit", "--json", "--anchor", $"5:{new string('0', 64)}");
        Assert.Equal((2, "AnchorMissing", 5), (exit, JsonNode.Parse(said)!["fault"]!.GetValue<string>(), JsonNode.Parse(said)!["at"]!.GetValue<int>()));
        var (wrong, words, err) = await Run("verify-audit", "--anchor", "nonsense");
        Assert.NotEqual(0, wrong);
        Assert.Contains("nonsense is no anchor", words + err);
    }

    [Fact]
    public async Task A_file_that_is_no_incident_log_changes_nothing()
    {
        var log = Path.Combine(data, "log.csv");
        foreach (var text in new[] { "", "a,b\n1,2\n", "number,incident_state,opened_at,sys_updated_at\nINC1,New,never,never\n" })
        {
            await File.WriteAllTextAsync(log, text);
            var (exit, said, _) = await Run("replay", "incidents", log);
            Assert.Equal(2, exit);
            Assert.Contains("nothing was changed", said);
        }
        Assert.Equal(0, JsonNode.Parse((await Run("verify-audit", "--json")).Out)!["lines"]!.GetValue<int>());
        var (missing, sentence, _) = await Run("import", "contacts", log, "--customer", "NONE");
        Assert.Equal(2, missing);
        Assert.Contains("NONE", sentence);
    }

    [Fact]
    public async Task The_sample_company_keeps_out_of_an_installation_that_was_moved_to_PostgreSQL()
    {
        var (file, moved) = (Path.Combine(data, "steward.json"), "{ \"database\": { \"connection\": \"Host=127.0.0.1;Port=1;Database=steward;Username=steward\" } }");
        await File.WriteAllTextAsync(file, moved);
        var (exit, said, _) = await Run("demo", "--only-make");
        Assert.Equal((2, moved), (exit, await File.ReadAllTextAsync(file)));
        Assert.Contains("not a demo", said);
    }

    [Fact]
    public async Task A_sample_year_that_was_interrupted_is_made_anew_and_a_finished_one_is_kept()
    {
        string[] make = ["demo", "--as-of", "2026-01-06", "--only-make", "--json"];
        using (var cut = Process.Start(new ProcessStartInfo("dotnet", [typeof(StewardDb).Assembly.Location, "demo", "--as-of", "2026-01-06", "--only-make", "--data", data]) { RedirectStandardError = true })!)
        {
            while (await cut.StandardError.ReadLineAsync() is { } line && !line.Contains("stands after")) { }
            cut.Kill();
            await cut.WaitForExitAsync();
        }
        var made = JsonNode.Parse((await Run(make)).Out)!;
        Assert.True(made["deeds"]!.GetValue<int>() > 100, made.ToJsonString());
        var lines = JsonNode.Parse((await Run("verify-audit", "--json")).Out)!;
        Assert.Null(lines["fault"]);
        Assert.True(JsonNode.Parse((await Run(make)).Out)!["made"]!.GetValue<bool>());
        Assert.Equal(lines["head"]!.ToString(), JsonNode.Parse((await Run("verify-audit", "--json")).Out)!["head"]!.ToString());
    }

    [Fact]
    public async Task Rows_that_cannot_be_read_are_named_and_the_rest_goes_in()
    {
        var log = Path.Combine(data, "log.csv");
        await File.WriteAllTextAsync(log, """
            number,incident_state,opened_at,sys_updated_at,priority,assigned_to,assignment_group
            INC1,New,1/3/2026 09:00,1/3/2026 09:05,3 - Moderate,?,Group 1
            INC1,Active,1/3/2026 09:00,1/3/2026 09:30,3 - Moderate,Resolver 1,Group 1
            INC1,Resolved,1/3/2026 09:00,yesterday,3 - Moderate,Resolver 1,Group 1
            INC2,Sleeping,1/3/2026 09:00,1/3/2026 09:05,3 - Moderate,?,?
            INC2,Resolved,1/3/2026 09:00,1/3/2026 10:05,3 - Moderate,?,?
            ,New,1/3/2026 09:00,1/3/2026 09:05,3 - Moderate,?,?
            INC3,New,1/3/2026 09:00
            """);
        var (exit, said, _) = await Run("replay", "incidents", log, "--json");
        var json = JsonNode.Parse(said)!;
        Assert.Equal(1, exit);
        Assert.Equal((2, 3), (json["tickets"]!.GetValue<int>(), json["updates"]!.GetValue<int>()));
        Assert.Equal([(4, "sys_updated_at"), (5, "incident_state"), (7, "number"), (8, "")], json["badRows"]!.AsArray().Select(b => (b!["line"]!.GetValue<int>(), b["field"]!.GetValue<string>())));

        var again = JsonNode.Parse((await Run("replay", "incidents", log, "--json")).Out)!;
        Assert.Equal((0, 2), (again["tickets"]!.GetValue<int>(), again["alreadyThere"]!.GetValue<int>()));

        var explained = JsonNode.Parse((await Run("sla", "explain", "INC1", "--clock", "Response", "--json")).Out)!;
        Assert.True(explained["addsUp"]!.GetValue<bool>());
        // 1 March 2026 is a Sunday: nothing of it counts on a Monday-to-Friday calendar, so accepting at 09:30 was in time.
        Assert.Equal(("Met", 0L), (explained["reading"]!["verdict"]!.GetValue<string>(), explained["reading"]!["usedSeconds"]!.GetValue<long>()));
        // Without a choice every promised clock is explained, with the clause that promised it, and whose time the ticket's life was.
        var whole = JsonNode.Parse((await Run("sla", "explain", "INC1", "--json")).Out)!;
        Assert.Equal(["Response", "Resolution"], whole["clocks"]!.AsArray().Select(c => c!["kind"]!.GetValue<string>()));
        Assert.All(whole["clocks"]!.AsArray(), c => Assert.Equal((c!["reading"]!["usedSeconds"]!.GetValue<long>(), c["reading"]!["budgetSeconds"]!.GetValue<long>()), (c["counted"]!.GetValue<long>(), c["clause"]!["seconds"]!.GetValue<long>())));
        Assert.Equal(whole["life"]!["seconds"]!.GetValue<long>(), whole["life"]!["parts"]!.AsArray().Sum(p => p!["seconds"]!.GetValue<long>()));
        Assert.Contains("added up again", (await Run("sla", "explain", "INC1")).Out);
        Assert.Equal(0, (await Run("verify-audit")).Exit);
        Assert.Equal(2, (await Run("sla", "explain", "INC-NO-SUCH")).Exit);
        Assert.Equal(2, (await Run("replay", "incidents", Path.Combine(data, "none.csv"))).Exit);
    }

    [Fact]
    public async Task The_local_authority_makes_a_certificate_that_the_server_uses()
    {
        var file = Path.Combine(data, "steward.json");
        await File.WriteAllTextAsync(file, "{\n  // for the demonstration\n  \"openId\": { \"name\": \"公司统一登录\", },\n  \"mail\": { \"port\": 25 }\n}");
        Assert.Equal(0, (await Run("tls", "localhost", "127.0.0.1", "--port", "0")).Exit);
        // What was in the file and what has changed, legible; not fifty defaults that a later version would have to live with.
        Assert.Equal(["mail", "openId", "publicUrl", "tls", "urls"], JsonNode.Parse(await File.ReadAllTextAsync(file))!.AsObject().Select(p => p.Key).Order());
        Assert.Contains("公司统一登录", await File.ReadAllTextAsync(file));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        var settings = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(data, "steward.json")))!;
        Assert.True(File.Exists(settings["tls"]!["certificate"]!.GetValue<string>()));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(settings["tls"]!["key"]!.GetValue<string>()));
        using var server = Process.Start(new ProcessStartInfo("dotnet", [typeof(StewardDb).Assembly.Location, "serve", "--data", data, "--urls", "https://127.0.0.1:0"]) { RedirectStandardOutput = true })!;
        try
        {
            var line = "";
            while (!line.Contains("https://")) line = await server.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("the server said no address");
            var address = line.Split(' ').First(w => w.StartsWith("https://", StringComparison.Ordinal));
            var authority = System.Security.Cryptography.X509Certificates.X509Certificate2.CreateFromPem(await File.ReadAllTextAsync(Path.Combine(data, "tls", "ca.crt")));
            using var http = new HttpClient(new SocketsHttpHandler
            {
                SslOptions = new() { CertificateChainPolicy = new() { TrustMode = System.Security.Cryptography.X509Certificates.X509ChainTrustMode.CustomRootTrust, CustomTrustStore = { authority }, RevocationMode = System.Security.Cryptography.X509Certificates.X509RevocationMode.NoCheck } },
            });
            using var answer = await http.GetAsync($"{address}/healthz/ready");
            Assert.True(answer.IsSuccessStatusCode);
            Assert.True(answer.Headers.Contains("Strict-Transport-Security"));
            // Also to those who ask for the head alone, over HTTP/2, of a page that is not for them.
            using var head = await http.SendAsync(new(HttpMethod.Head, $"{address}/tickets") { Version = new(2, 0), VersionPolicy = HttpVersionPolicy.RequestVersionExact });
            Assert.True((int)head.StatusCode is 401 or 405, $"{head.StatusCode}");
        }
        finally { server.Kill(); }
    }

    [Fact]
    public async Task A_table_of_people_in_GB_18030_goes_in_and_a_second_time_changes_nothing()
    {
        var log = Path.Combine(data, "log.csv");
        await File.WriteAllTextAsync(log, "number,incident_state,opened_at,sys_updated_at\nINC1,New,1/3/2026 09:00,1/3/2026 09:05\n");
        Assert.Equal(0, (await Run("replay", "incidents", log, "--customer", "XXQY")).Exit);
        System.Text.Encoding.RegisterProvider(System.Text.CodePagesEncodingProvider.Instance);
        var table = Path.Combine(data, "people.csv");
        await File.WriteAllBytesAsync(table, System.Text.Encoding.GetEncoding("GB18030").GetBytes("姓名,部门,电话,邮箱\n张三,财务部,000-5550-0001,zhang@example.com\n,财务部,,\n李四,研发部,000-5550-0002,不是邮箱\n王五,研发部,,\n"));
        var (exit, said, _) = await Run("import", "contacts", table, "--customer", "XXQY", "--json");
        var json = JsonNode.Parse(said)!;
        Assert.Equal((1, 2), (exit, json["added"]!.GetValue<int>()));
        Assert.Equal([(3, "name"), (4, "email")], json["badRows"]!.AsArray().Select(b => (b!["line"]!.GetValue<int>(), b["field"]!.GetValue<string>())));
        Assert.Equal((0, 2), ((int, int))(JsonNode.Parse((await Run("import", "contacts", table, "--customer", "XXQY", "--json")).Out)! is { } again ? (again["added"]!.GetValue<int>(), again["alreadyThere"]!.GetValue<int>()) : (-1, -1)));
    }

    [Fact]
    public async Task A_folder_of_inventories_goes_in_file_by_file_and_a_second_time_changes_nothing()
    {
        var log = Path.Combine(data, "log.csv");
        await File.WriteAllTextAsync(log, "number,incident_state,opened_at,sys_updated_at\nINC1,New,1/3/2026 09:00,1/3/2026 09:05\n");
        Assert.Equal(0, (await Run("replay", "incidents", log, "--customer", "XXQY")).Exit);
        var folder = Directory.CreateDirectory(Path.Combine(data, "inventories", "deeper")).Parent!.FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "deeper", "nb.json"), Assets.Machines.Notebook().ToJsonString());
        await File.WriteAllTextAsync(Path.Combine(folder, "broken.xml"), "<REQUEST>\n<CONTENT>");
        var (exit, said, _) = await Run("import", "inventory", folder, "--customer", "XXQY", "--json");
        var json = JsonNode.Parse(said)!;
        Assert.Equal((1, 1, 1), (exit, json["added"]!.GetValue<int>(), json["refused"]!.GetValue<int>()));
        Assert.Equal([("broken.xml", "AST-111"), ("deeper/nb.json", "")], json["files"]!.AsArray().Select(f => (f!["file"]!.ToString(), f["code"]!.ToString())));
        var head = JsonNode.Parse((await Run("verify-audit", "--json")).Out)!["head"]!.ToString();
        Assert.Equal(1, JsonNode.Parse((await Run("import", "inventory", folder, "--customer", "XXQY", "--json")).Out)!["unchanged"]!.GetValue<int>());
        Assert.Equal(head, JsonNode.Parse((await Run("verify-audit", "--json")).Out)!["head"]!.ToString());
        Assert.Equal(2, (await Run("import", "inventory", Path.Combine(folder, "none"), "--customer", "XXQY")).Exit);
        Assert.Equal(2, (await Run("import", "inventory", folder, "--customer", "NONE")).Exit);
    }

    [Fact]
    public async Task The_help_teaches()
    {
        var (exit, said, _) = await Run("--help");
        Assert.Equal(0, exit);
        foreach (var command in new[] { "serve", "demo", "migrate", "check-config", "replay", "import", "report", "backup", "restore", "move", "support", "sla", "check", "token", "tls", "verify-audit" }) Assert.Contains(command, said);
    }

    public void Dispose() => Directory.Delete(data, recursive: true);
}
