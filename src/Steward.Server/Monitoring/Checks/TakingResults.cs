// Takes what probes saw: from a batch of results to samples, states, facts of the ledger, and news.
using Microsoft.EntityFrameworkCore;
using Steward.Monitoring.Metrics;
using Steward.Platform.Events;
using Steward.Platform.Settings;
using Steward.Probes;

namespace Steward.Monitoring.Checks;

/// <summary>
/// Made for twenty thousand results a second: the rows of a probe's checks are remembered from batch to batch, most results change three columns of one row, and a batch of samples is one row.
/// </summary>
sealed class TakingResults(StewardDb db, SightMemory memory, StewardSettings settings)
{
    /// <summary>
    /// Takes results that a probe handed over for its own checks: samples, states, facts of the ledger. Adds to the unit of work and never saves; the answer
    /// are the news for its commit, which may find that somebody else was first (<see cref="StewardDb.TryCommit"/>) and is then tried again. A result from
    /// the future was made by a clock that is wrong: it counts as seen when it came. Results for checks that the probe does not hold are dropped.
    /// </summary>
    public async Task<IReadOnlyList<INews>> Take(Handed handed, CancellationToken stop)
    {
        var (customer, probe) = (handed.Customer, handed.Probe.Value);
        var watched = memory.TakeOut(customer, probe, handed.After);
        var paused = await Recall(watched, handed, stop);
        var (samples, changed, touched, news) = (new List<Sample>(handed.Results.Count), new HashSet<SightRow>(), new HashSet<SightRow>(), new List<INews>());
        foreach (var sent in handed.Results.OrderBy(r => r.At))
        {
            var known = watched.GetValueOrDefault(sent.Check);
            if (known is null && !paused.Contains(sent.Check)) continue;
            var result = sent.At > handed.ReceivedAt ? sent with { At = handed.ReceivedAt } : sent;
            samples.Add(new(CheckId.From(result.Check), result.At, result.Outcome, result.Ms));
            if (known is not var (row, rule)) continue;
            var (before, newest) = (row.Sight, row.LastAt is null || result.At > row.LastAt);
            var step = before.Take(result, rule, handed.ReceivedAt);
            news.AddRange(row.Keep(db, step, rule, handed.ReceivedAt));
            if (newest)
            {
                if (row.LastDetail != result.Detail || result.CertificateUntil is { } until && until != row.CertificateUntil) changed.Add(row);
                (row.LastMs, row.LastDetail, row.CertificateUntil) = (result.Ms, result.Detail, result.CertificateUntil ?? row.CertificateUntil);
            }
            if (step.Facts.Count > 0 || step.Sight with { LastAt = before.LastAt } != before) changed.Add(row);
            touched.Add(row);
        }
        if (samples.Count == 0) return news;
        touched.ExceptWith(changed);
        db.Alongside(async stop =>
        {
            await BulkWriter.Update(db, changed, SightRow.Whole(db), stop);
            await BulkWriter.Update(db, touched, SightRow.Seen(db), stop);
            await BulkWriter.Insert(db, [IntakeRow.Of(customer, samples)], stop);
        });
        db.OnceKept(() => memory.PutBack(customer, probe, handed.Through, watched));
        return news;
    }

    /// <summary>Reads what is not remembered of the checks that the results name; answers those that are paused, which is not remembered.</summary>
    async Task<HashSet<Guid>> Recall(Dictionary<Guid, Seen> watched, Handed handed, CancellationToken stop)
    {
        var (customer, probe, paused) = (handed.Customer, handed.Probe.Value, new HashSet<Guid>());
        var named = handed.Results.Select(r => r.Check).Where(c => !watched.ContainsKey(c)).Distinct().Select(CheckId.From).ToList();
        if (named.Count == 0) return paused;
        var found = await (from c in db.Set<Check>().AsNoTracking() join r in db.Set<SightRow>().AsNoTracking() on c.Id equals r.Check
            where named.Contains(c.Id) && c.Customer == customer && c.Probe == probe && c.State != CheckState.Removed select new { c, r }).ToListAsync(stop);
        foreach (var one in found)
            if (one.c.State == CheckState.Watched) watched[one.c.Id.Value] = new(one.r, one.c.Rule(settings.Monitoring.GraceIntervals));
            else paused.Add(one.c.Id.Value);
        return paused;
    }
}
