// Declares a ticket a major incident: from now on people are told within five minutes and at a set pace.
using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Contracts;
using Steward.Desk.Cases;
using Steward.Desk.Tickets;
using Steward.Notify;
using Steward.Platform.Web;
using Steward.Sla;

namespace Steward.Desk.Majors;

public sealed record DeclareMajor(TicketId Ticket, [property: Range(1, 1_000_000)] int? Users = null, [property: StringLength(1000)] string Reason = "");

/// <summary>Nothing of what makes an incident a major one is there.</summary>
sealed record NotMajor() : Refusal("DESK-440");
sealed record AlreadyMajor(string Number) : Refusal("DESK-441", Number);

sealed class DeclareMajorHandler(StewardDb db, MajorWork work, TicketWork tickets, Mailroom mails, Me me, IdSource ids) : IVerb<DeclareMajor, MajorId>
{
    public const int ManyUsers = 30;
    static readonly TimeSpan FirstNotice = TimeSpan.FromMinutes(MajorIncident.FirstNoticeMinutes);

    public async Task<Result<MajorId>> Handle(DeclareMajor ask, CancellationToken stop)
    {
        if (!(await tickets.Load(ask.Ticket, Right.Read, stop)).TryGet(out var ticket, out var refusal)) return refusal;
        if (!tickets.May(ticket, Right.Work) && !me.Is(Role.SecEng)) return new NotAllowed();
        if (!ticket.IsOpen) return new StepNotAllowed(nameof(DeclareMajor), ticket.State);
        if (ticket.Kind != TicketKind.Incident) return new NotMajor();
        if (await db.Set<MajorIncident>().SingleOrDefaultAsync(m => m.Ticket == ticket.Id && m.State != MajorState.Closed, stop) is { } there) return new AlreadyMajor(there.Number);
        var critical = ticket.Service is { } id && await db.Set<ServiceItem>().AnyAsync(s => s.Id == id && s.Critical, stop);
        if (Decide(ticket.Priority, ask.Users, critical, me.Is(Role.SvcMgr) || me.Is(Role.SecEng)) is not { } trigger) return new NotMajor();
        var major = new MajorIncident
        {
            Id = ids.New<MajorId>(work.Now), Customer = ticket.Customer, Ticket = ticket.Id, Summary = ticket.Summary, Trigger = trigger, Users = ask.Users, OpenedAt = work.Now,
            NoticeMinutes = ticket.Priority == Priority.P1 ? 30 : 60, NextNotice = work.Now + FirstNotice, NextDuty = work.Now + FirstNotice,
        };
        await work.Begin(major, nameof(DeclareMajor), stop, ask.Reason.Trim());
        db.OnceNumbered(() => tickets.Write(ticket, EntryKind.Note, $"{major.Number} {ask.Reason.Trim()}".TrimEnd(), visible: true, nameof(DeclareMajor)));
        foreach (var manager in await db.Holding(ticket.Customer, work.Now, null, stop, Role.SvcMgr, Role.PM))
            db.OnceNumbered(() => mails.Post(ticket.Customer, major.Id.Value, manager, "major-declared", $"{major.Id.Value:N}-declared-{manager.Email}", work.Now, major.Number, major.Summary, manager.Name, mails.Link($"/major-incidents/{major.Id}")));
        return (await db.TryCommit(stop, new MajorDeclared(major.Id, major.Customer, work.Now))).TryGet(out _, out var lost) ? major.Id : lost;
    }

    /// <summary>What makes it one (§4.2 of the process); null where nothing does.</summary>
    internal static MajorTrigger? Decide(Priority priority, int? users, bool critical, bool mayCall) =>
        priority == Priority.P1 ? MajorTrigger.HighestPriority : users >= ManyUsers ? MajorTrigger.ManyUsers : critical ? MajorTrigger.CriticalService : mayCall ? MajorTrigger.Called : null;
}
