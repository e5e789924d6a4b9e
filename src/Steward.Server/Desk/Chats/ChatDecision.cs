// Hears "approve NUMBER" and "refuse NUMBER, because" in a chat: the word of whoever is known there, by the same rules as on the page.
using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Notify;
using Steward.People;
using Steward.Platform.Text;

namespace Steward.Desk.Chats;

sealed record SaidWord(bool Agree, string Number, string Reason);

sealed partial class ChatDecision(StewardDb db, ApprovalVoice voice, Mailroom links)
{
    /// <summary>Null: it is no such word.</summary>
    internal static SaidWord? Read(string text)
    {
        if (Pattern().Match(text) is not { Success: true } found) return null;
        return DecisionWords.Of(found.Groups["word"].Value) is { } agree ? new(agree, found.Groups["number"].Value.ToUpperInvariant(), found.Groups["reason"].Value.Trim(' ', ',', ':', '\n', '\r', '，', '：', '。')) : null;
    }

    /// <summary>What is to be answered; null where the text is no decision.</summary>
    public async Task<string?> Take(string text, Contact contact, Language language, CancellationToken stop) =>
        Read(text) is { } said ? await Take(said, await db.Set<Account>().AsNoTracking().Where(a => a.Contact == contact.Id && !a.Disabled).OrderBy(a => a.Id).ToListAsync(stop), contact.Customer, language, stop) : null;

    /// <summary>A colleague does nothing else here. In a customer's own group only its affairs are decided: its people read the answer.</summary>
    public async Task<string> Take(string text, StaffId staff, CustomerId? customer, CancellationToken stop)
    {
        var accounts = await db.Set<Account>().AsNoTracking().Where(a => a.Staff == staff && !a.Disabled).OrderBy(a => a.Id).ToListAsync(stop);
        var language = accounts.Count > 0 ? accounts[0].Language : Language.Zh;
        return Read(text) is { } said ? await Take(said, accounts, customer, language, stop) : Texts.In(language, "Chats.OnlyDecide");
    }

    async Task<string> Take(SaidWord said, IReadOnlyList<Account> accounts, CustomerId? customer, Language language, CancellationToken stop)
    {
        // Refusals are worded in the reader's language.
        CultureInfo.CurrentUICulture = Texts.Culture(language);
        var subjects = (await db.Set<Ticket>().Where(t => t.Number == said.Number).Select(t => t.Id).ToListAsync(stop)).ConvertAll(t => t.Value);
        foreach (var account in accounts.Select(a => a.Id))
        {
            var waiting = (await voice.WaitingOn(account, subjects, said.Number + " ", stop)).Where(w => customer is null || w.Customer == customer).ToList();
            if (waiting.Count == 0) continue;
            if (waiting is not [var one] || one.OnItsOwnPage) return Texts.T("Chats.ManyToDecide", said.Number, waiting.Count, links.Link("/approvals"));
            return (await voice.Decide(one.Id, account, said.Agree, said.Reason, "DecideByChat", stop)).TryGet(out _, out var refusal) ? Texts.T(said.Agree ? "Chats.Agreed" : "Chats.Refused", one.Title) : Texts.T("Chats.NotDecided", refusal.Sentence);
        }
        return Texts.T("Chats.NothingToDecide", said.Number);
    }

    [GeneratedRegex(@"^\s*(?<word>\S+?)\s*(?<number>[A-Z]{2,5}-[A-Z0-9]{2,8}-\d{8}-\d{4,9})(?!\d)(?<reason>.*)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Singleline, 1000)] private static partial Regex Pattern();
}
