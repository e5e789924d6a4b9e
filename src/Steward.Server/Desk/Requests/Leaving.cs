// What is still in the hands of somebody who leaves: a duty of their request is done when it is, not when somebody says so.
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Assets;
using Steward.Contracts;
using Steward.People;
using Steward.Platform.Text;

namespace Steward.Desk.Requests;

/// <summary>An account that still opens, or things still held, by name.</summary>
sealed record StillHeld(string What) : Refusal("DESK-357", What);

sealed class Leaving(StewardDb db, AssetBook assets)
{
    /// <summary>The answer that names who leaves, in the standard form and in those made of it.</summary>
    const string Question = "user";

    /// <summary>Null where the name is nobody's or several people's: then the word of whoever did it counts.</summary>
    public async Task<Refusal?> Unfinished(RequestTask task, CancellationToken stop)
    {
        if (task.Duty == TaskDuty.None) return null;
        var request = await db.Set<ServiceRequest>().AsNoTracking().SingleAsync(r => r.Ticket == task.Ticket, stop);
        if (request.Answers.FirstOrDefault(a => a.Key == Question)?.Value is not { } name) return null;
        var people = await db.Set<Contact>().AsNoTracking().Where(c => c.Customer == task.Customer && c.Name == name).Select(c => (ContactId?)c.Id).Take(2).ToListAsync(stop);
        if (people is not [var leaver]) return null;
        var held = task.Duty == TaskDuty.CloseAccounts
            ? await db.Set<Account>().AsNoTracking().Where(a => a.Contact == leaver && !a.Disabled).OrderBy(a => a.UserName).Select(a => a.UserName).ToListAsync(stop)
            : await assets.All.Where(a => a.Customer == task.Customer && a.Owner == leaver && a.State != AssetState.Retired).OrderBy(a => a.Tag).Select(a => a.Tag + " " + a.Name).ToListAsync(stop);
        return held.Count > 0 ? new StillHeld(string.Join(Texts.T("Desk.Comma"), held)) : null;
    }
}
