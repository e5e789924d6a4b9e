// The page of mailboxes for the administrator: what is fetched, how it does, and what failed when.
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Contracts;
using Steward.Notify;
using Steward.People;
using Steward.Platform.Sweeps;
using Steward.Platform.Web;
using Steward.Platform.Web.Components;
using Steward.Platform.Web.Help;

namespace Steward.Desk.Mails.Boxes;

public sealed record MailboxRow(
    MailboxId Id, string Name, string Host, int Port, BoxSecurity Security, BoxSignIn SignIn, string UserName, string TokenUrl, string ClientId, string Scope, string Folder, string DoneFolder, CustomerId? ForCustomer, ServiceId? ForService, string? CustomerName, bool Active, int Version,
    DateTimeOffset? LastOkAt, DateTimeOffset? FaultAt, string Fault, int Unread, DateTimeOffset? OldestUnreadAt, long Taken);

public sealed record MailboxList(IReadOnlyList<MailboxRow> Rows, IReadOnlyList<Option> Customers, IReadOnlyList<Option> Services, bool MayWork);

sealed class MailboxQueries(StewardDb db, PeopleBook people, ContractBook contracts, Me me)
{
    public async Task<MailboxList> All(CancellationToken stop)
    {
        var rows = await (from m in db.Set<Mailbox>().AsNoTracking()
                          join s in db.Set<MailboxState>().AsNoTracking() on m.Id equals s.Mailbox
                          orderby m.Name
                          select new MailboxRow(m.Id, m.Name, m.Host, m.Port, m.Security, m.SignIn, m.UserName, m.TokenUrl, m.ClientId, m.Scope, m.Folder, m.DoneFolder, m.ForCustomer, m.ForService,
                              people.Customers.Where(c => c.Id == m.ForCustomer).Select(c => c.Name).FirstOrDefault(), m.Active, m.Version, s.LastOkAt, s.FaultAt, s.Fault, s.Unread, s.OldestUnreadAt, s.Taken)).ToListAsync(stop);
        if (!me.Can(Thing.Settings, Right.Work)) return new(rows, [], [], false);
        var customers = await people.Customers.AsNoTracking().Where(c => c.Active).OrderBy(c => c.Name).Select(c => new { c.Id, c.Name }).Take(500).ToListAsync(stop);
        var services = await (from s in contracts.Services join c in people.Customers on s.Customer equals c.Id where c.Active orderby c.Name, s.Name select new { s.Id, Owner = c.Name, s.Name }).Take(1000).ToListAsync(stop);
        return new(rows, [.. customers.Select(c => new Option(c.Id.ToString(), c.Name))], [.. services.Select(s => new Option(s.Id.ToString(), $"{s.Owner} · {s.Name}"))], true);
    }
}

static class MailboxPages
{
    static readonly string Read = Needs.OfProvider(Thing.Settings, Right.Read), Work = Needs.OfProvider(Thing.Settings, Right.Work);

    public static void Add(IServiceCollection services)
    {
        services.AddScoped<BoxFetch>().AddSingleton<BoxLines>().AddSingleton<BoxHealth>().AddScoped<ISweep, MailboxSweep>().AddScoped<MailboxQueries>().AddScoped<IMailEars, MailEars>();
        services.AddSingleton(new AuditSubject("desk_mailbox", "/mailboxes"));
        services.AddNav(new NavEntry("Nav.System", "Boxes.Title", "/mailboxes", "inbox", Read, 930));
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        var again = Redraw.Of("/mailboxes");
        routes.Shows<MailboxesPage, MailboxList>("/mailboxes", Read, "Mailboxes", (MailboxQueries boxes, CancellationToken stop) => boxes.All(stop));
        routes.Verb<AddMailbox, MailboxId, AddMailboxHandler>("mailboxes", Work, new() { Then = (_, _) => "/mailboxes", Again = again });
        routes.Verb<ChangeMailbox, Done, ChangeMailboxHandler>("mailboxes/{mailbox}/change", Work, new() { Then = (_, _) => "/mailboxes", Again = again });
        routes.Verb<RemoveMailbox, Done, RemoveMailboxHandler>("mailboxes/{mailbox}/remove", Work, new() { Then = (_, _) => "/mailboxes", Again = again });
    }
}
