// Ready means: the database answers and can be written.
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Steward.Platform.Host;

sealed class DatabaseAnswers(StewardDb db) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken stop = default)
    {
        try
        {
            await db.Scalar("select sequence from platform_audit_head where id = 1", stop);
            return HealthCheckResult.Healthy();
        }
        catch (System.Data.Common.DbException fault) { return HealthCheckResult.Unhealthy("The database does not answer.", fault); }
    }
}
