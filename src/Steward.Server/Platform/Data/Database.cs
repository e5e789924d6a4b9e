// Opens the database that the settings name, brings it up to date, and says how safely it writes.
using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Steward.Platform.Settings;

namespace Steward.Platform.Data;

static class Database
{
    public static IServiceCollection AddStewardDatabase(this IServiceCollection services, DataFolder folder, string connection)
    {
        services.AddScoped<Work>();
        if (connection.Length == 0)
        {
            services.AddDbContext<SqliteDb>(o => Sqlite(o, folder.SqliteFile));
            services.AddScoped<StewardDb>(s => s.GetRequiredService<SqliteDb>());
        }
        else
        {
            services.AddDbContext<PostgresDb>(o => Postgres(o, connection));
            services.AddScoped<StewardDb>(s => s.GetRequiredService<PostgresDb>());
        }
        return services;
    }

    public static void Sqlite(DbContextOptionsBuilder options, string file) =>
        options.UseSqlite($"Data Source={file}").UseSnakeCaseNamingConvention().AddInterceptors(new SqliteOpening()).ConfigureWarnings(Quiet);

    public static void Postgres(DbContextOptionsBuilder options, string connection) =>
        options.UseNpgsql(connection).UseSnakeCaseNamingConvention().ConfigureWarnings(Quiet);

    static void Quiet(WarningsConfigurationBuilder warnings) =>
        warnings.Ignore(CoreEventId.RowLimitingOperationWithoutOrderByWarning, CoreEventId.PossibleIncorrectRequiredNavigationWithQueryFilterInteractionWarning);

    /// <summary>How acknowledged writes reach the disk: read back from the database, printed by every benchmark.</summary>
    public static async Task<string> Durability(StewardDb db, CancellationToken stop) => db.Engine == Engine.Sqlite
        ? $"SQLite journal_mode={await db.Scalar("pragma journal_mode", stop)} synchronous={Convert.ToInt32(await db.Scalar("pragma synchronous", stop), null) switch { 0 => "OFF", 1 => "NORMAL", 2 => "FULL", _ => "EXTRA" }}"
        : $"PostgreSQL fsync={await db.Scalar("show fsync", stop)} synchronous_commit={await db.Scalar("show synchronous_commit", stop)}";

    sealed class SqliteOpening : DbConnectionInterceptor
    {
        // FULL: an acknowledged request is on disk. The busy timeout matters only to a second process, such as the command line.
        const string Pragmas = "pragma journal_mode=wal; pragma synchronous=full; pragma busy_timeout=10000; pragma foreign_keys=on; pragma cache_size=-32768; pragma mmap_size=268435456; pragma temp_store=memory;";

        public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData data) => Prepare(connection);

        public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData data, CancellationToken stop = default)
        {
            Prepare(connection);
            return Task.CompletedTask;
        }

        static readonly System.Runtime.CompilerServices.ConditionalWeakTable<object, object> Prepared = [];

        static void Prepare(DbConnection connection)
        {
            // A pooled connection keeps its pragmas; asking SQLite again on each request would cost more than the request.
            var handle = ((SqliteConnection)connection).Handle!;
            if (Prepared.TryGetValue(handle, out _)) return;
            using var command = connection.CreateCommand();
            command.CommandText = Pragmas;
            command.ExecuteNonQuery();
            Prepared.Add(handle, handle);
        }
    }
}
