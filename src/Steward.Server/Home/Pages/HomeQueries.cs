// Chooses the home of the reader's role and fills it.
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Contracts;
using Steward.People;

namespace Steward.Home.Pages;

/// <summary>The homes there are. A person with several roles has several and may switch.</summary>
public enum HomeKind { Portal, Onsite, Work, SecondLine, Changes, Manager, Customer, System, General }

/// <summary>What is still missing before the first ticket can be reported.</summary>
public sealed record FirstSteps(bool HasCustomer, bool HasTeam, bool HasContract, bool HasAccounts)
{
    public bool Done => HasCustomer && HasTeam && HasContract && HasAccounts;
}

public sealed record HomeModel(HomeKind Kind, IReadOnlyList<HomeKind> Kinds, string Name)
{
    public PortalHome? Portal { get; init; }
    public OnsiteHome? Onsite { get; init; }
    public WorkHome? Work { get; init; }
    public SecondLineHome? SecondLine { get; init; }
    public ChangesHome? Changes { get; init; }
    public ManagerHome? Manager { get; init; }
    public SystemHome? System { get; init; }
    public FirstSteps? FirstSteps { get; init; }
}

sealed class HomeQueries(Me me, PortalQueries portal, OnsiteQueries onsite, WorkQueries work, SecondLineQueries secondLine, ChangesQueries changes, ManagerQueries manager, SystemQueries system, PeopleBook people, ContractBook contracts, StewardDb db)
{
    public async Task<HomeModel> Of(HomeKind? wanted, CancellationToken stop)
    {
        var kinds = Kinds();
        var kind = wanted is { } asked && kinds.Contains(asked) ? asked : kinds[0];
        var model = new HomeModel(kind, kinds, me.Name);
        return kind switch
        {
            HomeKind.Portal => model with { Portal = await portal.Of(stop) },
            HomeKind.Onsite => model with { Onsite = await onsite.Of(stop) },
            HomeKind.System => model with { System = await system.Of(stop) },
            HomeKind.Work => model with { Work = await work.Of(stop) },
            HomeKind.SecondLine => model with { SecondLine = await secondLine.Of(stop) },
            HomeKind.Changes => model with { Changes = await changes.Of(stop) },
            HomeKind.Manager => model with { Manager = await manager.Of(stop), FirstSteps = await Steps(stop) },
            HomeKind.Customer => model with { Manager = await manager.Of(stop) },
            _ => model,
        };
    }

    List<HomeKind> Kinds()
    {
        var kinds = new List<HomeKind>();
        if (me.Is(Role.CustAdm)) kinds.Add(HomeKind.Customer);
        if (me.Is(Role.SvcMgr) || me.Is(Role.PM)) kinds.Add(HomeKind.Manager);
        if (me.Is(Role.ChgMgr)) kinds.Add(HomeKind.Changes);
        if (me.Is(Role.Onsite)) kinds.Add(HomeKind.Onsite);
        if (me.Is(Role.L2) || me.Is(Role.L3)) kinds.Add(HomeKind.SecondLine);
        if (me.Is(Role.Agent) || me.Is(Role.L1) || me.Is(Role.Onsite) || me.Is(Role.L2) || me.Is(Role.L3)) kinds.Add(HomeKind.Work);
        if (me.Contact is not null && (me.Is(Role.User) || me.Is(Role.CustAdm))) kinds.Add(HomeKind.Portal);
        if (me.Is(Role.SysAdm)) kinds.Add(HomeKind.System);
        if (kinds.Count == 0) kinds.Add(HomeKind.General);
        return kinds;
    }

    async Task<FirstSteps?> Steps(CancellationToken stop)
    {
        if (!me.Can(Thing.People, Right.Work, default)) return null;
        var steps = new FirstSteps(await people.Customers.AnyAsync(stop), await people.TeamMembers.AnyAsync(stop), await contracts.All.AnyAsync(c => c.State == ContractState.Signed, stop),
            await db.Set<Account>().Take(2).CountAsync(stop) > 1);
        return steps.Done ? null : steps;
    }
}
