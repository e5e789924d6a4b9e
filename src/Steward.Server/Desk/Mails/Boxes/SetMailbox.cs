// Adds, changes and removes a mailbox. Password, secret and token are sealed before they are stored and never shown again.
using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Steward.Contracts;
using Steward.Platform.Secrets;
using Steward.Platform.Web;

namespace Steward.Desk.Mails.Boxes;

public sealed record AddMailbox(
    [property: Required, StringLength(80)] string Name, [property: Required, StringLength(200)] string Host, [property: Required, StringLength(200)] string UserName, [property: StringLength(500)] string Secret = "",
    [property: Range(1, 65535)] int Port = 993, BoxSecurity Security = BoxSecurity.Tls, [property: StringLength(200)] string Folder = "INBOX", [property: StringLength(200)] string DoneFolder = "",
    CustomerId? ForCustomer = null, ServiceId? ForService = null,
    BoxSignIn SignIn = BoxSignIn.Password, [property: StringLength(500)] string TokenUrl = "", [property: StringLength(200)] string ClientId = "", [property: StringLength(500)] string Scope = "", [property: StringLength(8000)] string RefreshToken = "");

/// <summary>An empty <paramref name="Secret"/> or <paramref name="RefreshToken"/> leaves it as it is.</summary>
public sealed record ChangeMailbox(
    MailboxId Mailbox, [property: Required, StringLength(80)] string Name, [property: Required, StringLength(200)] string Host, [property: Required, StringLength(200)] string UserName, int Version,
    [property: StringLength(500)] string Secret = "", [property: Range(1, 65535)] int Port = 993, BoxSecurity Security = BoxSecurity.Tls, [property: StringLength(200)] string Folder = "INBOX",
    [property: StringLength(200)] string DoneFolder = "", CustomerId? ForCustomer = null, ServiceId? ForService = null, bool Active = false,
    BoxSignIn SignIn = BoxSignIn.Password, [property: StringLength(500)] string TokenUrl = "", [property: StringLength(200)] string ClientId = "", [property: StringLength(500)] string Scope = "", [property: StringLength(8000)] string RefreshToken = "");

public sealed record RemoveMailbox(MailboxId Mailbox);

sealed record SecretWanted() : Refusal("DESK-181") { public override int Status => 400; public override string? Field => "secret"; }
sealed record TokenUrlWanted() : Refusal("DESK-183") { public override int Status => 400; public override string? Field => "tokenUrl"; }
sealed record ServiceOfOther() : Refusal("DESK-182") { public override int Status => 400; public override string? Field => "forService"; }

sealed class AddMailboxHandler(StewardDb db, SecretBox box, ContractBook contracts, IdSource ids, TimeProvider time) : IVerb<AddMailbox, MailboxId>
{
    public async Task<Result<MailboxId>> Handle(AddMailbox ask, CancellationToken stop)
    {
        if (MailboxRules.Lacks(ask.SignIn, ask.Secret.Length > 0, ask.TokenUrl, ask.ClientId, ask.RefreshToken.Length > 0) is { } lack) return lack;
        if (!await MailboxRules.Fits(contracts, ask.ForCustomer, ask.ForService, stop)) return new ServiceOfOther();
        var row = new Mailbox
        {
            Id = ids.New<MailboxId>(time.Now()), Name = ask.Name.Trim(), Host = ask.Host.Trim(), Port = ask.Port, Security = ask.Security, UserName = ask.UserName.Trim(), Secret = box.Seal(Mailbox.Purpose, ask.Secret),
            SignIn = ask.SignIn, TokenUrl = ask.TokenUrl.Trim(), ClientId = ask.ClientId.Trim(), Scope = ask.Scope.Trim(),
            Folder = MailboxRules.FolderOf(ask.Folder), DoneFolder = ask.DoneFolder.Trim(), ForCustomer = ask.ForCustomer, ForService = ask.ForService,
        };
        db.Add(row);
        db.Add(new MailboxState { Mailbox = row.Id, RefreshToken = box.Seal(Mailbox.Purpose, ask.RefreshToken) });
        await db.Commit(stop);
        return row.Id;
    }
}

sealed class ChangeMailboxHandler(StewardDb db, SecretBox box, ContractBook contracts) : IVerb<ChangeMailbox, Done>
{
    public async Task<Result<Done>> Handle(ChangeMailbox ask, CancellationToken stop)
    {
        if (await db.Set<Mailbox>().SingleOrDefaultAsync(m => m.Id == ask.Mailbox, stop) is not { } row) return new NotFound();
        if (row.Version != ask.Version) return new ChangedMeanwhile();
        if (!await MailboxRules.Fits(contracts, ask.ForCustomer, ask.ForService, stop)) return new ServiceOfOther();
        var state = await db.Set<MailboxState>().SingleAsync(s => s.Mailbox == row.Id, stop);
        var elsewhere = row.Host != ask.Host.Trim() || row.UserName != ask.UserName.Trim();
        // What is secret goes only where it was meant for: another server, account or giver of tokens wants it anew.
        var kept = !elsewhere && (row.SignIn, row.TokenUrl, row.ClientId) == (ask.SignIn, ask.TokenUrl.Trim(), ask.ClientId.Trim());
        if (MailboxRules.Lacks(ask.SignIn, kept || ask.Secret.Length > 0, ask.TokenUrl, ask.ClientId, kept || ask.RefreshToken.Length > 0) is { } lack) return lack;
        // Another folder or server counts from its beginning; the ledger knows what was taken.
        if (elsewhere || row.Folder != MailboxRules.FolderOf(ask.Folder)) state.UidValidity = 0;
        (row.Name, row.Host, row.Port, row.Security, row.UserName) = (ask.Name.Trim(), ask.Host.Trim(), ask.Port, ask.Security, ask.UserName.Trim());
        (row.Folder, row.DoneFolder, row.ForCustomer, row.ForService, row.Active) = (MailboxRules.FolderOf(ask.Folder), ask.DoneFolder.Trim(), ask.ForCustomer, ask.ForService, ask.Active);
        (row.SignIn, row.TokenUrl, row.ClientId, row.Scope) = (ask.SignIn, ask.TokenUrl.Trim(), ask.ClientId.Trim(), ask.Scope.Trim());
        if (!kept || ask.Secret.Length > 0) row.Secret = box.Seal(Mailbox.Purpose, ask.Secret);
        if (!kept || ask.RefreshToken.Length > 0) state.RefreshToken = box.Seal(Mailbox.Purpose, ask.RefreshToken);
        return await db.TryCommit(stop);
    }
}

sealed class RemoveMailboxHandler(StewardDb db) : IVerb<RemoveMailbox, Done>
{
    public async Task<Result<Done>> Handle(RemoveMailbox ask, CancellationToken stop)
    {
        if (await db.Set<Mailbox>().SingleOrDefaultAsync(m => m.Id == ask.Mailbox, stop) is not { } row) return new NotFound();
        db.Remove(row);
        if (await db.Set<MailboxState>().SingleOrDefaultAsync(s => s.Mailbox == ask.Mailbox, stop) is { } state) db.Remove(state);
        return await db.TryCommit(stop);
    }
}

static class MailboxRules
{
    /// <summary>What its way of signing in lacks.</summary>
    public static Refusal? Lacks(BoxSignIn way, bool secret, string tokenUrl, string clientId, bool refreshToken)
    {
        if (way == BoxSignIn.Password) return secret ? null : new SecretWanted();
        // Secrets travel there: over the network only encrypted.
        if (!Uri.TryCreate(tokenUrl.Trim(), UriKind.Absolute, out var url) || url.Scheme != "https" && !(url.Scheme == "http" && url.IsLoopback)) return new TokenUrlWanted();
        var lacking = new[] { ("clientId", clientId.Trim().Length > 0), ("secret", secret || way == BoxSignIn.RefreshToken), ("refreshToken", refreshToken || way == BoxSignIn.ClientCredentials) }.Where(f => !f.Item2).Select(f => new BadField(f.Item1, "field.required")).ToList();
        return lacking.Count == 0 ? null : new BadInput(lacking);
    }

    public static string FolderOf(string asked) => asked.Trim() is { Length: > 0 } folder ? folder : "INBOX";

    public static async Task<bool> Fits(ContractBook contracts, CustomerId? customer, ServiceId? service, CancellationToken stop) =>
        service is not { } id || customer is not null && await contracts.Services.AnyAsync(s => s.Id == id && s.Customer == customer, stop);
}
