// The provider's own side: staff, teams and who is in them, suppliers.
using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Steward.Platform.Web;

namespace Steward.People.Crew;

public sealed record AddStaff(
    [property: StringLength(60)] string Name, [property: StringLength(60)] string Position = "", [property: StringLength(40)] string Phone = "",
    [property: StringLength(120), EmailAddress] string? Email = null, List<TeamId>? Teams = null);

sealed class AddStaffHandler(StewardDb db, IdSource ids, TimeProvider time) : IVerb<AddStaff, StaffId>
{
    public async Task<Result<StaffId>> Handle(AddStaff ask, CancellationToken stop)
    {
        var staff = new Staff { Id = ids.New<StaffId>(time.Now()), Name = ask.Name.Trim(), Position = ask.Position, Phone = ask.Phone, Email = ask.Email ?? "" };
        db.Add(staff);
        foreach (var team in ask.Teams ?? [])
        {
            if (!await db.Set<Team>().AnyAsync(t => t.Id == team, stop)) return new NotFound();
            db.Add(new TeamMember { Team = team, Staff = staff.Id });
        }
        db.Index(() => ChangeStaffHandler.Found(staff, time.Now()));
        await db.Commit(stop);
        return staff.Id;
    }
}

public sealed record AddTeam([property: StringLength(60)] string Name, [property: Range(1, 3)] int Line = 1, StaffId? Lead = null);

sealed class AddTeamHandler(StewardDb db, IdSource ids, TimeProvider time) : IVerb<AddTeam, TeamId>
{
    public async Task<Result<TeamId>> Handle(AddTeam ask, CancellationToken stop)
    {
        if (await db.Set<Team>().AnyAsync(t => t.Name == ask.Name, stop)) return new BadInput([new("name", "PEO-103")]);
        if (ask.Lead is { } lead && !await db.Set<Staff>().AnyAsync(s => s.Id == lead && s.Active, stop)) return new BadInput([new("lead", "STW-404")]);
        var team = new Team { Id = ids.New<TeamId>(time.Now()), Name = ask.Name.Trim(), Line = ask.Line, Lead = ask.Lead };
        db.Add(team);
        await db.Commit(stop);
        return team.Id;
    }
}

public sealed record AddSupplier(
    [property: StringLength(120)] string Name, [property: StringLength(200)] string Service = "", [property: StringLength(40)] string Phone = "", [property: StringLength(120), EmailAddress] string? Email = null, bool Carrier = false);

sealed class AddSupplierHandler(StewardDb db, IdSource ids, TimeProvider time) : IVerb<AddSupplier, SupplierId>
{
    public async Task<Result<SupplierId>> Handle(AddSupplier ask, CancellationToken stop)
    {
        var supplier = new Supplier { Id = ids.New<SupplierId>(time.Now()), Name = ask.Name.Trim(), Service = ask.Service, Phone = ask.Phone, Email = ask.Email ?? "", Carrier = ask.Carrier };
        db.Add(supplier);
        db.Index(() => ChangeSupplierHandler.Found(supplier, time.Now()));
        await db.Commit(stop);
        return supplier.Id;
    }
}
