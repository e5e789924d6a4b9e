// Lets a ticket come round by itself from now on, and ends that.
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Contracts;
using Steward.People;
using Steward.Platform.Web;

namespace Steward.Desk.Recurring;

/// <summary>The customer is the service's. <paramref name="Who"/> is its requester: name, mail address or telephone of one contact there. <paramref name="TimeOfDay"/> is the customer's, as 09:00.</summary>
public sealed record PlanRecurring(
    [property: Required, StringLength(200)] string Summary, ServiceId Service, [property: Required, StringLength(120)] string Who, [property: Required, StringLength(5)] string TimeOfDay, Every Every = Every.Month, [property: Range(0, 31)] int Day = 1,
    [property: StringLength(4000)] string Description = "", [property: StringLength(60)] string Category = "", TeamId? Team = null);
public sealed record EndRecurring(RecurringId Recurring);

sealed record NotOfTheRhythm() : Refusal("DESK-617") { public override string? Field => "day"; public override int Status => 400; }

sealed class PlanRecurringHandler(StewardDb db, Me me, ContractBook contracts, PeopleBook people, RecurringWork recurring, IdSource ids, TimeProvider time) : IVerb<PlanRecurring, RecurringId>
{
    public async Task<Result<RecurringId>> Handle(PlanRecurring ask, CancellationToken stop)
    {
        var now = time.Now();
        if (await contracts.Services.SingleOrDefaultAsync(s => s.Id == ask.Service, stop) is not { } service) return new BadInput([new("service", "STW-404")]);
        if (!me.Can(Thing.Incident, Right.Create, new Place(service.Customer))) return new NotAllowed();
        if (!TimeOnly.TryParseExact(ask.TimeOfDay, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var at)) return new BadInput([new("timeOfDay", "field.unreadable")]);
        var rhythm = new Rhythm(ask.Every, ask.Day, at);
        if (!rhythm.IsSound) return new NotOfTheRhythm();
        var who = ask.Who.Trim();
        var found = await people.Contacts.Where(c => c.Customer == service.Customer && c.Active && (c.Name == who || c.Email == who || c.Phone == who)).Select(c => c.Id).Take(2).ToListAsync(stop);
        if (found is not [var requester]) return new BadInput([new("who", found.Count == 0 ? "STW-404" : "DESK-455")]);
        if (ask.Team is { } team && !await people.Teams.AnyAsync(t => t.Id == team && t.Active, stop)) return new BadInput([new("team", "STW-404")]);
        var owner = await people.Customers.AsNoTracking().SingleAsync(c => c.Id == service.Customer, stop);
        var row = new RecurringTicket
        {
            Id = ids.New<RecurringId>(now), Customer = service.Customer, Service = service.Id, Requester = requester, Summary = ask.Summary.Trim(), Description = ask.Description.Trim(), Category = ask.Category.Trim(), Team = ask.Team,
            Every = ask.Every, Day = ask.Every is Every.Week or Every.Month ? ask.Day : 0, MinuteOfDay = at.Hour * 60 + at.Minute, Zone = owner.Zone,
            NextDuty = rhythm.Next(now, TimeZoneInfo.FindSystemTimeZoneById(owner.Zone), await recurring.WorkingDays(service.Customer, service.Id, now, stop)),
        };
        db.Add(row);
        return (await db.TryCommit(stop)).Refusal is { } refusal ? refusal : row.Id;
    }
}

sealed class EndRecurringHandler(StewardDb db, Me me) : IVerb<EndRecurring, Done>
{
    public async Task<Result<Done>> Handle(EndRecurring ask, CancellationToken stop)
    {
        if (await db.Set<RecurringTicket>().SingleOrDefaultAsync(r => r.Id == ask.Recurring, stop) is not { } row) return new NotFound();
        if (!me.Can(Thing.Incident, Right.Create, new Place(row.Customer))) return new NotAllowed();
        row.NextDuty = null;
        return await db.TryCommit(stop);
    }
}
