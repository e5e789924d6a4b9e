// Tells the customer how a major incident stands: by mail to its contacts and in the portal; the next notice is promised with it.
using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Desk.Announcements;
using Steward.Desk.Process;
using Steward.Notify;
using Steward.People;
using Steward.Platform.Web;

namespace Steward.Desk.Majors;

public sealed record NoticeMajor(MajorId Major, [property: Required, StringLength(2000)] string Text);

sealed class MajorNotices(StewardDb db, MajorWork work, AnnouncementBoard board, Mailroom mails)
{
    /// <summary>Adds to the unit of work: mails, the banner, and when the next one is due while it lasts.</summary>
    public async Task Tell(MajorIncident major, string text, bool over, CancellationToken stop)
    {
        if (major.NextNotice < work.Now) major.LateNotices++;
        (major.Notices, major.LastNotice) = (major.Notices + 1, work.Now);
        major.NextNotice = over ? null : work.Now.AddMinutes(major.NoticeMinutes);
        major.NextDuty = over ? major.ReviewDue : major.NextNotice;
        await board.Replace(major.Customer, AnnouncementKind.MajorIncident, major.Summary, text, major.Id.Value, over ? work.Now.AddHours(4) : null, work.Now, stop);
        foreach (var reader in await Readers(major, stop))
            mails.Post(major.Customer, major.Id.Value, reader, over ? "major-restored" : "major-notice", $"{major.Id.Value:N}-notice-{major.Notices}-{reader.Email}", work.Now, major.Number, major.Summary, reader.Name, text);
    }

    /// <summary>The customer's administrators and whoever reported it, each once.</summary>
    async Task<IEnumerable<Addressee>> Readers(MajorIncident major, CancellationToken stop)
    {
        var requester = await db.Set<Ticket>().Where(t => t.Id == major.Ticket).Select(t => t.Requester).SingleAsync(stop);
        var found = await db.Set<Contact>().AsNoTracking().Where(c => c.Customer == major.Customer && c.Active && c.Email != "" && (c.Id == requester
                || db.Set<Account>().Any(a => a.Contact == c.Id && !a.Disabled && db.Set<Grant>().Any(g => g.Account == a.Id && g.Role == Role.CustAdm && g.From <= work.Now && (g.Until == null || g.Until > work.Now)))))
            .OrderBy(c => c.Id).Select(c => new { c.Name, c.Email, Language = db.Set<Account>().Where(a => a.Contact == c.Id).Select(a => (Platform.Text.Language?)a.Language).FirstOrDefault() }).ToListAsync(stop);
        return found.Select(c => new Addressee(c.Name, c.Email, c.Language ?? Platform.Text.Language.Zh)).DistinctBy(c => c.Email, StringComparer.OrdinalIgnoreCase);
    }
}

sealed class NoticeMajorHandler(StewardDb db, MajorWork work, MajorNotices notices) : IVerb<NoticeMajor, Done>
{
    public async Task<Result<Done>> Handle(NoticeMajor ask, CancellationToken stop)
    {
        if (!(await work.Load(ask.Major, nameof(NoticeMajor), stop)).TryGet(out var found, out var refusal)) return refusal;
        await notices.Tell(found.Case, ask.Text.Trim(), over: !found.Case.IsRunning, stop);
        return await db.TryCommit(stop, work.Move(found.Case, found.Step, ask.Text.Trim()));
    }
}
