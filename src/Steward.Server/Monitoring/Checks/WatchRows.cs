// What is kept of a check besides itself: what is known now, the facts of its ledger, its samples, and its flips.
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Steward.Monitoring.Metrics;
using Steward.Platform.Audit;
using Steward.Platform.Events;
using Steward.Protocol;

namespace Steward.Monitoring.Checks;

/// <summary>What is known now: a cache of the last step, changed with every result, so that it is not audited. Its version keeps two batches apart.</summary>
sealed class SightRow : ITenantRow, IVersioned, INotAudited
{
    public CheckId Check { get; init; }
    public CustomerId Customer { get; init; }
    public DateTimeOffset WatchedFrom { get; set; }
    public Outcome? Known { get; set; }
    public DateTimeOffset? KnownSince { get; set; }
    public bool Untold { get; set; }
    public bool Blind { get; set; }
    public bool Behind { get; set; }
    public int Failures { get; set; }
    public DateTimeOffset? FirstFailure { get; set; }
    public DateTimeOffset? LastAt { get; set; }
    public double LastMs { get; set; }
    public string LastDetail { get; set; } = "";
    public DateTimeOffset? CertificateUntil { get; set; }
    /// <summary>The deadline of the sweep: from then on silence is blindness. None while blind or not watched.</summary>
    public DateTimeOffset? BlindAfter { get; set; }
    /// <summary>How many facts the ledger holds.</summary>
    public int Facts { get; set; }
    public int Version { get; set; }

    public Sight Sight => new(WatchedFrom) { Known = Known, KnownSince = KnownSince, Untold = Untold, Blind = Blind, Behind = Behind, Failures = Failures, FirstFailure = FirstFailure, LastAt = LastAt };

    public (Look Look, DateTimeOffset? Since) Look(Check check)
    {
        var look = check.State != CheckState.Watched ? Monitoring.Look.Paused : Blind ? Monitoring.Look.Blind : Known == Outcome.Down ? Monitoring.Look.Down : Failures > 0 ? Monitoring.Look.Failing : Known is null ? Monitoring.Look.Waiting : Monitoring.Look.Up;
        return (look, look switch { Monitoring.Look.Blind => LastAt ?? WatchedFrom, Monitoring.Look.Failing => FirstFailure, Monitoring.Look.Waiting => WatchedFrom, Monitoring.Look.Paused => check.RemovedAt, _ => KnownSince });
    }

    /// <summary>All that a result may change.</summary>
    public static BulkWriter.Change Whole(StewardDb db) => BulkWriter.ChangeOf<SightRow>(db, nameof(WatchedFrom), nameof(Known), nameof(KnownSince), nameof(Untold), nameof(Blind), nameof(Behind), nameof(Failures),
        nameof(FirstFailure), nameof(LastAt), nameof(LastMs), nameof(LastDetail), nameof(CertificateUntil), nameof(BlindAfter), nameof(Facts));

    /// <summary>What a result changes that shows nothing new.</summary>
    public static BulkWriter.Change Seen(StewardDb db) => BulkWriter.ChangeOf<SightRow>(db, nameof(LastAt), nameof(LastMs), nameof(BlindAfter));

    public void Keep(Sight sight, SightRule rule)
    {
        (WatchedFrom, Known, KnownSince, Untold) = (sight.WatchedFrom, sight.Known, sight.KnownSince, sight.Untold);
        (Blind, Behind, Failures, FirstFailure, LastAt) = (sight.Blind, sight.Behind, sight.Failures, sight.FirstFailure, sight.LastAt);
        BlindAfter = sight.Blind ? null : sight.Evidence + rule.Grace;
    }

    /// <summary>Keeps a step and adds its facts to the ledger; answers the news of it.</summary>
    public IEnumerable<INews> Keep(StewardDb db, Step step, SightRule rule, DateTimeOffset now)
    {
        Keep(step.Sight, rule);
        foreach (var fact in step.Facts) Write(db, new(fact.Kind, fact.From, null, now));
        return [.. step.Flips.Select(flip => CheckNews.Of(Check, Customer, flip))];
    }

    public void Write(StewardDb db, LedgerFact fact) => db.Add(new FactRow
    {
        Check = Check, Number = ++Facts, Customer = Customer, Kind = fact.Kind, From = fact.From, To = fact.To, RecordedAt = fact.RecordedAt, Reason = fact.Reason, By = fact.By, ApprovedBy = fact.ApprovedBy, Cause = fact.Cause == Guid.Empty ? null : fact.Cause,
    });
}

/// <summary>A fact of the availability ledger, never changed.</summary>
sealed class FactRow : ITenantRow
{
    public CheckId Check { get; init; }
    public int Number { get; init; }
    public CustomerId Customer { get; init; }
    public LedgerKind Kind { get; init; }
    public DateTimeOffset From { get; init; }
    public DateTimeOffset? To { get; init; }
    public DateTimeOffset RecordedAt { get; init; }
    public string Reason { get; init; } = "";
    public string By { get; init; } = "";
    public string ApprovedBy { get; init; } = "";
    /// <summary>None for what stands for itself.</summary>
    public Guid? Cause { get; init; }

    public LedgerFact Fact => new(Kind, From, To, RecordedAt, Reason, By, ApprovedBy) { Cause = Cause ?? Guid.Empty };
}

/// <summary>One result as a sample, as version 0.1 let it wait for the metric store; its successor is <see cref="IntakeRow"/>, and this table is empty soon after the upgrade.</summary>
sealed class SampleRow : ITenantRow, INotAudited
{
    public long Position { get; init; }
    public CheckId Check { get; init; }
    public CustomerId Customer { get; init; }
    public DateTimeOffset At { get; init; }
    public Outcome Outcome { get; init; }
    public double Ms { get; init; }
}

sealed class MonitoringTables : IEntityTypeConfiguration<Check>, IEntityTypeConfiguration<SightRow>, IEntityTypeConfiguration<FactRow>, IEntityTypeConfiguration<SampleRow>, IEntityTypeConfiguration<IntakeRow>
{
    public void Configure(EntityTypeBuilder<Check> row)
    {
        row.ToTable("monitoring_check").HasKey(r => r.Id);
        row.Ignore(r => r.Order).Ignore(r => r.Aim);
        row.HasIndex(r => new { r.Customer, r.State });
        row.HasIndex(r => r.Contract);
        row.HasIndex(r => r.Probe);
        row.HasIndex(r => r.Asset);
    }

    public void Configure(EntityTypeBuilder<SightRow> row)
    {
        row.ToTable("monitoring_sight").HasKey(r => r.Check);
        row.Ignore(r => r.Sight);
        row.HasIndex(r => r.BlindAfter).HasFilter("blind_after is not null");
    }

    public void Configure(EntityTypeBuilder<FactRow> row)
    {
        row.ToTable("monitoring_fact").HasKey(r => new { r.Check, r.Number });
        row.Ignore(r => r.Fact);
        row.HasIndex(r => r.Cause).HasFilter("cause is not null");
    }

    public void Configure(EntityTypeBuilder<SampleRow> row)
    {
        row.ToTable("monitoring_sample").HasKey(r => r.Position);
    }

    public void Configure(EntityTypeBuilder<IntakeRow> row)
    {
        row.ToTable("monitoring_intake").HasKey(r => r.Position);
        // While the metric store is away, what waits here grows, and graphs show it all the same.
        row.HasIndex(r => new { r.Customer, r.LastAt });
    }
}
