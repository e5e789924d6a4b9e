// Service sheets as cases: a sheet is seen and worked on by whoever may see and work on its ticket.
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Desk.Cases;
using Steward.Desk.Process;
using Steward.Desk.Tickets;
using Steward.Platform.Events;
using Steward.Platform.Files;
using Steward.Platform.Processes;
using Steward.Platform.Text;

namespace Steward.Desk.Sheets;

/// <summary>What was signed stays as it was signed.</summary>
sealed record SheetIsSealed(string Number, string Hash) : Refusal("DESK-501", Number, Hash[..12]);

sealed class SheetWork(StewardDb db, Me me, TicketWork tickets, IdSource ids, TimeProvider time)
    : Casework<ServiceSheet, SheetId, SheetState>(db, me, ids, time, new("Sheet", "SRV", "/sheets", Thing.Incident, SheetProcess.Table))
{
    readonly StewardDb db = db;
    readonly Me me = me;

    /// <summary>People of the customer see what was done on their tickets, not what is still being written.</summary>
    static readonly SheetState[] Shown = [SheetState.Done, SheetState.Signed, SheetState.RefusedToSign, SheetState.Archived];

    public override IQueryable<ServiceSheet> Visible
    {
        get
        {
            if (me.IsSystem) return db.Set<ServiceSheet>();
            var seen = db.Set<Ticket>().VisibleTo(me).Select(t => t.Id);
            var sheets = db.Set<ServiceSheet>().Where(s => seen.Contains(s.Ticket));
            return me.Contact is null ? sheets : sheets.Where(s => Shown.Contains(s.State));
        }
    }

    /// <summary>Whoever works on the ticket; the requester signs, or refuses to, under their own account.</summary>
    public bool May(Ticket ticket, Transition<SheetState> step) =>
        tickets.May(ticket, RightsOf.Of(step.Right)) || step.Verb is nameof(SignSheet) or nameof(RefuseSheet) && ticket.Requester is { } requester && requester == me.Contact && tickets.May(ticket, Right.Confirm);

    public async Task<Result<(ServiceSheet Sheet, Ticket Ticket, Transition<SheetState> Step)>> Take(SheetId id, string verb, CancellationToken stop)
    {
        if (await Visible.SingleOrDefaultAsync(s => s.Id == id, stop) is not { } sheet) return new NotFound();
        var ticket = await db.Set<Ticket>().SingleAsync(t => t.Id == sheet.Ticket, stop);
        var step = Kind.Table.Step(sheet.State, verb);
        if (!May(ticket, step ?? Kind.Table.Transitions.First(t => t.Verb == verb))) return new NotAllowed();
        if (step is not null) return (sheet, ticket, step);
        return sheet.IsSealed && verb != nameof(SignSheet) ? new SheetIsSealed(sheet.Number, sheet.Hash) : new CaseStepNotAllowed(verb, Texts.Name(sheet.State));
    }

    public IReadOnlyCollection<string> StepsOf(ServiceSheet sheet, Ticket ticket) => Kind.Table.Transitions.Where(t => t.From.Contains(sheet.State) && May(ticket, t)).Select(t => t.Verb).ToHashSet();

    /// <summary>Commits the step; whoever looks at the ticket sees it there too.</summary>
    public Task<Result<Done>> Commit(ServiceSheet sheet, INews news, CancellationToken stop) => db.TryCommit(stop, news, new TicketNoted(sheet.Ticket, sheet.Customer, Shown.Contains(sheet.State), Now));

    public Task<List<StoredFile>> Photos(ServiceSheet sheet, CancellationToken stop) =>
        db.Set<StoredFile>().AsNoTracking().Where(f => f.Subject == sheet.Id.Value && f.Id != sheet.EngineerMark && f.Id != sheet.SignerMark && !f.Name.StartsWith(SignatureInk.Prefix)).OrderBy(f => f.Id).Take(100).ToListAsync(stop);

    protected override string SearchKind(ServiceSheet one) => Kind.Name;
    protected override string Words(ServiceSheet one) => $"{one.EngineerName} {one.WorkDone} {one.Parts} {one.Devices}";
    public override INews Changed(ServiceSheet one, string verb, SheetState from) => new SheetMoved(one.Id, one.Customer, verb, from, one.State, Now);
}
