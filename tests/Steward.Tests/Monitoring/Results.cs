// Results as a probe would hand them over, and the samples that they leave.
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Steward.Fixtures;
using Steward.Monitoring.Checks;
using Steward.Monitoring.Metrics;
using Steward.Platform.Data;
using Steward.Platform.Events;
using Steward.Probes;
using Steward.Protocol;

namespace Steward.Monitoring;

static class Results
{
    /// <summary>Takes results without their numbers, in the unit of work that is open; so nothing is remembered between two calls.</summary>
    public static Task<IReadOnlyList<INews>> Take(this IServiceProvider unit, Company company, Guid probe, IReadOnlyList<CheckResult> results, DateTimeOffset receivedAt) =>
        unit.GetRequiredService<TakingResults>().Take(new(ProbeId.From(probe), TenantId.From(company.Customer), -1, 0, results, receivedAt), default);

    /// <summary>The samples that the metric store has not taken yet.</summary>
    public static Task<List<Sample>> Waiting(this TestServer server) => server.As(async s =>
        (await s.GetRequiredService<StewardDb>().Set<IntakeRow>().AsNoTracking().OrderBy(r => r.Position).ToListAsync()).SelectMany(r => r.Read().Samples).ToList());
}
