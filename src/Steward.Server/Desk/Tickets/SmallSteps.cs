// Steps that leave the state as it is: notes, urging, arrival, a workaround.
using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Platform.Web;
using Steward.Sla;

namespace Steward.Desk.Tickets;

/// <summary>
/// A remark; <paramref name="Public"/> ones reach the requester. An end user's notes are always public. With <paramref name="Later"/> a public one waits some seconds, in which
/// its author may take it back.
/// </summary>
public sealed record AddNote(TicketId Ticket, [property: StringLength(4000)] string Text, bool Public = false, bool Later = false);

sealed class AddNoteHandler(StewardDb db, TicketWork work, Mentions.Mentions mentions, Replies.Replies replies, Me me) : IVerb<AddNote, Done>
{
    public async Task<Result<Done>> Handle(AddNote ask, CancellationToken stop)
    {
        if (!(await work.Load(ask.Ticket, Right.Read, stop)).TryGet(out var ticket, out var refusal)) return refusal;
        var byRequester = me.Contact is not null;
        if (!byRequester && !work.May(ticket, Right.Work)) return new NotAllowed();
        if (!work.Step(ticket, nameof(AddNote)).TryGet(out _, out refusal)) return refusal;
        var visible = ask.Public || byRequester;
        if (ask is { Later: true, Public: true } && !byRequester && replies.DelaySeconds > 0)
        {
            await replies.Put(ticket, ask.Text.Trim(), work.Now, stop);
            return await db.TryCommit(stop);
        }
        work.Write(ticket, byRequester ? EntryKind.Reply : EntryKind.Note, ask.Text.Trim(), visible, nameof(AddNote));
        ticket.Version++;
        // Whoever writes down what they found has moved on.
        if (!byRequester && ticket.IsOpen) await work.Tell(ticket, stop, (ClockFact)(visible ? new ClockFact.Informed(work.Now, work.Now, me.Signed) : new ClockFact.Progressed(work.Now, work.Now)));
        if (visible && !byRequester) await work.Notify(ticket, "noted", stop, ask.Text, me.Name);
        var called = byRequester ? [] : await mentions.Tell(ticket, ask.Text, stop);
        return await work.Commit(stop, [new TicketNoted(ticket.Id, ticket.Customer, visible, work.Now), .. called]);
    }
}

/// <summary>催单: the user presses; counted, shown, told to whoever has it in hand, and never more than the clock itself.</summary>
public sealed record UrgeTicket(TicketId Ticket, [property: StringLength(1000)] string Text = "");

/// <summary>Nobody works on a request before it is approved.</summary>
sealed record AwaitsWord(string Whose) : Refusal("DESK-630", Whose);

sealed record UrgedJustNow(int Minutes) : Refusal("DESK-611", Minutes);

sealed class UrgeTicketHandler(StewardDb db, TicketWork work, Requests.RequestWork requests, Escalations.Whom whom, Notify.Mailroom mails, Me me) : IVerb<UrgeTicket, Done>
{
    /// <summary>Pressing again helps nobody before somebody can have looked.</summary>
    public const int EveryMinutes = 15;

    public async Task<Result<Done>> Handle(UrgeTicket ask, CancellationToken stop)
    {
        if (!(await work.Load(ask.Ticket, Right.Confirm, stop)).TryGet(out var ticket, out var refusal)) return refusal;
        if (ticket.State == TicketState.PendingApproval) return new AwaitsWord(await requests.Awaited(ticket.Id, stop));
        if (!work.Step(ticket, nameof(UrgeTicket)).TryGet(out _, out refusal)) return refusal;
        var since = work.Now.AddMinutes(-EveryMinutes);
        if (ticket.Urged > 0 && await db.Set<TicketEntry>().AnyAsync(e => e.Ticket == ticket.Id && e.OccurredAt > since && e.Kind == EntryKind.Urged, stop)) return new UrgedJustNow(EveryMinutes);
        ticket.Urged++;
        work.Write(ticket, EntryKind.Urged, ask.Text, visible: true, nameof(UrgeTicket));
        foreach (var one in await whom.Of(ticket, [EscalationRole.Owner], atStart: false, work.Now, stop))
            if (mails.Post(ticket.Customer, ticket.Id.Value, one.To, "urged", $"{ticket.Id.Value:N}-urged-{ticket.Urged}-{one.Id:N}", work.Now, ticket.Number, ticket.Summary, one.To.Name, mails.Link($"/tickets/{ticket.Id}"), me.Signed, ask.Text.Length > 0 ? ask.Text : "—", ticket.Urged) is { } mail) mail.Urgent = ticket.Priority == Priority.P1;
        return await work.Commit(stop, new TicketNoted(ticket.Id, ticket.Customer, true, work.Now));
    }
}

/// <summary>The engineer stands at the user's desk: stops the arrival clock.</summary>
public sealed record ArriveOnSite(TicketId Ticket, DateTimeOffset? OccurredAt = null);

sealed class ArriveOnSiteHandler(TicketWork work, Arrivals arrivals) : IVerb<ArriveOnSite, Done>
{
    public async Task<Result<Done>> Handle(ArriveOnSite ask, CancellationToken stop)
    {
        if (!(await work.Load(ask.Ticket, Right.Work, stop)).TryGet(out var ticket, out var refusal)) return refusal;
        if (!work.Step(ticket, nameof(ArriveOnSite)).TryGet(out _, out refusal)) return refusal;
        return (await arrivals.At(ticket, ask.OccurredAt ?? work.Now, stop)).TryGet(out var news, out refusal) ? await work.Commit(stop, news) : refusal;
    }
}

/// <summary>The user can work again, if not as before: stops the workaround clock.</summary>
public sealed record GiveWorkaround(TicketId Ticket, [property: StringLength(2000)] string Text);

sealed class GiveWorkaroundHandler(TicketWork work) : IVerb<GiveWorkaround, Done>
{
    public async Task<Result<Done>> Handle(GiveWorkaround ask, CancellationToken stop)
    {
        if (!(await work.Load(ask.Ticket, Right.Work, stop)).TryGet(out var ticket, out var refusal)) return refusal;
        if (!work.Step(ticket, nameof(GiveWorkaround)).TryGet(out var step, out refusal)) return refusal;
        var news = work.Move(ticket, step, ask.Text);
        await work.Tell(ticket, stop, [new ClockFact.WorkaroundGiven(work.Now, work.Now)]);
        await work.Notify(ticket, "noted", stop, ask.Text, "");
        return await work.Commit(stop, news);
    }
}
