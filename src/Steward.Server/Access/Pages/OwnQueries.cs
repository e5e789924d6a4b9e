// What the pages about one's own security and deputies show, and the list of all delegations for whoever keeps the grants.
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using Steward.Access.Delegations;
using Steward.Access.Factors;
using Steward.Access.Rights;
using Steward.People;
using Steward.Platform.Settings;
using Steward.Platform.Web;

namespace Steward.Access.Pages;

/// <param name="Name">Who is half in.</param>
public sealed record SecondStepModel(string Name, bool HasAuthenticator, bool HasPasskey, string? ReturnUrl, string? Error, Platform.Web.Components.Theme Theme);

/// <param name="Demanded">The policy wants a second factor of this account.</param>
/// <param name="MustEnrol">It wants one, and this session came by the password alone.</param>
public sealed record SecurityView(FactorsView Factors, bool Demanded, bool MustEnrol)
{
    /// <summary>The secret of an app that no code has confirmed yet; programs have it in the answer of the verb.</summary>
    [JsonIgnore] public EnrolledAuthenticator? Waiting { get; init; }
    /// <summary>Made a moment ago; shown this once, never to programs.</summary>
    [JsonIgnore] public IReadOnlyList<string>? NewCodes { get; init; }
}

public sealed record DelegationRow(
    DelegationId Id, AccountId Giver, string GiverName, AccountId Deputy, string DeputyName, IReadOnlyList<Role> Roles, DateTimeOffset From, DateTimeOffset Until, string Reason,
    DateTimeOffset? EndedAt, bool InForce, bool Over);

/// <param name="Given">To others, newest first.</param>
/// <param name="Held">From others.</param>
/// <param name="Roles">Those of one's own that may be handed over.</param>
public sealed record DeputiesView(IReadOnlyList<DelegationRow> Given, IReadOnlyList<DelegationRow> Held, IReadOnlyList<Role> Roles, IReadOnlyList<Choice> Deputies);

public sealed record DelegationList(IReadOnlyList<DelegationRow> Rows, bool Over, bool MayEnd);

sealed class OwnQueries(StewardDb db, PeopleBook people, Me me, SecondFactor factor, ShownOnce shown, StewardSettings settings, TimeProvider time)
{
    public async Task<FactorsView> Factors(AccountId account, CancellationToken stop) => new(
        await db.Set<Authenticator>().AsNoTracking().Where(a => a.Account == account).Select(a => a.ConfirmedAt).SingleOrDefaultAsync(stop),
        await db.Set<RecoveryCode>().CountAsync(c => c.Account == account && c.UsedAt == null, stop),
        await db.Set<Passkey>().AsNoTracking().Where(p => p.Account == account).OrderBy(p => p.MadeAt).Select(p => new PasskeyRow(p.Id, p.Name, p.MadeAt, p.UsedAt)).ToListAsync(stop));

    public async Task<SecurityView> Security(CancellationToken stop)
    {
        var waiting = await db.Set<Authenticator>().AsNoTracking().SingleOrDefaultAsync(a => a.Account == me.Id && a.ConfirmedAt == null, stop) is { } enrolling ? factor.Open(enrolling) : null;
        return new(await Factors(me.Id, stop), SignIn.Doorkeeper.Demands(settings.SignIn, me.Account!), me.MustEnrol)
        {
            Waiting = waiting is null ? null : new(SecondFactor.Written(waiting), SecondFactor.Address(waiting, me.Account!.UserName, await EnrolAuthenticatorHandler.Issuer(db, stop))),
            NewCodes = shown.Take("/me")?.Split(' '),
        };
    }

    public async Task<DeputiesView> Deputies(CancellationToken stop)
    {
        var roles = me.StandsFor is not null ? [] : me.Roles.Where(r => RightsMatrix.Allows(r, Thing.Delegation, Right.Create)).Order().ToList();
        var rows = await Rows(db.Set<Delegation>().Where(d => d.Giver == me.Id || d.Deputy == me.Id).OrderByDescending(d => d.From).Take(100), stop);
        return new([.. rows.Where(d => d.Giver == me.Id)], [.. rows.Where(d => d.Deputy == me.Id)], roles, roles.Count == 0 ? [] : await Possible(stop));
    }

    public async Task<DelegationList> All(bool over, CancellationToken stop)
    {
        var now = time.Now();
        var seen = over ? db.Set<Delegation>() : db.Set<Delegation>().Where(d => d.EndedAt == null && d.Until > now);
        return new(await Rows(seen.OrderByDescending(d => d.From).Take(500), stop), over, me.Can(Thing.Delegation, Right.Work, default));
    }

    async Task<List<DelegationRow>> Rows(IQueryable<Delegation> delegations, CancellationToken stop)
    {
        var now = time.Now();
        var found = await delegations.AsNoTracking().ToListAsync(stop);
        var concerned = found.SelectMany(d => new[] { d.Giver, d.Deputy }).Distinct().ToList();
        var names = await db.Set<Account>().AsNoTracking().Where(a => concerned.Contains(a.Id)).ToDictionaryAsync(a => a.Id, a => a.Name, stop);
        return found.ConvertAll(d => new DelegationRow(d.Id, d.Giver, names.GetValueOrDefault(d.Giver, ""), d.Deputy, names.GetValueOrDefault(d.Deputy, ""), d.Roles, d.From, d.Until, d.Reason, d.EndedAt, d.InForce(now), d.Over(now)));
    }

    /// <summary>The people of one's own side who can sign in.</summary>
    async Task<List<Choice>> Possible(CancellationToken stop)
    {
        var seen = db.Set<Account>().AsNoTracking().Where(a => !a.Disabled && a.Id != me.Id);
        if (me.Contact is { } contact)
        {
            var customer = await people.Contacts.Where(c => c.Id == contact).Select(c => c.Customer).SingleAsync(stop);
            seen = seen.Where(a => people.Contacts.Any(c => c.Id == a.Contact && c.Customer == customer));
        }
        else seen = seen.Where(a => a.Contact == null);
        return await seen.OrderBy(a => a.Name).Take(500).Select(a => new Choice(a.Id.ToString(), a.Name + " · " + a.UserName)).ToListAsync(stop);
    }
}
