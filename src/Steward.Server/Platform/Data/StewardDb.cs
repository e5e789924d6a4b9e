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
public abstract class StewardDb(DbContextOptions options, Work work, TimeProvider time, AuditSeal seal) : DbContext(options)
{
    readonly List<NumberWanted> numbers = [];
    readonly List<Func<SearchEntry>> searchEntries = [];
    readonly List<Action> onceNumbered = [];

    public Work Work { get; } = work;
    internal AuditSeal Seal { get; } = seal;
    public abstract Engine Engine { get; }
    internal string ConnectionText => Database.GetConnectionString() ?? "";

    // Read by the tenant filter of every query; a property, so that it is a parameter and not a constant of the cached query.
    bool SeesAll => Work.Scope.All;
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
            conventions.Properties(id).HaveConversion((Engine == Engine.Sqlite ? typeof(IdToBytes<>) : typeof(IdToGuid<>)).MakeGenericType(id));
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
        catch (DbUpdateException fault) when (fault is DbUpdateConcurrencyException || Engine.IsDuplicate(fault.InnerException))
        {
            // What was to be written with it must not go along with the next commit of this scope.
            ChangeTracker.Clear();
            Forget();
            return new ChangedMeanwhile();
        }
    }

    /// <summary>
    /// Commits a batch that bypasses the change tracker: <paramref name="write"/> inserts rows (with <see cref="BulkWriter"/>) in the transaction and
    /// answers the audit lines, events and search entries that go with them.
    /// </summary>
    internal async Task CommitBulk(Func<Task<(List<AuditLine> Audit, List<INews> News, List<SearchEntry> Search)>> write, CancellationToken stop)
    {
        var now = time.Now();
        using var turn = await WriteGate.Enter(this, stop);
        await using var transaction = await Database.BeginTransactionAsync(stop);
        var (audit, news, search) = await write();
        await SearchIndex.Write(this, search, stop);
        await AuditChain.Append(this, audit, stop);
        await EventLog.AppendMany(this, news, now, stop);
        await transaction.CommitAsync(stop);
    }

    public async Task Commit(CancellationToken stop, params INews[] news)
    {
        var now = time.Now();
        using var turn = await WriteGate.Enter(this, stop);
        await using var transaction = await Database.BeginTransactionAsync(stop);
        await NumberSeries.Assign(this, numbers, stop);
        foreach (var act in onceNumbered) act();
        foreach (var entry in ChangeTracker.Entries<IVersioned>().Where(e => e.State == EntityState.Modified))
            entry.Entity.Version++;
        ChangeTracker.AutoDetectChangesEnabled = false;
        try
        {
            ChangeTracker.DetectChanges();
            var lines = AuditLines.From(ChangeTracker, Work, news, now);
            await SaveChangesAsync(stop);
            await SearchIndex.Write(this, [.. searchEntries.Select(e => e())], stop);
            await AuditChain.Append(this, lines, stop);
            await EventLog.Append(this, news, now, stop);
            await Idempotency.Keep(this, news, now, stop);
        }
        finally { ChangeTracker.AutoDetectChangesEnabled = true; }
        await transaction.CommitAsync(stop);
        Forget();
    }

    void Forget()
    {
        numbers.Clear();
        onceNumbered.Clear();
        searchEntries.Clear();
    }
}

/// <summary>A row that two people may change at once: the second one is told.</summary>
public interface IVersioned
{
    int Version { get; set; }
}

public sealed class SqliteDb(DbContextOptions<SqliteDb> options, Work work, TimeProvider time, AuditSeal seal) : StewardDb(options, work, time, seal)
{
    public override Engine Engine => Engine.Sqlite;
}

public sealed class PostgresDb(DbContextOptions<PostgresDb> options, Work work, TimeProvider time, AuditSeal seal) : StewardDb(options, work, time, seal)
{
    public override Engine Engine => Engine.Postgres;
}
