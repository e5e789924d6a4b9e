// How the audit log names a kind of record and opens it: each module says it for its own tables.
namespace Steward.Access;

/// <summary>
/// Rows of <paramref name="Table"/> are called by the text <c>table.{Table}</c> and open at <paramref name="Href"/> ({0} is the id).
/// <paramref name="Parent"/> names the field that holds the id to open instead, for rows that belong to another record.
/// </summary>
public sealed record AuditSubject(string Table, string? Href = null, string? Parent = null);
