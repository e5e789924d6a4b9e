// A sheet as a paper that prints: the facts, the work, and the signatures of both sides.
using Microsoft.EntityFrameworkCore;
using Steward.People;
using Steward.Platform.Documents;
using Steward.Platform.Files;
using Steward.Platform.Settings;
using Steward.Platform.Text;
using Steward.Platform.Web.Components;
using static Steward.Platform.Text.Texts;

namespace Steward.Desk.Sheets;

sealed class SheetPaper(StewardDb db, PeopleBook people, FileStore files, StewardSettings settings)
{
    public async Task<Result<Composition>> Of(ServiceSheet sheet, CancellationToken stop)
    {
        var customer = await people.Customers.AsNoTracking().SingleAsync(c => c.Id == sheet.Customer, stop);
        var ticket = await db.Set<Ticket>().AsNoTracking().Where(t => t.Id == sheet.Ticket).Select(t => new { t.Number, t.Place }).SingleAsync(stop);
        var zone = TimeZoneInfo.FindSystemTimeZoneById(customer.Zone);
        string At(DateTimeOffset? at) => at is { } moment ? Format.Moment(moment, zone) : "—";
        string Or(string text) => text.Length > 0 ? text : "—";
        if (!(await Ink(sheet.EngineerMark, stop)).TryGet(out var engineer, out var refusal)) return refusal;
        if (!(await Ink(sheet.SignerMark, stop)).TryGet(out var signer, out refusal)) return refusal;
        var remote = sheet.Kind == SheetKind.Remote;
        var blocks = new List<Block>
        {
            new Table(T("Sheet.PaperFacts"), [new(T("Sheet.PaperWhat"), Width: 1), new(T("Sheet.PaperSays"), Width: 3.4)],
            [
                .. new (string Label, string Value)[]
                {
                    (T("Desk.Customer"), customer.Name), (T("Sheet.Ticket"), $"{ticket.Number} {sheet.Summary}"), (T("Desk.Place"), Or(ticket.Place)), (T("Sheet.Kind"), Name(sheet.Kind)), (T("Sheet.Engineer"), sheet.EngineerName),
                    (T(remote ? "Sheet.Began" : "Sheet.ArrivedAt"), At(sheet.ArrivedAt)), (T(remote ? "Sheet.Ended" : "Sheet.DepartedAt"), At(sheet.DepartedAt)), (T("Sheet.Devices"), Or(sheet.Devices)), (T("Sheet.WorkDone"), Or(sheet.WorkDone)),
                    (T("Sheet.Parts"), Or(sheet.Parts)), (T("Sheet.Result"), sheet.Result is { } result ? Name(result) : "—"), (T("Sheet.Opinion"), sheet.Opinion is { } opinion ? string.Join(" · ", new[] { Name(opinion), sheet.OpinionText }.Where(t => t.Length > 0)) : "—"),
                }.Select(l => (IReadOnlyList<Cell>)[l.Label, Cell.Quote(l.Value)]),
            ]),
            new Signatures(
                new Signature(T("Sheet.EngineerSigns"), sheet.FinishedAt is null ? "" : sheet.EngineerName, sheet.FinishedAt is { } done ? At(done) : null, engineer),
                new Signature(T("Sheet.UserSigns"), sheet.Signer, sheet.SignedAt is { } signed ? At(signed) : null, signer)),
        };
        if (sheet.State == SheetState.RefusedToSign || sheet.RefusedWhy.Length > 0 && !sheet.IsSealed) blocks.Add(new Paragraph(new Run(T("Sheet.PaperRefused"), Bold: true), new Run(sheet.RefusedWhy, Quoted: true)));
        if (sheet.State == SheetState.Voided) blocks.Insert(0, new Paragraph(new Run(T("Sheet.PaperVoided"), Bold: true), new Run(sheet.VoidedWhy, Quoted: true)));
        return new Composition(new Cover(T("Sheet.One")) { Number = sheet.Number, Date = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(sheet.OpenedAt, zone).DateTime), SnapshotHash = sheet.IsSealed ? sheet.Hash : null }, blocks)
        {
            Contents = false, CoverPage = false, Language = Current, BaseAddress = Uri.TryCreate(settings.PublicUrl, UriKind.Absolute, out var address) ? address : null,
        };
    }

    async Task<Result<byte[]?>> Ink(FileId? mark, CancellationToken stop)
    {
        if (mark is not { } id || await db.Set<StoredFile>().AsNoTracking().SingleOrDefaultAsync(f => f.Id == id, stop) is not { } file) return (byte[]?)null;
        if (!(await files.OpenChecked(file, stop)).TryGet(out var content, out var refusal)) return refusal;
        await using (content)
        {
            var bytes = new MemoryStream();
            await content.CopyToAsync(bytes, stop);
            return bytes.ToArray();
        }
    }
}
