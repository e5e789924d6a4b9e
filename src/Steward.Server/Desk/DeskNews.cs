// What the desk tells upwards.
using Steward.Platform.Events;
using Steward.Sla;

namespace Steward.Desk;

public abstract record TicketNews(TicketId Ticket, CustomerId? Customer, DateTimeOffset OccurredAt) : INews
{
    public Guid Subject => Ticket.Value;
}

public sealed record TicketOpened(TicketId Ticket, CustomerId? Customer, Priority Priority, DateTimeOffset OccurredAt) : TicketNews(Ticket, Customer, OccurredAt);
public sealed record TicketMoved(TicketId Ticket, CustomerId? Customer, string Verb, TicketState From, TicketState To, DateTimeOffset OccurredAt) : TicketNews(Ticket, Customer, OccurredAt);
public sealed record TicketAssigned(TicketId Ticket, CustomerId? Customer, Guid? Team, Guid? Assignee, DateTimeOffset OccurredAt) : TicketNews(Ticket, Customer, OccurredAt);
public sealed record TicketPriorityChanged(TicketId Ticket, CustomerId? Customer, Priority From, Priority To, DateTimeOffset OccurredAt) : TicketNews(Ticket, Customer, OccurredAt);
/// <summary>The requester judged the closed ticket: from 1 to 5 overall, and the lowest of the five scores.</summary>
public sealed record TicketRated(TicketId Ticket, CustomerId? Customer, int Overall, int Lowest, DateTimeOffset OccurredAt) : TicketNews(Ticket, Customer, OccurredAt);
public sealed record TicketNoted(TicketId Ticket, CustomerId? Customer, bool Public, DateTimeOffset OccurredAt) : TicketNews(Ticket, Customer, OccurredAt);

public abstract record ProblemNews(ProblemId Problem, CustomerId? Customer, DateTimeOffset OccurredAt) : INews
{
    public Guid Subject => Problem.Value;
}

public sealed record ProblemOpened(ProblemId Problem, CustomerId? Customer, DateTimeOffset OccurredAt) : ProblemNews(Problem, Customer, OccurredAt);
public sealed record ProblemMoved(ProblemId Problem, CustomerId? Customer, string Verb, ProblemState From, ProblemState To, DateTimeOffset OccurredAt) : ProblemNews(Problem, Customer, OccurredAt);

public abstract record ComplaintNews(ComplaintId Complaint, CustomerId? Customer, DateTimeOffset OccurredAt) : INews
{
    public Guid Subject => Complaint.Value;
}

public sealed record ComplaintOpened(ComplaintId Complaint, CustomerId? Customer, DateTimeOffset OccurredAt) : ComplaintNews(Complaint, Customer, OccurredAt);
public sealed record ComplaintMoved(ComplaintId Complaint, CustomerId? Customer, string Verb, ComplaintState From, ComplaintState To, DateTimeOffset OccurredAt) : ComplaintNews(Complaint, Customer, OccurredAt);

public abstract record MajorNews(MajorId Major, CustomerId? Customer, DateTimeOffset OccurredAt) : INews
{
    public Guid Subject => Major.Value;
}

public sealed record MajorDeclared(MajorId Major, CustomerId? Customer, DateTimeOffset OccurredAt) : MajorNews(Major, Customer, OccurredAt);
public sealed record MajorMoved(MajorId Major, CustomerId? Customer, string Verb, MajorState From, MajorState To, DateTimeOffset OccurredAt) : MajorNews(Major, Customer, OccurredAt);
/// <summary>A remark on the ticket calls somebody by name.</summary>
public sealed record ColleagueMentioned(TicketId Ticket, CustomerId? Customer, DateTimeOffset OccurredAt) : TicketNews(Ticket, Customer, OccurredAt);
/// <summary>Somebody's private reminder about the ticket has come.</summary>
public sealed record ReminderCame(TicketId Ticket, CustomerId? Customer, DateTimeOffset OccurredAt) : TicketNews(Ticket, Customer, OccurredAt);
