// Takes the answer to an approval's mail as a word on it. Who it is from is proved by the sealed Message-ID that it answers and by the address that was asked, never by a header alone.
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Steward.Access.Approving;
using Steward.Notify;
using Steward.Platform.Approvals;
using Steward.Platform.Text;

namespace Steward.Access;

/// <summary>Who was asked for a word on what, at which address, and until when an answer counts.</summary>
public sealed record MailedQuestion(ApprovalId Approval, AccountId Account, CustomerId Customer, string Address, DateTimeOffset Until);

/// <summary>The answer as it came: <paramref name="Said"/> is what stands above its quotation, <paramref name="Key"/> tells it from every other mail.</summary>
public sealed record MailedAnswer(string Key, string MessageId, string From, string Said);

/// <summary>Recorded as the word of whoever was asked; Unclear: nothing was, and a mail says how; Elsewhere: it came from another address, and whoever was asked is told; Gone: it is no longer theirs to decide.</summary>
public enum ReplyOutcome { Recorded, Unclear, Elsewhere, Gone }

public sealed class ApprovalReplies(StewardDb db, ApprovalVoice voice, MailSeals seals, Mailroom mails, TimeProvider time)
{
    /// <summary>Two machines that answer each other end here.</summary>
    const int MostAnswers = 3;

    /// <summary>What the mail with this Message-ID asked; null where it asked for nobody's word, or the seal is not ours.</summary>
    public async Task<MailedQuestion?> Asked(string messageId, CancellationToken stop) =>
        seals.Opened(messageId) is { } id && await db.Set<Mail>().AsNoTracking().SingleOrDefaultAsync(m => m.Id == id, stop) is { } mail && ApprovalMails.AskedBy(mail) is { } asked
            ? new(asked.Approval, asked.Account, mail.Customer, mail.Address, mail.WrittenAt + DecisionLinks.Valid) : null;

    /// <summary>A word that counts goes to disk together with what <paramref name="alongside"/> adds to its unit of work; whatever else is to be answered is posted in the caller's own.</summary>
    public async Task<Result<ReplyOutcome>> Take(MailedQuestion asked, MailedAnswer answer, Func<IServiceProvider, Task> alongside, CancellationToken stop)
    {
        if (await db.Set<Account>().AsNoTracking().SingleOrDefaultAsync(a => a.Id == asked.Account && !a.Disabled, stop) is not { } account) return ReplyOutcome.Gone;
        // What is asked and why it was refused are worded in the reader's language.
        CultureInfo.CurrentUICulture = Texts.Culture(account.Language);
        if (await voice.See(asked.Approval, asked.Account, stop) is not { } line) return ReplyOutcome.Gone;
        if (!answer.From.Equals(asked.Address, StringComparison.OrdinalIgnoreCase)) return await Say(Texts.T("Approving.OtherAddress", answer.From), ReplyOutcome.Elsewhere);
        if (DecisionWords.Read(answer.Said) is not { } word) return await Say(Texts.T("Approving.Unclear"), ReplyOutcome.Unclear);
        if (time.Now() >= asked.Until) return await Say(new LinkExpired().Sentence, ReplyOutcome.Unclear);
        if ((await voice.Decide(asked.Approval, asked.Account, word.Agree, word.Reason, "DecideByMail", stop, async services =>
            {
                await alongside(services);
                Post(services.GetRequiredService<Mailroom>(), Texts.T(word.Agree ? "Approving.Agreed" : "Approving.Refused", word.Reason));
            })).TryGet(out _, out var refusal)) return ReplyOutcome.Recorded;
        // Somebody came between reading and writing: to be looked at again.
        if (refusal is ChangedMeanwhile) return refusal;
        return await Say(refusal.Sentence, ReplyOutcome.Unclear);

        async Task<Result<ReplyOutcome>> Say(string why, ReplyOutcome outcome)
        {
            if (await db.Set<Mail>().CountAsync(m => m.About == line.Subject && m.Address == asked.Address && m.Template == "approval-answer" && m.WrittenAt > time.Now().AddDays(-1), stop) < MostAnswers)
                Post(mails, $"{Texts.T("Approving.NotRecorded", why)}\n\n{Texts.T("Approving.How")}");
            return outcome;
        }

        void Post(Mailroom through, string words)
        {
            if (through.Post(line.Customer, line.Subject, new(account.Name, asked.Address, account.Language), "approval-answer", ApprovalMails.AnswerKey(asked.Approval, asked.Account, answer.Key), time.Now(), line.Title, account.Name, words, mails.Link(line.Href)) is { } mail)
                mail.Thread = answer.MessageId.Contains(' ', StringComparison.Ordinal) ? "" : answer.MessageId;
        }
    }
}
