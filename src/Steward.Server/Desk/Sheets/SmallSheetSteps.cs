// The short steps of a sheet: corrected before it is signed, voided, followed up when it was refused, put away when its ticket is closed.
using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Platform.Sweeps;
using Steward.Platform.Web;

namespace Steward.Desk.Sheets;

public sealed record CorrectSheet(SheetId Sheet, [property: Required, StringLength(1000)] string Reason);
public sealed record VoidSheet(SheetId Sheet, [property: Required, StringLength(1000)] string Reason);
/// <summary>What the service manager settled with a user who did not sign.</summary>
public sealed record FollowUpSheet(SheetId Sheet, [property: Required, StringLength(2000)] string Text);
public sealed record ArchiveSheet(SheetId Sheet);

sealed class CorrectSheetHandler(SheetWork work) : IVerb<CorrectSheet, Done>
{
    public async Task<Result<Done>> Handle(CorrectSheet ask, CancellationToken stop)
    {
        if (!(await work.Take(ask.Sheet, nameof(CorrectSheet), stop)).TryGet(out var found, out var refusal)) return refusal;
        var (sheet, _, step) = found;
        // What is written anew is signed anew.
        (sheet.EngineerMark, sheet.FinishedAt, sheet.DepartedAt, sheet.RefusedWhy) = (null, null, null, "");
        return await work.Commit(sheet, work.Move(sheet, step, ask.Reason.Trim()), stop);
    }
}

sealed class VoidSheetHandler(SheetWork work) : IVerb<VoidSheet, Done>
{
    public async Task<Result<Done>> Handle(VoidSheet ask, CancellationToken stop)
    {
        if (!(await work.Take(ask.Sheet, nameof(VoidSheet), stop)).TryGet(out var found, out var refusal)) return refusal;
        found.Sheet.VoidedWhy = ask.Reason.Trim();
        return await work.Commit(found.Sheet, work.Move(found.Sheet, found.Step, found.Sheet.VoidedWhy), stop);
    }
}

sealed class FollowUpSheetHandler(SheetWork work) : IVerb<FollowUpSheet, Done>
{
    public async Task<Result<Done>> Handle(FollowUpSheet ask, CancellationToken stop)
    {
        if (!(await work.Take(ask.Sheet, nameof(FollowUpSheet), stop)).TryGet(out var found, out var refusal)) return refusal;
        (found.Sheet.FollowUp, found.Sheet.ArchivedAt) = (ask.Text.Trim(), work.Now);
        return await work.Commit(found.Sheet, work.Move(found.Sheet, found.Step, found.Sheet.FollowUp), stop);
    }
}

sealed class ArchiveSheetHandler(SheetWork work) : IVerb<ArchiveSheet, Done>
{
    public async Task<Result<Done>> Handle(ArchiveSheet ask, CancellationToken stop)
    {
        if (!(await work.Take(ask.Sheet, nameof(ArchiveSheet), stop)).TryGet(out var found, out var refusal)) return refusal;
        found.Sheet.ArchivedAt = work.Now;
        return await work.Commit(found.Sheet, work.Move(found.Sheet, found.Step), stop);
    }
}

/// <summary>A signed sheet is put away once its ticket is closed.</summary>
sealed class SheetSweep(StewardDb db, ArchiveSheetHandler archive, Me me) : ISweep
{
    public string Name => "sheet-archive";
    public TimeSpan Every => TimeSpan.FromMinutes(10);

    public async Task<int> RunOnce(DateTimeOffset now, CancellationToken stop)
    {
        me.BecomeSystem();
        var due = await db.Set<ServiceSheet>().AsNoTracking().Where(s => s.State == SheetState.Signed && db.Set<Ticket>().Any(t => t.Id == s.Ticket && t.State == TicketState.Closed)).OrderBy(s => s.OpenedAt).Select(s => s.Id).Take(50).ToListAsync(stop);
        var done = 0;
        foreach (var id in due)
        {
            db.ChangeTracker.Clear();
            if ((await archive.Handle(new(id), stop)).Refusal is null) done++;
        }
        return done;
    }
}
