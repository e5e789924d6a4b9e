// How much a token is used: counted in memory by each node and written down now and then.
using Steward.Platform.Audit;
using Steward.Platform.Sweeps;

namespace Steward.Access.Tokens;

sealed class TokenUse : INotAudited
{
    public TokenId Token { get; init; }
    public long Requests { get; set; }
    /// <summary>Of these, so many were more than a minute allows.</summary>
    public long Refused { get; set; }
    public DateTimeOffset LastUsedAt { get; set; }
    public DateTimeOffset? LastRefusedAt { get; set; }
}

/// <summary>What this node has not written down yet. A node that is killed forgets some seconds of it: these are figures for people, not for bills.</summary>
sealed class TokenCounts
{
    readonly Lock gate = new();
    Dictionary<TokenId, (long Requests, long Refused, DateTimeOffset At, DateTimeOffset? RefusedAt)> counts = [];

    public void Count(TokenId token, bool refused, DateTimeOffset now)
    {
        lock (gate)
        {
            var had = counts.GetValueOrDefault(token);
            counts[token] = (had.Requests + 1, had.Refused + (refused ? 1 : 0), now, refused ? now : had.RefusedAt);
        }
    }

    public IReadOnlyDictionary<TokenId, (long Requests, long Refused, DateTimeOffset At, DateTimeOffset? RefusedAt)> Take()
    {
        lock (gate)
        {
            var taken = counts;
            counts = [];
            return taken;
        }
    }
}

sealed class TokenUseSweep(StewardDb db, TokenCounts counts) : ISweep
{
    public string Name => "token-use";
    public TimeSpan Every => TimeSpan.FromSeconds(10);

    public async Task<int> RunOnce(DateTimeOffset now, CancellationToken stop)
    {
        var taken = counts.Take();
        foreach (var (token, used) in taken)
        {
            // Two nodes may write a token's first row at once: who comes second adds to it.
            for (var tries = 0; tries < 3 && await Add(token, used.Requests, used.Refused, used.At, used.RefusedAt, stop) == 0; tries++)
            {
                db.Add(new TokenUse { Token = token, LastUsedAt = used.At });
                await db.TryCommit(stop);
                db.ChangeTracker.Clear();
            }
        }
        return 0;
    }

    Task<int> Add(TokenId token, long requests, long refused, DateTimeOffset at, DateTimeOffset? refusedAt, CancellationToken stop) => db.UpdateNow(db.Set<TokenUse>().Where(u => u.Token == token), s => s
        .SetProperty(u => u.Requests, u => u.Requests + requests).SetProperty(u => u.Refused, u => u.Refused + refused).SetProperty(u => u.LastUsedAt, at).SetProperty(u => u.LastRefusedAt, u => refusedAt ?? u.LastRefusedAt), stop);
}
