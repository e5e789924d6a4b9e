// Kinds of news: what people choose how to hear of, and what a contract or a duty demands that they hear. The room that writes the mails names them.
namespace Steward.Notify;

/// <summary>How somebody wants to hear of a kind of news: by mail at once, gathered in one mail, in their chat's group, or not at all.</summary>
public enum NewsWay { Mail, Digest, Chat, Nothing }

[Flags] public enum NewsFor { Contacts = 1, Staff = 2, Everybody = 3 }

/// <summary>Registered as <c>services.AddNewsKinds(new NewsKind(…))</c>; its title is the text <c>news.{Name}</c>, what it is <c>news.{Name}.what</c>.</summary>
/// <param name="Templates">The mails of this kind.</param>
public sealed record NewsKind(string Name, NewsFor For, params IReadOnlyList<string> Templates)
{
    /// <summary>By a contract or a duty: nobody turns it off, and no digest delays it.</summary>
    public bool Demanded { get; init; }
    /// <summary>Comes within quiet hours as well.</summary>
    public bool Breaks { get; init; }
    /// <summary>How those hear of it who have chosen nothing. What is Nothing is written only to those who asked for it.</summary>
    public NewsWay Usual { get; init; }
}

public sealed class NewsKinds(IEnumerable<NewsKind> all)
{
    readonly Dictionary<string, NewsKind> byTemplate = all.SelectMany(k => k.Templates.Select(t => (t, k))).ToDictionary(p => p.t, p => p.k);

    public IReadOnlyList<NewsKind> All { get; } = [.. all];

    /// <summary>Null for what is no news, such as a digest.</summary>
    public NewsKind? Of(string template) => byTemplate.GetValueOrDefault(template);
}

public static class NewsKindServices
{
    public static IServiceCollection AddNewsKinds(this IServiceCollection services, params NewsKind[] kinds)
    {
        foreach (var kind in kinds) services.AddSingleton(kind);
        return services;
    }
}

/// <summary>A room above knows in which group of a chat somebody can be reached.</summary>
public interface IChatSeats
{
    Task<ChatId?> Of(Guid person, CancellationToken stop);
}
