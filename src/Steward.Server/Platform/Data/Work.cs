// Who does what, on whose behalf, within which tenants: carried by every unit of work and written into its audit line.
namespace Steward.Platform.Data;

/// <summary>A person, token or duty that acts. <see cref="Id"/> is the account's id, or empty for the system itself.</summary>
public sealed record Actor(Guid Id, string Name)
{
    public static readonly Actor System = new(Guid.Empty, "system");
}

/// <summary>The circumstances of one unit of work. Set once at the edge (request, sweep, command line) and read by <see cref="StewardDb"/>.</summary>
public sealed class Work
{
    public Actor Actor { get; set; } = Actor.System;
    /// <summary>The person for whom the actor acts under a delegation (授权代理); both names go into the audit.</summary>
    public Actor? OnBehalfOf { get; set; }
    /// <summary>How the deed is signed where a person reads it: with both names.</summary>
    public string Signed => OnBehalfOf is null ? Actor.Name : Text.Texts.T("Work.Signed", Actor.Name, OnBehalfOf.Name);
    public TenantScope Scope { get; set; } = TenantScope.Nobody;
    /// <summary>The verb as the audit shows it, for example <c>AcceptTicket</c>.</summary>
    public string Verb { get; set; } = "";
    public string Trace { get; set; } = "";
    /// <summary>The caller's key for "do this once"; kept with the work it caused.</summary>
    public string? IdempotencyKey { get; set; }
    /// <summary>What is kept with the key from the start: a form's entries and where it leads.</summary>
    public string IdempotencyAnswer { get; set; } = "";

    /// <summary>False only in the test that takes the filter of queries away, to see whether the second wall (<see cref="TenantWall"/>) holds alone.</summary>
    internal bool FirstWallStands { get; set; } = true;

    /// <summary>Looks among the rows of all tenants until disposed: for the few questions that come before it is known whose they are.</summary>
    public IDisposable AmongAll()
    {
        var back = new Back(this, Scope);
        Scope = TenantScope.Everyone;
        return back;
    }

    sealed class Back(Work work, TenantScope was) : IDisposable
    {
        public void Dispose() => work.Scope = was;
    }

    public static Work BySystem(string verb) => new() { Verb = verb, Scope = TenantScope.Everyone };
}
