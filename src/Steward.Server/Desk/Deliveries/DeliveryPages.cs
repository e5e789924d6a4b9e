// The log of all news on its way out, mails and words in chats: to whom, about what, how often tried, why it failed, when next; and the way to send it once more.
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Notify;
using Steward.People;
using Steward.Platform.Settings;
using Steward.Platform.Web;
using Steward.Platform.Web.Help;
using Steward.Platform.Web.Lists;
using Cursor = Steward.Platform.Web.Lists.Cursor;

namespace Steward.Desk.Deliveries;

public enum DeliveryView { Mails, Chats }

/// <summary>What a mail says is not in the log: its reader's links are nobody else's.</summary>
public sealed record DeliveryRow(Guid Id, DateTimeOffset WrittenAt, string To, string Address, string Title, MailState State, int Tries, string Fault, DateTimeOffset? NextTry, DateTimeOffset? SentAt, Guid About)
{
    /// <summary>The mail in which it was told.</summary>
    public MailId? Within { get; init; }
    [JsonIgnore] public string Failed { get; init; } = "";
    /// <summary>Every try that failed.</summary>
    public IReadOnlyList<Failure> Failures => Notify.Failures.Read(Failed);
    /// <summary>The ticket that it is about, if it is about one.</summary>
    [JsonIgnore] public bool OfTicket { get; init; }
    public bool MayAgain => State is MailState.Failed or MailState.Bounced or MailState.Held || State is MailState.Waiting && Tries > 0;
}

public sealed record DeliveryList(DeliveryView View, IReadOnlyList<DeliveryRow> Rows, string? To, string? Number, MailState? State, string? Previous, string? Next, bool MayChats, bool HasServer);

sealed class DeliveryQueries(StewardDb db, Deliveries deliveries, ServiceDesk desk, PeopleBook people, StewardSettings settings)
{
    const int PageSize = 50;
    static readonly Sorting<Mail, MailId, MailId> MailsByAge = new("written", m => m.Id, m => m.Id);
    static readonly Sorting<ChatMessage, ChatMessageId, ChatMessageId> ChatsByAge = new("written", m => m.Id, m => m.Id);

    public async Task<DeliveryList> Many(QueryValues values, CancellationToken stop)
    {
        var chats = deliveries.MayChats;
        var view = values.Choice<DeliveryView>("view") == DeliveryView.Chats && chats ? DeliveryView.Chats : DeliveryView.Mails;
        var (to, number, state) = (values.Text("to"), values.Text("number"), values.Choice<MailState>("state"));
        var about = number is null ? (Guid?)null : (await desk.Tickets.Where(t => t.Number == number.ToUpperInvariant()).Select(t => (TicketId?)t.Id).SingleOrDefaultAsync(stop))?.Value ?? Guid.Empty;
        var part = view == DeliveryView.Mails ? await Mails(to, about, state, values, stop) : await Chats(to, about, state, values, stop);
        var tickets = part.Items.Select(r => TicketId.From(r.About)).Distinct().ToList();
        var known = (await desk.Tickets.Where(t => tickets.Contains(t.Id)).Select(t => t.Id).ToListAsync(stop)).ConvertAll(t => t.Value);
        return new(view, [.. part.Items.Select(r => r with { OfTicket = known.Contains(r.About) })], to, number, state, part.Previous, part.Next, chats, settings.Mail.Host.Length > 0);
    }

    async Task<Part<DeliveryRow>> Mails(string? to, Guid? about, MailState? state, QueryValues values, CancellationToken stop)
    {
        var mails = deliveries.Mails;
        if (about is { } record) mails = mails.Where(m => m.About == record);
        if (state is { } wanted) mails = mails.Where(m => m.State == wanted);
        if (to is not null)
        {
            // A name is looked up first, so that the log is read by its addresses.
            var addresses = to.Contains('@') ? [to] : await people.Contacts.Where(c => c.Name == to && c.Email != "").Select(c => c.Email).Take(50).ToListAsync(stop);
            if (!to.Contains('@')) addresses.AddRange(await people.Staff.Where(s => s.Name == to && s.Email != "").Select(s => s.Email).Take(50).ToListAsync(stop));
            mails = mails.Where(m => addresses.Contains(m.Address));
        }
        return await MailsByAge.Take(mails, m => new DeliveryRow(m.Id.Value, m.WrittenAt, m.Name, m.Address, m.Title, m.State, m.Tries, m.Fault, m.NextTry, m.SentAt, m.About) { Within = m.Within, Failed = m.Failed }, true, values, PageSize, stop);
    }

    async Task<Part<DeliveryRow>> Chats(string? to, Guid? about, MailState? state, QueryValues values, CancellationToken stop)
    {
        var said = db.Set<ChatMessage>().AsNoTracking();
        if (about is { } record) said = said.Where(m => m.About == record);
        if (state is { } wanted) said = said.Where(m => m.State == wanted);
        if (to is not null) said = said.Where(m => db.Set<ChatChannel>().Any(c => c.Id == m.Chat && c.Name == to));
        return await ChatsByAge.Take(said, m => new DeliveryRow(m.Id.Value, m.WrittenAt, db.Set<ChatChannel>().Where(c => c.Id == m.Chat).Select(c => c.Name).FirstOrDefault() ?? "", "", m.Title, m.State, m.Tries, m.Fault, m.NextTry, m.SentAt, m.About) { Failed = m.Failed }, true, values, PageSize, stop);
    }
}

/// <summary>Whoever works on all tickets of a customer sees what was written in its affairs; what was said in chats, and digests of many customers, who works for all.</summary>
sealed class Deliveries(StewardDb db, Me me)
{
    public bool MayChats => me.Contact is null && me.Can(Thing.Incident, Right.Work, default);

    public IQueryable<Mail> Mails
    {
        get
        {
            var mails = db.Set<Mail>().AsNoTracking();
            if (me.IsSystem || MayChats) return mails;
            var customers = me.Contact is not null ? [] : me.Giving(Thing.Incident, Right.Work).Where(g => g is { Wide: true, Grant: { Customer: not null, Site: null, Contract: null, Team: null } }).Select(g => g.Grant.Customer!.Value).Distinct().ToList();
            return mails.Where(m => customers.Contains(m.Customer));
        }
    }
}

/// <summary>Tries a mail once more: one that was given up, came back or never had a server, or that waits for its next try.</summary>
public sealed record SendAgain(MailId Mail);
public sealed record SayAgain(ChatMessageId Message);

sealed record OnItsWay() : Refusal("DESK-620");
sealed record NoMailServer() : Refusal("DESK-621");

sealed class SendAgainHandler(StewardDb db, Deliveries deliveries, StewardSettings settings, TimeProvider time) : IVerb<SendAgain, Done>
{
    /// <summary>Somebody may just be sending what is to be tried within this.</summary>
    public static readonly TimeSpan Claimed = TimeSpan.FromMinutes(2);

    public async Task<Result<Done>> Handle(SendAgain ask, CancellationToken stop)
    {
        if (await deliveries.Mails.SingleOrDefaultAsync(m => m.Id == ask.Mail, stop) is not { } mail) return new NotFound();
        if (settings.Mail.Host.Length == 0) return new NoMailServer();
        var now = time.Now();
        // Whoever is second, or comes when it has been taken meanwhile, sends nothing twice.
        var sent = mail.State is MailState.Failed or MailState.Bounced or MailState.Held || mail is { State: MailState.Waiting, Tries: > 0 } && mail.NextTry > now + Claimed
            ? await db.UpdateNow(db.Set<Mail>().Where(m => m.Id == mail.Id && m.State == mail.State && m.NextTry == mail.NextTry), s => s.SetProperty(m => m.State, MailState.Waiting).SetProperty(m => m.NextTry, now).SetProperty(m => m.Tries, 0), stop) : 0;
        return sent > 0 ? new Done() : new OnItsWay();
    }
}

sealed class SayAgainHandler(StewardDb db, Deliveries deliveries, TimeProvider time) : IVerb<SayAgain, Done>
{
    public async Task<Result<Done>> Handle(SayAgain ask, CancellationToken stop)
    {
        if (!deliveries.MayChats || await db.Set<ChatMessage>().AsNoTracking().SingleOrDefaultAsync(m => m.Id == ask.Message, stop) is not { } message) return new NotFound();
        var now = time.Now();
        var said = message.State == MailState.Failed || message is { State: MailState.Waiting, Tries: > 0 } && message.NextTry > now + SendAgainHandler.Claimed
            ? await db.UpdateNow(db.Set<ChatMessage>().Where(m => m.Id == message.Id && m.State == message.State && m.NextTry == message.NextTry), s => s.SetProperty(m => m.State, MailState.Waiting).SetProperty(m => m.NextTry, now).SetProperty(m => m.Tries, 0), stop) : 0;
        return said > 0 ? new Done() : new OnItsWay();
    }
}

static class DeliveryPages
{
    static readonly string Work = Needs.OfStaff(Thing.Incident, Right.Work);

    public static void Add(IServiceCollection services) => services.AddScoped<Deliveries>().AddScoped<DeliveryQueries>().AddNav(new NavEntry("Nav.Tools", "Delivery.Many", "/deliveries", "send", Work, 164));

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.Shows<DeliveriesPage, DeliveryList>("/deliveries", Work, "Deliveries", (HttpContext http, DeliveryQueries deliveries, CancellationToken stop) => deliveries.Many(QueryValues.Of(http), stop));
        routes.Verb<SendAgain, Done, SendAgainHandler>("deliveries/mails/{mail}/again", Work, new() { Then = (_, _) => "/deliveries" });
        routes.Verb<SayAgain, Done, SayAgainHandler>("deliveries/chats/{message}/again", Work, new() { Then = (_, _) => "/deliveries?view=Chats" });
    }
}
