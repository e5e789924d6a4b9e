// The steps of a complaint: take it on, judge it, propose a settlement, accept or escalate, call back, close; what the complainant adds, and taking it back.
using System.ComponentModel.DataAnnotations;
using Steward.Access;
using Steward.Platform.Web;

namespace Steward.Desk.Complaints;

public sealed record AcknowledgeComplaint(ComplaintId Complaint);
public sealed record JudgeComplaint(ComplaintId Complaint, bool Justified, [property: Required, StringLength(1000)] string Reason);
public sealed record ProposeSettlement(ComplaintId Complaint, [property: Required, StringLength(4000)] string Proposal);
public sealed record AcceptSettlement(ComplaintId Complaint, [property: StringLength(1000)] string Text = "");
public sealed record EscalateComplaint(ComplaintId Complaint, [property: Required, StringLength(1000)] string Reason);
public sealed record VerifyComplaint(ComplaintId Complaint, [property: Required, StringLength(1000)] string Text);
public sealed record ReturnComplaint(ComplaintId Complaint, [property: Required, StringLength(1000)] string Reason);
public sealed record CloseComplaint(ComplaintId Complaint);
public sealed record NoteComplaint(ComplaintId Complaint, [property: Required, StringLength(4000)] string Text);

/// <summary>Words of the complainant's own, which everybody reads who sees the complaint.</summary>
public sealed record AddToComplaint(ComplaintId Complaint, [property: Required, StringLength(4000)] string Text);
public sealed record WithdrawComplaint(ComplaintId Complaint, [property: Required, StringLength(1000)] string Reason);

/// <summary>A settlement is proposed to somebody who was told whether they are right.</summary>
sealed record NotJudged() : Refusal("DESK-430");

/// <summary>The call comes after the time in which it could have come back.</summary>
sealed record TooSoonToVerify(DateTimeOffset Due) : Refusal("DESK-431", Platform.Web.Components.Format.Moment(Due, Platform.Web.Components.Format.China));

sealed class AcknowledgeComplaintHandler(StewardDb db, ComplaintWork work) : IVerb<AcknowledgeComplaint, Done>
{
    public async Task<Result<Done>> Handle(AcknowledgeComplaint ask, CancellationToken stop)
    {
        if (!(await work.Load(ask.Complaint, nameof(AcknowledgeComplaint), stop)).TryGet(out var found, out var refusal)) return refusal;
        found.Case.AcknowledgedAt = work.Now;
        return await db.TryCommit(stop, work.Move(found.Case, found.Step));
    }
}

sealed class JudgeComplaintHandler(StewardDb db, ComplaintWork work) : IVerb<JudgeComplaint, Done>
{
    public async Task<Result<Done>> Handle(JudgeComplaint ask, CancellationToken stop)
    {
        if (!(await work.Load(ask.Complaint, nameof(JudgeComplaint), stop)).TryGet(out var found, out var refusal)) return refusal;
        (found.Case.Justified, found.Case.Judgement) = (ask.Justified, ask.Reason.Trim());
        work.Index(found.Case);
        return await db.TryCommit(stop, work.Move(found.Case, found.Step, $"{(ask.Justified ? "✓" : "✗")} {found.Case.Judgement}"));
    }
}

sealed class ProposeSettlementHandler(StewardDb db, ComplaintWork work, Me me) : IVerb<ProposeSettlement, Done>
{
    public async Task<Result<Done>> Handle(ProposeSettlement ask, CancellationToken stop)
    {
        if (!(await work.Load(ask.Complaint, nameof(ProposeSettlement), stop)).TryGet(out var found, out var refusal)) return refusal;
        if (found.Case.Justified is null) return new NotJudged();
        (found.Case.Proposal, found.Case.ProposedBy) = (ask.Proposal.Trim(), me.Id.Value);
        found.Case.RepliedAt ??= work.Now;
        return await db.TryCommit(stop, work.Move(found.Case, found.Step, found.Case.Proposal));
    }
}

sealed class AcceptSettlementHandler(StewardDb db, ComplaintWork work) : IVerb<AcceptSettlement, Done>
{
    public async Task<Result<Done>> Handle(AcceptSettlement ask, CancellationToken stop)
    {
        if (!(await work.Load(ask.Complaint, nameof(AcceptSettlement), stop)).TryGet(out var found, out var refusal)) return refusal;
        (found.Case.SettledAt, found.Case.VerifyDue) = (work.Now, (await work.Calendar(found.Case.Customer, stop)).WorkingDaysAfter(work.Now, 5));
        return await db.TryCommit(stop, work.Move(found.Case, found.Step, ask.Text.Trim()));
    }
}

sealed class EscalateComplaintHandler(StewardDb db, ComplaintWork work) : IVerb<EscalateComplaint, Done>
{
    public async Task<Result<Done>> Handle(EscalateComplaint ask, CancellationToken stop)
    {
        if (!(await work.Load(ask.Complaint, nameof(EscalateComplaint), stop)).TryGet(out var found, out var refusal)) return refusal;
        found.Case.Escalated++;
        found.Case.Level = found.Case.Level == ComplaintLevel.Ordinary ? ComplaintLevel.Serious : ComplaintLevel.Grave;
        return await db.TryCommit(stop, work.Move(found.Case, found.Step, ask.Reason.Trim()));
    }
}

sealed class VerifyComplaintHandler(StewardDb db, ComplaintWork work) : IVerb<VerifyComplaint, Done>
{
    public async Task<Result<Done>> Handle(VerifyComplaint ask, CancellationToken stop)
    {
        if (!(await work.Load(ask.Complaint, nameof(VerifyComplaint), stop)).TryGet(out var found, out var refusal)) return refusal;
        return found.Case.VerifyDue is { } due && due > work.Now ? new TooSoonToVerify(due) : await db.TryCommit(stop, work.Move(found.Case, found.Step, ask.Text.Trim()));
    }
}

sealed class ReturnComplaintHandler(StewardDb db, ComplaintWork work) : IVerb<ReturnComplaint, Done>
{
    public async Task<Result<Done>> Handle(ReturnComplaint ask, CancellationToken stop)
    {
        if (!(await work.Load(ask.Complaint, nameof(ReturnComplaint), stop)).TryGet(out var found, out var refusal)) return refusal;
        (found.Case.SettledAt, found.Case.VerifyDue) = (null, null);
        return await db.TryCommit(stop, work.Move(found.Case, found.Step, ask.Reason.Trim()));
    }
}

sealed class CloseComplaintHandler(StewardDb db, ComplaintWork work) : IVerb<CloseComplaint, Done>
{
    public async Task<Result<Done>> Handle(CloseComplaint ask, CancellationToken stop)
    {
        if (!(await work.Load(ask.Complaint, nameof(CloseComplaint), stop)).TryGet(out var found, out var refusal)) return refusal;
        found.Case.ClosedAt = work.Now;
        return await db.TryCommit(stop, work.Move(found.Case, found.Step));
    }
}

sealed class NoteComplaintHandler(StewardDb db, ComplaintWork work) : IVerb<NoteComplaint, Done>
{
    public async Task<Result<Done>> Handle(NoteComplaint ask, CancellationToken stop) =>
        (await work.Load(ask.Complaint, nameof(NoteComplaint), stop)).TryGet(out var found, out var refusal) ? await db.TryCommit(stop, work.Move(found.Case, found.Step, ask.Text.Trim(), visible: false)) : refusal;
}

sealed class AddToComplaintHandler(StewardDb db, ComplaintWork work) : IVerb<AddToComplaint, Done>
{
    public async Task<Result<Done>> Handle(AddToComplaint ask, CancellationToken stop) =>
        (await work.Load(ask.Complaint, nameof(AddToComplaint), stop)).TryGet(out var found, out var refusal) ? await db.TryCommit(stop, work.Move(found.Case, found.Step, ask.Text.Trim())) : refusal;
}

sealed class WithdrawComplaintHandler(StewardDb db, ComplaintWork work) : IVerb<WithdrawComplaint, Done>
{
    public async Task<Result<Done>> Handle(WithdrawComplaint ask, CancellationToken stop)
    {
        if (!(await work.Load(ask.Complaint, nameof(WithdrawComplaint), stop)).TryGet(out var found, out var refusal)) return refusal;
        found.Case.ClosedAt = work.Now;
        return await db.TryCommit(stop, work.Move(found.Case, found.Step, ask.Reason.Trim()));
    }
}
