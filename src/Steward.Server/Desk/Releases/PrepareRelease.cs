// A release before it goes out: planned, its hosts named, its change tied, tested, approved by somebody else, or sent back.
using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Assets;
using Steward.People;
using Steward.Platform.Web;

namespace Steward.Desk.Releases;

public sealed record OpenRelease(
    [property: StringLength(200)] string Summary, CustomerId Customer, [property: StringLength(4000)] string BackoutPlan, [property: StringLength(8000)] string Description = "", [property: Range(0, 50)] int StopPercent = 5,
    [property: StringLength(40)] string Change = "");

/// <summary>Adds hosts: by their tags, parted by blanks, commas or lines, or all in use of a kind.</summary>
public sealed record TargetRelease(ReleaseId Release, [property: StringLength(20000)] string Tags = "", AssetKind? Kind = null);
public sealed record UntargetRelease(ReleaseId Release, AssetId Asset);
public sealed record TieRelease(ReleaseId Release, [property: Required, StringLength(40)] string Change);
public sealed record TestRelease(ReleaseId Release, [property: Required, StringLength(4000)] string TestRecord);
public sealed record ApproveRelease(ReleaseId Release);
public sealed record ReturnRelease(ReleaseId Release, [property: Required, StringLength(1000)] string Reason);
public sealed record NoteRelease(ReleaseId Release, [property: Required, StringLength(4000)] string Text);

sealed record UnknownTags(string Tags) : Refusal("DESK-522", Tags);
sealed record NotReadyToApprove(IEnumerable<string> Missing) : Refusal("DESK-523", string.Join(Platform.Text.Texts.T("Desk.Comma"), Missing.Select(m => Platform.Text.Texts.T($"ProcessField.{m}"))));

sealed class OpenReleaseHandler(StewardDb db, ReleaseWork work, Me me, IdSource ids) : IVerb<OpenRelease, ReleaseId>
{
    public async Task<Result<ReleaseId>> Handle(OpenRelease ask, CancellationToken stop)
    {
        if (!await db.Set<Customer>().AnyAsync(c => c.Id == ask.Customer, stop)) return new BadInput([new("customer", "STW-404")]);
        if (!work.May(ask.Customer, Right.Work)) return new NotAllowed();
        if (!(await ReleaseLinks.ChangeOf(db, ask.Customer, ask.Change, stop)).TryGet(out var change, out var refusal)) return refusal;
        var release = new Release
        {
            Id = ids.New<ReleaseId>(work.Now), Customer = ask.Customer, Summary = ask.Summary.Trim(), Description = ask.Description.Trim(), BackoutPlan = ask.BackoutPlan.Trim(), StopPercent = ask.StopPercent,
            Change = change?.Id, OpenedAt = work.Now, OpenedBy = me.Id.Value, OpenedByName = me.Name,
        };
        await work.Begin(release, nameof(OpenRelease), stop);
        return (await db.TryCommit(stop, new ReleaseOpened(release.Id, release.Customer, work.Now))).TryGet(out _, out var lost) ? release.Id : lost;
    }
}

static class ReleaseLinks
{
    /// <summary>The customer's change of that number; none where no number is given.</summary>
    public static async Task<Result<Change?>> ChangeOf(StewardDb db, CustomerId customer, string number, CancellationToken stop)
    {
        var wanted = number.Trim();
        if (wanted.Length == 0) return (Change?)null;
        return await db.Set<Change>().AsNoTracking().SingleOrDefaultAsync(c => c.Number == wanted && c.Customer == customer, stop) is { } change ? change : new BadInput([new("change", "DESK-524")]);
    }
}

sealed class TargetReleaseHandler(StewardDb db, ReleaseWork work, AssetBook assets) : IVerb<TargetRelease, Done>
{
    public async Task<Result<Done>> Handle(TargetRelease ask, CancellationToken stop)
    {
        if (!(await work.Load(ask.Release, nameof(TargetRelease), stop)).TryGet(out var found, out var refusal)) return refusal;
        var tags = ask.Tags.Split([' ', ',', ';', '\n', '\r', '\t', '，', '、', '；'], StringSplitOptions.RemoveEmptyEntries).Distinct().ToList();
        if (tags.Count == 0 && ask.Kind is null) return new BadInput([new("tags", "field.required")]);
        var own = assets.Assets.Where(a => a.Customer == found.Case.Customer && a.State != AssetState.Retired);
        var wanted = await own.Where(a => tags.Contains(a.Tag) || ask.Kind != null && a.Kind == ask.Kind).Select(a => new { a.Id, a.Tag }).ToListAsync(stop);
        if (tags.Except(wanted.Select(a => a.Tag)).ToList() is { Count: > 0 } unknown) return new UnknownTags(string.Join(' ', unknown.Take(10)));
        var there = await work.Targets(ask.Release).Select(t => t.Asset).ToListAsync(stop);
        var fresh = wanted.ExceptBy(there, a => a.Id).ToList();
        foreach (var one in fresh) db.Add(new ReleaseTarget { Release = ask.Release, Asset = one.Id, Customer = found.Case.Customer });
        return await db.TryCommit(stop, work.Move(found.Case, found.Step, $"+{fresh.Count}: {string.Join(' ', fresh.Take(20).Select(a => a.Tag))}{(fresh.Count > 20 ? " …" : "")}"));
    }
}

sealed class UntargetReleaseHandler(StewardDb db, ReleaseWork work, AssetBook assets) : IVerb<UntargetRelease, Done>
{
    public async Task<Result<Done>> Handle(UntargetRelease ask, CancellationToken stop)
    {
        if (!(await work.Load(ask.Release, nameof(TargetRelease), stop)).TryGet(out var found, out var refusal)) return refusal;
        if (await work.Targets(ask.Release).SingleOrDefaultAsync(t => t.Asset == ask.Asset, stop) is not { } target) return new NotFound();
        db.Remove(target);
        return await db.TryCommit(stop, work.Move(found.Case, found.Step, "−" + await assets.All.Where(a => a.Id == ask.Asset).Select(a => a.Tag).SingleOrDefaultAsync(stop)));
    }
}

sealed class TieReleaseHandler(StewardDb db, ReleaseWork work) : IVerb<TieRelease, Done>
{
    public async Task<Result<Done>> Handle(TieRelease ask, CancellationToken stop)
    {
        if (!(await work.Load(ask.Release, nameof(TieRelease), stop)).TryGet(out var found, out var refusal)) return refusal;
        if (!(await ReleaseLinks.ChangeOf(db, found.Case.Customer, ask.Change, stop)).TryGet(out var change, out refusal)) return refusal;
        found.Case.Change = change!.Id;
        return await db.TryCommit(stop, work.Move(found.Case, found.Step, $"{change.Number} {change.Summary}"));
    }
}

sealed class TestReleaseHandler(StewardDb db, ReleaseWork work, Me me) : IVerb<TestRelease, Done>
{
    public async Task<Result<Done>> Handle(TestRelease ask, CancellationToken stop)
    {
        if (!(await work.Load(ask.Release, nameof(TestRelease), stop)).TryGet(out var found, out var refusal)) return refusal;
        (found.Case.TestRecord, found.Case.TestedBy) = (ask.TestRecord.Trim(), me.Id.Value);
        return await db.TryCommit(stop, work.Move(found.Case, found.Step, found.Case.TestRecord));
    }
}

sealed class ApproveReleaseHandler(StewardDb db, ReleaseWork work, Me me) : IVerb<ApproveRelease, Done>
{
    public async Task<Result<Done>> Handle(ApproveRelease ask, CancellationToken stop)
    {
        if (!(await work.Load(ask.Release, nameof(ApproveRelease), stop)).TryGet(out var found, out var refusal)) return refusal;
        if (ReleaseRules.Missing(found.Case, await work.Targets(ask.Release).CountAsync(stop)) is { Count: > 0 } missing) return new NotReadyToApprove(missing);
        (found.Case.ApprovedAt, found.Case.ApprovedByName) = (work.Now, me.Signed);
        return await db.TryCommit(stop, work.Move(found.Case, found.Step));
    }
}

sealed class ReturnReleaseHandler(StewardDb db, ReleaseWork work) : IVerb<ReturnRelease, Done>
{
    public async Task<Result<Done>> Handle(ReturnRelease ask, CancellationToken stop)
    {
        if (!(await work.Load(ask.Release, nameof(ReturnRelease), stop)).TryGet(out var found, out var refusal)) return refusal;
        (found.Case.TestRecord, found.Case.TestedBy, found.Case.ApprovedAt, found.Case.ApprovedByName) = ("", default, null, "");
        return await db.TryCommit(stop, work.Move(found.Case, found.Step, ask.Reason.Trim()));
    }
}

sealed class NoteReleaseHandler(StewardDb db, ReleaseWork work) : IVerb<NoteRelease, Done>
{
    public async Task<Result<Done>> Handle(NoteRelease ask, CancellationToken stop) =>
        (await work.Load(ask.Release, nameof(NoteRelease), stop)).TryGet(out var found, out var refusal) ? await db.TryCommit(stop, work.Move(found.Case, found.Step, ask.Text.Trim(), visible: false)) : refusal;
}
