// Once an hour asks the directory for everybody who signs in by it: whoever is gone or disabled there loses the account here.
using Microsoft.EntityFrameworkCore;
using Steward.Access.Accounts;
using Steward.Platform.Settings;
using Steward.Platform.Sweeps;

namespace Steward.Access.Sources;

/// <summary>A directory that does not answer says nothing about anybody: the sweep fails, is logged, and comes again.</summary>
sealed partial class DirectorySweep(StewardDb db, LdapDirectory directory, Leaving leaving, ILogger<DirectorySweep> log) : ISweep
{
    public string Name => "directory-leavers";
    public TimeSpan Every => TimeSpan.FromHours(1);

    public async Task<int> RunOnce(DateTimeOffset now, CancellationToken stop)
    {
        var accounts = await db.Set<Account>().Where(a => a.Source == AccountSource.Directory && !a.Disabled).ToListAsync(stop);
        if (accounts.Count == 0) return 0;
        var gone = await directory.Gone([.. accounts.Select(a => a.SourceId!)], stop);
        // Of several all at once: that is a wrong setting or an emptied directory, not people who left.
        if (gone.Count == accounts.Count && gone.Count > 2)
        {
            NobodyIsThere(gone.Count);
            return 0;
        }
        if (gone.Count == 0) return 0;
        var forget = await leaving.End(accounts.FindAll(a => gone.Contains(a.SourceId!)), now, stop);
        // Two nodes ask at the same moment: the second finds the rows changed and leaves them.
        if ((await db.TryCommit(stop)).Refusal is not null) return 0;
        forget();
        return gone.Count;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The directory knows none of its {Count} people any more: nobody was disabled, since that cannot be meant")]
    partial void NobodyIsThere(int count);
}
