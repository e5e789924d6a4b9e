// Builds links that keep the rest of the query, and finds the fingerprinted address of a built file.
using System.Collections.Frozen;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;

namespace Steward.Platform.Web.Components;

public static class Urls
{
    /// <summary>The same address with some query values replaced; null or empty takes one away.</summary>
    public static string With(string path, params (string Name, string? Value)[] changes)
    {
        var mark = path.IndexOf('?');
        var query = mark < 0 ? [] : QueryHelpers.ParseQuery(path[mark..]).SelectMany(q => q.Value.Select(v => (Name: q.Key, Value: v))).ToList();
        query.RemoveAll(q => changes.Any(c => c.Name == q.Name));
        query.AddRange(changes.Where(c => !string.IsNullOrEmpty(c.Value)).Select(c => (c.Name, c.Value)));
        return QueryHelpers.AddQueryString(mark < 0 ? path : path[..mark], query.Select(q => KeyValuePair.Create(q.Name, q.Value)));
    }

    /// <summary>"lib/steward.js" becomes "/lib/steward.k3j2h1.js", which browsers may keep for good; unknown files keep their name.</summary>
    public static string Asset(string file) => "/" + Fingerprinted.Value.GetValueOrDefault(file, file);

    static readonly Lazy<FrozenDictionary<string, string>> Fingerprinted = new(() =>
    {
        var manifest = Path.Combine(AppContext.BaseDirectory, $"{typeof(Urls).Assembly.GetName().Name}.staticwebassets.endpoints.json");
        if (!File.Exists(manifest)) return FrozenDictionary<string, string>.Empty;
        using var json = JsonDocument.Parse(File.ReadAllBytes(manifest));
        return json.RootElement.GetProperty("Endpoints").EnumerateArray()
            .Select(e => (Route: e.GetProperty("Route").GetString()!, Label: Label(e)))
            .Where(e => e.Label is not null)
            .DistinctBy(e => e.Label)
            .ToFrozenDictionary(e => e.Label!, e => e.Route);
    });

    static string? Label(JsonElement endpoint) => endpoint.GetProperty("EndpointProperties").EnumerateArray()
        .Where(p => p.GetProperty("Name").GetString() == "label")
        .Select(p => p.GetProperty("Value").GetString()).FirstOrDefault();
}
