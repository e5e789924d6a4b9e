// What a module says about a kind of approval: who decides, how it reads, and what follows from the decision.
using System.Linq.Expressions;
using Steward.Platform.Events;

namespace Steward.Platform.Approvals;

/// <summary>
/// Registered by the module that asks: <c>services.AddScoped&lt;IApprovalKind, YourKind&gt;()</c>. What follows is added to the unit of work
/// of the decision and goes to disk with it. The kind's title is the text <c>approval.{Name}</c>.
/// </summary>
public interface IApprovalKind
{
    string Name { get; }

    /// <summary>Which approvals of this kind the caller may decide: a condition of the query, so that lists and decisions go by the same one.</summary>
    Expression<Func<Approval, bool>> MayDecide { get; }

    /// <summary>What is asked, in the reader's language.</summary>
    string Words(Approval approval);

    /// <summary>Decided on the subject's own page by the module's own verbs, which then call <see cref="ApprovalDesk.Settle"/>.</summary>
    bool OnItsOwnPage => false;

    /// <summary>Does what was asked, or says why it cannot be done any more: then nothing is decided.</summary>
    Task<Result<INews[]>> Granted(Approval approval, CancellationToken stop) => Task.FromResult<Result<INews[]>>(Array.Empty<INews>());

    /// <summary>It was refused, withdrawn or has expired; <see cref="Approval.State"/> says which.</summary>
    Task<INews[]> NotGranted(Approval approval, CancellationToken stop) => Task.FromResult<INews[]>([]);
}
