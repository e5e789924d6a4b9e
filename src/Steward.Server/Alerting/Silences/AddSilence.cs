// Keeps alerts of a kind from calling anybody for a while. What is open already is looked at again at once.
using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Alerting.Routing;
using Steward.Alerting.Stages;
using Steward.Desk;
using Steward.Platform.Web;

namespace Steward.Alerting.Silences;

/// <summary>Without <paramref name="From"/> it begins now. <paramref name="Matchers"/> as Prometheus writes them, parted by commas; all must hold.</summary>
public sealed record AddSilence(
    CustomerId Customer, [property: StringLength(1000)] string Matchers, [property: StringLength(400)] string Reason, DateTimeOffset Until, DateTimeOffset? From = null, [property: StringLength(60)] string Ticket = "");

sealed class AddSilenceHandler(AlertWork work, Passage passage, ServiceDesk desk, IdSource ids) : IVerb<AddSilence, SilenceId>
{
    public async Task<Result<SilenceId>> Handle(AddSilence ask, CancellationToken stop)
    {
        if (await work.Refuses(ask.Customer, null, Right.Work, stop) is { } refusal) return refusal;
        Guid? ticket = null;
        if (ask.Ticket.Trim() is { Length: > 0 } number)
        {
            ticket = (await desk.Tickets.Where(t => t.Number == number && t.Customer == ask.Customer).Select(t => (TicketId?)t.Id).SingleOrDefaultAsync(stop))?.Value;
            if (ticket is null) return new BadInput([new("ticket", "ALR-105")]);
        }
        if (!Decide(ask, ticket, work.Caller, ids, work.Now).TryGet(out var silence, out var wrong)) return wrong;
        work.Db.Add(silence);
        var news = await passage.LookAtAll(ask.Customer, work.Now, stop);
        return (await work.Db.TryCommit(stop, [.. news])).TryGet(out _, out refusal) ? silence.Id : refusal;
    }

    internal static Result<Silence> Decide(AddSilence ask, Guid? ticket, string author, IdSource ids, DateTimeOffset now)
    {
        if (Matcher.ReadAll(ask.Matchers) is not { Count: > 0 } conditions) return new BadInput([new("matchers", "ALR-101")]);
        // One that every label set meets would silence the customer whole.
        if (conditions.All(m => m.Matches(new Dictionary<string, string>()))) return new BadInput([new("matchers", "ALR-102")]);
        var from = ask.From ?? now;
        if (from < now) from = now;
        if (ask.Until <= from) return new BadInput([new("until", "ALR-103")]);
        return new Silence { Id = ids.New<SilenceId>(now), Customer = ask.Customer, Matchers = string.Join(", ", conditions), Author = author, Reason = ask.Reason.Trim(), Ticket = ticket, From = from, Until = ask.Until, CreatedAt = now };
    }
}
