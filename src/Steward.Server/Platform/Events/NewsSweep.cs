// Brings news from the log to the ears of the rooms, one piece after the other, each in a unit of work of its own.
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Steward.Platform.Sweeps;

namespace Steward.Platform.Events;

sealed class NewsSweep(StewardDb db, IEnumerable<INewsEar> ears, IServiceScopeFactory scopes, TimeProvider time) : ISweep
{
    public string Name => "news";
    public TimeSpan Every => TimeSpan.FromSeconds(1);
    public bool WakesAtNews => true;

    /// <summary>So many pieces that are not for an ear are passed over for good, instead of being looked at again.</summary>
    const int FarBehind = 1000;

    public async Task<int> RunOnce(DateTimeOffset now, CancellationToken stop)
    {
        var heard = 0;
        foreach (var ear in ears) heard += await Bring(ear, stop);
        return heard;
    }

    async Task<int> Bring(INewsEar ear, CancellationToken stop)
    {
        var kinds = ear.Kinds.ToDictionary(k => k.Name);
        var names = kinds.Keys.ToList();
        var from = await db.Set<EventReaderRow>().AsNoTracking().Where(r => r.Name == ear.Name).Select(r => (long?)r.Position).SingleOrDefaultAsync(stop);
        var end = await db.Set<EventRow>().MaxAsync(e => (long?)e.Position, stop) ?? 0;
        var next = await db.Set<EventRow>().AsNoTracking().Where(e => e.Position > (from ?? 0) && names.Contains(e.Kind)).OrderBy(e => e.Position).Take(100).ToListAsync(stop);
        if (next.Count == 0 && end - (from ?? 0) >= FarBehind) await PassOver(ear.Name, from, end, stop);
        var heard = 0;
        foreach (var row in next)
        {
            if (!await Hear(ear.Name, from, row, kinds[row.Kind], stop)) break;
            (from, heard) = (row.Position, heard + 1);
        }
        return heard;
    }

    /// <summary>Positions are given in the order of commits, so nothing can still appear before <paramref name="end"/>.</summary>
    async Task PassOver(string ear, long? from, long end, CancellationToken stop)
    {
        if (from is { } position) await db.UpdateNow(db.Set<EventReaderRow>().Where(r => r.Name == ear && r.Position == position), s => s.SetProperty(r => r.Position, end), stop);
        else
        {
            db.Add(new EventReaderRow { Name = ear, Position = end });
            await db.TryCommit(stop);
        }
    }

    /// <summary>False when another node was first, or a row that this touches was changed at this moment: it is looked at again.</summary>
    async Task<bool> Hear(string ear, long? from, EventRow row, Type kind, CancellationToken stop)
    {
        await using var scope = scopes.CreateAsyncScope();
        var work = scope.ServiceProvider.GetRequiredService<Work>();
        (work.Scope, work.Verb) = (TenantScope.Everyone, ear);
        var (own, listener) = (scope.ServiceProvider.GetRequiredService<StewardDb>(), scope.ServiceProvider.GetServices<INewsEar>().Single(e => e.Name == ear));
        // The position is the row's concurrency token: whoever read it first moves it on.
        if (from is { } position)
        {
            if (await own.Set<EventReaderRow>().SingleAsync(r => r.Name == ear, stop) is not { } reader || reader.Position != position) return false;
            reader.Position = row.Position;
        }
        else own.Add(new EventReaderRow { Name = ear, Position = row.Position });
        var told = await listener.Hear((INews)JsonSerializer.Deserialize(row.Body, kind, Web.Json.Options)!, time.Now(), stop);
        return (await own.TryCommit(stop, [.. told])).TryGet(out _, out _);
    }
}
