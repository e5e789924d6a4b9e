// What the model cannot say: the audit's triggers and the search's own structures, written once for each engine.
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Steward.Platform.Data;

/// <summary>Statements run after every migration; each may be run again without harm.</summary>
static class Guards
{
    const string Sqlite = """
        create trigger if not exists platform_audit_no_update before update on platform_audit begin select raise(abort, 'the audit log is append-only'); end;
        create trigger if not exists platform_audit_no_delete before delete on platform_audit begin select raise(abort, 'the audit log is append-only'); end;
        create virtual table if not exists platform_search_terms using fts5(terms, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 2');
        """;

    const string Postgres = """
        create or replace function platform_audit_is_append_only() returns trigger language plpgsql as $$ begin raise exception 'the audit log is append-only'; end $$;
        create or replace trigger platform_audit_append_only before update or delete or truncate on platform_audit for each statement execute function platform_audit_is_append_only();
        alter table platform_search add column if not exists terms tsvector;
        create index if not exists ix_platform_search_terms on platform_search using gin (terms);
        """;

    public static Task Put(StewardDb db, CancellationToken stop) => db.Execute(db.Engine == Engine.Sqlite ? Sqlite : Postgres, stop);

    /// <summary>Brings the database to the present model, or refuses one that is ahead of it; two nodes that start together do it once (EF Core locks the history table).</summary>
    public static async Task Migrate(StewardDb db, CancellationToken stop)
    {
        // The tables' owner changes them, whoever it is that came first.
        using var all = db.Work.AmongAll();
        var known = await db.GetService<IHistoryRepository>().ExistsAsync(stop);
        if (known && (await db.Database.GetAppliedMigrationsAsync(stop)).Except(db.Database.GetMigrations()).FirstOrDefault() is { } newer)
            throw new IOException($"A newer Steward has changed this database ({newer}). Install that version again, or restore the backup from before the upgrade with this one ({Upkeep.Manifest.Here}).");
        if (!known || (await db.Database.GetPendingMigrationsAsync(stop)).Any() || !await Exists(db, stop))
        {
            await db.Database.MigrateAsync(stop);
            await Put(db, stop);
            if (db.Engine == Engine.Postgres) await TenantWall.Build(db, stop);
        }
    }

    static async Task<bool> Exists(StewardDb db, CancellationToken stop) =>
        await db.Scalar(db.Engine == Engine.Sqlite
            ? "select count(*) from sqlite_master where name = 'platform_search_terms'"
            : "select count(*) from pg_policies where schemaname = 'public' and tablename = 'platform_search'", stop) is > 0L;
}
