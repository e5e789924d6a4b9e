// Wakes who listens on this node as soon as news is on disk: the sweeps for pressing news, open pages for any.
namespace Steward.Platform.Sweeps;

sealed class Bell
{
    TaskCompletionSource next = Fresh(), any = Fresh();

    /// <summary>Done at the next pressing news. Taken before looking, so that what comes while one looks is not missed.</summary>
    public Task Next => Volatile.Read(ref next).Task;

    /// <summary>The same for any news.</summary>
    public Task NextOfAny => Volatile.Read(ref any).Task;

    public void Ring(bool pressing)
    {
        Interlocked.Exchange(ref any, Fresh()).TrySetResult();
        if (pressing) Interlocked.Exchange(ref next, Fresh()).TrySetResult();
    }

    static TaskCompletionSource Fresh() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
