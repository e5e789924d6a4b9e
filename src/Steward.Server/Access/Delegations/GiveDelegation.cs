// Hands roles to a deputy for some days, and ends that early.
using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Steward.Access.Accounts;
using Steward.Access.Rights;
using Steward.People;
using Steward.Platform.Web;

namespace Steward.Access.Delegations;

public sealed record GiveDelegation(AccountId Deputy, List<Role> Roles, DateTimeOffset Until, DateTimeOffset? From = null, [property: StringLength(200)] string Reason = "");

/// <summary>A deputy hands nothing on, and nobody gives what they do not hold.</summary>
sealed record NotYoursToGive(Role Role) : Refusal("ACC-170", Platform.Text.Texts.Name(Role)) { public override string? Field => "roles"; public override int Status => 400; }
sealed record DeputyOfAnotherSide() : Refusal("ACC-171") { public override string? Field => "deputy"; public override int Status => 400; }
/// <summary>三员分立: system, security and audit stay in three hands, also for a day.</summary>
sealed record PowersKeptApart(Role Held, Role Given) : Refusal("ACC-172", Platform.Text.Texts.Name(Held), Platform.Text.Texts.Name(Given)) { public override string? Field => "deputy"; public override int Status => 400; }
sealed record ActingAlready() : Refusal("ACC-173");

sealed class GiveDelegationHandler(StewardDb db, PeopleBook people, Me me, IdSource ids, TimeProvider time) : IVerb<GiveDelegation, DelegationId>
{
    public async Task<Result<DelegationId>> Handle(GiveDelegation ask, CancellationToken stop)
    {
        if (me.StandsFor is not null) return new ActingAlready();
        var now = time.Now();
        if (await db.Set<Account>().AsNoTracking().SingleOrDefaultAsync(a => a.Id == ask.Deputy && !a.Disabled, stop) is not { } deputy || deputy.Id == me.Id) return new BadInput([new("deputy", "STW-404")]);
        if (!await SameSide(people, me.Account!, deputy, stop)) return new DeputyOfAnotherSide();
        var held = await db.Set<Grant>().AsNoTracking().Where(g => g.Account == deputy.Id && (g.Until == null || g.Until > now)).Select(g => g.Role).Distinct().ToListAsync(stop);
        if (!Decide(ask, me.Id, [.. me.Roles], held, ids, now).TryGet(out var delegation, out var refusal)) return refusal;
        db.Add(delegation);
        return (await db.TryCommit(stop)).TryGet(out _, out refusal) ? delegation.Id : refusal;
    }

    /// <summary>The provider's people stand for each other, and a customer's for those of the same customer.</summary>
    public static async Task<bool> SameSide(PeopleBook people, Account giver, Account deputy, CancellationToken stop) =>
        giver.Contact is null ? deputy.Contact is null
        : deputy.Contact is not null && await people.Contacts.Where(c => c.Id == giver.Contact || c.Id == deputy.Contact).Select(c => c.Customer).Distinct().CountAsync(stop) == 1
            && await people.Contacts.AnyAsync(c => c.Id == deputy.Contact, stop);

    /// <param name="mine">The roles that the giver holds now.</param>
    /// <param name="held">The roles that the deputy holds now.</param>
    internal static Result<Delegation> Decide(GiveDelegation ask, AccountId giver, IReadOnlyCollection<Role> mine, IReadOnlyCollection<Role> held, IdSource ids, DateTimeOffset now)
    {
        var from = ask.From is { } begin && begin > now ? begin : now;
        var roles = ask.Roles.Distinct().ToList();
        if (roles.Count == 0) return new BadInput([new("roles", "field.required")]);
        if (ask.Until <= from) return new BadInput([new("until", "ACC-174")]);
        foreach (var role in roles)
        {
            if (!mine.Contains(role) || !RightsMatrix.Allows(role, Thing.Delegation, Right.Create)) return new NotYoursToGive(role);
            if (KeptApart.Contains(role) && held.FirstOrDefault(h => h != role && KeptApart.Contains(h), role) is var other && other != role) return new PowersKeptApart(other, role);
        }
        return new Delegation { Id = ids.New<DelegationId>(now), Giver = giver, Deputy = ask.Deputy, Roles = roles, From = from, Until = ask.Until, Reason = ask.Reason.Trim() };
    }

    static readonly Role[] KeptApart = [Role.SysAdm, Role.SecEng, Role.Auditor];
}

public sealed record EndDelegation(DelegationId Delegation);

/// <summary>By the giver, by the deputy who declines, or by whoever keeps the grants.</summary>
sealed class EndDelegationHandler(StewardDb db, Me me, TimeProvider time) : IVerb<EndDelegation, Done>
{
    public async Task<Result<Done>> Handle(EndDelegation ask, CancellationToken stop)
    {
        if (await db.Set<Delegation>().SingleOrDefaultAsync(d => d.Id == ask.Delegation, stop) is not { } delegation) return new NotFound();
        if (delegation.Giver != me.Id && delegation.Deputy != me.Id && !me.Can(Thing.Delegation, Right.Work, default)) return new NotFound();
        delegation.EndedAt ??= time.Now();
        return await db.TryCommit(stop);
    }
}
