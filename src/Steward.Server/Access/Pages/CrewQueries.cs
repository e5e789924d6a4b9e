// What the pages about the provider's own side show: staff, teams, suppliers.
using Microsoft.EntityFrameworkCore;
using Steward.People;

namespace Steward.Access.Pages;

public sealed record TeamRow(TeamId Id, string Name, int Line, bool Active, int Version, int Members, StaffId? Lead, string? LeadName);
public sealed record StaffRow(StaffId Id, string Name, string Position, string Phone, string Email, bool Active, int Version, IReadOnlyList<TeamId> Teams, AccountId? Account);
/// <param name="Leads">Who may lead a team: everybody who is there, however the list is narrowed.</param>
public sealed record CrewView(IReadOnlyList<TeamRow> Teams, IReadOnlyList<Platform.Web.Components.Option> Leads, IReadOnlyList<StaffRow> Staff, string? Words, TeamId? Team, bool MayChange);
public sealed record SupplierRow(SupplierId Id, string Name, string Service, string Phone, string Email, bool Active, int Version, bool Carrier);
public sealed record SupplierList(IReadOnlyList<SupplierRow> Rows, bool MayChange);

sealed class CrewQueries(PeopleBook book, StewardDb db, Me me)
{
    public async Task<CrewView> Crew(string? q, Guid? team, CancellationToken stop)
    {
        var teams = await book.Teams.AsNoTracking().OrderByDescending(t => t.Active).ThenBy(t => t.Line).ThenBy(t => t.Name)
            .Select(t => new TeamRow(t.Id, t.Name, t.Line, t.Active, t.Version, book.TeamMembers.Count(m => m.Team == t.Id), t.Lead, book.Staff.Where(s => s.Id == t.Lead).Select(s => s.Name).FirstOrDefault())).ToListAsync(stop);
        var leads = await book.Staff.AsNoTracking().Where(s => s.Active).OrderBy(s => s.Name).Select(s => new { s.Id, s.Name }).ToListAsync(stop);
        var members = (await book.TeamMembers.AsNoTracking().ToListAsync(stop)).ToLookup(m => m.Staff, m => m.Team);
        var seen = book.Staff.AsNoTracking();
        if (q?.Trim() is { Length: > 0 } words) seen = seen.Where(s => s.Name.Contains(words) || s.Position.Contains(words) || s.Phone.Contains(words) || s.Email.Contains(words));
        var accounts = me.Can(Thing.Account, Right.Read)
            ? await db.Set<Account>().AsNoTracking().Where(a => a.Staff != null).Select(a => new { a.Id, a.Staff }).ToListAsync(stop) : [];
        var account = accounts.ToLookup(a => a.Staff!.Value, a => a.Id);
        var people = await seen.OrderByDescending(s => s.Active).ThenBy(s => s.Name).ToListAsync(stop);
        var only = team is { } id ? TeamId.From(id) : (TeamId?)null;
        return new(teams, leads.ConvertAll(s => new Platform.Web.Components.Option(s.Id.ToString(), s.Name)),
            [.. people.Where(s => only is null || members[s.Id].Contains(only.Value))
                .Select(s => new StaffRow(s.Id, s.Name, s.Position, s.Phone, s.Email, s.Active, s.Version, [.. members[s.Id]], account[s.Id].Select(a => (AccountId?)a).FirstOrDefault()))],
            q?.Trim(), only, me.Can(Thing.People, Right.Work, default));
    }

    public async Task<SupplierList> Suppliers(CancellationToken stop) => new(
        await book.Suppliers.AsNoTracking().OrderByDescending(s => s.Active).ThenBy(s => s.Name)
            .Select(s => new SupplierRow(s.Id, s.Name, s.Service, s.Phone, s.Email, s.Active, s.Version, s.Carrier)).ToListAsync(stop),
        me.Can(Thing.People, Right.Work, default));
}
