// The second wall between tenants: PostgreSQL itself withholds the rows of others, whatever a query forgot to filter.
using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Metadata;
using Npgsql;

namespace Steward.Platform.Data;

/// <summary>
/// A unit of work that may see some tenants only (a customer's people, staff of one customer, a probe, nobody signed in) works as the role <see cref="Role"/>, for which row-level
/// security holds on every table that has a customer. Whoever may see all (sweeps, provider staff with a general grant) works as the tables' owner. The role cannot sign in.
/// SQLite has one wall: the filter of every query (<see cref="StewardDb.TenantFilter"/>).
/// </summary>
static class TenantWall
{
    public const string Role = "steward_tenant";

    // Databases of one server share their roles: two of them may come to make it at once.
    const string MakeRole = $"""
        do $$ begin
          if not exists (select from pg_roles where rolname = '{Role}') then
            begin create role {Role} nologin; exception when duplicate_object or unique_violation then null; end;
          end if;
          if not pg_has_role(current_user, '{Role}', 'member') then execute format('grant {Role} to %I', current_user); end if;
        end $$
        """;

    /// <summary>Builds the wall anew; run after every migration, once all rows of a restored database are in.</summary>
    public static async Task Build(StewardDb db, CancellationToken stop)
    {
        try { await db.Execute(MakeRole, stop); }
        catch (PostgresException fault) when (fault.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            var user = new NpgsqlConnectionStringBuilder(db.Database.GetConnectionString()).Username;
            throw new IOException($"""The database user "{user}" may not make the role that keeps customers apart. Let an administrator of PostgreSQL run: create role {Role} nologin; grant {Role} to "{user}";""", fault);
        }
        await db.Execute($"grant usage on schema public to {Role}; grant select, insert, update, delete on all tables in schema public to {Role}; grant usage on all sequences in schema public to {Role}", stop);
        foreach (var entity in db.Model.GetEntityTypes())
        {
            if (OwnerOf(entity)?.GetColumnName() is not { } owner) continue;
            var (table, own) = (entity.GetTableName(), $"{owner} = any ((select string_to_array(current_setting('steward.tenants', true), ','))::uuid[])");
            var rule = Notes.Contains(entity.ClrType) ? $"using ({owner} is null or {own}) with check (true)" : $"using ({own})";
            await db.Execute($"alter table {table} enable row level security; drop policy if exists tenant on {table}; create policy tenant on {table} to {Role} {rule}", stop);
        }
    }

    // What the platform notes of a deed is written for everybody and read by few.
    static readonly Type[] Notes = [typeof(Audit.AuditRow), typeof(Events.EventRow), typeof(Search.SearchRow)];

    /// <summary>The column that says whose a row is (a tenant's own row belongs to itself); null where rows belong to nobody.</summary>
    public static IProperty? OwnerOf(IEntityType entity) =>
        !typeof(ITenantRow).IsAssignableFrom(entity.ClrType) && !Notes.Contains(entity.ClrType) ? null
        : entity.FindPrimaryKey()!.Properties[0] is { } id && id.ClrType == typeof(TenantId) ? id : entity.FindProperty(nameof(ITenantRow.Customer));

    public static string Enter(TenantScope scope) => scope.All ? "reset role" : $"set role {Role}; set steward.tenants = '{string.Join(',', scope.Tenants)}'";
}

/// <summary>Puts a connection behind the wall as it comes out of the pool, where it is its owner's again, and whenever the scope of the unit of work has become another.</summary>
sealed class BehindTheWall : DbCommandInterceptor, IDbConnectionInterceptor
{
    public void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        if (eventData.Context is not PostgresDb db) return;
        db.Opened();
        db.Enwall();
    }

    public async Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        if (eventData.Context is not PostgresDb db) return;
        db.Opened();
        await db.Enwall(cancellationToken);
    }

    public override InterceptionResult<DbDataReader> ReaderExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result) => In(eventData, result);
    public override InterceptionResult<object> ScalarExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<object> result) => In(eventData, result);
    public override InterceptionResult<int> NonQueryExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<int> result) => In(eventData, result);
    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default) => In(eventData, result, cancellationToken);
    public override ValueTask<InterceptionResult<object>> ScalarExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<object> result, CancellationToken cancellationToken = default) => In(eventData, result, cancellationToken);
    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default) => In(eventData, result, cancellationToken);

    static TResult In<TResult>(CommandEventData on, TResult result)
    {
        (on.Context as PostgresDb)?.Enwall();
        return result;
    }

    static async ValueTask<TResult> In<TResult>(CommandEventData on, TResult result, CancellationToken stop)
    {
        if (on.Context is PostgresDb db) await db.Enwall(stop);
        return result;
    }
}
