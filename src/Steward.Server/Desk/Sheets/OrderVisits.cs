// The order in which an engineer means to go today; of one's own, for one day.
using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Steward.Access;
using Steward.People;
using Steward.Platform.Audit;
using Steward.Platform.Web;

namespace Steward.Desk.Sheets;

/// <summary>All of today's tickets in the order wanted.</summary>
public sealed record OrderVisits([property: MaxLength(200)] IReadOnlyList<TicketId> Tickets);

sealed class RouteOfDay : INotAudited
{
    public StaffId Staff { get; init; }
    public DateOnly Day { get; set; }
    /// <summary>Ids of tickets, parted by blanks.</summary>
    public string Tickets { get; set; } = "";
}

sealed class RouteTables : IEntityTypeConfiguration<RouteOfDay>
{
    public void Configure(EntityTypeBuilder<RouteOfDay> row) => row.ToTable("desk_route").HasKey(r => r.Staff);
}

sealed class OrderVisitsHandler(StewardDb db, Me me, Viewer viewer, TimeProvider time) : IVerb<OrderVisits, Done>
{
    public async Task<Result<Done>> Handle(OrderVisits ask, CancellationToken stop)
    {
        if (me.Staff is not { } staff) return new NotAllowed();
        // Nobody keeps what they may not see.
        var seen = await db.Set<Ticket>().AsNoTracking().Where(t => t.Assignee == staff && ask.Tickets.Contains(t.Id)).Select(t => t.Id).ToListAsync(stop);
        var route = await db.Set<RouteOfDay>().SingleOrDefaultAsync(r => r.Staff == staff, stop);
        if (route is null) db.Add(route = new RouteOfDay { Staff = staff });
        (route.Day, route.Tickets) = (Today(time.Now(), viewer.Zone), string.Join(' ', ask.Tickets.Where(seen.Contains).Distinct()));
        return await db.TryCommit(stop);
    }

    public static DateOnly Today(DateTimeOffset now, TimeZoneInfo zone) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, zone).DateTime);
}
