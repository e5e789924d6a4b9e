// The stage of the demo company: a clock that the story moves, ids from a seed, and people who act through the same verbs as anyone.
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Platform.Approvals;
using Steward.Platform.Host;
using Steward.Platform.Settings;
using Steward.Platform.Sweeps;
using Steward.Platform.Web;

namespace Steward.Demo;

/// <summary>Stands where the story stands.</summary>
sealed class StoryClock(DateTimeOffset now) : TimeProvider
{
    DateTimeOffset now = now;
    public override DateTimeOffset GetUtcNow() => now;
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;
    public override long GetTimestamp() => now.UtcTicks;
    /// <summary>Time never runs backwards: a deed planned for an earlier moment happens now.</summary>
    public void MoveTo(DateTimeOffset at) => now = at > now ? at : now;
}

/// <summary>Runs verbs as people of the company at moments of the story. The same seed and dates give the same rows and the same audit chain.</summary>
sealed class DemoWorld : IAsyncDisposable
{
    readonly WebApplication app;

    public DemoWorld(DataFolder folder, StewardSettings settings, IReadOnlyList<IModule> modules, int seed, DateTimeOffset start)
    {
        Clock = new StoryClock(start);
        Dice = new Random(seed);
        app = StewardHost.Build(folder, settings with { Urls = [] }, modules, builder =>
        {
            builder.Services.AddSingleton<TimeProvider>(Clock).AddSingleton(new IdSource(seed));
            // The story calls the sweeps itself, at its own moments.
            builder.Services.Remove(builder.Services.Single(s => s.ImplementationType == typeof(SweepRunner)));
        });
    }

    public StoryClock Clock { get; }
    public Random Dice { get; }

    public async Task Migrate(CancellationToken stop)
    {
        await using var scope = app.Services.CreateAsyncScope();
        await Guards.Migrate(scope.ServiceProvider.GetRequiredService<StewardDb>(), stop);
    }

    /// <summary>Does a verb as somebody; null is the system. Refusals are bugs of the story and stop it.</summary>
    public async Task<TOut> Do<TAsk, TOut>(Person? who, TAsk ask, CancellationToken stop) where TAsk : class
    {
        await using var scope = app.Services.CreateAsyncScope();
        Enter(scope.ServiceProvider, who, typeof(TAsk).Name);
        return (await scope.ServiceProvider.GetRequiredService<IVerb<TAsk, TOut>>().Handle(ask, stop)).Value;
    }

    public async Task<T> As<T>(Person? who, string verb, Func<IServiceProvider, Task<T>> work)
    {
        await using var scope = app.Services.CreateAsyncScope();
        Enter(scope.ServiceProvider, who, verb);
        return await work(scope.ServiceProvider);
    }

    public Task<T> Find<T>(Func<StewardDb, Task<T>> of) => As(null, "Demo", services => of(services.GetRequiredService<StewardDb>()));

    /// <summary>Somebody gives their word on what waits about a thing, at their seat where there are several.</summary>
    public async Task Decide(Person who, Guid subject, bool agree, string words, CancellationToken stop, string seat = "")
    {
        var asked = await Find(db => db.Set<Approval>().Where(a => a.Subject == subject && a.Key == seat && a.State == ApprovalState.Waiting).Select(a => a.Id).SingleAsync(stop));
        await Do<DecideApproval, Done>(who, new(asked, agree, words), stop);
    }

    /// <summary>Lets every timed duty run until it has nothing left to do, as the server would have by now.</summary>
    public async Task Sweep(CancellationToken stop)
    {
        foreach (var name in new[] { "sla-clocks", "desk-closing", "sheet-archive", "monitoring-coverage" }) await Sweep(name, stop);
    }

    /// <summary>What was seen is heard of: alerts, their tickets, their mails.</summary>
    public async Task Hear(CancellationToken stop)
    {
        foreach (var name in new[] { "news", "alerts", "alert-groups" }) await Sweep(name, stop);
    }

    public async Task Sweep(string name, CancellationToken stop)
    {
        for (var done = 1; done > 0;)
            done = await As(null, name, services => services.GetServices<ISweep>().Single(s => s.Name == name).RunOnce(Clock.Now(), stop));
    }

    /// <summary>The account with its grants, to act as later on.</summary>
    public Task<Person> Person(string userName, CancellationToken stop) => As(null, "Person", async services =>
    {
        var db = services.GetRequiredService<StewardDb>();
        var account = await db.Set<Account>().AsNoTracking().SingleAsync(a => a.UserName == userName, stop);
        return new Person(account, await db.Set<Grant>().AsNoTracking().Where(g => g.Account == account.Id).ToListAsync(stop));
    });

    static void Enter(IServiceProvider services, Person? who, string verb)
    {
        if (who is null) { Me.ActAsSystem(services, verb); return; }
        var me = services.GetRequiredService<Me>();
        me.Become(who.Account, who.Grants);
        var work = services.GetRequiredService<Work>();
        (work.Actor, work.Scope, work.Verb) = (new(who.Account.Id.Value, who.Account.Name), me.Scope, verb);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}

/// <summary>Somebody of the company, as the story sends them to act.</summary>
sealed record Person(Account Account, IReadOnlyList<Grant> Grants);
