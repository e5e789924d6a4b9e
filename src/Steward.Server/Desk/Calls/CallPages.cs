// The calls that nobody answered: who waits to be called back, and who was.
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.People;
using Steward.Platform.Sweeps;
using Steward.Platform.Web;
using Steward.Platform.Web.Help;

namespace Steward.Desk.Calls;

public sealed record CallRow(LostCall Call, string? Contact, string? Customer);

/// <summary><paramref name="InTime"/> of <paramref name="Called"/> were called back within the time, in the last thirty days.</summary>
public sealed record CallList(IReadOnlyList<CallRow> Waiting, IReadOnlyList<CallRow> Over, int Called, int InTime)
{
    [System.Text.Json.Serialization.JsonIgnore] public bool MayRecord { get; init; }
}

sealed class CallQueries(LostCalls calls, PeopleBook people, Me me, TimeProvider time)
{
    public async Task<CallList> Many(CancellationToken stop)
    {
        var since = time.Now().AddDays(-30);
        var waiting = await calls.Readable.AsNoTracking().Where(c => c.CalledAt == null).OrderBy(c => c.Due).Take(200).ToListAsync(stop);
        var over = await calls.Readable.AsNoTracking().Where(c => c.CalledAt != null && c.OccurredAt > since).OrderByDescending(c => c.OccurredAt).Take(50).ToListAsync(stop);
        var done = calls.Readable.Where(c => c.CalledAt != null && c.OccurredAt > since);
        var contacts = waiting.Concat(over).Select(c => c.Contact).OfType<ContactId>().Distinct().ToList();
        var names = await people.Contacts.Where(c => contacts.Contains(c.Id)).ToDictionaryAsync(c => c.Id, c => c.Name, stop);
        var customers = await people.Customers.AsNoTracking().ToDictionaryAsync(c => c.Id, c => c.Name, stop);
        CallRow Row(LostCall c) => new(c, c.Contact is { } id ? names.GetValueOrDefault(id) : null, c.ForCustomer is { } of ? customers.GetValueOrDefault(of) : null);
        return new(waiting.ConvertAll(Row), over.ConvertAll(Row), await done.CountAsync(stop), await done.CountAsync(c => c.CalledAt <= c.Due, stop)) { MayRecord = me.Giving(Thing.Incident, Right.Create).Any() };
    }
}

static class CallPages
{
    // Whoever is told that a call back is late can look and call; the telephone system writes down.
    static readonly string Create = Needs.OfStaff(Thing.Incident, Right.Create), Work = Needs.OfStaff(Thing.Incident, Right.Work);

    public static void Add(IServiceCollection services) => services.AddScoped<LostCalls>().AddScoped<CallQueries>().AddScoped<DeskLeads>().AddScoped<ISweep, LateCallSweep>().AddSingleton(new AuditSubject("desk_lost_call", "/calls"))
        .AddNav(new NavEntry("Desk.Nav", "Call.Many", "/calls", "phone-call", Work, 103));

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.Shows<CallsPage, CallList>("/calls", Work, "Calls", (CallQueries calls, CancellationToken stop) => calls.Many(stop));
        routes.Verb<RecordLostCall, LostCallId, RecordLostCallHandler>("calls", Create, new() { Then = (_, _) => "/calls", Again = Redraw.Of("/calls") });
        routes.Verb<CallBackCaller, Done, CallBackCallerHandler>("calls/{call}/called", Work, new() { Then = (_, _) => "/calls" });
    }
}
