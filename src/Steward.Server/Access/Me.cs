// Who is asking: the door of Access. Every handler learns here what the caller may.
using Steward.Access.Rights;
using Steward.People;

namespace Steward.Access;

/// <summary>The caller of this request with the grants in force now. For sweeps and the command line it is the system, which may do everything.</summary>
public sealed class Me
{
    Account? account;
    IReadOnlyList<Grant> grants = [];
    IReadOnlyCollection<string>? tokenScopes;
    Account? standsFor;
    bool system;

    public bool SignedIn => account is not null;
    public AccountId Id => account?.Id ?? default;
    public string Name => account?.Name ?? (system ? "system" : "");
    public StaffId? Staff => account?.Staff;
    public ContactId? Contact => account?.Contact;
    public IReadOnlyList<Grant> Grants => grants;
    public Account? Account => account;

    /// <summary>The person in whose place the caller acts under a delegation: the grants are then those handed over, and no others.</summary>
    public AccountId? StandsFor => standsFor?.Id;
    public string? StandsForName => standsFor?.Name;
    /// <summary>How the caller's deed is signed where people read it: with both names.</summary>
    public string Signed => standsFor is null ? Name : Platform.Text.Texts.T("Work.Signed", Name, standsFor.Name);

    /// <summary>Whether this is the caller, or whom the caller stands for: what one may not do to one's own, one's deputy may not either.</summary>
    public bool IsMe(AccountId id) => account is not null && (id == account.Id || id == standsFor?.Id);
    public bool IsMe(Guid id) => IsMe(AccountId.From(id));

    /// <summary>Came by the password alone where a second factor is required: may do nothing but set it up.</summary>
    public bool MustEnrol { get; private set; }
    public IEnumerable<Role> Roles => grants.Select(g => g.Role).Distinct();
    public bool Is(Role role) => grants.Any(g => g.Role == role);

    /// <summary>Whether any grant gives the right at all; the handler still asks for the record's place.</summary>
    public bool Can(Thing thing, Right right) =>
        system || InToken(thing, right) && grants.Any(g => RightsMatrix.Allows(g.Role, thing, right));

    /// <summary>Whether a grant that covers the place gives the right without narrowing.</summary>
    public bool Can(Thing thing, Right right, Place place) =>
        system || InToken(thing, right) && grants.Any(g => g.Covers(place) && RightsMatrix.Of(g.Role, thing, right).Contains(RightsMatrix.Wide));

    /// <summary>Whether a grant that covers the place gives the right narrowed by <paramref name="narrowing"/> (or without narrowing).</summary>
    public bool Can(Thing thing, Right right, Place place, string narrowing) =>
        system || InToken(thing, right) && grants.Any(g => g.Covers(place) && RightsMatrix.Of(g.Role, thing, right).Any(n => n == narrowing || n == RightsMatrix.Wide));

    /// <summary>The grants that give the right, wide or narrowed, for building a list's condition.</summary>
    public IEnumerable<(Grant Grant, bool Wide)> Giving(Thing thing, Right right) =>
        !InToken(thing, right) ? [] : grants.Where(g => RightsMatrix.Allows(g.Role, thing, right)).Select(g => (g, RightsMatrix.Of(g.Role, thing, right).Contains(RightsMatrix.Wide)));

    /// <summary>The check of a policy: <c>provider</c> asks for a grant without a customer, <c>staff</c> for a person of the provider's side, <c>others</c> for a right that is not narrowed to one's own.</summary>
    public bool Reaches(Thing thing, Right right, string reach) => reach switch
    {
        "provider" => Can(thing, right, default),
        "staff" => Contact is null && Can(thing, right),
        "others" => system || InToken(thing, right) && Giving(thing, right).Any(g => g.Wide),
        _ => Can(thing, right),
    };

    /// <summary>See <see cref="Needs.Approver"/>.</summary>
    public bool Approves => Enum.GetValues<Thing>().Any(thing => Can(thing, Right.Approve));

    public bool IsSystem => system;

    public TenantScope Scope => system || grants.Any(g => g.Customer is null) ? TenantScope.Everyone
        : TenantScope.Only([.. grants.Select(g => g.Customer!.Value).Distinct()]);

    bool InToken(Thing thing, Right right) => tokenScopes is null or { Count: 0 } || tokenScopes.Contains(Needs.The(thing, right));

    internal void Become(Account account, IReadOnlyList<Grant> grants, IReadOnlyCollection<string>? tokenScopes = null, Account? standsFor = null, bool mustEnrol = false) =>
        (this.account, this.grants, this.tokenScopes, this.standsFor, MustEnrol) = (account, grants, tokenScopes, standsFor, mustEnrol);

    /// <summary>Makes another scope of services act for the very same caller: for a deed that is many units of work.</summary>
    public static void ActAsSame(IServiceProvider caller, IServiceProvider other)
    {
        var (mine, theirs) = (caller.GetRequiredService<Me>(), other.GetRequiredService<Me>());
        (theirs.account, theirs.grants, theirs.tokenScopes, theirs.standsFor, theirs.system, theirs.MustEnrol) = (mine.account, mine.grants, mine.tokenScopes, mine.standsFor, mine.system, mine.MustEnrol);
        var (from, to) = (caller.GetRequiredService<Work>(), other.GetRequiredService<Work>());
        (to.Actor, to.OnBehalfOf, to.Scope, to.Trace, to.FirstWallStands) = (from.Actor, from.OnBehalfOf, from.Scope, from.Trace, from.FirstWallStands);
    }

    /// <summary>Sweeps, imports and the command line act as the system.</summary>
    public void BecomeSystem() => system = true;

    /// <summary>Makes a scope of services act for somebody who is not there: what they asked for earlier is done in their name and with the grants given.</summary>
    internal static void ActAs(IServiceProvider services, Account account, IReadOnlyList<Grant> grants, string verb)
    {
        var (work, me) = (services.GetRequiredService<Work>(), services.GetRequiredService<Me>());
        me.system = false;
        me.Become(account, grants);
        (work.Scope, work.Verb, work.Actor) = (me.Scope, verb, new(account.Id.Value, account.Name));
    }

    /// <summary>Makes a scope of services act as the system, for every tenant.</summary>
    public static void ActAsSystem(IServiceProvider services, string verb)
    {
        var work = services.GetRequiredService<Work>();
        (work.Scope, work.Verb, work.Actor) = (TenantScope.Everyone, verb, Actor.System);
        services.GetRequiredService<Me>().BecomeSystem();
    }
}
