// "Do this once": the caller's key is kept in the same transaction as the work it caused.
using Microsoft.EntityFrameworkCore;

namespace Steward.Platform.Events;

sealed class IdempotencyRow
{
    public Guid Actor { get; init; }
    public required string Key { get; init; }
    public required string Verb { get; init; }
    public Guid Subject { get; init; }
    public DateTimeOffset At { get; init; }
    /// <summary>The answer that was given, so that a repeated request gets the same one; empty if the server died before it could answer.</summary>
    public string Answer { get; set; } = "";
}

static class Idempotency
{
    public static async Task Keep(StewardDb db, IReadOnlyList<INews> news, DateTimeOffset now, CancellationToken stop)
    {
        if (db.Work.IdempotencyKey is not { } key) return;
        await db.Execute("insert into platform_idempotency (actor, key, verb, subject, at, answer) values (@p0, @p1, @p2, @p3, @p4, @p5)",
            stop, db.Work.Actor.Id, key, db.Work.Verb, news.Count > 0 ? news[0].Subject : Guid.Empty, now, db.Work.IdempotencyAnswer);
    }

    public static Task<IdempotencyRow?> Find(StewardDb db, string key, CancellationToken stop) =>
        db.Set<IdempotencyRow>().AsNoTracking().SingleOrDefaultAsync(r => r.Actor == db.Work.Actor.Id && r.Key == key, stop);

    public static Task Forget(StewardDb db, string key, CancellationToken stop) => db.DeleteNow(db.Set<IdempotencyRow>().Where(r => r.Actor == db.Work.Actor.Id && r.Key == key), stop);

    public static Task Answered(StewardDb db, string key, string answer, CancellationToken stop) =>
        db.UpdateNow(db.Set<IdempotencyRow>().Where(r => r.Actor == db.Work.Actor.Id && r.Key == key), s => s.SetProperty(r => r.Answer, answer), stop);
}
