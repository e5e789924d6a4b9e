// Finds the people behind the posts of a ladder: named by the contract, or else holding the role where the ticket belongs.
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Contracts;
using Steward.Desk.Cases;
using Steward.Desk.Tickets;
using Steward.Notify;
using Steward.People;
using Steward.Platform.Text;
using Steward.Sla;

namespace Steward.Desk.Escalations;

/// <summary>Somebody to call; <paramref name="Id"/> tells two of one name apart.</summary>
sealed record Called(Guid Id, Addressee To, EscalationRole Role);

sealed class Whom(StewardDb db, PeopleBook people, ContractBook contracts)
{
    /// <summary>Each person once, under the first post that they hold. A post that nobody holds goes to the next one up; of the owner's step at the very start nothing is left over.</summary>
    public async Task<IReadOnlyList<Called>> Of(Ticket ticket, IReadOnlyList<EscalationRole> roles, bool atStart, DateTimeOffset now, CancellationToken stop)
    {
        var called = new List<Called>();
        foreach (var role in roles)
        {
            var found = await Holders(ticket, role, now, stop);
            for (EscalationRole? next = role; found.Count == 0 && !atStart && (next = Above(next!.Value)) is { } above;) found = await Holders(ticket, above, now, stop);
            called.AddRange(found.Select(f => f with { Role = role }));
        }
        return [.. called.DistinctBy(c => c.Id)];
    }

    static EscalationRole? Above(EscalationRole role) => role switch
    {
        EscalationRole.Owner => EscalationRole.GroupLead,
        EscalationRole.GroupLead => EscalationRole.ServiceManager,
        EscalationRole.ServiceManager or EscalationRole.ProviderDirector => EscalationRole.ProjectManager,
        EscalationRole.CustomerHeadOfIt => EscalationRole.CustomerAdministrator,
        _ => null,
    };

    public async Task<List<Called>> Holders(Ticket ticket, EscalationRole role, DateTimeOffset now, CancellationToken stop) => role switch
    {
        EscalationRole.Owner => ticket.Assignee is { } owner ? await StaffOf([owner], role, stop) : ticket.Team is { } team ? await Members(team, role, stop) : [],
        EscalationRole.GroupLead => await Lead(ticket.Team, stop),
        EscalationRole.ServiceManager => await Named(ticket, role, [ContractPost.ServiceManager], stop) is { Count: > 0 } named ? named : await Holding(ticket, Role.SvcMgr, role, now, stop),
        EscalationRole.ProjectManager => await Named(ticket, role, [ContractPost.ProjectManager], stop) is { Count: > 0 } named ? named : await Holding(ticket, Role.PM, role, now, stop),
        EscalationRole.ProviderDirector => await Named(ticket, role, [ContractPost.ProviderDirector], stop),
        EscalationRole.CustomerAdministrator => await Named(ticket, role, [ContractPost.CustomerAdministrator], stop) is { Count: > 0 } named ? named : await Holding(ticket, Role.CustAdm, role, now, stop),
        EscalationRole.CustomerHeadOfIt => await Named(ticket, role, [ContractPost.CustomerHeadOfIt], stop),
        EscalationRole.ContractContacts => await BothSides(ticket, now, stop),
    };

    public async Task<List<Called>> Members(TeamId team, EscalationRole role, CancellationToken stop) =>
        await StaffOf(await people.TeamMembers.Where(m => m.Team == team).Select(m => m.Staff).ToListAsync(stop), role, stop);

    public async Task<List<Called>> StaffOf(IReadOnlyCollection<StaffId> staff, EscalationRole role, CancellationToken stop)
    {
        if (staff.Count == 0) return [];
        return [.. (await people.Staff.AsNoTracking().Where(s => staff.Contains(s.Id) && s.Active).OrderBy(s => s.Name)
            .Select(s => new { s.Id, s.Name, s.Email, Language = db.Set<Account>().Where(a => a.Staff == s.Id).Select(a => (Language?)a.Language).FirstOrDefault() }).ToListAsync(stop))
            .Select(s => new Called(s.Id.Value, new(s.Name, s.Email, s.Language ?? Language.Zh), role))];
    }

    async Task<List<Called>> ContactsOf(IReadOnlyCollection<ContactId> contacts, EscalationRole role, CancellationToken stop)
    {
        if (contacts.Count == 0) return [];
        return [.. (await people.Contacts.AsNoTracking().Where(c => contacts.Contains(c.Id) && c.Active).OrderBy(c => c.Name)
            .Select(c => new { c.Id, c.Name, c.Email, Language = db.Set<Account>().Where(a => a.Contact == c.Id).Select(a => (Language?)a.Language).FirstOrDefault() }).ToListAsync(stop))
            .Select(c => new Called(c.Id.Value, new(c.Name, c.Email, c.Language ?? Language.Zh), role))];
    }

    async Task<List<Called>> Lead(TeamId? team, CancellationToken stop) =>
        team is { } id && await people.Teams.Where(t => t.Id == id).Select(t => t.Lead).SingleOrDefaultAsync(stop) is { } lead ? await StaffOf([lead], EscalationRole.GroupLead, stop) : [];

    async Task<List<Called>> BothSides(Ticket ticket, DateTimeOffset now, CancellationToken stop)
    {
        const EscalationRole role = EscalationRole.ContractContacts;
        var (ours, theirs) = (await Named(ticket, role, [ContractPost.ProviderContact], stop), await Named(ticket, role, [ContractPost.CustomerContact], stop));
        if (ours.Count == 0) ours = await Holders(ticket, EscalationRole.ServiceManager, now, stop);
        if (theirs.Count == 0) theirs = await Holders(ticket, EscalationRole.CustomerAdministrator, now, stop);
        return [.. ours, .. theirs];
    }

    async Task<List<Called>> Named(Ticket ticket, EscalationRole role, ContractPost[] posts, CancellationToken stop)
    {
        if (ticket.Contract is not { } contract) return [];
        var named = await contracts.People.Where(p => p.Contract == contract && posts.Contains(p.Post)).ToListAsync(stop);
        return [.. await StaffOf([.. named.Where(p => p.Staff is not null).Select(p => p.Staff!.Value)], role, stop), .. await ContactsOf([.. named.Where(p => p.Contact is not null).Select(p => p.Contact!.Value)], role, stop)];
    }

    /// <summary>Whoever holds the role where the ticket belongs; those who hold it for this customer stand before those who hold it for all.</summary>
    async Task<List<Called>> Holding(Ticket ticket, Role held, EscalationRole role, DateTimeOffset now, CancellationToken stop)
    {
        var found = await db.HoldersAt(ticket.Where(), now, stop, held);
        if (found.Exists(h => h.Grant.Customer is not null)) found.RemoveAll(h => h.Grant.Customer is null);
        var holders = found.ConvertAll(h => h.Account);
        return [.. await StaffOf([.. holders.Where(h => h.Staff is not null).Select(h => h.Staff!.Value).Distinct()], role, stop), .. await ContactsOf([.. holders.Where(h => h.Contact is not null).Select(h => h.Contact!.Value).Distinct()], role, stop)];
    }
}
