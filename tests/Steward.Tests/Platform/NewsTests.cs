// News reach every ear once, and an ear that stumbles holds up nobody.
using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Steward.Access;
using Steward.Alerting;
using Steward.Desk;
using Steward.Fixtures;
using Steward.Platform.Data;
using Steward.Platform.Events;
using Xunit;

namespace Steward.Platform;

public sealed class NewsTests
{
    /// <summary>Hears of new tickets; one it does not understand until it is mended.</summary>
    sealed class Ear(EarState state) : INewsEar
    {
        public string Name => "test-ear";
        public IReadOnlyCollection<Type> Kinds { get; } = [typeof(TicketOpened)];

        public Task<IReadOnlyList<INews>> Hear(INews news, DateTimeOffset now, CancellationToken stop)
        {
            if (news.Subject == state.Stumbles) throw new InvalidOperationException("this one is too much");
            state.Heard.Enqueue(news.Subject);
            return Task.FromResult<IReadOnlyList<INews>>([]);
        }
    }

    sealed class EarState
    {
        public Guid Stumbles { get; set; }
        public ConcurrentQueue<Guid> Heard { get; } = [];
    }

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task What_an_ear_stumbles_over_holds_up_nothing_and_is_heard_once_it_can_be(Engine engine)
    {
        var state = new EarState();
        var (server, company) = await TestServer.WithCompany(engine, add: s => s.AddSingleton(state).AddScoped<INewsEar, Ear>());
        await using var closing = server;
        using var agent = server.Client();
        await agent.SignIn(Company.UserOf(Role.Agent));
        var tickets = new List<Guid>();
        for (var i = 0; i < 3; i++) tickets.Add((await agent.Do("tickets", new { summary = $"第 {i} 张", service = company.Service, requester = company.Contact }))["id"]!.GetValue<Guid>());
        state.Stumbles = tickets[1];
        async Task Everything()
        {
            for (var i = 0; i < 5; i++) await server.Sweep("news");
        }
        await Everything();
        Assert.Equal([tickets[0], tickets[2]], state.Heard);
        var missed = await server.As(s => s.GetRequiredService<StewardDb>().Set<MissedNews>().AsNoTracking().SingleAsync());
        Assert.Equal(("test-ear", 1, "this one is too much"), (missed.Ear, missed.Tries, missed.Fault));
        server.Time.Advance(TimeSpan.FromSeconds(11));
        await Everything();
        Assert.Equal(2, await server.As(s => s.GetRequiredService<StewardDb>().Set<MissedNews>().Select(m => m.Tries).SingleAsync()));

        state.Stumbles = default;
        server.Time.Advance(TimeSpan.FromMinutes(11));
        await Everything();
        await Everything();
        Assert.Equal([tickets[0], tickets[2], tickets[1]], state.Heard);
        Assert.Equal(0, await server.As(s => s.GetRequiredService<StewardDb>().Set<MissedNews>().CountAsync()));
    }
}
