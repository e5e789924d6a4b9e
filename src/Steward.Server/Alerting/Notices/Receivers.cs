// Finds the people behind a receiver's name: addresses, members of teams, persons.
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Alerting.Routing;
using Steward.Notify;
using Steward.People;
using Steward.Platform.Text;

namespace Steward.Alerting.Notices;

sealed class Receivers(StewardDb db, PeopleBook people)
{
    /// <summary>Each address once. Where nothing fires any more, only those who want to know of ends.</summary>
    public async Task<IReadOnlyList<Addressee>> Of(RouteFile routing, string receiver, bool firing, CancellationToken stop)
    {
        var found = new List<Addressee>();
        foreach (var target in (routing.Receivers.FirstOrDefault(r => r.Name == receiver)?.Targets ?? []).Where(t => firing || t.Ends))
            found.AddRange(target.Kind == TargetKind.Address ? [new(target.Value, target.Value)] : await Staff(target, stop));
        return [.. found.Where(p => p.Email.Length > 0).DistinctBy(p => p.Email, StringComparer.OrdinalIgnoreCase)];
    }

    /// <summary>Targets whose team or person is not there, so that nobody would be told.</summary>
    public async Task<IReadOnlyList<RouteFault>> Missing(RouteFile routing, CancellationToken stop)
    {
        var faults = new List<RouteFault>();
        foreach (var target in routing.Receivers.SelectMany(r => r.Targets))
        {
            var there = target.Kind switch
            {
                TargetKind.Team => await people.Teams.AnyAsync(t => t.Name == target.Value && t.Active, stop),
                TargetKind.Staff => await people.Staff.AnyAsync(s => s.Name == target.Value && s.Active, stop),
                TargetKind.Address => target.Value.Contains('@'),
                TargetKind.Line => target.Value is "1" or "2" or "3",
            };
            if (!there) faults.Add(new(target.Line, target.Value, $"Alerting.Fault.No{target.Kind}"));
        }
        return faults;
    }

    async Task<IEnumerable<Addressee>> Staff(Target target, CancellationToken stop)
    {
        var line = target.Kind == TargetKind.Line ? int.Parse(target.Value, CultureInfo.InvariantCulture) : 0;
        var teams = people.Teams.Where(t => t.Active && (target.Kind == TargetKind.Line ? t.Line == line : t.Name == target.Value)).Select(t => t.Id);
        var staff = target.Kind == TargetKind.Staff ? people.Staff.Where(s => s.Name == target.Value) : people.Staff.Where(s => people.TeamMembers.Any(m => m.Staff == s.Id && teams.Contains(m.Team)));
        var named = await staff.AsNoTracking().Where(s => s.Active && s.Email != "").OrderBy(s => s.Id)
            .Select(s => new { s.Name, s.Email, Language = db.Set<Account>().Where(a => a.Staff == s.Id).Select(a => (Language?)a.Language).FirstOrDefault() }).ToListAsync(stop);
        return named.Select(s => new Addressee(s.Name, s.Email, s.Language ?? Language.Zh));
    }
}
