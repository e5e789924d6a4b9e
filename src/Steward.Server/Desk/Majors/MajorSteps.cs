// The steps of a major incident: appoint, restore, review, close, and a remark for the room.
using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Steward.Desk.Tickets;
using Steward.People;
using Steward.Platform.Web;
using Steward.Sla;

namespace Steward.Desk.Majors;

public sealed record AppointMajor(MajorId Major, StaffId Commander, StaffId TechnicalLead, StaffId Scribe, StaffId Communications);
/// <summary><paramref name="Text"/> is the last notice to the customer.</summary>
public sealed record RestoreMajor(MajorId Major, [property: Required, StringLength(2000)] string Text);
public sealed record WorsenMajor(MajorId Major, [property: Required, StringLength(1000)] string Reason);
public sealed record ReviewMajor(MajorId Major, [property: Required, StringLength(4000)] string Cause, [property: Required, StringLength(4000)] string Actions);
public sealed record CloseMajor(MajorId Major);
public sealed record NoteMajor(MajorId Major, [property: Required, StringLength(4000)] string Text);

/// <summary>Whoever commands does not also write the minutes.</summary>
sealed record CommanderIsScribe() : Refusal("DESK-442") { public override string? Field => "scribe"; public override int Status => 400; }

sealed class AppointMajorHandler(StewardDb db, MajorWork work) : IVerb<AppointMajor, Done>
{
    public async Task<Result<Done>> Handle(AppointMajor ask, CancellationToken stop)
    {
        if (!(await work.Load(ask.Major, nameof(AppointMajor), stop)).TryGet(out var found, out var refusal)) return refusal;
        if (ask.Commander == ask.Scribe) return new CommanderIsScribe();
        (string Field, StaffId Who)[] named = [("commander", ask.Commander), ("technicalLead", ask.TechnicalLead), ("scribe", ask.Scribe), ("communications", ask.Communications)];
        var wanted = named.Select(n => n.Who).Distinct().ToList();
        var people = await db.Set<Staff>().Where(s => wanted.Contains(s.Id) && s.Active).ToDictionaryAsync(s => s.Id, s => s.Name, stop);
        if (named.Where(n => !people.ContainsKey(n.Who)).ToList() is { Count: > 0 } strangers) return new BadInput([.. strangers.Select(n => new BadField(n.Field, "STW-404"))]);
        var major = found.Case;
        (major.Commander, major.TechnicalLead, major.Scribe, major.Communications) = (ask.Commander, ask.TechnicalLead, ask.Scribe, ask.Communications);
        return await db.TryCommit(stop, work.Move(major, found.Step, string.Join(" · ", named.Select(n => $"{Platform.Text.Texts.T($"ProcessField.{n.Field}")} {people[n.Who]}"))));
    }
}

sealed class RestoreMajorHandler(StewardDb db, MajorWork work, MajorNotices notices, SlaClocks clocks) : IVerb<RestoreMajor, Done>
{
    public async Task<Result<Done>> Handle(RestoreMajor ask, CancellationToken stop)
    {
        if (!(await work.Load(ask.Major, nameof(RestoreMajor), stop)).TryGet(out var found, out var refusal)) return refusal;
        var business = (await clocks.Facts(found.Case.Ticket.Value, stop))?.Agreement.Calendars.Business ?? CalendarPresets.FiveByEight.Ref;
        (found.Case.RestoredAt, found.Case.ReviewDue) = (work.Now, (await clocks.Calendar(business, stop)).WorkingDaysAfter(work.Now, 5));
        await notices.Tell(found.Case, ask.Text.Trim(), over: true, stop);
        return await db.TryCommit(stop, work.Move(found.Case, found.Step, ask.Text.Trim()));
    }
}

sealed class WorsenMajorHandler(StewardDb db, MajorWork work) : IVerb<WorsenMajor, Done>
{
    public async Task<Result<Done>> Handle(WorsenMajor ask, CancellationToken stop)
    {
        if (!(await work.Load(ask.Major, nameof(WorsenMajor), stop)).TryGet(out var found, out var refusal)) return refusal;
        var major = found.Case;
        (major.RestoredAt, major.ReviewDue, major.NextNotice) = (null, null, work.Now.AddMinutes(MajorIncident.FirstNoticeMinutes));
        major.NextDuty = major.NextNotice;
        return await db.TryCommit(stop, work.Move(major, found.Step, ask.Reason.Trim()));
    }
}

sealed class ReviewMajorHandler(StewardDb db, MajorWork work) : IVerb<ReviewMajor, Done>
{
    public async Task<Result<Done>> Handle(ReviewMajor ask, CancellationToken stop)
    {
        if (!(await work.Load(ask.Major, nameof(ReviewMajor), stop)).TryGet(out var found, out var refusal)) return refusal;
        (found.Case.Cause, found.Case.Actions, found.Case.ReviewedAt, found.Case.NextDuty) = (ask.Cause.Trim(), ask.Actions.Trim(), work.Now, null);
        work.Index(found.Case);
        return await db.TryCommit(stop, work.Move(found.Case, found.Step, found.Case.Cause));
    }
}

sealed class CloseMajorHandler(StewardDb db, MajorWork work) : IVerb<CloseMajor, Done>
{
    public async Task<Result<Done>> Handle(CloseMajor ask, CancellationToken stop)
    {
        if (!(await work.Load(ask.Major, nameof(CloseMajor), stop)).TryGet(out var found, out var refusal)) return refusal;
        found.Case.ClosedAt = work.Now;
        return await db.TryCommit(stop, work.Move(found.Case, found.Step));
    }
}

sealed class NoteMajorHandler(StewardDb db, MajorWork work) : IVerb<NoteMajor, Done>
{
    public async Task<Result<Done>> Handle(NoteMajor ask, CancellationToken stop) =>
        (await work.Load(ask.Major, nameof(NoteMajor), stop)).TryGet(out var found, out var refusal) ? await db.TryCommit(stop, work.Move(found.Case, found.Step, ask.Text.Trim(), visible: false)) : refusal;
}
