// Holds the house to its rules, and shows each rule a planted breach that it must report.
using ArchUnitNET.Domain;
using ArchUnitNET.Loader;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Steward.Fixtures;
using Steward.Platform.Data;
using Steward.Platform.Text;
using Steward.Platform.Web;
using Xunit;

namespace Steward.House;

public sealed class HouseTests
{
    static readonly string Root = FindRoot();
    static readonly string Server = Path.Combine(Root, "src", "Steward.Server");
    static readonly Lazy<List<Use>> Uses = new(LoadUses);
    static readonly Dictionary<string, int> Floors = HouseRules.Floors(File.ReadAllText(Path.Combine(Root, "docs", "architecture.md")));

    [Fact]
    public void A_module_uses_lower_floors_only() => Assert.Empty(HouseRules.FloorBreaches(Uses.Value, Floors));

    [Fact]
    public void Canary_floors()
    {
        Assert.Single(HouseRules.FloorBreaches([new("Steward.Sla.Store.Shelf", "Steward.Desk.Ticket")], Floors));
        Assert.Single(HouseRules.FloorBreaches([new("Steward.Sla.Store.Shelf", "Steward.Notify.Mail")], Floors));
        Assert.Single(HouseRules.FloorBreaches([new("Steward.Platform.Web.Json", "Steward.People.Staff")], Floors));
        Assert.True(Uses.Value.Count > 1000, "the loader found next to nothing");
    }

    [Fact]
    public void A_module_is_entered_by_its_door() => Assert.Empty(HouseRules.DoorBreaches(Uses.Value, Requests()));

    [Fact]
    public void Canary_doors() => Assert.Single(HouseRules.DoorBreaches([new("Steward.Desk.ServiceDesk", "Steward.Sla.Store.Shelf"), new("Steward.Desk.ServiceDesk", "Steward.Sla.Priority")], Requests()));

    [Fact]
    public void Plain_sql_names_own_tables_only() => Assert.Empty(Sources().SelectMany(s => HouseRules.TableBreaches(s.File, s.Text, Floors.Keys)));

    [Fact]
    public void Canary_tables() => Assert.Single(HouseRules.TableBreaches("Reports/Gather.cs", "db.Rows(\"select x from desk_ticket\")", Floors.Keys));

    [Fact]
    public void Text_stands_in_the_resources() => Assert.Empty(Sources().SelectMany(s => HouseRules.TextBreaches(s.File, s.Text)));

    [Fact]
    public void Canary_text()
    {
        Assert.Single(HouseRules.TextBreaches("Desk/X.cs", "var a = \"卡纸\";"));
        Assert.Single(HouseRules.TextBreaches("Desk/X.razor", "<p>卡纸</p>"));
        Assert.Empty(HouseRules.TextBreaches("Desk/X.cs", "var a = 1; // 卡纸"));
    }

    [Fact]
    public void Every_text_that_is_asked_for_exists() => Assert.Empty(Sources().SelectMany(s => HouseRules.MissingTexts(s.File, s.Text, Texts.Has)));

    [Fact]
    public void Canary_missing_texts() => Assert.Single(HouseRules.MissingTexts("X.razor", "@T(\"no.such.key\") @T(\"done\")", Texts.Has));

    [Fact]
    public void Every_file_opens_with_a_sentence() => Assert.Empty(Sources().Where(s => !s.File.Contains("/Migrations/") && !s.File.EndsWith(".g.cs") && Path.GetFileName(s.File) != "_Imports.razor" && !HouseRules.OpensWithSentence(s.File, s.Text)).Select(s => s.File));

    [Fact]
    public void Canary_sentences() => Assert.False(HouseRules.OpensWithSentence("X.cs", "namespace Steward;\n"));

    [Fact]
    public void Every_module_has_a_page_of_prose() =>
        Assert.Empty(Floors.Keys.Where(m => Directory.Exists(Path.Combine(Server, m)) && !File.Exists(Path.Combine(Server, m, "README.md"))));

    [Fact]
    public void Paths_that_documents_name_exist() => Assert.Empty(Documents().SelectMany(d => HouseRules.DeadPaths(d, File.ReadAllText(d), Exists)));

    [Fact]
    public void Canary_paths() => Assert.Single(HouseRules.DeadPaths("x.md", "see `docs/no-such.md` and `Platform/Audit`", Exists));

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public async Task The_model_has_no_change_without_a_migration(Engine engine)
    {
        await using var server = await TestServer.Open(engine);
        Assert.False(await server.As(s => Task.FromResult(s.GetRequiredService<StewardDb>().Database.HasPendingModelChanges())), "run `make migrations`");
    }

    [Theory]
    [InlineData(Engine.Sqlite, "SQLite journal_mode=wal synchronous=FULL")]
    [InlineData(Engine.Postgres, "PostgreSQL fsync=on synchronous_commit=on")]
    public async Task Acknowledged_means_on_disk(Engine engine, string durability)
    {
        await using var server = await TestServer.Open(engine);
        Assert.Equal(durability, await server.As(s => Database.Durability(s.GetRequiredService<StewardDb>(), default)));
    }

    [Fact]
    public async Task Every_route_has_a_policy()
    {
        await using var server = await TestServer.Open();
        var bare = server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<IAuthorizeData>() is not { Policy: not null } && e.RoutePattern.RawText != "{**path:file}") // the framework's own, for built files
            .Select(e => e.RoutePattern.RawText);
        Assert.Empty(bare);
    }

    [Fact]
    public async Task Every_verb_has_its_words_in_both_languages()
    {
        await using var server = await TestServer.Open();
        var verbs = server.Services.GetRequiredService<EndpointDataSource>().Endpoints.Select(e => e.Metadata.GetMetadata<VerbMark>()).OfType<VerbMark>().Select(v => v.Ask.Name).Distinct().ToList();
        Assert.True(verbs.Count > 30);
        Assert.Empty(verbs.SelectMany(v => new[] { $"verb.{v}", $"done.{v}" }).Where(key => !Texts.Has(key)));
    }

    [Fact]
    public async Task Every_audited_record_and_field_has_its_words()
    {
        await using var server = await TestServer.Open();
        Assert.Equal("", await server.As(s => Task.FromResult(string.Join(" ", HouseRules.UnnamedInTheAudit(s.GetRequiredService<StewardDb>().Model, Texts.Has)))));
        Assert.NotEmpty(await server.As(s => Task.FromResult(HouseRules.UnnamedInTheAudit(s.GetRequiredService<StewardDb>().Model, key => key != "Audit.field.Summary").ToList())));
    }

    static HashSet<string> Requests() =>
        [.. typeof(StewardDb).Assembly.GetTypes().SelectMany(t => t.GetInterfaces()).Where(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IVerb<,>))
            .SelectMany(i => i.GetGenericArguments()).Select(t => t.FullName!.Split('[')[0])];

    static List<Use> LoadUses()
    {
        var architecture = new ArchLoader().LoadAssembly(typeof(StewardDb).Assembly).Build();
        return [.. architecture.Types.Where(t => t.FullName.StartsWith("Steward.", StringComparison.Ordinal))
            .SelectMany(t => t.Dependencies.Select(d => new Use(Outer(t), Outer(d.Target)))).Where(u => u.To.StartsWith("Steward.", StringComparison.Ordinal)).Distinct()];
    }

    /// <summary>Nested and compiler-made types count as the type around them.</summary>
    static string Outer(IType type) => type.FullName.Split('+', '/', '`', '<')[0];

    static IEnumerable<(string File, string Text)> Sources() =>
        Directory.EnumerateFiles(Server, "*.*", SearchOption.AllDirectories)
            .Where(f => (f.EndsWith(".cs", StringComparison.Ordinal) || f.EndsWith(".razor", StringComparison.Ordinal)))
            .Select(f => Path.GetRelativePath(Server, f).Replace('\\', '/')).Where(f => !f.StartsWith("bin/") && !f.StartsWith("obj/") && !f.StartsWith("frontend/"))
            .Select(f => (f, File.ReadAllText(Path.Combine(Server, f))));

    static IEnumerable<string> Documents() => Directory.EnumerateFiles(Root, "*.md", SearchOption.AllDirectories)
        .Where(f => !f.Contains("/node_modules/") && !f.Contains("/bin/") && !f.Contains("/obj/") && !f.Contains("/artifacts/"));

    static bool Exists(string path) => new[] { Root, Server }.Select(root => Path.Combine(root, path)).Any(p => File.Exists(p) || Directory.Exists(p) || File.Exists(p + ".cs"));

    internal static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Steward.slnx"))) return folder.FullName;
        throw new InvalidOperationException("The tests run inside the checkout.");
    }
}
