// Says that somebody has a ticket open, and whether they write: two who work on one are warned of each other.
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Steward.Access;
using Steward.Platform.Audit;
using Steward.Platform.Web;

namespace Steward.Desk.Tickets;

/// <summary>Said again every twenty seconds while the page is in sight.</summary>
public sealed record SeeTicket(TicketId Ticket, bool Writing = false);

public sealed record Beholder(string Name, bool Writing);

public sealed record Beholders(IReadOnlyList<Beholder> Others);

/// <summary>Who looks at which ticket, for a moment only: no record of work.</summary>
sealed class TicketSight : ITenantRow, INotAudited
{
    public TicketId Ticket { get; init; }
    public AccountId Account { get; init; }
    public CustomerId Customer { get; init; }
    public required string Name { get; set; }
    public bool Writing { get; set; }
    public DateTimeOffset SeenAt { get; set; }
}

sealed class TicketSightTable : IEntityTypeConfiguration<TicketSight>
{
    public void Configure(EntityTypeBuilder<TicketSight> row)
    {
        row.ToTable("desk_ticket_sight").HasKey(r => new { r.Ticket, r.Account });
        row.HasIndex(r => r.SeenAt);
    }
}

sealed class TicketSights(StewardDb db, Me me, TimeProvider time)
{
    /// <summary>Two missed words, and nobody is there.</summary>
    static readonly TimeSpan Stays = TimeSpan.FromSeconds(45);

    public async Task<IReadOnlyList<Beholder>> Others(TicketId ticket, CancellationToken stop)
    {
        var others = new List<Beholder>();
        await foreach (var other in Since.In(db)(db, ticket, me.Id, time.Now() - Stays).WithCancellation(stop)) others.Add(other);
        return others;
    }

    static readonly KnownQuery<Func<StewardDb, TicketId, AccountId, DateTimeOffset, IAsyncEnumerable<Beholder>>> Since = new(() => EF.CompileAsyncQuery((StewardDb db, TicketId ticket, AccountId but, DateTimeOffset since) =>
        db.Set<TicketSight>().Where(s => s.Ticket == ticket && s.Account != but && s.SeenAt > since).OrderBy(s => s.Name).Take(5).Select(s => new Beholder(s.Name, s.Writing))));
}

sealed class SeeTicketHandler(StewardDb db, TicketWork work, TicketSights sights, Me me) : IVerb<SeeTicket, Beholders>
{
    public async Task<Result<Beholders>> Handle(SeeTicket ask, CancellationToken stop)
    {
        if (!(await work.Load(ask.Ticket, Right.Work, stop)).TryGet(out var ticket, out var refusal)) return refusal;
        var mine = await db.Set<TicketSight>().SingleOrDefaultAsync(s => s.Ticket == ask.Ticket && s.Account == me.Id, stop);
        if (mine is null)
        {
            // What is an hour old is of no more use to anybody; each newcomer sweeps a little.
            var old = work.Now.AddHours(-1);
            db.RemoveRange(await db.Set<TicketSight>().Where(s => s.SeenAt < old).Take(20).ToListAsync(stop));
            db.Add(mine = new TicketSight { Ticket = ticket.Id, Account = me.Id, Customer = ticket.Customer, Name = me.Name });
        }
        (mine.Writing, mine.SeenAt) = (ask.Writing, work.Now);
        // Of two pages of one person that say it at once, one is enough.
        if ((await db.TryCommit(stop)).Refusal is not null) db.ChangeTracker.Clear();
        return new Beholders(await sights.Others(ask.Ticket, stop));
    }
}
