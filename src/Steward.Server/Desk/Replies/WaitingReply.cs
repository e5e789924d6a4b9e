// A public reply waits some seconds before it goes out, so that its author can take it back: until then it is in nobody's story and no mail is written.
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Steward.Access;
using Steward.Desk.Tickets;
using Steward.Platform.Audit;
using Steward.Platform.Settings;
using Steward.Platform.Sweeps;
using Steward.Platform.Web;

namespace Steward.Desk.Replies;

public readonly record struct WaitingReplyId(Guid Value) : IId<WaitingReplyId> { public static WaitingReplyId From(Guid value) => new(value); public override string ToString() => Value.ToString(); }

/// <summary>In the database, so that it outlives the server; what happens when it goes out is audited as the note that it becomes.</summary>
public sealed class WaitingReply : ITenantRow, IVersioned, INotAudited
{
    public WaitingReplyId Id { get; init; }
    public TicketId Ticket { get; init; }
    public CustomerId Customer { get; init; }
    public AccountId Account { get; init; }
    public required string Text { get; init; }
    /// <summary>When it goes out; empty once it was taken back, or could not go out.</summary>
    public DateTimeOffset? NextDuty { get; set; }
    /// <summary>Why it could not go out.</summary>
    public string Fault { get; set; } = "";
    public int Version { get; set; }
}

sealed class WaitingReplyTable : IEntityTypeConfiguration<WaitingReply>
{
    public void Configure(EntityTypeBuilder<WaitingReply> row)
    {
        row.ToTable("desk_waiting_reply").HasKey(r => r.Id);
        row.HasIndex(r => new { r.Ticket, r.Account });
        row.HasIndex(r => r.NextDuty).HasFilter("next_duty is not null");
    }
}

public sealed record TakeBackReply(TicketId Ticket, WaitingReplyId Reply);

sealed record SentAlready() : Refusal("DESK-618");

sealed class Replies(StewardDb db, Pages.TicketAtHand hand, StewardSettings settings, Me me, IdSource ids)
{
    public int DelaySeconds => settings.Mail.ReplyDelaySeconds;

    /// <summary>Adds to the unit of work; what the author had taken back or could not send before is replaced by this one.</summary>
    public async Task Put(Ticket ticket, string text, DateTimeOffset now, CancellationToken stop)
    {
        db.RemoveRange(await db.Set<WaitingReply>().Where(r => r.Ticket == ticket.Id && r.Account == me.Id && r.NextDuty == null).ToListAsync(stop));
        db.Add(new WaitingReply { Id = ids.New<WaitingReplyId>(now), Ticket = ticket.Id, Customer = ticket.Customer, Account = me.Id, Text = text, NextDuty = now.AddSeconds(DelaySeconds) });
    }

    public async Task<List<WaitingReply>> Of(TicketId ticket, CancellationToken stop) => me.Contact is not null || !me.SignedIn || !(await hand.Hangs(ticket, stop)).Replies ? []
        : await db.Set<WaitingReply>().AsNoTracking().Where(r => r.Ticket == ticket && r.Account == me.Id).OrderBy(r => r.Id).Take(10).ToListAsync(stop);
}

sealed class TakeBackReplyHandler(StewardDb db, Me me, TimeProvider time) : IVerb<TakeBackReply, Done>
{
    public async Task<Result<Done>> Handle(TakeBackReply ask, CancellationToken stop)
    {
        if (await db.Set<WaitingReply>().SingleOrDefaultAsync(r => r.Id == ask.Reply && r.Ticket == ask.Ticket && r.Account == me.Id, stop) is not { } reply) return new SentAlready();
        if (reply.NextDuty <= time.Now()) return new SentAlready();
        reply.NextDuty = null;
        // Whoever is first, the sweep or its author, has it: the other is told that it changed.
        return (await db.TryCommit(stop)).Refusal is null ? new Done() : new SentAlready();
    }
}

/// <summary>Each goes out in its author's name and rights, in a unit of work of its own, together with the end of its waiting: once, on any number of nodes.</summary>
sealed class ReplySweep(StewardDb db, IServiceScopeFactory scopes, Me me) : ISweep
{
    public string Name => "desk-replies";
    public TimeSpan Every => TimeSpan.FromSeconds(1);

    public async Task<int> RunOnce(DateTimeOffset now, CancellationToken stop)
    {
        me.BecomeSystem();
        var due = await db.Set<WaitingReply>().AsNoTracking().Where(r => r.NextDuty <= now).OrderBy(r => r.NextDuty).Select(r => r.Id).Take(50).ToListAsync(stop);
        var done = 0;
        foreach (var id in due)
        {
            await using var scope = scopes.CreateAsyncScope();
            if (await Send(scope.ServiceProvider, id, now, stop)) done++;
        }
        return done;
    }

    static async Task<bool> Send(IServiceProvider services, WaitingReplyId id, DateTimeOffset now, CancellationToken stop)
    {
        Me.ActAsSystem(services, nameof(AddNote));
        var db = services.GetRequiredService<StewardDb>();
        if (await db.Set<WaitingReply>().SingleOrDefaultAsync(r => r.Id == id && r.NextDuty <= now, stop) is not { } reply) return false;
        var account = await db.Set<Account>().AsNoTracking().SingleAsync(a => a.Id == reply.Account, stop);
        var grants = await db.Set<Grant>().AsNoTracking().Where(g => g.Account == account.Id && g.From <= now && (g.Until == null || g.Until > now)).ToListAsync(stop);
        Me.ActAs(services, account, account.Disabled ? [] : grants, nameof(AddNote));
        db.Remove(reply);
        var result = await services.GetRequiredService<AddNoteHandler>().Handle(new AddNote(reply.Ticket, reply.Text, Public: true), stop);
        if (result.Refusal is null) return true;
        // It may not go out any more: its author reads why, and has the words.
        Me.ActAsSystem(services, nameof(AddNote));
        db.ChangeTracker.Clear();
        if (await db.Set<WaitingReply>().SingleOrDefaultAsync(r => r.Id == id && r.NextDuty <= now, stop) is not { } kept) return false;
        (kept.NextDuty, kept.Fault) = (null, result.Refusal.Sentence);
        return (await db.TryCommit(stop)).Refusal is null;
    }
}
