// Opens the database that the settings name, brings it up to date, and says how safely it writes.
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Metadata;
using Steward.Platform.Audit;
using Steward.Platform.Settings;

namespace Steward.Platform.Data;

static class Database
{
    public static IServiceCollection AddStewardDatabase(this IServiceCollection services, DataFolder folder, string connection)
    {
        services.AddScoped<Work>();
        if (connection.Length == 0)
        {
            services.AddSingleton(_ => new OpenConnections(folder.SqliteFile));
            _ = Task.Run(() => SqliteModel.Value);
            services.AddPooledDbContextFactory<SqliteDb>(o => Sqlite(o, folder.SqliteFile).UseModel(SqliteModel.Value), Pooled);
            services.AddScoped(s => Begin(s, s.GetRequiredService<IDbContextFactory<SqliteDb>>().CreateDbContext().On(s.GetRequiredService<OpenConnections>())));
        }
        else
        {
            _ = Task.Run(() => PostgresModel.Value);
            services.AddPooledDbContextFactory<PostgresDb>(o => Postgres(o, connection).UseModel(PostgresModel.Value), Pooled);
            services.AddScoped(s => Begin(s, s.GetRequiredService<IDbContextFactory<PostgresDb>>().CreateDbContext()));
        }
        return services;
    }

    /// <summary>So many contexts wait for the next request.</summary>
    const int Pooled = 32;

    static StewardDb Begin(IServiceProvider services, StewardDb db) =>
        db.Begin(services.GetRequiredService<Work>(), services.GetRequiredService<TimeProvider>(), services.GetRequiredService<AuditSeal>(), services.GetRequiredService<Sweeps.Bell>());

    static readonly KeptStatements Statements = new();
    static readonly BehindTheWall Wall = new();

    // More than a second of work, and the same for every database: begun on another core while the host is put together.
    static readonly Lazy<IModel> SqliteModel = new(() =>
    {
        var options = new DbContextOptionsBuilder<SqliteDb>();
        Sqlite(options, "");
        using var db = new SqliteDb(options.Options);
        return db.Model;
    });

    static readonly Lazy<IModel> PostgresModel = new(() =>
    {
        var options = new DbContextOptionsBuilder<PostgresDb>();
        Postgres(options, "");
        using var db = new PostgresDb(options.Options);
        return db.Model;
    });

    public static DbContextOptionsBuilder Sqlite(DbContextOptionsBuilder options, string file) =>
        options.UseSqlite($"Data Source={file}", o => o.UseParameterizedCollectionMode(ParameterTranslationMode.Parameter)).UseSnakeCaseNamingConvention().AddInterceptors(Statements).ConfigureWarnings(Quiet);

    public static DbContextOptionsBuilder Postgres(DbContextOptionsBuilder options, string connection) =>
        options.UseNpgsql(connection).UseSnakeCaseNamingConvention().AddInterceptors(Wall).ConfigureWarnings(Quiet);

    static void Quiet(WarningsConfigurationBuilder warnings) =>
        warnings.Ignore(CoreEventId.RowLimitingOperationWithoutOrderByWarning, CoreEventId.PossibleIncorrectRequiredNavigationWithQueryFilterInteractionWarning);

    /// <summary>How acknowledged writes reach the disk: read back from the database, printed by every benchmark.</summary>
    public static async Task<string> Durability(StewardDb db, CancellationToken stop) => db.Engine == Engine.Sqlite
        ? $"SQLite journal_mode={await db.Scalar("pragma journal_mode", stop)} synchronous={Convert.ToInt32(await db.Scalar("pragma synchronous", stop), null) switch { 0 => "OFF", 1 => "NORMAL", 2 => "FULL", _ => "EXTRA" }}"
        : $"PostgreSQL fsync={await db.Scalar("show fsync", stop)} synchronous_commit={await db.Scalar("show synchronous_commit", stop)}";
}
