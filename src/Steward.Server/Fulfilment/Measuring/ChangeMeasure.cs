// Changes 变更: how many of those on which work ended succeeded, and how many were emergencies (domain §4.3, M-165).
using Steward.Contracts;
using Steward.Desk;
using Steward.Sla;

namespace Steward.Fulfilment.Measuring;

/// <summary>A change counts when its work ended. It succeeded if the work was finished, neither backed out nor failed.</summary>
sealed class ChangeMeasure(string name, bool emergencies, CaseBook cases) : CaseMeasure
{
    public override string Name => name;
    protected override bool IsMissed(EvidenceVerdict verdict) => verdict is EvidenceVerdict.Emergency or EvidenceVerdict.BackedOut or EvidenceVerdict.Failed;

    protected override async Task<IReadOnlyList<EvidenceRow>> Records(Contract contract, Interval within, DateTimeOffset now, CancellationToken stop) =>
        [.. (await cases.Ended(contract, within.From, within.To, stop)).Select(c => Row(c.Change, c.End))];

    EvidenceRow Row(Change change, ChangeState end)
    {
        var verdict = emergencies ? change.Kind == ChangeKind.Emergency ? EvidenceVerdict.Emergency : EvidenceVerdict.Planned
            : end switch { ChangeState.BackedOut => EvidenceVerdict.BackedOut, ChangeState.Failed => EvidenceVerdict.Failed, _ => EvidenceVerdict.Succeeded };
        return new(default, change.Number, change.Summary, default, change.WorkEndedAt!.Value, change.StartedAt, change.WindowTo, change.WorkEndedAt, null, null, null, verdict,
            verdict is EvidenceVerdict.Emergency or EvidenceVerdict.Succeeded ? 1 : 0, 1, $"/changes/{change.Id}");
    }
}
