// Changing a contract's calendar in the browser: the forms, what would change, and the word that it shall be so.
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Contracts;
using Steward.Desk.Pages;
using Steward.Platform.Web;
using Steward.Platform.Web.Help;
using Steward.Sla;

namespace Steward.Desk.Calendars;

public sealed record CalendarChangeModel(ContractId Contract, string Number, string Name, string Calendar, string Zone, string LastNotice, ChangeCalendar? Asked = null, CalendarOutcome? Outcome = null, Refusal? Refusal = null);

static class CalendarRoutes
{
    static readonly string MayWork = Needs.The(Thing.Contract, Right.Work);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/contracts/{contract:guid}/calendar-change", Show).RequireAuthorization(MayWork).ExcludeFromDescription();
        routes.MapPost("/contracts/{contract:guid}/calendar-change", Try).RequireAuthorization(MayWork).ExcludeFromDescription();
        routes.Verb<ChangeCalendar, CalendarOutcome, ChangeCalendarHandler>("contracts/{contract}/calendar", MayWork,
            new() { Then = (ask, _) => $"/contracts/{ask.Contract}?view=calendar", Again = Redraw.Of("/contracts/{contract:guid}/calendar-change") });
    }

    static async Task<IResult> Show(Guid contract, StewardDb db, SlaClocks clocks, Me me, CancellationToken stop) =>
        await Model(contract, db, clocks, me, stop) is { } model ? Page.Of<CalendarChangePage>(model) : Results.NotFound();

    static async Task<IResult> Try(HttpContext http, Guid contract, IAntiforgery antiforgery, Work work, StewardDb db, SlaClocks clocks, Me me, ChangeCalendarHandler change, CancellationToken stop)
    {
        await antiforgery.ValidateRequestAsync(http);
        var fields = Asking.FromForm(await http.Request.ReadFormAsync(stop));
        work.Verb = nameof(ChangeCalendar);
        if (await Model(contract, db, clocks, me, stop) is not { } model) return Results.NotFound();
        if (!Asking.Read<ChangeCalendar>(http, fields).TryGet(out var ask, out var refusal)) return Page.Of<CalendarChangePage>(model with { Refusal = refusal }, refusal.Status);
        if (!(await change.Handle(ask, stop)).TryGet(out var outcome, out refusal)) return Page.Of<CalendarChangePage>(model with { Asked = ask, Refusal = refusal }, refusal.Status);
        if (!outcome.Applied) return Page.Of<CalendarChangePage>(model with { Asked = ask, Outcome = outcome });
        Flash.Good(http, "done.ChangeCalendar");
        return Results.Redirect($"/contracts/{contract}?view=calendar");
    }

    static async Task<CalendarChangeModel?> Model(Guid contract, StewardDb db, SlaClocks clocks, Me me, CancellationToken stop)
    {
        var id = ContractId.From(contract);
        if (await db.Set<Contract>().AsNoTracking().SingleOrDefaultAsync(c => c.Id == id, stop) is not { } found || !me.Can(Thing.Contract, Right.Work, new(found.Customer, Contract: contract))) return null;
        var definition = (await clocks.Calendar((await clocks.Agreement(new(found.Agreement, found.AgreementNumber), stop)).Calendars.Business, stop)).Definition;
        return new(id, found.Number, found.Name, definition.Name, definition.Zone, definition.Official is { Count: > 0 } official ? $"{official.Max(o => o.Year)}" : "");
    }
}
