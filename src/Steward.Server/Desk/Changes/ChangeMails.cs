// Who hears of a change by mail: the change managers, whoever does the work, and the users whom it touches.
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Assets;
using Steward.Desk.Cases;
using Steward.Notify;
using Steward.People;
using Steward.Platform.Text;
using Steward.Platform.Web.Components;

namespace Steward.Desk.Changes;

sealed class ChangeMails(StewardDb db, Mailroom mails, AssetBook assets, IdSource ids, TimeProvider time)
{
    public async Task ToManagers(Change change, string template, CancellationToken stop, string by = "", string duty = "") =>
        Post(change, template, await db.Holding(change.Customer, time.Now(), null, stop, Role.ChgMgr), to => [by, duty.Length == 0 ? "" : Texts.In(to.Language, $"verb.{duty}")]);

    public async Task ToImplementer(Change change, string template, CancellationToken stop, string duty = "") =>
        Post(change, template, await db.Set<Staff>().Where(s => s.Id == change.Implementer && s.Email != "").Select(s => new Addressee(s.Name, s.Email, db.Set<Account>().Where(a => a.Staff == s.Id).Select(a => (Language?)a.Language).FirstOrDefault() ?? Language.Zh)).ToListAsync(stop),
            to => duty.Length == 0 ? [] : [Texts.In(to.Language, $"verb.{duty}")]);

    /// <summary>The user for whom it was filed, and those who have in use what is touched.</summary>
    public async Task ToUsers(Change change, string template, CancellationToken stop, IReadOnlyList<AssetId> touched)
    {
        var owners = await assets.All.Where(a => touched.Contains(a.Id) && a.Owner != null).Select(a => a.Owner!.Value).ToListAsync(stop);
        if (change.Requester is { } requester) owners.Add(requester);
        Post(change, template, await db.Set<Contact>().Where(c => owners.Contains(c.Id) && c.Active && c.Email != "").Select(c => new Addressee(c.Name, c.Email, db.Set<Account>().Where(a => a.Contact == c.Id).Select(a => (Language?)a.Language).FirstOrDefault() ?? Language.Zh)).ToListAsync(stop),
            to => [Texts.In(to.Language, $"ChangeState.{change.State}")]);
    }

    void Post(Change change, string template, IReadOnlyList<Addressee> all, Func<Addressee, IReadOnlyList<object?>> more)
    {
        var now = time.Now();
        string At(DateTimeOffset? at) => at is { } moment ? Format.Moment(moment, Format.China) : "—";
        foreach (var to in all)
            db.OnceNumbered(() => mails.Post(change.Customer, change.Id.Value, to, template, $"{change.Id.Value:N}-{template}-{ids.Next(now):N}", now,
                [change.Number, change.Summary, to.Name, mails.Link($"/changes/{change.Id}"), At(change.WindowFrom), At(change.WindowTo), .. more(to)]));
    }
}
