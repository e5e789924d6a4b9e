// Ready means: the database answers and there is room to write.
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Steward.Platform.Host;

sealed class DatabaseAnswers(StewardDb db, Room room) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken stop = default)
    {
        try
        {
            await db.Scalar("select sequence from platform_audit_head where id = 1", stop);
            return room.IsThere ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("The disk is full: writes are refused, reading goes on.");
        }
        catch (System.Data.Common.DbException fault) { return HealthCheckResult.Unhealthy("The database does not answer.", fault); }
    }

    /// <summary>The state in a word, as monitoring looks for it, and below it what is wrong.</summary>
    public static Task Tell(HttpContext http, HealthReport report)
    {
        http.Response.ContentType = "text/plain; charset=utf-8";
        return http.Response.WriteAsync(string.Join('\n', [report.Status.ToString(), .. report.Entries.Values.Select(e => e.Description).Where(d => d is { Length: > 0 })]), http.RequestAborted);
    }
}
