// A topic that pages may watch: which news moves its records, and which of them the reader may see.
namespace Steward.Platform.Live;

/// <summary>
/// News of these kinds changes what pages about the topic show. <paramref name="Readable"/> answers, for the caller of the services given, which of some records may be
/// read; it is asked anew for each piece of news, so that nobody hears of what they could not open. Register one as a singleton.
/// </summary>
public sealed record LiveTopic(string Name, IReadOnlyCollection<Type> Kinds, Func<IServiceProvider, IReadOnlyCollection<Guid>, CancellationToken, Task<List<Guid>>> Readable)
{
    /// <summary>Said quietly on every page of whoever may read the record, with the way to it.</summary>
    public LiveNotice? Notice { get; init; }
}

/// <param name="Words">The key of its text for one record; <c>{Words}.Many</c> for several, with their number.</param>
/// <param name="Href">Where one record opens, with <c>{id}</c>.</param>
/// <param name="All">The list for several.</param>
/// <param name="Policy">Whose pages say it at all.</param>
public sealed record LiveNotice(string Words, string Href, string All, string Policy);

/// <summary>What a page shows: every record of a topic, or one. Written <c>ticket</c> or <c>ticket:{id}</c>.</summary>
public readonly record struct Watched(string Topic, Guid? Record)
{
    public const int Most = 20;

    public static Watched? Read(string text) => text.Split(':') switch
    {
        [var topic] => new(topic, null),
        [var topic, var id] when Guid.TryParse(id, out var record) => new(topic, record),
        _ => null,
    };

    internal bool Takes(Change change) => change.Topic == Topic && (Record is null || Record == change.Record);
}

/// <summary>A record of a topic changed: no more is ever told.</summary>
readonly record struct Change(long Position, string Topic, Guid Record, TenantId? Customer);
