// Opens a problem by hand, or behind incidents that look like one cause.
using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Assets;
using Steward.Contracts;
using Steward.Desk.Tickets;
using Steward.People;
using Steward.Platform.Web;
using Steward.Sla;

namespace Steward.Desk.Problems;

/// <summary>Service, asset, category and priority that are left out are those of the first incident.</summary>
public sealed record OpenProblem(
    [property: StringLength(200)] string Summary, CustomerId? Customer = null, [property: StringLength(8000)] string Description = "", ServiceId? Service = null, AssetId? Asset = null,
    [property: StringLength(60)] string Category = "", Priority? Priority = null, TicketId? Ticket = null, IReadOnlyList<TicketId>? Tickets = null);

/// <summary>An incident has one cause at most; <paramref name="Number"/> is the problem that it belongs to.</summary>
sealed record HasProblem(string Number) : Refusal("DESK-202", Number);

sealed class OpenProblemHandler(StewardDb db, ProblemWork work, TicketWork tickets, ProblemLinks links, ContractBook contracts, AssetBook assets, IdSource ids) : IVerb<OpenProblem, ProblemId>
{
    public async Task<Result<ProblemId>> Handle(OpenProblem ask, CancellationToken stop)
    {
        var about = new List<Ticket>();
        foreach (var id in (ask.Tickets ?? []).Concat(ask.Ticket is { } one ? [one] : []).Distinct())
        {
            if (!(await tickets.Load(id, Right.Read, stop)).TryGet(out var ticket, out _)) return new BadInput([new("ticket", "STW-404")]);
            about.Add(ticket);
        }
        if ((ask.Customer ?? about.FirstOrDefault()?.Customer) is not { } customer) return new BadInput([new("customer", "field.required")]);
        if (!await db.Set<Customer>().AnyAsync(c => c.Id == customer, stop)) return new BadInput([new("customer", "STW-404")]);
        if (!work.May(customer, Right.Create)) return new NotAllowed();
        if (about.Any(t => t.Customer != customer)) return new BadInput([new("ticket", "STW-404")]);
        if (ask.Service is { } service && !await contracts.Services.AnyAsync(s => s.Id == service && s.Customer == customer, stop)) return new BadInput([new("service", "STW-404")]);
        if (ask.Asset is { } asset && !await assets.Assets.AnyAsync(a => a.Id == asset && a.Customer == customer, stop)) return new BadInput([new("asset", "STW-404")]);
        var first = about.FirstOrDefault();
        var problem = new Problem
        {
            Id = ids.New<ProblemId>(work.Now), Customer = customer, State = ProblemState.Logged, Summary = ask.Summary.Trim(), Description = ask.Description.Trim(), OpenedAt = work.Now,
            Service = ask.Service ?? first?.Service, Asset = ask.Asset, Category = ask.Category.Length > 0 ? ask.Category : first?.Category ?? "",
            Priority = ask.Priority ?? about.Select(t => (Priority?)t.Priority).Min() ?? Sla.Priority.P3,
        };
        await work.Begin(problem, nameof(OpenProblem), stop);
        foreach (var ticket in about)
            if (await links.Add(problem, ticket, stop) is { } refusal) return refusal;
        return (await db.TryCommit(stop, new ProblemOpened(problem.Id, customer, work.Now))).TryGet(out _, out var lost) ? problem.Id : lost;
    }
}
