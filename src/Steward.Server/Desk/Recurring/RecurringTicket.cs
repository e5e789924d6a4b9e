// A ticket that comes round by itself: what it says, for whom, and in which rhythm; each occurrence becomes one ticket, by whichever node is first.
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Steward.Access;
using Steward.Contracts;
using Steward.Desk.Tickets;
using Steward.People;
using Steward.Platform.Events;
using Steward.Platform.Sweeps;
using Steward.Platform.Text;
using Steward.Sla;

namespace Steward.Desk.Recurring;

public readonly record struct RecurringId(Guid Value) : IId<RecurringId> { public static RecurringId From(Guid value) => new(value); public override string ToString() => Value.ToString(); }

public sealed class RecurringTicket : ITenantRow, IVersioned
{
    public RecurringId Id { get; init; }
    public CustomerId Customer { get; init; }
    public ServiceId Service { get; init; }
    public ContactId Requester { get; init; }
    public required string Summary { get; init; }
    public string Description { get; init; } = "";
    public string Category { get; init; } = "";
    public TeamId? Team { get; init; }
    public Every Every { get; init; }
    public int Day { get; init; }
    /// <summary>On site, counted from midnight.</summary>
    public int MinuteOfDay { get; init; }
    public string Zone { get; init; } = "";
    /// <summary>The deadline of the duty: the next occurrence; empty once it was ended.</summary>
    public DateTimeOffset? NextDuty { get; set; }
    public DateTimeOffset? LastAt { get; set; }
    public TicketId? LastTicket { get; set; }
    /// <summary>Why the last occurrence became no ticket.</summary>
    public string Fault { get; set; } = "";
    public int Version { get; set; }

    public Rhythm Rhythm => new(Every, Day, TimeOnly.FromTimeSpan(TimeSpan.FromMinutes(MinuteOfDay)));
}

sealed class RecurringTable : IEntityTypeConfiguration<RecurringTicket>
{
    public void Configure(EntityTypeBuilder<RecurringTicket> row)
    {
        row.ToTable("desk_recurring_ticket").HasKey(r => r.Id);
        row.Ignore(r => r.Rhythm);
        row.HasIndex(r => r.Customer);
        row.HasIndex(r => r.NextDuty).HasFilter("next_duty is not null");
    }
}

/// <summary>Working days are those of the contract's business calendar.</summary>
sealed class RecurringWork(ContractBook contracts, SlaClocks clocks)
{
    public async Task<Func<DateOnly, bool>> WorkingDays(CustomerId customer, ServiceId service, DateTimeOffset now, CancellationToken stop)
    {
        var promise = await contracts.PromiseFor(customer, service, now, stop);
        return (await clocks.Calendar(promise is null ? CalendarPresets.FiveByEight.Ref : (await clocks.Agreement(promise.Agreement, stop)).Calendars.Business, stop)).IsWorkingDay;
    }
}

/// <summary>
/// The deadline moves on in the commit that opens the ticket, and the row's version lets one node do it: no occurrence becomes two tickets. What was missed while nobody swept
/// becomes one ticket, the newest; how many were left out stands on it. A ticket that may not be opened (its contract is over) leaves its reason on the row and the rhythm goes on.
/// </summary>
sealed class RecurringSweep(StewardDb db, RecurringWork recurring, OpenTicketHandler open, TicketWork work, Me me) : ISweep
{
    public string Name => "desk-recurring";
    public TimeSpan Every => TimeSpan.FromSeconds(30);

    public async Task<int> RunOnce(DateTimeOffset now, CancellationToken stop)
    {
        me.BecomeSystem();
        var due = await db.Set<RecurringTicket>().AsNoTracking().Where(r => r.NextDuty <= now).OrderBy(r => r.NextDuty).Select(r => r.Id).Take(50).ToListAsync(stop);
        var done = 0;
        foreach (var id in due)
        {
            db.ChangeTracker.Clear();
            if (await db.Set<RecurringTicket>().SingleOrDefaultAsync(r => r.Id == id && r.NextDuty <= now, stop) is not { NextDuty: { } from } row) continue;
            var (zone, working) = (TimeZoneInfo.FindSystemTimeZoneById(row.Zone), await recurring.WorkingDays(row.Customer, row.Service, now, stop));
            var missed = row.Rhythm.Within(from, now, zone, working).Count() - 1;
            (row.NextDuty, row.LastAt) = (row.Rhythm.Next(now, zone, working), now);
            INews[] news = [];
            if ((await open.Add(new OpenTicket(row.Summary, row.Service, row.Customer, row.Requester, row.Description, Category: row.Category, Team: row.Team), stop)).TryGet(out var opening, out var refusal))
            {
                (row.LastTicket, row.Fault) = (opening.Ticket.Id, "");
                if (missed > 0) work.Write(opening.Ticket, EntryKind.Note, Texts.T("Recurring.LeftOut", missed), visible: false, nameof(PlanRecurring));
                news = [opening.News];
            }
            else row.Fault = refusal.Sentence;
            if ((await db.TryCommit(stop, news)).Refusal is null) done++;
        }
        return done;
    }
}
