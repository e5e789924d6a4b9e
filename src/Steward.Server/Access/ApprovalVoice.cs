// Lets somebody who is not signed in give their word on an approval, in their own name and by their own rights as they are now: by the link of a mail, or in a chat.
using Microsoft.EntityFrameworkCore;
using Steward.Access.Factors;
using Steward.Access.SignIn;
using Steward.Platform.Approvals;
using Steward.Platform.Settings;
using Steward.Platform.Web;

namespace Steward.Access;

/// <summary>Who must show a second factor, or has chosen one, decides signed in only.</summary>
sealed record SignInToDecide() : Refusal("ACC-186") { public override int Status => 403; }

public sealed class ApprovalVoice(IServiceScopeFactory scopes, StewardSettings settings, TimeProvider time)
{
    /// <summary>The approval as the account sees it; null where it is not theirs to decide.</summary>
    public Task<ApprovalLine?> See(ApprovalId approval, AccountId account, CancellationToken stop) => As(account, nameof(See), async (services, _) =>
    {
        var desk = services.GetRequiredService<ApprovalDesk>();
        return (await desk.Lines(await desk.Deciding.AsNoTracking().Where(a => a.Id == approval).ToListAsync(stop), stop)).SingleOrDefault();
    }, stop);

    /// <summary>What waits for the account's word about any of these records, or about the one whose number its title begins with.</summary>
    public async Task<IReadOnlyList<ApprovalLine>> WaitingOn(AccountId account, IReadOnlyList<Guid> subjects, string number, CancellationToken stop) => await As(account, nameof(WaitingOn), async (services, _) =>
    {
        var desk = services.GetRequiredService<ApprovalDesk>();
        return await desk.Lines(await desk.Waiting.AsNoTracking().Where(a => subjects.Contains(a.Subject) || a.Title.StartsWith(number)).OrderBy(a => a.AskedAt).Take(10).ToListAsync(stop), stop);
    }, stop) ?? [];

    /// <summary>The same rules as on the page: whose word it is, separation of duties, expiry, a reason for a refusal. What <paramref name="alongside"/> adds to the unit of work goes to disk with the word, or not at all.</summary>
    public async Task<Result<Done>> Decide(ApprovalId approval, AccountId account, bool agree, string reason, string verb, CancellationToken stop, Func<IServiceProvider, Task>? alongside = null) =>
        await As<Result<Done>?>(account, verb, async (services, found) =>
        {
            if (!await Suffices(found, stop)) return new SignInToDecide();
            if (alongside is not null) await alongside(services);
            return await services.GetRequiredService<DecideApprovalHandler>().Handle(new(approval, agree, reason), stop);
        }, stop) ?? new NotFound();

    /// <summary>Whether the account may decide without signing in.</summary>
    public async Task<bool> Suffices(Account account, CancellationToken stop)
    {
        if (Doorkeeper.Demands(settings.SignIn, account)) return false;
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<StewardDb>();
        return !await db.Set<Authenticator>().AnyAsync(a => a.Account == account.Id && a.ConfirmedAt != null, stop) && !await db.Set<Passkey>().AnyAsync(p => p.Account == account.Id, stop);
    }

    async Task<T?> As<T>(AccountId id, string verb, Func<IServiceProvider, Account, Task<T>> work, CancellationToken stop)
    {
        await using var scope = scopes.CreateAsyncScope();
        var services = scope.ServiceProvider;
        Me.ActAsSystem(services, verb);
        var (db, now) = (services.GetRequiredService<StewardDb>(), time.Now());
        if (await db.Set<Account>().AsNoTracking().SingleOrDefaultAsync(a => a.Id == id && !a.Disabled, stop) is not { } account) return default;
        Me.ActAs(services, account, await db.Set<Grant>().AsNoTracking().Where(g => g.Account == id && g.From <= now && (g.Until == null || g.Until > now)).ToListAsync(stop), verb);
        if (TimeZoneInfo.TryFindSystemTimeZoneById(account.Zone, out var zone)) services.GetRequiredService<Viewer>().Zone = zone;
        return await work(services, account);
    }
}
