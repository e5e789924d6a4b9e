// Brings news from the log to the ears of the rooms, one piece after the other, each in a unit of work of its own.
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Steward.Platform.Sweeps;

namespace Steward.Platform.Events;

/// <summary>
/// Up to which position there is nothing for an ear that it has not heard, as far as this node has looked: what is not for it need not be looked through again every second.
/// Positions are given in the order of commits, so nothing can still appear before one that was seen.
/// </summary>
sealed class NewsMemory
{
    readonly System.Collections.Concurrent.ConcurrentDictionary<string, long> looked = new();

    public long Looked(string ear) => looked.GetValueOrDefault(ear);
    public void Look(string ear, long position) => looked[ear] = position;
}

/// <summary>
/// An ear that stumbles over a piece holds up neither the other ears nor the news behind it: the piece is set aside as <see cref="MissedNews"/> and offered again, at
/// first after seconds, then every ten minutes, until the ear takes it. Nothing is set aside while the database itself is away.
/// </summary>
sealed partial class NewsSweep(StewardDb db, NewsMemory memory, IEnumerable<INewsEar> ears, IServiceScopeFactory scopes, TimeProvider time, ILogger<NewsSweep> log) : ISweep
{
    public string Name => "news";
    public TimeSpan Every => TimeSpan.FromSeconds(1);
    public bool WakesAtNews => true;

    /// <summary>So many pieces that are not for an ear are passed over for good, instead of being looked at again.</summary>
    const int FarBehind = 1000;
    const int AtOnce = 100;

    /// <summary>How a piece was taken: with what it led to, in one commit; or it led to nothing, which needs none; or another node was first.</summary>
    enum Answer { Kept, Nothing, OtherFirst }

    static readonly TimeSpan SoonAgain = TimeSpan.FromSeconds(10), LateAgain = TimeSpan.FromMinutes(10);

    public async Task<int> RunOnce(DateTimeOffset now, CancellationToken stop)
    {
        var heard = 0;
        // The end first: what comes later is for the next turn.
        var end = await db.Set<EventRow>().MaxAsync(e => (long?)e.Position, stop) ?? 0;
        var readers = await db.Set<EventReaderRow>().AsNoTracking().ToDictionaryAsync(r => r.Name, r => r.Position, stop);
        foreach (var ear in ears) heard += await Bring(ear, readers.TryGetValue(ear.Name, out var at) ? at : null, end, stop);
        var missed = await db.Set<MissedNews>().AsNoTracking().Where(m => m.NextTry <= now).Select(m => m.Ear).Distinct().ToListAsync(stop);
        foreach (var ear in ears.Where(e => missed.Contains(e.Name))) heard += await BringAgain(ear, now, stop);
        return heard;
    }

    async Task<int> Bring(INewsEar ear, long? from, long end, CancellationToken stop)
    {
        var looked = Math.Max(from ?? 0, memory.Looked(ear.Name));
        if (looked >= end) return 0;
        var kinds = ear.Kinds.ToDictionary(k => k.Name);
        var names = kinds.Keys.ToList();
        var next = await db.Set<EventRow>().AsNoTracking().Where(e => e.Position > looked && names.Contains(e.Kind)).OrderBy(e => e.Position).Take(AtOnce).ToListAsync(stop);
        var (heard, passed, outrun) = (0, from ?? 0, false);
        foreach (var row in next)
        {
            var answer = await Hear(ear.Name, from, row, kinds[row.Kind], stop);
            outrun = answer == Answer.OtherFirst;
            if (outrun) break;
            (heard, passed) = (heard + 1, row.Position);
            if (answer == Answer.Kept) from = passed;
        }
        if (next.Count == 0 && end - passed >= FarBehind) passed = end;
        if (passed > (from ?? 0)) await PassOver(ear.Name, from, passed, stop);
        if (!outrun) memory.Look(ear.Name, next.Count < AtOnce ? Math.Max(end, passed) : passed);
        return heard;
    }

    /// <summary>Offers what was set aside once more.</summary>
    async Task<int> BringAgain(INewsEar ear, DateTimeOffset now, CancellationToken stop)
    {
        var heard = 0;
        foreach (var missed in await db.Set<MissedNews>().AsNoTracking().Where(m => m.Ear == ear.Name && m.NextTry <= now).OrderBy(m => m.Position).Take(20).ToListAsync(stop))
        {
            var row = await db.Set<EventRow>().AsNoTracking().SingleAsync(e => e.Position == missed.Position, stop);
            if (ear.Kinds.FirstOrDefault(k => k.Name == row.Kind) is not { } kind) continue;
            Task<MissedNews?> Set(StewardDb own) => own.Set<MissedNews>().SingleOrDefaultAsync(m => m.Ear == ear.Name && m.Position == row.Position && m.Tries == missed.Tries, stop);
            var taken = await Offer(ear.Name, row, kind, async own => await Set(own) is { } found && own.Remove(found) is not null, passes: false, async (own, fault) =>
            {
                if (await Set(own) is { } again) (again.Tries, again.Fault, again.NextTry) = (again.Tries + 1, fault, now + LateAgain);
            }, stop);
            if (taken == Answer.Kept) heard++;
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

    /// <summary>Where another node was first, or a row that this touches was changed at this moment, it is looked at again.</summary>
    Task<Answer> Hear(string ear, long? from, EventRow row, Type kind, CancellationToken stop)
    {
        // The position is the row's concurrency token: whoever read it first moves it on.
        async Task<bool> MoveOn(StewardDb own)
        {
            if (from is not { } position) own.Add(new EventReaderRow { Name = ear, Position = row.Position });
            else if (await own.Set<EventReaderRow>().SingleOrDefaultAsync(r => r.Name == ear && r.Position == position, stop) is { } reader) reader.Position = row.Position;
            else return false;
            return true;
        }
        return Offer(ear, row, kind, MoveOn, passes: true, async (own, fault) =>
        {
            if (await MoveOn(own)) own.Add(new MissedNews { Ear = ear, Position = row.Position, Fault = fault, NextTry = time.Now() + SoonAgain });
        }, stop);
    }

    /// <summary>
    /// Lets the ear hear the piece, in one commit with the <paramref name="mark"/> that it has (none where it led to nothing and <paramref name="passes"/>);
    /// where it throws, <paramref name="setAside"/> is committed instead.
    /// </summary>
    async Task<Answer> Offer(string ear, EventRow row, Type kind, Func<StewardDb, Task<bool>> mark, bool passes, Func<StewardDb, string, Task> setAside, CancellationToken stop)
    {
        try
        {
            return await Within(ear, async (own, services) => !await mark(own) ? null
                : await services.GetServices<INewsEar>().Single(e => e.Name == ear).Hear((INews)JsonSerializer.Deserialize(row.Body, kind, Web.Json.Options)!, time.Now(), stop), passes, stop);
        }
        // Where the database is away nobody can be blamed for not hearing.
        catch (Exception fault) when (fault is not (OperationCanceledException or System.Data.Common.DbException or DbUpdateException or TimeoutException or IOException))
        {
            Stumbled(fault, ear, row.Kind, row.Position);
            return await Within(ear, async (own, _) =>
            {
                await setAside(own, fault.Message.Length > 500 ? fault.Message[..500] : fault.Message);
                return [];
            }, passes: false, stop);
        }
    }

    /// <summary>A unit of work for the ear.</summary>
    async Task<Answer> Within(string ear, Func<StewardDb, IServiceProvider, Task<IReadOnlyList<INews>?>> act, bool passes, CancellationToken stop)
    {
        await using var scope = scopes.CreateAsyncScope();
        var work = scope.ServiceProvider.GetRequiredService<Work>();
        (work.Scope, work.Verb) = (TenantScope.Everyone, ear);
        var own = scope.ServiceProvider.GetRequiredService<StewardDb>();
        if (await act(own, scope.ServiceProvider) is not { } told) return Answer.OtherFirst;
        if (passes && told.Count == 0 && own.HoldsNothingBut<EventReaderRow>()) return Answer.Nothing;
        return (await own.TryCommit(stop, [.. told])).TryGet(out _, out _) ? Answer.Kept : Answer.OtherFirst;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Ear} stumbled over {Kind} at {Position}; it is set aside and offered again")]
    partial void Stumbled(Exception fault, string ear, string kind, long position);
}
