// The routes in force: the newest version that somebody stored, or those that Steward comes with.
using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;

namespace Steward.Alerting.Routing;

/// <summary>A version of the provider's routes, never changed.</summary>
public sealed class RouteVersion
{
    public Guid Id { get; init; }
    public int Number { get; init; }
    public required string Text { get; init; }
    public required string Author { get; init; }
    public DateTimeOffset SavedAt { get; init; }
    public string Comment { get; init; } = "";
}

public sealed record RoutesInForce(int Number, string Text, RouteFile File);

/// <summary>Versions never change, so each is read once for the life of the program.</summary>
sealed class RouteShelf
{
    readonly ConcurrentDictionary<int, RoutesInForce> known = [];

    public RoutesInForce Of(int number, Func<string> text) => known.GetOrAdd(number, n => text() is var yaml && RouteFile.Read(yaml) is ({ } file, _) ? new(n, yaml, file) : throw new InvalidDataException($"Routes, version {n}, cannot be read."));
    public bool Has(int number) => known.ContainsKey(number);
}

sealed class RouteBook(StewardDb db, RouteShelf shelf)
{
    RoutesInForce? current;

    /// <summary>The same for the whole of a unit of work.</summary>
    public async Task<RoutesInForce> Current(CancellationToken stop)
    {
        if (current is not null) return current;
        var number = await db.Set<RouteVersion>().MaxAsync(v => (int?)v.Number, stop) ?? 0;
        var text = number == 0 || shelf.Has(number) ? Usual : await db.Set<RouteVersion>().AsNoTracking().Where(v => v.Number == number).Select(v => v.Text).SingleAsync(stop);
        return current = shelf.Of(number, () => text);
    }

    /// <summary>Grave alerts are told at once, the rest in bundles; a site whose probe is silent is told once, not for each of its checks.</summary>
    public const string Usual = """
        # Routes as Prometheus' Alertmanager writes them. Receivers name teams, people or addresses of Steward.
        route:
          receiver: first-line
          group_by: [customer, site, alertname]
          group_wait: 30s
          group_interval: 5m
          repeat_interval: 4h
          routes:
          - matchers: [severity="critical"]
            group_wait: 0s
            group_interval: 1m

        receivers:
        - name: first-line
          steward_configs:
          - line: 1        # everybody in the active teams of the first line
        # - name: managers
        #   steward_configs:
        #   - team: Service desk
        #   - staff: Li Ming
        #   email_configs:
        #   - to: duty@example.com
        #     send_resolved: true

        inhibit_rules:
        - source_matchers: [alertname="ProbeSilent"]
          target_matchers: [alertname="CheckBlind"]
          equal: [probe]

        """;
}
