// Which news are told to other systems, and under which names: each room says it for its own.
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Steward.Platform.Secrets;

namespace Steward.Platform.Events;

/// <summary>
/// News of a kind as other systems know it. <paramref name="Name"/> is part of the API and never changes; <paramref name="Topic"/> is the live topic that says who may read the record;
/// <paramref name="Path"/> is where the record stands, for people and under /api/v1 alike ({0} is its id). Of several for one kind the first whose <see cref="When"/> holds counts.
/// </summary>
public sealed record PublishedNews(string Name, Type Kind, string Topic, string Path)
{
    public Func<INews, bool> When { get; init; } = _ => true;
    /// <summary>News of no customer in particular, told to all of them; where the news names one, to that one.</summary>
    public bool ForAll { get; init; }
    /// <summary>For the provider's own people and systems only.</summary>
    public bool Internal { get; init; }

    public static PublishedNews Of<TNews>(string name, string topic, string path, Func<TNews, bool>? when = null, bool isInternal = false) where TNews : INews =>
        new(name, typeof(TNews), topic, path) { When = news => news is TNews one && when?.Invoke(one) != false, Internal = isInternal };
}

/// <summary>One piece as it is told.</summary>
sealed record ToldNews(PublishedNews As, EventRow Row, JsonNode Data);

sealed class NewsCatalogue(IEnumerable<PublishedNews> all, SecretBox box)
{
    readonly ILookup<string, PublishedNews> byKind = all.ToLookup(p => p.Kind.Name);
    readonly byte[] key = box.Derive("event-id");

    public IReadOnlyList<PublishedNews> All { get; } = [.. all];
    public IReadOnlyList<string> Kinds { get; } = [.. all.Select(p => p.Kind.Name).Distinct()];

    /// <summary>Null for what is not published.</summary>
    public ToldNews? Read(EventRow row)
    {
        if (!byKind.Contains(row.Kind)) return null;
        var news = (INews)JsonSerializer.Deserialize(row.Body, byKind[row.Kind].First().Kind, Web.Json.Options)!;
        return byKind[row.Kind].FirstOrDefault(p => p.When(news)) is { } found ? new(found, row, JsonNode.Parse(row.Body)!) : null;
    }

    /// <summary>The same piece always has the same id, wherever and however often it is told. It does not tell how much happens at all customers together.</summary>
    public string IdOf(long position) => "evt_" + Convert.ToHexStringLower(HMACSHA256.HashData(key, System.Text.Encoding.ASCII.GetBytes(position.ToString(CultureInfo.InvariantCulture))).AsSpan(0, 16));
}
