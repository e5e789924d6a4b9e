// The work is written down and signed by whoever did it, then by the user, who may refuse; what was signed is sealed.
using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Assets;
using Steward.Desk.Cases;
using Steward.Notify;
using Steward.Platform.Web;

namespace Steward.Desk.Sheets;

/// <summary><paramref name="Signature"/> is what was drawn (a PNG as data URL); without it the engineer's name signs. Without <paramref name="DepartedAt"/> the work ends now.</summary>
public sealed record FinishSheet(
    SheetId Sheet, [property: Required, StringLength(4000)] string WorkDone, SheetResult Result, [property: StringLength(1000)] string Parts = "", DateTimeOffset? DepartedAt = null, string? Signature = null);

/// <summary>The user's opinion and name; drawn with a finger or by the name alone.</summary>
public sealed record SignSheet(SheetId Sheet, [property: Required, StringLength(80)] string Signer, SheetOpinion Opinion, [property: StringLength(1000)] string OpinionText = "", string? Signature = null);

public sealed record RefuseSheet(SheetId Sheet, [property: Required, StringLength(1000)] string Reason);

/// <summary>Nobody came and the work is over: one of the two is not so.</summary>
sealed record NotArrivedYet() : Refusal("DESK-505");
/// <summary>Whoever did the work does not sign for the user too.</summary>
sealed record SignsForThemselves() : Refusal("DESK-506");

sealed class FinishSheetHandler(StewardDb db, SheetWork work, AssetBook assets, SignatureInk ink) : IVerb<FinishSheet, Done>
{
    public async Task<Result<Done>> Handle(FinishSheet ask, CancellationToken stop)
    {
        if (!(await work.Take(ask.Sheet, nameof(FinishSheet), stop)).TryGet(out var found, out var refusal)) return refusal;
        var (sheet, ticket, step) = found;
        if (sheet is { Kind: SheetKind.Visit, ArrivedAt: null }) return new NotArrivedYet();
        sheet.ArrivedAt ??= sheet.OpenedAt;
        var departed = ask.DepartedAt ?? work.Now;
        if (departed > work.Now || departed < sheet.ArrivedAt) return new BadInput([new("departedAt", "DESK-508")]);
        if (!(await ink.Keep(sheet, "engineer", ask.Signature, work.Now, stop)).TryGet(out var mark, out refusal)) return refusal;
        var things = await assets.All.Where(a => db.Set<TicketAsset>().Any(t => t.Ticket == ticket.Id && t.Asset == a.Id)).OrderBy(a => a.Tag).Select(a => a.Tag + " " + a.Name).ToListAsync(stop);
        (sheet.WorkDone, sheet.Parts, sheet.Result, sheet.DepartedAt, sheet.EngineerMark, sheet.FinishedAt) = (ask.WorkDone.Trim(), ask.Parts.Trim(), ask.Result, departed, mark, work.Now);
        sheet.Devices = things.Count > 0 ? string.Join('\n', things) : ticket.Device;
        work.Index(sheet);
        return await work.Commit(sheet, work.Move(sheet, step), stop);
    }
}

sealed class SignSheetHandler(SheetWork work, SheetSeal seal, SignatureInk ink, Me me) : IVerb<SignSheet, Done>
{
    public async Task<Result<Done>> Handle(SignSheet ask, CancellationToken stop)
    {
        if (!(await work.Take(ask.Sheet, nameof(SignSheet), stop)).TryGet(out var found, out var refusal)) return refusal;
        var (sheet, _, step) = found;
        if (me.Contact is null && string.Equals(ask.Signer.Trim(), sheet.EngineerName, StringComparison.OrdinalIgnoreCase)) return new SignsForThemselves();
        if (!(await ink.Keep(sheet, "user", ask.Signature, work.Now, stop)).TryGet(out var mark, out refusal)) return refusal;
        (sheet.Opinion, sheet.OpinionText, sheet.Signer, sheet.SignerMark, sheet.SignedAt) = (ask.Opinion, ask.OpinionText.Trim(), ask.Signer.Trim(), mark, work.Now);
        sheet.SignedWhere = me.Contact is null ? Desk.SignedWhere.OnTheirDevice : Desk.SignedWhere.OwnAccount;
        sheet.Hash = await seal.Of(sheet, stop);
        return await work.Commit(sheet, work.Move(sheet, step, $"{sheet.Signer} · {Platform.Text.Texts.Name(ask.Opinion)}"), stop);
    }
}

sealed class RefuseSheetHandler(StewardDb db, SheetWork work, Mailroom mails, Me me, IdSource ids) : IVerb<RefuseSheet, Done>
{
    public async Task<Result<Done>> Handle(RefuseSheet ask, CancellationToken stop)
    {
        if (!(await work.Take(ask.Sheet, nameof(RefuseSheet), stop)).TryGet(out var found, out var refusal)) return refusal;
        var (sheet, _, step) = found;
        sheet.RefusedWhy = ask.Reason.Trim();
        // Whoever answers for the service sees to it.
        foreach (var to in await db.Holding(sheet.Customer, work.Now, me.Staff, stop, Role.SvcMgr))
            mails.Post(sheet.Customer, sheet.Id.Value, to, "sheet-refused", $"{sheet.Id.Value:N}-sheet-refused-{ids.Next(work.Now):N}", work.Now, [sheet.Number, sheet.Summary, to.Name, mails.Link($"/sheets/{sheet.Id}"), sheet.RefusedWhy]);
        return await work.Commit(sheet, work.Move(sheet, step, sheet.RefusedWhy), stop);
    }
}
