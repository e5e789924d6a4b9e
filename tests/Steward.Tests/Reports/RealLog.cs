// A real desk's log, imported once for all tests that count with it, and the same log as plain rows to count against.
using System.Globalization;
using System.IO.Compression;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Steward.Access;
using Steward.Commands;
using Steward.Contracts;
using Steward.Desk;
using Steward.Fulfilment;
using Steward.People;
using Steward.Platform.Data;
using Steward.Platform.Host;
using Steward.Platform.Ids;
using Steward.Platform.Settings;
using Xunit;
using CustomerId = Steward.Platform.Data.TenantId;

namespace Steward.Reports;

/// <summary>An installation in a temporary folder with the whole log in it.</summary>
public sealed class RealLog : IAsyncLifetime
{
    readonly string folder = Directory.CreateTempSubdirectory("steward-log-").FullName;
    WebApplication? app;

    public async ValueTask InitializeAsync()
    {
        var path = Environment.GetEnvironmentVariable("STEWARD_TESTDATA") is { Length: > 0 } root ? Path.Combine(root, "itsm-incident-log", "incident_event_log.csv.gz") : "";
        if (!File.Exists(path)) return;
        app = StewardHost.Build(new DataFolder(folder), new StewardSettings { Urls = [] }, Modules.All);
        await using var scope = System();
        await Guards.Migrate(scope.ServiceProvider.GetRequiredService<StewardDb>(), default);
        await using var file = File.OpenRead(path);
        await scope.ServiceProvider.GetRequiredService<HistoryImport>().Run(file, new("HIST", "历史数据客户", "Asia/Shanghai"), null, default);
        Rows = RawRow.Read(path);
    }

    internal IReadOnlyList<RawRow> Rows { get; private set; } = [];

    /// <summary>Skips or fails the test when there is no log to count with.</summary>
    public void Needed() => TestData.Path("itsm-incident-log", "incident_event_log.csv.gz");

    /// <summary>A unit of work as the system.</summary>
    public AsyncServiceScope System()
    {
        var scope = app!.Services.CreateAsyncScope();
        Me.ActAsSystem(scope.ServiceProvider, "Test");
        return scope;
    }

    /// <summary>A unit of work as somebody who holds one role, for one customer or for all.</summary>
    public async Task<AsyncServiceScope> As(string userName, Role role, CustomerId? customer)
    {
        var scope = app!.Services.CreateAsyncScope();
        var services = scope.ServiceProvider;
        var (ids, now) = (services.GetRequiredService<IdSource>(), DateTimeOffset.UtcNow);
        ContactId? contact = null;
        if (role == Role.CustAdm)
        {
            await using var system = System();
            contact = await system.ServiceProvider.GetRequiredService<PeopleBook>().Contacts.Select(c => c.Id).FirstAsync();
        }
        var account = new Account { Id = ids.New<AccountId>(now), UserName = userName, Name = userName, Contact = contact };
        var grant = new Grant { Id = ids.New<GrantId>(now), Account = account.Id, Role = role, Customer = customer, From = now };
        var me = services.GetRequiredService<Me>();
        me.Become(account, [grant]);
        var work = services.GetRequiredService<Work>();
        (work.Actor, work.Scope, work.Verb) = (new(account.Id.Value, account.Name), me.Scope, "Test");
        return scope;
    }

    public static async Task<PromiseContract> Contract(IServiceProvider services) => (await services.GetRequiredService<PromiseBook>().Contracts(default)).Single(c => c.CustomerShort == "HIST");

    public async ValueTask DisposeAsync()
    {
        if (app is not null) await app.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }
}

/// <summary>A row of the log as it stands in the file, read without any of the program's code. Times are the zone's wall clock.</summary>
sealed record RawRow(string Ticket, string State, DateTime Opened, DateTime Updated, string Priority, string Group)
{
    static readonly string[] Unknown = ["-100"];

    public static IReadOnlyList<RawRow> Read(string path)
    {
        using var text = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        var head = text.ReadLine()!.Split(',');
        int At(string name) => Array.IndexOf(head, name);
        var (ticket, state, opened, updated, priority, group) = (At("number"), At("incident_state"), At("opened_at"), At("sys_updated_at"), At("priority"), At("assignment_group"));
        var rows = new List<RawRow>();
        while (text.ReadLine() is { } line)
        {
            var cells = line.Split(',');
            if (cells.Length != head.Length) throw new InvalidDataException("A quoted comma: this simple reader does not understand the file.");
            if (Unknown.Contains(cells[state])) continue;
            rows.Add(new(cells[ticket], cells[state], Time(cells[opened]), Time(cells[updated]), "P" + cells[priority][0], cells[group] == "?" ? "" : cells[group]));
        }
        return rows;
    }

    static DateTime Time(string text) => DateTime.ParseExact(text, "d/M/yyyy HH:mm", CultureInfo.InvariantCulture);
}
