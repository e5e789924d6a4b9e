// What rooms above say of their records, so that custom fields work on them alike.
namespace Steward.Platform.Fields;

/// <summary>
/// A kind of record that can have custom fields; register one as a singleton. Its name is part of the API; people read the text <c>fields.{Name}</c>.
/// </summary>
/// <param name="Page">The route of a record's page, with one placeholder.</param>
/// <param name="Find">Whose the record is, if the caller of the services may read it, or change it where the flag says so; else null.</param>
public sealed record FieldRecord(string Name, string Page, Func<IServiceProvider, Guid, bool, CancellationToken, Task<TenantId?>> Find)
{
    /// <summary>Whether it can be required when the record is finished.</summary>
    public bool Closes { get; init; }
    /// <summary>What goes into the commit that changes the answers.</summary>
    public Func<IServiceProvider, Guid, IReadOnlyList<Answer>, CancellationToken, Task>? Changed { get; init; }
}

/// <summary>Records that an answer can name. Answers, of a customer's that the caller may name, those with the ids given, or the first few hundred.</summary>
public sealed record FieldLink(FieldKind Kind, Func<IServiceProvider, TenantId, IReadOnlyCollection<Guid>?, CancellationToken, Task<List<KnownRecord>>> Of)
{
    public const int Most = 500;
}
