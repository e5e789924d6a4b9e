// The second wall between customers: with the filter of queries taken away, PostgreSQL still shows and takes nothing of others.
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Steward.Access;
using Steward.Desk;
using Steward.Fixtures;
using Steward.People;
using Steward.Platform.Data;
using Xunit;

namespace Steward.Platform;

public sealed class TenantWallTests
{
    /// <summary>Takes the first wall away from every request.</summary>
    internal static void WithoutFirstWall(IServiceCollection services) => services.AddTransient<IStartupFilter, NoFilter>();

    sealed class NoFilter : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use((http, on) =>
            {
                http.RequestServices.GetRequiredService<Work>().FirstWallStands = false;
                return on();
            });
            next(app);
        };
    }

    [Fact]
    public async Task Every_table_with_a_customer_stands_behind_the_wall()
    {
        var (server, _) = await TestServer.WithCompany(Engine.Postgres);
        await using var closing = server;
        var walled = await server.As(s => s.GetRequiredService<StewardDb>().Rows("select tablename from pg_policies where policyname = 'tenant'", r => r.GetString(0), default));
        var owned = await server.As(s => Task.FromResult(s.GetRequiredService<StewardDb>().Model.GetEntityTypes().Where(e => typeof(ITenantRow).IsAssignableFrom(e.ClrType)).Select(e => e.GetTableName()!).ToList()));
        Assert.True(owned.Count > 25);
        Assert.Empty(owned.Except(walled));
        Assert.Empty(new[] { "platform_audit", "platform_event", "platform_search" }.Except(walled));
    }

    [Fact]
    public async Task Without_the_first_wall_a_unit_of_work_reads_changes_and_writes_its_own_tenants_rows_only()
    {
        var (server, company) = await TestServer.WithCompany(Engine.Postgres);
        await using var closing = server;
        using var agent = server.Client();
        await agent.SignIn(Company.UserOf(Role.Agent));
        await agent.Do("tickets", new { summary = "打印机卡纸", service = company.Service, requester = company.Contact });
        async Task<TResult> Within<TResult>(TenantScope scope, bool firstWall, Func<StewardDb, Task<TResult>> look)
        {
            await using var services = server.Services.CreateAsyncScope();
            var work = services.ServiceProvider.GetRequiredService<Work>();
            (work.Scope, work.FirstWallStands) = (scope, firstWall);
            return await look(services.ServiceProvider.GetRequiredService<StewardDb>());
        }
        static Task<List<Guid>> Customers(StewardDb db) => db.Set<Customer>().Select(c => c.Id.Value).ToListAsync();
        var (mine, all) = (TenantScope.Only(TenantId.From(company.Customer)), await Within(TenantScope.Everyone, true, Customers));
        var other = all.First(c => c != company.Customer);

        Assert.True(all.Count > 1);
        Assert.Equal([company.Customer], await Within(mine, false, Customers));
        Assert.Empty(await Within(TenantScope.Nobody, false, Customers));
        Assert.Equal(1, await Within(mine, false, db => db.Set<Ticket>().CountAsync()));
        Assert.Equal(0, await Within(TenantScope.Only(TenantId.From(other)), false, db => db.Set<Ticket>().CountAsync()));
        // Plain SQL, which no filter of the model reaches.
        Assert.Equal(0L, await Within(TenantScope.Only(TenantId.From(other)), false, db => db.Scalar("select count(*) from desk_ticket", default)));
        Assert.Equal(0, await Within(TenantScope.Only(TenantId.From(other)), false, db => db.Execute("update desk_ticket set summary = 'x'", default)));
        // One unit of work goes among all and back behind the wall.
        Assert.Equal((all.Count, 1), await Within(mine, false, async db =>
        {
            int among;
            using (db.Work.AmongAll()) among = await db.Set<Customer>().CountAsync();
            return (among, await db.Set<Customer>().CountAsync());
        }));
        var refused = await Assert.ThrowsAsync<DbUpdateException>(() => Within(mine, false, async db =>
        {
            db.Add(new Site { Id = SiteId.From(Guid.NewGuid()), Customer = TenantId.From(other), Name = "别人的机房", Zone = "Asia/Shanghai" });
            await db.Commit(default);
            return 0;
        }));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, Assert.IsType<PostgresException>(refused.InnerException).SqlState);
    }

    [Fact]
    public async Task A_user_of_the_database_who_may_make_no_role_is_told_what_to_ask_for()
    {
        var user = $"plain_{Guid.NewGuid():N}";
        var connection = new NpgsqlConnectionStringBuilder(await Postgres.Create(user));
        await Postgres.Run($"create role {user} login; alter database {user} owner to {user}");
        try
        {
            var folder = new Settings.DataFolder(Directory.CreateTempSubdirectory("steward-").FullName);
            await using var db = Upkeep.Moving.Open(folder, new NpgsqlConnectionStringBuilder(connection.ConnectionString) { Username = user }.ConnectionString);
            var refused = await Assert.ThrowsAsync<IOException>(() => Guards.Migrate(db, default));
            Assert.Contains($"grant {TenantWall.Role} to \"{user}\"", refused.Message);
            await Postgres.Run($"grant {TenantWall.Role} to {user}");
            await Guards.Migrate(db, default);
        }
        finally
        {
            await Postgres.Drop(connection.ConnectionString);
            await Postgres.Run($"drop role {user}");
        }
    }
}
