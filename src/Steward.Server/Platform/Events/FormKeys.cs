// Forgets the keys of forms that were sent long ago: nobody goes back to those in the browser.
using Steward.Platform.Sweeps;

namespace Steward.Platform.Events;

sealed class FormKeys(StewardDb db) : ISweep
{
    /// <summary>Parts the keys of forms from those that programs choose.</summary>
    public const string Prefix = "form:";
    static readonly TimeSpan KeptFor = TimeSpan.FromDays(30);

    public string Name => "form-keys";
    public TimeSpan Every => TimeSpan.FromHours(1);

    public async Task<int> RunOnce(DateTimeOffset now, CancellationToken stop)
    {
        var before = now - KeptFor;
        await db.DeleteNow(db.Set<IdempotencyRow>().Where(r => r.At < before && r.Key.StartsWith(Prefix)), stop);
        // What was deleted wants no second look.
        return 0;
    }
}
