// News: what happened, told upwards. Raised in the transaction that causes it and stored with it.
namespace Steward.Platform.Events;

/// <summary>
/// Something that happened and that upper modules or other systems may want to know. Serialised as JSON under its type name;
/// a field may be added later, never renamed.
/// </summary>
public interface INews
{
    /// <summary>When it happened in the world; the log also keeps when it was recorded.</summary>
    DateTimeOffset OccurredAt { get; }
    /// <summary>The record that it is about.</summary>
    Guid Subject { get; }
    TenantId? Customer { get; }
}
