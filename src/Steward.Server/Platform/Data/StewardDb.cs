// The one database of Steward: every module's rows, and the unit of work that commits them with audit line, events and outbox.
using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Steward.Platform.Audit;
using Steward.Platform.Events;
using Steward.Platform.Numbers;
using Steward.Platform.Search;

namespace Steward.Platform.Data;

/// <summary>
/// One unit of work. Handlers read through it, add to it, and end with one <see cref="Commit(CancellationToken, INews[])"/>:
/// rows, numbers, search entries, audit lines and events go to disk together or not at all.
/// </summary>
public abstract class StewardDb(DbContextOptions options) : DbContext(options)
{
    readonly List<NumberWanted> numbers = [];
    readonly List<Func<SearchEntry>> searchEntries = [];
    readonly List<Action> onceNumbered = [], onceKept = [];
    readonly List<Func<CancellationToken, Task>> alongside = [];
    TimeProvider time = TimeProvider.System;
    Sweeps.Bell bell = new();

    public Work Work { get; private set; } = new();
    /// <summary>Whether anything of this unit of work is on disk already, so that it cannot be begun anew.</summary>
    internal bool HasKept { get; private set; }
    internal AuditSeal Seal { get; private set; } = new([]);
    public abstract Engine Engine { get; }

    /// <summary>Waits for this unit of work's turn to write, where the engine has one writer at a time.</summary>
    internal abstract ValueTask<IWriteTurn> EnterAsWriter(CancellationToken stop);

    /// <summary>Begins a unit of work. Contexts are pooled: what the last one left behind is gone.</summary>
    internal StewardDb Begin(Work of, TimeProvider clock, AuditSeal seal, Sweeps.Bell news)
    {
        (Work, time, Seal, bell, HasKept) = (of, clock, seal, news, false);
        Forget();
        // A unit of work that fails is undone whole; it needs no savepoints within.
        Database.AutoSavepointsEnabled = false;
        return this;
    }

    void Forget()
    {
        numbers.Clear();
        onceNumbered.Clear();
        onceKept.Clear();
        alongside.Clear();
        searchEntries.Clear();
    }

    // Read by the tenant filter of every query; a property, so that it is a parameter and not a constant of the cached query.
    bool SeesAll => Work.Scope.All || !Work.FirstWallStands;
    List<TenantId> SeenTenants => [.. Work.Scope.Tenants];

    /// <summary>The named filter that keeps tenants apart.</summary>
    public const string TenantFilter = "Tenant";

    protected override void OnModelCreating(ModelBuilder model)
    {
        model.ApplyConfigurationsFromAssembly(typeof(StewardDb).Assembly);
        var filter = typeof(StewardDb).GetMethod(nameof(FilterByTenant), BindingFlags.Instance | BindingFlags.NonPublic)!;
        foreach (var entity in model.Model.GetEntityTypes().Where(e => typeof(ITenantRow).IsAssignableFrom(e.ClrType)).ToList())
            filter.MakeGenericMethod(entity.ClrType).Invoke(this, [model]);
        foreach (var entity in model.Model.GetEntityTypes().Where(e => typeof(IVersioned).IsAssignableFrom(e.ClrType)))
            entity.FindProperty(nameof(IVersioned.Version))!.IsConcurrencyToken = true;
    }

    void FilterByTenant<TRow>(ModelBuilder model) where TRow : class, ITenantRow
    {
        // The tenant's own row is filtered by its id: it belongs to itself.
        if (model.Entity<TRow>().Metadata.FindPrimaryKey()!.Properties[0] is { Name: var key } id && id.ClrType == typeof(TenantId))
            model.Entity<TRow>().Ignore(nameof(ITenantRow.Customer)).HasQueryFilter(TenantFilter, row => SeesAll || SeenTenants.Contains(EF.Property<TenantId>(row, key)));
        else
            model.Entity<TRow>().HasQueryFilter(TenantFilter, row => SeesAll || SeenTenants.Contains(row.Customer));
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder conventions)
    {
        foreach (var id in typeof(StewardDb).Assembly.GetTypes().Where(t => t.IsValueType && t.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IId<>))))
        {
            var converter = (Engine == Engine.Sqlite ? typeof(IdToBytes<>) : typeof(IdToGuid<>)).MakeGenericType(id);
            conventions.Properties(id).HaveConversion(converter);
            // So that a query can take a plain id for one of this type: (TicketId)(object)clock.Subject.
            conventions.DefaultTypeMapping(id, mapping => mapping.HasConversion(converter));
        }
        conventions.Properties<Enum>().HaveConversion<string>().HaveMaxLength(40);
        if (Engine == Engine.Sqlite)
        {
            conventions.Properties<Guid>().HaveConversion<GuidToBytes>();
            conventions.Properties<DateTimeOffset>().HaveConversion<InstantToMilliseconds>();
            conventions.Properties<decimal>().HaveConversion<DecimalToFixedPoint>();
        }
        else conventions.Properties<DateTimeOffset>().HaveConversion<InstantToUtc>();
    }

    /// <summary>Takes the next number of a series when the work commits, so that the series has no holes and holds no one up.</summary>
    public void TakeNumber(string series, Action<long> assign) => numbers.Add(new(series, assign));

    /// <summary>Does something in the commit, after numbers are taken and before rows are written: for texts that carry the number.</summary>
    public void OnceNumbered(Action act) => onceNumbered.Add(act);

    /// <summary>
    /// What the unit of work holds of one kind of row. Unlike the change tracker's own list it does not first look for changes in every row of every kind, which would make a
    /// batch of n rows cost n².
    /// </summary>
    internal IReadOnlyList<Microsoft.EntityFrameworkCore.ChangeTracking.EntityEntry<TRow>> Held<TRow>() where TRow : class
    {
        var detects = ChangeTracker.AutoDetectChangesEnabled;
        ChangeTracker.AutoDetectChangesEnabled = false;
        try { return [.. ChangeTracker.Entries<TRow>()]; }
        finally { ChangeTracker.AutoDetectChangesEnabled = detects; }
    }

    /// <summary>Whether a commit would write nothing besides rows of this kind.</summary>
    internal bool HoldsNothingBut<TRow>() where TRow : class =>
        numbers.Count + onceNumbered.Count + onceKept.Count + alongside.Count + searchEntries.Count == 0
        && ChangeTracker.Entries().All(e => e.Entity is TRow || e.State is not (EntityState.Added or EntityState.Modified or EntityState.Deleted));

    /// <summary>
    /// Writes in the commit past the change tracker (with <see cref="BulkWriter"/>), for what comes by the thousand and is not audited. Whoever finds a row changed
    /// meanwhile throws <see cref="DbUpdateConcurrencyException"/>.
    /// </summary>
    internal void Alongside(Func<CancellationToken, Task> write) => alongside.Add(write);

    /// <summary>Does something once all of it is on disk, and not if it fails.</summary>
    internal void OnceKept(Action act) => onceKept.Add(act);

    /// <summary>Puts a record into the full-text search when the work commits, by when it has its number.</summary>
    public void Index(Func<SearchEntry> entry) => searchEntries.Add(entry);

    /// <summary>Writes everything in one transaction. A row that changed since it was read, or that somebody else wrote first, makes this answer <see cref="ChangedMeanwhile"/>.</summary>
    public async Task<Result<Done>> TryCommit(CancellationToken stop, params INews[] news)
    {
        try
        {
            await Commit(stop, news);
            return new Done();
        }
        catch (Exception fault) when (IsLost(fault)) { return GiveUp(); }
    }

    /// <summary>Whether a commit failed because somebody else was first.</summary>
    internal bool IsLost(Exception fault) => fault is DbUpdateConcurrencyException || Engine.IsDuplicate(fault is DbUpdateException { InnerException: var inner } ? inner : fault);

    /// <summary>What was to be written with a commit that was lost must not go along with the next one of this scope.</summary>
    internal ChangedMeanwhile GiveUp()
    {
        ChangeTracker.Clear();
        Forget();
        return new();
    }

    /// <summary>
    /// Commits a batch that bypasses the change tracker: <paramref name="write"/> inserts rows (with <see cref="BulkWriter"/>) in the transaction and
    /// answers the audit lines, events and search entries that go with them.
    /// </summary>
    internal async Task CommitBulk(Func<Task<(List<AuditLine> Audit, List<INews> News, List<SearchEntry> Search)>> write, CancellationToken stop)
    {
        var now = time.Now();
        await using var turn = await EnterAsWriter(stop);
        var (audit, news, search) = await write();
        await SearchIndex.Write(this, search, stop);
        await AuditChain.Append(this, audit, stop);
        await EventLog.AppendMany(this, news, now, stop);
        await turn.Keep(stop);
        HasKept = true;
        if (news.Count > 0) bell.Ring(pressing: false);
    }

    /// <summary>Changes rows where they lie, at once and outside any unit of work (the claims of sweeps, which are no one's deed), and answers how many.</summary>
    internal async Task<int> UpdateNow<TRow>(IQueryable<TRow> rows, Action<Microsoft.EntityFrameworkCore.Query.UpdateSettersBuilder<TRow>> set, CancellationToken stop)
    {
        await using var turn = await EnterAsWriter(stop);
        var changed = await rows.ExecuteUpdateAsync(set, stop);
        await turn.Keep(stop);
        return changed;
    }

    /// <summary>Deletes rows where they lie, at once and outside any unit of work: what was only held until somebody else had it.</summary>
    internal async Task<int> DeleteNow<TRow>(IQueryable<TRow> rows, CancellationToken stop)
    {
        await using var turn = await EnterAsWriter(stop);
        var gone = await rows.ExecuteDeleteAsync(stop);
        await turn.Keep(stop);
        return gone;
    }

    public async Task Commit(CancellationToken stop, params INews[] news)
    {
        var now = time.Now();
        // Looked for before the turn, which others wait for; new rows are written as they are then, so only a number that goes into a row of before is looked for again.
        ChangeTracker.DetectChanges();
        await using var turn = await EnterAsWriter(stop);
        await NumberSeries.Assign(this, numbers, stop);
        foreach (var act in onceNumbered) act();
        ChangeTracker.AutoDetectChangesEnabled = false;
        try
        {
            if (numbers.Count + onceNumbered.Count > 0 && ChangeTracker.Entries().Any(e => e.State != EntityState.Added)) ChangeTracker.DetectChanges();
            var changed = ChangeTracker.Entries().Where(e => e.State is EntityState.Added or EntityState.Modified or EntityState.Deleted).ToList();
            foreach (var entry in changed)
                if (entry is { State: EntityState.Modified, Entity: IVersioned row }) entry.Property(nameof(IVersioned.Version)).CurrentValue = row.Version + 1;
            var lines = AuditLines.From(changed, Work, news, now);
            // Changed rows first, so that whoever lost a race hears of it before a new row meets its twin.
            var added = BulkWriter.TakeAdded(this, changed);
            await SaveChangesAsync(stop);
            added.Write();
            foreach (var write in alongside) await write(stop);
            await SearchIndex.Write(this, [.. searchEntries.Select(e => e())], stop);
            await AuditChain.Append(this, lines, stop);
            if (lines.Count == 0 && news.Length > 0) await AuditChain.TakePlace(this, stop);
            await EventLog.Append(this, news, now, stop);
            await Idempotency.Keep(this, news, now, stop);
        }
        finally { ChangeTracker.AutoDetectChangesEnabled = true; }
        await turn.Keep(stop);
        HasKept = true;
        // It stands for the first commit of a request that has several.
        Work.IdempotencyKey = null;
        foreach (var act in onceKept) act();
        Forget();
        if (news.Length > 0) bell.Ring(pressing: news.Any(n => n is IPressing));
    }
}

/// <summary>A row that two people may change at once: the second one is told.</summary>
public interface IVersioned
{
    int Version { get; set; }
}

public sealed class SqliteDb(DbContextOptions<SqliteDb> options) : StewardDb(options)
{
    OpenConnections? from;
    Microsoft.Data.Sqlite.SqliteConnection? connection;

    public override Engine Engine => Engine.Sqlite;

    /// <summary>Works on an open connection until it is disposed.</summary>
    internal SqliteDb On(OpenConnections connections)
    {
        (from, connection) = (connections, connections.Rent());
        Database.SetDbConnection(connection, contextOwnsConnection: false);
        return this;
    }

    public override void Dispose()
    {
        base.Dispose();
        GiveBack();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        GiveBack();
    }

    void GiveBack()
    {
        if (connection is not null) from!.Return(connection);
        connection = null;
    }

    internal override ValueTask<IWriteTurn> EnterAsWriter(CancellationToken stop) => from!.Writer.Enter(this, stop);

    /// <summary>Works on the writer's connection and transaction while it is this one's turn (null: on its own again).</summary>
    internal void Use(Microsoft.Data.Sqlite.SqliteConnection? writer, Microsoft.Data.Sqlite.SqliteTransaction? transaction)
    {
        if (transaction is null) Database.UseTransaction(null);
        Database.SetDbConnection(writer ?? connection, contextOwnsConnection: false);
        if (transaction is not null) Database.UseTransaction(transaction);
    }
}

public sealed class PostgresDb(DbContextOptions<PostgresDb> options) : StewardDb(options)
{
    // For whom the open connection works; a fresh one is the owner's, who sees all.
    TenantScope behind = TenantScope.Everyone;

    public override Engine Engine => Engine.Postgres;
    internal override ValueTask<IWriteTurn> EnterAsWriter(CancellationToken stop) => PostgresTurn.Enter(this, stop);

    internal void Opened() => behind = TenantScope.Everyone;

    /// <summary>Puts the open connection behind the wall of this unit of work's scope, if it is not there yet.</summary>
    internal void Enwall()
    {
        if (ToTheWall() is not { } command) return;
        using (command) command.ExecuteNonQuery();
    }

    internal async ValueTask Enwall(CancellationToken stop)
    {
        if (ToTheWall() is not { } command) return;
        await using (command) await command.ExecuteNonQueryAsync(stop);
    }

    System.Data.Common.DbCommand? ToTheWall()
    {
        if (ReferenceEquals(behind, Work.Scope) || behind.All && Work.Scope.All) return null;
        behind = Work.Scope;
        var command = Database.GetDbConnection().CreateCommand();
        command.CommandText = TenantWall.Enter(behind);
        return command;
    }
}
