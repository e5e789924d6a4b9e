// Runs every sweep at its rhythm, each in its own scope, and keeps going when one fails.
using System.Diagnostics;

namespace Steward.Platform.Sweeps;

sealed partial class SweepRunner(IServiceScopeFactory scopes, Bell bell, TimeProvider time, SweepLog runs, ILogger<SweepRunner> log) : BackgroundService
{
    /// <summary>The first page of a server that has just started does not share the processor with all duties at once.</summary>
    static readonly TimeSpan PageFirst = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stop)
    {
        await Task.Delay(PageFirst, stop);
        List<Type> kinds;
        await using (var scope = scopes.CreateAsyncScope())
            kinds = [.. scope.ServiceProvider.GetServices<ISweep>().Select(s => s.GetType())];
        await Task.WhenAll(kinds.Select(kind => Keep(kind, stop)));
    }

    async Task Keep(Type kind, CancellationToken stop)
    {
        // One of them at a time, not all of them to pick one from.
        var make = ActivatorUtilities.CreateFactory(kind, []);
        while (!stop.IsCancellationRequested)
        {
            var every = TimeSpan.FromSeconds(5);
            var (done, wakes, ring, name) = (0, false, bell.Next, kind.Name);
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                var work = scope.ServiceProvider.GetRequiredService<Work>();
                (work.Scope, work.Verb) = (TenantScope.Everyone, kind.Name);
                var sweep = (ISweep)make(scope.ServiceProvider, []);
                (every, wakes, name) = (sweep.Every, sweep.WakesAtNews, sweep.Name);
                using var activity = Telemetry.Source.StartActivity($"sweep {sweep.Name}", ActivityKind.Internal);
                var begun = time.Now();
                done = await sweep.RunOnce(begun, stop);
                runs.Ran(sweep.Name, begun, done, "");
            }
            // While the server stops, what a sweep needs may be gone already.
            catch (Exception) when (stop.IsCancellationRequested) { return; }
            catch (Exception failure)
            {
                Failed(failure, kind.Name);
                runs.Ran(name, time.Now(), 0, failure.Message);
            }
            if (done > 0) continue;
            using var waiting = CancellationTokenSource.CreateLinkedTokenSource(stop);
            var pause = Task.Delay(every, time, waiting.Token);
            await (wakes ? Task.WhenAny(pause, ring) : Task.WhenAny(pause));
            await waiting.CancelAsync();
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Sweep {Sweep} failed; it will be tried again")]
    partial void Failed(Exception failure, string sweep);
}
