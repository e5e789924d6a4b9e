// Calls a colleague into a remark by @name: whoever may read the ticket is told by mail and on the page they are on.
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Steward.Access;
using Steward.Desk.Tickets;
using Steward.Notify;
using Steward.People;
using Steward.Platform.Audit;
using Steward.Platform.Events;
using Steward.Platform.Live;
using Steward.Platform.Web;
using Steward.Platform.Web.Components;
using Steward.Sla;

namespace Steward.Desk.Mentions;

/// <summary>Who was called, so that their pages may tell them; the remark itself is in the ticket's story.</summary>
sealed class Mention : ITenantRow, INotAudited
{
    public TicketId Ticket { get; init; }
    public AccountId Account { get; init; }
    public DateTimeOffset At { get; init; }
    public CustomerId Customer { get; init; }
}

sealed class MentionTable : IEntityTypeConfiguration<Mention>
{
    public void Configure(EntityTypeBuilder<Mention> row) => row.ToTable("desk_mention").HasKey(r => new { r.Account, r.Ticket, r.At });
}

/// <summary>Somebody of the provider who may read the ticket.</summary>
public sealed record Colleague(AccountId Id, string Name, Addressee To);

sealed class Mentions(StewardDb db, TicketWork work, Mailroom mails, Me me)
{
    /// <summary>Each account's own grants are asked: whoever could not open the ticket is not offered, and is not told.</summary>
    public async Task<List<Colleague>> Colleagues(Ticket ticket, CancellationToken stop)
    {
        var now = work.Now;
        var people = await (from a in db.Set<Account>().AsNoTracking()
                            join s in db.Set<Staff>().AsNoTracking() on a.Staff equals (StaffId?)s.Id
                            where !a.Disabled && s.Active
                            orderby a.Name
                            select new { Account = a, s.Email }).ToListAsync(stop);
        var grants = (await db.Set<Grant>().AsNoTracking().Where(g => g.From <= now && (g.Until == null || g.Until > now) && (g.Customer == null || g.Customer == ticket.Customer)).ToListAsync(stop)).ToLookup(g => g.Account);
        return [.. people.Where(p => May(p.Account, [.. grants[p.Account.Id]], ticket)).Select(p => new Colleague(p.Account.Id, p.Account.Name, new(p.Account.Name, p.Email, p.Account.Language)))];
    }

    internal static bool May(Account account, IReadOnlyList<Grant> grants, Ticket ticket)
    {
        var them = new Me();
        them.Become(account, grants);
        return Visible.To(them, ticket);
    }

    /// <summary>Adds to the unit of work; a remark without a name costs nothing.</summary>
    public async Task<INews[]> Tell(Ticket ticket, string text, CancellationToken stop)
    {
        if (!text.Contains('@')) return [];
        var called = Named(text, await Colleagues(ticket, stop)).Where(c => !me.IsMe(c.Id)).ToList();
        foreach (var one in called)
        {
            db.Add(new Mention { Ticket = ticket.Id, Account = one.Id, At = work.Now, Customer = ticket.Customer });
            if (mails.Post(ticket.Customer, ticket.Id.Value, one.To, "mentioned", $"{ticket.Id.Value:N}-mention-{one.Id.Value:N}-{work.Now.ToUnixTimeMilliseconds()}", work.Now,
                ticket.Number, ticket.Summary, one.Name, mails.Link($"/tickets/{ticket.Id}#story"), me.Signed, text) is { } mail) mail.Urgent = ticket.Priority == Priority.P1;
        }
        return called.Count == 0 ? [] : [new ColleagueMentioned(ticket.Id, ticket.Customer, work.Now)];
    }

    /// <summary>The longest name wins: 张三丰 is not 张三.</summary>
    internal static IEnumerable<Colleague> Named(string text, IEnumerable<Colleague> colleagues)
    {
        foreach (var one in colleagues.OrderByDescending(c => c.Name.Length).ToList())
        {
            if (!text.Contains("@" + one.Name, StringComparison.OrdinalIgnoreCase)) continue;
            text = text.Replace("@" + one.Name, "", StringComparison.OrdinalIgnoreCase);
            yield return one;
        }
    }
}

static class MentionRoutes
{
    static readonly TimeSpan Fresh = TimeSpan.FromHours(1);

    public static void Add(IServiceCollection services) => services.AddScoped<Mentions>().AddSingleton(new LiveTopic("mention", [typeof(ColleagueMentioned)], async (s, ids, stop) =>
    {
        var (me, since) = (s.GetRequiredService<Me>(), s.GetRequiredService<TimeProvider>().Now() - Fresh);
        var (account, named) = (me.Id, ids.Select(TicketId.From).ToList());
        var called = await s.GetRequiredService<StewardDb>().Set<Mention>().AsNoTracking().Where(m => m.Account == account && named.Contains(m.Ticket) && m.At > since).Select(m => m.Ticket).Distinct().ToListAsync(stop);
        return called.Count == 0 ? [] : await s.GetRequiredService<ServiceDesk>().Tickets.Where(t => called.Contains(t.Id)).Select(t => t.Id.Value).ToListAsync(stop);
    })
    {
        Notice = new("Mention.You", "/tickets/{id}#story", "/tickets?group=open", Needs.OfStaff(Thing.Incident, Right.Read)),
    });

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/v1/tickets/{ticket:guid}/colleagues", async (HttpContext http, Guid ticket, TicketWork work, Mentions mentions, CancellationToken stop) =>
                (await work.Load(TicketId.From(ticket), Right.Work, stop)).TryGet(out var found, out var refusal) ? Results.Json((await mentions.Colleagues(found, stop)).ConvertAll(c => c.Name), Json.Options) : Refusals.Problem(http, refusal))
            .RequireAuthorization(Needs.OfStaff(Thing.Incident, Right.Work)).WithName("Colleagues").WithTags("tickets").WithSummary("Names of colleagues who may read the ticket, to be called into a remark by @name").Produces<IReadOnlyList<string>>().ProducesProblem(404);
}
