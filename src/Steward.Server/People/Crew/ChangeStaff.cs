// Keeps the provider's own side up to date: who works in which team, and who has left.
using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Steward.Platform.Search;
using Steward.Platform.Web;

namespace Steward.People.Crew;

/// <summary>Without <paramref name="Teams"/> memberships stay as they are; an empty list ends them all.</summary>
public sealed record ChangeStaff(
    StaffId Staff, [property: StringLength(60)] string Name, [property: StringLength(60)] string Position = "", [property: StringLength(40)] string Phone = "",
    [property: StringLength(120), EmailAddress] string? Email = null, List<TeamId>? Teams = null, int? Version = null);

sealed class ChangeStaffHandler(StewardDb db, TimeProvider time) : IVerb<ChangeStaff, Done>
{
    public async Task<Result<Done>> Handle(ChangeStaff ask, CancellationToken stop)
    {
        if (await db.Set<Staff>().SingleOrDefaultAsync(s => s.Id == ask.Staff, stop) is not { } staff) return new NotFound();
        if (ask.Version is { } read && read != staff.Version) return new ChangedMeanwhile();
        (staff.Name, staff.Position, staff.Phone, staff.Email) = (ask.Name.Trim(), ask.Position, ask.Phone, ask.Email ?? "");
        if (ask.Teams is { } wanted)
        {
            if (await db.Set<Team>().CountAsync(t => wanted.Contains(t.Id), stop) != wanted.Distinct().Count()) return new BadInput([new("teams", "STW-404")]);
            var held = await db.Set<TeamMember>().Where(m => m.Staff == ask.Staff).ToListAsync(stop);
            db.RemoveRange(held.Where(m => !wanted.Contains(m.Team)));
            db.AddRange(wanted.Distinct().Where(t => held.All(m => m.Team != t)).Select(t => new TeamMember { Team = t, Staff = ask.Staff }));
        }
        db.Index(() => Found(staff, time.Now()));
        return await db.TryCommit(stop);
    }

    internal static SearchEntry Found(Staff staff, DateTimeOffset now) =>
        new("Staff", staff.Id.Value, null, staff.Name, $"{staff.Position} {staff.Phone} {staff.Email}", $"/staff#staff-{staff.Id}", now, staff.Name);
}

public sealed record SetStaffActive(StaffId Staff, bool Active);

/// <summary>Whoever leaves also leaves the teams, so that no ticket is sent to an empty chair, and everything that let them in ends the same moment.</summary>
sealed class SetStaffActiveHandler(StewardDb db, IEnumerable<ILeaving> leavings, TimeProvider time) : IVerb<SetStaffActive, Done>
{
    public async Task<Result<Done>> Handle(SetStaffActive ask, CancellationToken stop)
    {
        if (await db.Set<Staff>().SingleOrDefaultAsync(s => s.Id == ask.Staff, stop) is not { } staff) return new NotFound();
        staff.Active = ask.Active;
        if (ask.Active) return await db.TryCommit(stop);
        db.RemoveRange(await db.Set<TeamMember>().Where(m => m.Staff == ask.Staff).ToListAsync(stop));
        foreach (var team in await db.Set<Team>().Where(t => t.Lead == ask.Staff).ToListAsync(stop)) team.Lead = null;
        var after = await leavings.All(ask.Staff, null, time.Now(), stop);
        var done = await db.TryCommit(stop);
        if (done.Refusal is null) after();
        return done;
    }
}

public sealed record ChangeTeam(TeamId Team, [property: StringLength(60)] string Name, [property: Range(1, 3)] int Line = 1, int? Version = null, StaffId? Lead = null);

sealed class ChangeTeamHandler(StewardDb db) : IVerb<ChangeTeam, Done>
{
    public async Task<Result<Done>> Handle(ChangeTeam ask, CancellationToken stop)
    {
        if (await db.Set<Team>().SingleOrDefaultAsync(t => t.Id == ask.Team, stop) is not { } team) return new NotFound();
        if (ask.Version is { } read && read != team.Version) return new ChangedMeanwhile();
        var name = ask.Name.Trim();
        if (await db.Set<Team>().AnyAsync(t => t.Name == name && t.Id != ask.Team, stop)) return new BadInput([new("name", "PEO-103")]);
        if (ask.Lead is { } lead && lead != team.Lead && !await db.Set<Staff>().AnyAsync(s => s.Id == lead && s.Active, stop)) return new BadInput([new("lead", "STW-404")]);
        (team.Name, team.Line, team.Lead) = (name, ask.Line, ask.Lead);
        return await db.TryCommit(stop);
    }
}

public sealed record SetTeamActive(TeamId Team, bool Active);

sealed class SetTeamActiveHandler(StewardDb db) : IVerb<SetTeamActive, Done>
{
    public async Task<Result<Done>> Handle(SetTeamActive ask, CancellationToken stop)
    {
        if (await db.Set<Team>().SingleOrDefaultAsync(t => t.Id == ask.Team, stop) is not { } team) return new NotFound();
        team.Active = ask.Active;
        return await db.TryCommit(stop);
    }
}
