// Holds each API token to its requests a minute, and tells programs how many are left.
using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;

namespace Steward.Access.Tokens;

/// <summary>The token of a request, once it is proved, and its figure.</summary>
sealed record TokenPace(TokenId Token, int PerMinute);

/// <summary>
/// Behind the sign-in, so that nobody can use up a token that they do not have. A bucket of a minute's requests that is refilled all the while; each node keeps its own.
/// Headers: Retry-After (RFC 9110); RateLimit-Policy and RateLimit as the draft of the IETF has them (draft-ietf-httpapi-ratelimit-headers).
/// </summary>
sealed class TokenLimits : IDisposable
{
    readonly PartitionedRateLimiter<HttpContext> limiter = PartitionedRateLimiter.Create<HttpContext, TokenPace>(http => http.Features.Get<TokenPace>() is { } pace
        ? RateLimitPartition.GetTokenBucketLimiter(pace, p => new() { TokenLimit = p.PerMinute, TokensPerPeriod = 1, ReplenishmentPeriod = TimeSpan.FromMinutes(1) / p.PerMinute, QueueLimit = 0 })
        : RateLimitPartition.GetNoLimiter(new TokenPace(default, 0)));

    readonly TokenCounts counts;
    readonly TimeProvider time;

    public TokenLimits(TokenCounts counts, TimeProvider time)
    {
        (this.counts, this.time) = (counts, time);
        Options = new() { GlobalLimiter = limiter, RejectionStatusCode = StatusCodes.Status429TooManyRequests, OnRejected = Refused };
    }

    public RateLimiterOptions Options { get; }

    ValueTask Refused(OnRejectedContext context, CancellationToken stop)
    {
        var (http, wait) = (context.HttpContext, context.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromSeconds(1));
        http.Response.Headers.RetryAfter = Seconds(wait);
        if (http.Features.Get<TokenPace>() is not { } pace) return default;
        Tell(http, pace);
        counts.Count(pace.Token, refused: true, time.Now());
        return default;
    }

    public Task Passed(HttpContext http, RequestDelegate next)
    {
        if (http.Features.Get<TokenPace>() is { } pace)
        {
            Tell(http, pace);
            counts.Count(pace.Token, refused: false, time.Now());
        }
        return next(http);
    }

    /// <summary>q requests within w seconds; r are left, and after t seconds all are there again.</summary>
    void Tell(HttpContext http, TokenPace pace)
    {
        var left = limiter.GetStatistics(http)?.CurrentAvailablePermits ?? 0;
        http.Response.Headers["RateLimit-Policy"] = FormattableString.Invariant($"\"token\";q={pace.PerMinute};w=60");
        http.Response.Headers["RateLimit"] = FormattableString.Invariant($"\"token\";r={left};t={Seconds(TimeSpan.FromMinutes(1) * (pace.PerMinute - left) / pace.PerMinute)}");
    }

    static string Seconds(TimeSpan wait) => Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);

    public void Dispose() => limiter.Dispose();
}
