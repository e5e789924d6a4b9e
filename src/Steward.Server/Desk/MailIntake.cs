// The door for mails that come in: each is taken once, in a unit of work of its own, whoever brings it.
using Steward.Access;
using Steward.Desk.Mails;

namespace Steward.Desk;

/// <summary>What became of a mail.</summary>
/// <param name="Known">It had been taken before; nothing was done.</param>
/// <param name="Why">For a mail that waits in quarantine, the sentence that says why.</param>
public sealed record MailTaken(ReceivedMailId Mail, MailFate Fate, string Why, TicketId? Ticket, string Number, bool Known);

/// <summary>Through which mailbox a mail came, and what that says of it. Of one that is <paramref name="TooLarge"/> only the head was fetched.</summary>
public sealed record MailWay(Guid? Mailbox = null, CustomerId? Customer = null, Steward.Contracts.ServiceId? Service = null, bool TooLarge = false)
{
    public static readonly MailWay Direct = new();
}

public sealed partial class MailIntake(IServiceScopeFactory scopes, ILogger<MailIntake> log)
{
    /// <summary>What it does, it does with its ledger row in one commit: a mail that is read twice, by two nodes or after a crash is answered from the ledger.</summary>
    public async Task<MailTaken> Take(ReadOnlyMemory<byte> raw, MailWay way, CancellationToken stop)
    {
        var mail = IncomingMail.Read(raw);
        try { return await Again(arrival => arrival.Take(mail, raw, way, stop)); }
        // One odd mail holds up no other: it waits where somebody sees it. A database that is away or full is no fault of the mail.
        catch (Exception fault) when (fault is not OperationCanceledException && !EngineValues.IsAway(fault) && !EngineValues.IsFull(fault))
        {
            Failed(fault, mail.Key);
            return await Again(arrival => arrival.PutAside(mail, raw, way, "Mails.Why.Failed", stop));
        }
    }

    /// <summary>Another writer may come between reading and writing: whoever was second looks again, in a unit of work of its own.</summary>
    async Task<MailTaken> Again(Func<Arrival, Task<Result<MailTaken>>> work)
    {
        for (var tries = 1; ; tries++)
        {
            await using var scope = scopes.CreateAsyncScope();
            Me.ActAsSystem(scope.ServiceProvider, nameof(TakeMail));
            if ((await work(scope.ServiceProvider.GetRequiredService<Arrival>())).TryGet(out var taken, out var refusal)) return taken;
            if (tries >= 5) throw new InvalidOperationException($"{refusal.Code}: {refusal.Sentence}");
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Mail {Mail} could not be taken in and waits in quarantine")]
    partial void Failed(Exception fault, string mail);
}
