// Writes to those whose word is awaited: once for each approval, to everybody who may decide on it, with the links by which they can.
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Steward.Access.Rights;
using Steward.Notify;
using Steward.People;
using Steward.Platform.Approvals;
using Steward.Platform.Audit;
using Steward.Platform.Sweeps;
using Steward.Platform.Text;
using Steward.Platform.Web.Components;

namespace Steward.Access.Approving;

/// <summary>That the deciders of an approval were written to.</summary>
sealed class ApprovalTold : ITenantRow, INotAudited
{
    public ApprovalId Approval { get; init; }
    public CustomerId Customer { get; init; }
    public DateTimeOffset At { get; init; }
}

sealed class ApprovalToldTable : IEntityTypeConfiguration<ApprovalTold>
{
    public void Configure(EntityTypeBuilder<ApprovalTold> row) => row.ToTable("access_approval_told").HasKey(r => r.Approval);
}

/// <summary>The mark goes to disk with the mails, and its key is the approval's: on any number of nodes they are written once.</summary>
sealed class ApprovalMails(StewardDb db, ApprovalVoice voice, DecisionLinks links, Mailroom mails, IEnumerable<IMailEars> ears) : ISweep
{
    /// <summary>What waits longer than that without a mail is no news: it was asked by an older release, or while nobody swept.</summary>
    static readonly TimeSpan Fresh = TimeSpan.FromDays(1);
    static readonly List<Role> Approvers = [.. Enum.GetValues<Role>().Where(r => Enum.GetValues<Thing>().Any(t => RightsMatrix.Allows(r, t, Right.Approve)))];

    public string Name => "approval-mails";
    public TimeSpan Every => TimeSpan.FromSeconds(5);

    public async Task<int> RunOnce(DateTimeOffset now, CancellationToken stop)
    {
        var since = now - Fresh;
        var untold = await db.Set<Approval>().AsNoTracking().Where(a => a.State == ApprovalState.Waiting && a.AskedAt > since && (a.ExpiresAt == null || a.ExpiresAt > now) && !db.Set<ApprovalTold>().Any(t => t.Approval == a.Id))
            .OrderBy(a => a.AskedAt).Take(20).ToListAsync(stop);
        var done = 0;
        foreach (var approval in untold)
        {
            db.ChangeTracker.Clear();
            db.Add(new ApprovalTold { Approval = approval.Id, Customer = approval.Customer, At = now });
            foreach (var (account, email) in await Candidates(approval.Customer, now, stop)) await Tell(approval, account, email, now, stop);
            if ((await db.TryCommit(stop)).Refusal is null) done++;
        }
        return done;
    }

    async Task Tell(Approval approval, Account account, string email, DateTimeOffset now, CancellationToken stop)
    {
        // What is asked is worded in the reader's language.
        CultureInfo.CurrentUICulture = Texts.Culture(account.Language);
        if (await voice.See(approval.Id, account.Id, stop) is not { MayDecide: true, OnItsOwnPage: false } line) return;
        var until = approval.ExpiresAt is { } end && end < now + DecisionLinks.Valid ? end : now + DecisionLinks.Valid;
        string Link(bool agree) => mails.Link($"/decide/{links.Token(new(approval.Id, account.Id, agree, until))}");
        var zone = TimeZoneInfo.TryFindSystemTimeZoneById(account.Zone, out var own) ? own : Format.China;
        var suffices = await voice.Suffices(account, stop);
        var ways = suffices ? Texts.In(account.Language, "Approving.Links", Link(true), Link(false), Format.Moment(until, zone)) : Texts.In(account.Language, "Approving.SignIn");
        if (suffices && await Heard(stop)) ways += "\n\n" + Texts.In(account.Language, "Approving.ByReply");
        mails.Post(approval.Customer, approval.Subject, new(account.Name, email, account.Language), "approval-asked", $"approval-asked-{approval.Id.Value:N}-{account.Id.Value:N}", now,
            line.Title, Texts.In(account.Language, $"approval.{line.Kind}"), account.Name, mails.Link(line.Href), line.AskedByName, line.Words, line.Reason.Length > 0 ? line.Reason : "—", ways);
    }

    async Task<bool> Heard(CancellationToken stop)
    {
        foreach (var ear in ears)
            if (await ear.Hear(stop)) return true;
        return false;
    }

    public static string AnswerKey(ApprovalId approval, AccountId account, string answered) => $"approval-answer-{approval.Value:N}-{account.Value:N}-{answered}";

    /// <summary>What a mail of ours asked whom for; also our answer to a word that was not clear may be answered. The key is the mail's own, and no text that anybody else writes.</summary>
    public static (ApprovalId Approval, AccountId Account)? AskedBy(Mail mail) =>
        mail.Template is "approval-asked" or "approval-answer" && mail.Key.Split('-') is ["approval", "asked" or "answer", var approval, var account, ..] && Guid.TryParseExact(approval, "N", out var of) && Guid.TryParseExact(account, "N", out var whose)
            ? (ApprovalId.From(of), AccountId.From(whose)) : null;

    /// <summary>Whoever approves anything for this customer, and its heads of departments, one account an address; which of them may decide on this, its kind says.</summary>
    async Task<List<(Account Account, string Email)>> Candidates(CustomerId customer, DateTimeOffset now, CancellationToken stop)
    {
        var accounts = db.Set<Account>().AsNoTracking().Where(a => !a.Disabled && (db.Set<Grant>().Any(g => g.Account == a.Id && Approvers.Contains(g.Role) && (g.Customer == null || g.Customer == customer) && g.From <= now && (g.Until == null || g.Until > now))
            || db.Set<Contact>().Any(c => c.Id == a.Contact && c.Customer == customer && c.Head)));
        var found = await accounts.OrderBy(a => a.Id).Select(a => new
        {
            Account = a, OfStaff = db.Set<Staff>().Where(s => s.Id == a.Staff && s.Active).Select(s => s.Email).FirstOrDefault(), OfContact = db.Set<Contact>().Where(c => c.Id == a.Contact && c.Active).Select(c => c.Email).FirstOrDefault(),
        }).Take(500).ToListAsync(stop);
        return [.. found.Select(f => (f.Account, Email: f.OfStaff ?? f.OfContact ?? "")).Where(f => f.Email.Length > 0)];
    }
}
