// Wakes the sweeps of this node that listen for news, as soon as pressing news is on disk.
namespace Steward.Platform.Sweeps;

sealed class Bell
{
    TaskCompletionSource next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Done at the next ring. Taken before looking, so that what comes while one looks is not missed.</summary>
    public Task Next => Volatile.Read(ref next).Task;

    public void Ring() => Interlocked.Exchange(ref next, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
}
