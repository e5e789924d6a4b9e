// Writes new rows of mapped tables past EF's update pipeline: by prepared insert (SQLite) or COPY (PostgreSQL).
using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace Steward.Platform.Data;

/// <summary>Runs inside the caller's transaction. Columns, names and conversions are those of the model.</summary>
static class BulkWriter
{
    static readonly ConcurrentDictionary<IEntityType, Plan> Plans = new();
    static readonly ConcurrentDictionary<(IEntityType, string), Change> Changes = new();

    public static async Task Insert<TRow>(StewardDb db, IReadOnlyCollection<TRow> rows, CancellationToken stop) where TRow : class
    {
        if (rows.Count == 0) return;
        var plan = PlanOf(db.Model.FindEntityType(typeof(TRow))!);
        if (db.Engine == Engine.Sqlite) foreach (var row in rows) InsertOne(db, plan, row);
        else await ByCopy(db, plan, rows, stop);
    }

    /// <summary>
    /// On SQLite, takes what the change tracker holds as added out of EF's hands, to be written by prepared inserts; a key that the database gives is left to EF.
    /// Tables have no foreign keys, so no order is needed. This takes a third of the time of EF's own way, which sorts, batches and reads its SQL anew each time.
    /// </summary>
    public static Added TakeAdded(StewardDb db, IEnumerable<Microsoft.EntityFrameworkCore.ChangeTracking.EntityEntry> changed)
    {
        var rows = new List<(Plan, object)>();
        if (db.Engine == Engine.Sqlite)
            foreach (var entry in changed.Where(e => e.State == EntityState.Added))
            {
                if (PlanOf(entry.Metadata) is not { GivesKey: false } plan) continue;
                rows.Add((plan, entry.Entity));
                entry.State = EntityState.Unchanged;
            }
        return new(db, rows);
    }

    public readonly record struct Added(StewardDb Db, List<(Plan Plan, object Row)> Rows)
    {
        public void Write()
        {
            foreach (var (plan, row) in Rows) InsertOne(Db, plan, row);
        }
    }

    /// <summary>
    /// Writes some properties of rows read earlier, and gives each its next version. Fails as EF would when one of them has another version by now:
    /// <see cref="DbUpdateConcurrencyException"/>, and the caller's transaction must be undone.
    /// </summary>
    public static async Task Update<TRow>(StewardDb db, IReadOnlyCollection<TRow> rows, Change change, CancellationToken stop) where TRow : class, IVersioned
    {
        if (rows.Count == 0) return;
        var changed = 0;
        if (db.Engine == Engine.Sqlite)
        {
            var statement = db.Prepared(change.One)!;
            foreach (var row in rows) changed += Fill(statement, change.Columns, row).Run();
        }
        else
        {
            await using var command = await db.Command(change.Many, stop);
            command.Transaction = db.Database.CurrentTransaction!.GetDbTransaction();
            foreach (var column in change.Columns) command.Parameters.Add(new NpgsqlParameter { Value = column.Values(rows), DataTypeName = column.Type + "[]" });
            changed = await command.ExecuteNonQueryAsync(stop);
        }
        if (changed != rows.Count) throw new DbUpdateConcurrencyException($"{rows.Count - changed} rows of {typeof(TRow).Name} were changed by somebody else.");
        foreach (var row in rows) row.Version++;
    }

    /// <summary>The statements that change these properties of a kind of row: one row by its key and version, or many at once. The key is one column.</summary>
    public static Change ChangeOf<TRow>(StewardDb db, params string[] properties) where TRow : class, IVersioned =>
        Changes.GetOrAdd((db.Model.FindEntityType(typeof(TRow))!, string.Join(' ', properties)), static (key, properties) => ChangeOf(key.Item1, properties), properties);

    static Change ChangeOf(IEntityType entity, string[] properties)
    {
        var (table, all) = (entity.GetTableName(), PlanFor(entity, withGivenKeys: true).Columns);
        var at = StoreObjectIdentifier.Create(entity, StoreObjectType.Table)!.Value;
        Column Of(IProperty property) => all.Single(c => c.Name == property.GetColumnName(at));
        var (set, key, version) = (properties.Select(p => Of(entity.FindProperty(p)!)).ToArray(), Of(entity.FindPrimaryKey()!.Properties.Single()), Of(entity.FindProperty(nameof(IVersioned.Version))!));
        Column[] columns = [.. set, key, version];
        return new(
            $"update {table} set {string.Join(", ", set.Select((c, i) => $"\"{c.Name}\" = @p{i}"))}, version = version + 1 where \"{key.Name}\" = @p{set.Length} and version = @p{set.Length + 1}",
            $"update {table} t set {string.Join(", ", set.Select(c => $"\"{c.Name}\" = d.\"{c.Name}\""))}, version = t.version + 1 from unnest({string.Join(", ", columns.Select((_, i) => $"${i + 1}"))}) "
                + $"as d({string.Join(", ", columns.Select(c => $"\"{c.Name}\""))}) where t.\"{key.Name}\" = d.\"{key.Name}\" and t.version = d.version",
            columns);
    }

    public sealed record Change(string One, string Many, Column[] Columns);

    static void InsertOne(StewardDb db, Plan plan, object row) => Fill(db.Prepared(plan.Insert)!, plan.Columns, row).Run();

    static KeptStatement Fill(KeptStatement statement, Column[] columns, object row)
    {
        for (var i = 0; i < columns.Length; i++) statement.Bind(i, columns[i].Value(row));
        return statement;
    }

    static Task ByCopy<TRow>(StewardDb db, Plan plan, IReadOnlyCollection<TRow> rows, CancellationToken stop) where TRow : class => ByCopy(db, plan, rows.ToAsyncEnumerable(), stop);

    /// <summary>Streams rows of another database into this PostgreSQL, with the keys that they had.</summary>
    public static Task CopyAll<TRow>(StewardDb db, IAsyncEnumerable<TRow> rows, CancellationToken stop) where TRow : class =>
        ByCopy(db, PlanFor(db.Model.FindEntityType(typeof(TRow))!, withGivenKeys: true), rows, stop);

    static async Task ByCopy<TRow>(StewardDb db, Plan plan, IAsyncEnumerable<TRow> rows, CancellationToken stop) where TRow : class
    {
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        // COPY knows no row-level security and refuses tables that have it: what goes in is looked at here, and written as the tables' owner.
        var walled = plan.Owner is not null && !db.Work.Scope.All;
        if (walled) await db.Execute("set local role none", stop);
        await using (var writer = await connection.BeginBinaryImportAsync(plan.Copy, stop))
        {
            await foreach (var row in rows.WithCancellation(stop))
            {
                if (walled && plan.Owner!.GetClrValue(row) is TenantId tenant && !db.Work.Scope.Covers(tenant)) throw new InvalidOperationException($"A row of another tenant was to be written: {typeof(TRow).Name}.");
                await writer.StartRowAsync(stop);
                foreach (var column in plan.Columns)
                    if (column.Value(row) is { } value) await writer.WriteAsync(value, column.Type, stop);
                    else await writer.WriteNullAsync(stop);
            }
            await writer.CompleteAsync(stop);
        }
        if (walled) await db.Execute($"set local role {TenantWall.Role}", stop);
    }

    /// <summary>How rows of one kind go into their table. <see cref="GivesKey"/>: the database numbers them.</summary>
    public sealed record Plan(string Insert, string Copy, Column[] Columns, bool GivesKey, IClrPropertyGetter? Owner);

    public sealed record Column(string Name, IClrPropertyGetter Getter, CoreTypeMapping Mapping, string Type, bool Nullable)
    {
        readonly Func<object?, object?>? convert = Mapping.Converter?.ConvertToProvider;

        public object? Value(object row) => Getter.GetClrValue(row) is { } value ? convert is null ? value : convert(value) : null;

        /// <summary>The column of many rows, as an array of the type that the database's driver takes.</summary>
        public Array Values<TRow>(IReadOnlyCollection<TRow> rows) where TRow : class
        {
            var kind = Mapping.Converter?.ProviderClrType ?? Mapping.ClrType;
            var values = Array.CreateInstance(Nullable && kind.IsValueType && System.Nullable.GetUnderlyingType(kind) is null ? typeof(Nullable<>).MakeGenericType(kind) : kind, rows.Count);
            var i = 0;
            foreach (var row in rows) values.SetValue(Value(row), i++);
            return values;
        }
    }

    static Plan PlanOf(IEntityType entity) => Plans.GetOrAdd(entity, static entity => PlanFor(entity, withGivenKeys: false));

    /// <summary>Whether the database numbers the rows by this key.</summary>
    public static bool Given(IProperty p) => p.ValueGenerated == ValueGenerated.OnAdd && p.IsPrimaryKey() && p.ClrType == typeof(long);

    static Plan PlanFor(IEntityType entity, bool withGivenKeys)
    {
        var table = StoreObjectIdentifier.Create(entity, StoreObjectType.Table)!.Value;
        var columns = entity.GetProperties().Where(p => withGivenKeys || !Given(p))
            .Select(p => new Column(p.GetColumnName(table)!, p.GetGetter(), p.GetTypeMapping(), ((RelationalTypeMapping)p.GetTypeMapping()).StoreType, p.IsNullable)).ToArray();
        var names = string.Join(", ", columns.Select(c => $"\"{c.Name}\""));
        return new($"insert into {entity.GetTableName()} ({names}) values ({string.Join(", ", columns.Select((_, i) => $"@p{i}"))})",
            $"copy {entity.GetTableName()} ({names}) from stdin (format binary)", columns, entity.GetProperties().Any(Given), TenantWall.OwnerOf(entity)?.GetGetter());
    }
}
