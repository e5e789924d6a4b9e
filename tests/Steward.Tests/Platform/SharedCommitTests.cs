// Units of work that wait for the writer at the same time go to disk together; each still stands or falls alone.
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Steward.Fixtures;
using Steward.Platform.Audit;
using Steward.Platform.Data;
using Steward.Platform.Ids;
using Steward.People;
using Xunit;

namespace Steward.Platform;

public sealed class SharedCommitTests
{
    public static TheoryData<Engine> Engines => TestServer.Engines;

    [Theory, MemberData(nameof(Engines))]
    public async Task One_that_fails_takes_nothing_of_the_others_with_it(Engine engine)
    {
        await using var server = await TestServer.Open(engine);
        var ids = server.Services.GetRequiredService<IdSource>();
        // Every third one bears the same id as the one before it.
        var wanted = Enumerable.Range(0, 60).Select(i => ids.New<SupplierId>(server.Time.GetUtcNow())).ToArray();
        for (var i = 2; i < wanted.Length; i += 3) wanted[i] = wanted[i - 1];
        var kept = await Task.WhenAll(wanted.Select((id, i) => Task.Run(() => server.As(async s =>
        {
            var db = s.GetRequiredService<StewardDb>();
            db.Add(new Supplier { Id = id, Name = $"供应商{i}" });
            return (await db.TryCommit(default)).Refusal is null;
        }))));
        var there = await server.As(s => s.GetRequiredService<StewardDb>().Set<Supplier>().Select(r => r.Id).ToListAsync());
        Assert.Equal(wanted.Select(i => i.Value).Distinct().Order(), there.Select(i => i.Value).Order());
        Assert.Equal(40, kept.Count(k => k));
        var audit = await server.As(s => AuditVerifier.Verify(s.GetRequiredService<StewardDb>(), [], default));
        Assert.Null(audit.Fault);
        Assert.Equal(40, await server.As(s => s.GetRequiredService<StewardDb>().Set<AuditRow>().CountAsync(r => r.Subject == "people_supplier")));
    }

    [Fact]
    public async Task Whoever_gives_up_while_waiting_leaves_the_others_their_commit()
    {
        await using var server = await TestServer.Open();
        var ids = server.Services.GetRequiredService<IdSource>();
        using var impatient = new CancellationTokenSource();
        var all = Enumerable.Range(0, 40).Select(i => Task.Run(() => server.As(async s =>
        {
            var db = s.GetRequiredService<StewardDb>();
            db.Add(new Supplier { Id = ids.New<SupplierId>(server.Time.GetUtcNow()), Name = $"供应商{i}" });
            if (i == 20) await impatient.CancelAsync();
            try { await db.Commit(i % 2 == 0 ? default : impatient.Token); return true; }
            catch (OperationCanceledException) { return false; }
        }))).ToArray();
        var kept = await Task.WhenAll(all).WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(kept.Count(k => k), await server.As(s => s.GetRequiredService<StewardDb>().Set<Supplier>().CountAsync()));
        Assert.True(kept.Where((_, i) => i % 2 == 0).All(k => k));
    }
}
