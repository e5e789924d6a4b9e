// A note to oneself about a ticket that comes back at its time: set, dropped, and told once by whichever node is first.
using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Steward.Access;
using Steward.Desk.Mentions;
using Steward.Desk.Tickets;
using Steward.Notify;
using Steward.People;
using Steward.Platform.Audit;
using Steward.Platform.Sweeps;
using Steward.Platform.Web;

namespace Steward.Desk.Reminders;

public readonly record struct ReminderId(Guid Value) : IId<ReminderId> { public static ReminderId From(Guid value) => new(value); public override string ToString() => Value.ToString(); }

/// <summary>Private: nobody but its author sees it, and it is no part of the ticket's story.</summary>
public sealed class Reminder : ITenantRow, IVersioned, INotAudited
{
    public ReminderId Id { get; init; }
    public TicketId Ticket { get; init; }
    public CustomerId Customer { get; init; }
    public AccountId Account { get; init; }
    public DateTimeOffset At { get; init; }
    public string Text { get; init; } = "";
    /// <summary>The deadline of the duty; empty once it was told.</summary>
    public DateTimeOffset? NextDuty { get; set; }
    public int Version { get; set; }
}

sealed class ReminderTable : IEntityTypeConfiguration<Reminder>
{
    public void Configure(EntityTypeBuilder<Reminder> row)
    {
        row.ToTable("desk_reminder").HasKey(r => r.Id);
        row.HasIndex(r => new { r.Ticket, r.Account });
        row.HasIndex(r => r.NextDuty).HasFilter("next_duty is not null");
    }
}

public sealed record RemindMe(TicketId Ticket, DateTimeOffset At, [property: StringLength(400)] string Text = "");
public sealed record DropReminder(TicketId Ticket, ReminderId Reminder);

sealed record RemindInPast() : Refusal("DESK-612") { public override string? Field => "at"; public override int Status => 400; }

sealed class RemindMeHandler(StewardDb db, TicketWork work, Me me, IdSource ids) : IVerb<RemindMe, ReminderId>
{
    public async Task<Result<ReminderId>> Handle(RemindMe ask, CancellationToken stop)
    {
        if (!(await work.Load(ask.Ticket, Right.Read, stop)).TryGet(out var ticket, out var refusal)) return refusal;
        if (ask.At <= work.Now) return new RemindInPast();
        var reminder = new Reminder { Id = ids.New<ReminderId>(work.Now), Ticket = ticket.Id, Customer = ticket.Customer, Account = me.Id, At = ask.At, NextDuty = ask.At, Text = ask.Text.Trim() };
        db.Add(reminder);
        return (await db.TryCommit(stop)).Refusal is { } no ? no : reminder.Id;
    }
}

sealed class DropReminderHandler(StewardDb db, Me me) : IVerb<DropReminder, Done>
{
    public async Task<Result<Done>> Handle(DropReminder ask, CancellationToken stop)
    {
        if (await db.Set<Reminder>().SingleOrDefaultAsync(r => r.Id == ask.Reminder && r.Ticket == ask.Ticket && r.Account == me.Id, stop) is not { } reminder) return new NotFound();
        db.Remove(reminder);
        return await db.TryCommit(stop);
    }
}

/// <summary>The deadline stands in the database, so a restart forgets nothing; the row's version lets one node tell, and only once.</summary>
sealed class ReminderSweep(StewardDb db, Mailroom mails, Me me) : ISweep
{
    public string Name => "desk-reminders";
    public TimeSpan Every => TimeSpan.FromSeconds(5);

    public async Task<int> RunOnce(DateTimeOffset now, CancellationToken stop)
    {
        me.BecomeSystem();
        var due = await db.Set<Reminder>().AsNoTracking().Where(r => r.NextDuty <= now).OrderBy(r => r.NextDuty).Select(r => r.Id).Take(50).ToListAsync(stop);
        var done = 0;
        foreach (var id in due)
        {
            db.ChangeTracker.Clear();
            if (await db.Set<Reminder>().SingleOrDefaultAsync(r => r.Id == id && r.NextDuty != null, stop) is not { } reminder) continue;
            reminder.NextDuty = null;
            var ticket = await db.Set<Ticket>().AsNoTracking().SingleAsync(t => t.Id == reminder.Ticket, stop);
            var account = await db.Set<Account>().AsNoTracking().SingleAsync(a => a.Id == reminder.Account, stop);
            var grants = await db.Set<Grant>().AsNoTracking().Where(g => g.Account == account.Id && g.From <= now && (g.Until == null || g.Until > now)).ToListAsync(stop);
            var email = await db.Set<Staff>().Where(s => s.Id == account.Staff).Select(s => s.Email).SingleOrDefaultAsync(stop) ?? "";
            // Whoever may no longer read the ticket is told nothing of it.
            if (!account.Disabled && Mentions.Mentions.May(account, grants, ticket))
                mails.Post(ticket.Customer, ticket.Id.Value, new(account.Name, email, account.Language), "remind-me", $"reminder-{id.Value:N}", now, ticket.Number, ticket.Summary, account.Name, mails.Link($"/tickets/{ticket.Id}"), reminder.Text.Length > 0 ? reminder.Text : "—");
            if ((await db.TryCommit(stop, new ReminderCame(ticket.Id, ticket.Customer, now))).Refusal is null) done++;
        }
        return done;
    }
}
