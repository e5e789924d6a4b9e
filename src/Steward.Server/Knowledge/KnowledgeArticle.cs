// A knowledge article (知识条目): what is known about one trouble or task, in numbered versions, each seen by a second pair of eyes before others read it.
using Steward.Access;
using Steward.Assets;

namespace Steward.Knowledge;

public readonly record struct ArticleId(Guid Value) : IId<ArticleId> { public static ArticleId From(Guid value) => new(value); public override string ToString() => Value.ToString(); }
public readonly record struct ArticleVersionId(Guid Value) : IId<ArticleVersionId> { public static ArticleVersionId From(Guid value) => new(value); public override string ToString() => Value.ToString(); }
public readonly record struct ArticleUseId(Guid Value) : IId<ArticleUseId> { public static ArticleUseId From(Guid value) => new(value); public override string ToString() => Value.ToString(); }

/// <summary>States of an article: see <see cref="ArticleProcess"/>. While a published one is revised or reviewed again, the version before it stays readable.</summary>
public enum ArticleState { Draft, Review, Published, Revising, Retired }

/// <summary>Who reads it: the provider's people, the customer's administrators too, or every user of the portal.</summary>
public enum ArticleAudience { Internal, Customer, Public }

/// <summary>How an article served: somebody's ticket was solved by it, or its reader needed none.</summary>
public enum ArticleUseKind { OnTicket, SelfSolved }

/// <summary>The article itself belongs to the provider; for whom it is written, and what of it was used where, is the customers'.</summary>
public sealed class KnowledgeArticle : IVersioned
{
    public ArticleId Id { get; init; }
    /// <summary><c>KB-0001</c>.</summary>
    public string Number { get; set; } = "";
    public ArticleState State { get; set; }
    /// <summary>Whether somebody reads it: since it was first published, until it is retired.</summary>
    public bool Shown { get; set; }
    /// <summary>The version that is read, and the newest there is; the same but while the next one is written.</summary>
    public int PublishedNumber { get; set; }
    public int LatestNumber { get; set; } = 1;

    // What lists, search and readers go by: of the published version, or of the first draft.
    public required string Title { get; set; }
    public string Category { get; set; } = "";
    public ArticleAudience Audience { get; set; }
    /// <summary>Written for no customer in particular.</summary>
    public bool ForAll { get; set; }

    public AccountId Author { get; init; }
    public required string AuthorName { get; init; }
    /// <summary>The record that it was written from, a ticket; null where somebody simply knew.</summary>
    public Guid? Source { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset ChangedAt { get; set; }
    public DateTimeOffset? PublishedAt { get; set; }
    /// <summary>When somebody should look whether it still holds.</summary>
    public DateTimeOffset? ReviewDue { get; set; }
    public string RetiredWhy { get; set; } = "";
    public int Version { get; set; }
}

/// <summary>One version: what is written, by whom, and who agreed to it.</summary>
public sealed class ArticleVersion : IVersioned, IArticleText
{
    public ArticleVersionId Id { get; init; }
    public ArticleId Article { get; init; }
    public int Number { get; init; }
    public required string Title { get; set; }
    public string Symptom { get; set; } = "";
    public string Environment { get; set; } = "";
    public string Solution { get; set; } = "";
    public string Keywords { get; set; } = "";
    public string Category { get; set; } = "";
    public IReadOnlyList<AssetKind>? AssetKinds { get; set; } = [];
    public string Links { get; set; } = "";
    public ArticleAudience Audience { get; set; }
    public IReadOnlyList<CustomerId>? Customers { get; set; } = [];
    /// <summary>What is new in it, in the words of who wrote it.</summary>
    public string Changes { get; set; } = "";
    /// <summary>Everybody who wrote in it: none of them publishes it.</summary>
    public IReadOnlyList<AccountId> Writers { get; set; } = [];
    public required string AuthorName { get; set; }
    public DateTimeOffset WrittenAt { get; set; }
    public string ReviewerName { get; set; } = "";
    /// <summary>What the reviewer asks to be changed.</summary>
    public string Remark { get; set; } = "";
    public DateTimeOffset? PublishedAt { get; set; }
    public int Version { get; set; }
}

/// <summary>What there is to write. Keywords are parted by spaces or commas, links stand one a line; without customers it is for all.</summary>
public interface IArticleText
{
    string Title { get; }
    string Symptom { get; }
    string Environment { get; }
    string Solution { get; }
    string Keywords { get; }
    string Category { get; }
    IReadOnlyList<AssetKind>? AssetKinds { get; }
    string Links { get; }
    ArticleAudience Audience { get; }
    IReadOnlyList<CustomerId>? Customers { get; }
}

/// <summary>A customer whose people read an article that is not for all.</summary>
public sealed class ArticleReader : ITenantRow
{
    public ArticleId Article { get; init; }
    public CustomerId Customer { get; init; }
}

/// <summary>An article that helped. <see cref="Subject"/> is the ticket, or for who needed none the use itself.</summary>
public sealed class ArticleUse : ITenantRow
{
    public ArticleUseId Id { get; init; }
    public ArticleId Article { get; init; }
    public CustomerId Customer { get; init; }
    public ArticleUseKind Kind { get; init; }
    public Guid Subject { get; init; }
    /// <summary>What the reader had asked.</summary>
    public string Asked { get; init; } = "";
    public AccountId Account { get; init; }
    public required string By { get; init; }
    public DateTimeOffset At { get; init; }
}

/// <summary>What one reader thinks of an article; whoever changes their mind replaces it. Of the provider's people it belongs to no customer.</summary>
public sealed class ArticleFeedback : ITenantRow
{
    public ArticleId Article { get; init; }
    public AccountId Account { get; init; }
    public CustomerId Customer { get; init; }
    public required string By { get; set; }
    public bool Helpful { get; set; }
    public string Comment { get; set; } = "";
    /// <summary>The version that it was said of.</summary>
    public int Number { get; set; }
    public DateTimeOffset At { get; set; }
}

/// <summary>A term of an article with its weight, so that few words in any order find the fitting ones. Made from the text, never read by people.</summary>
sealed class ArticleTerm : Platform.Audit.INotAudited
{
    public ArticleId Article { get; init; }
    public required string Term { get; init; }
    public int Weight { get; set; }
}

/// <summary>A version that is read from now on: told once for all, or once for each customer that it is written for.</summary>
public sealed record ArticlePublished(ArticleId Article, CustomerId? Customer, string Number, string Title, ArticleAudience Audience, int Edition, DateTimeOffset OccurredAt) : Platform.Events.INews
{
    public Guid Subject => Article.Value;
}

public sealed record ArticleMoved(ArticleId Article, string Verb, ArticleState From, ArticleState To, DateTimeOffset OccurredAt) : Platform.Events.INews
{
    public Guid Subject => Article.Value;
    public CustomerId? Customer => null;
}
