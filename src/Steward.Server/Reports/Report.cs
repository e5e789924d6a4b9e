// A report to a customer: what was counted, who wrote, reviewed and approved it, and the frozen figures and files.
using Steward.Contracts;
using Steward.Fulfilment;
using Steward.Platform.Audit;
using Steward.Platform.Files;
using Steward.Platform.Text;

namespace Steward.Reports;

public readonly record struct ReportId(Guid Value) : IId<ReportId> { public static ReportId From(Guid value) => new(value); public override string ToString() => Value.ToString(); }

/// <summary>A draft is reviewed, approved (which freezes it) and sent; the customer accepts or disputes it.</summary>
public enum ReportState { Draft, Reviewed, Approved, Sent, Accepted, Disputed }

public sealed class Report : ITenantRow, IVersioned
{
    public ReportId Id { get; init; }
    public CustomerId Customer { get; init; }
    public ContractId Contract { get; init; }
    /// <summary><c>REP-XXQY-202603-01</c>: customer's short name, month, running number of that month without holes.</summary>
    public string Number { get; set; } = "";
    /// <summary>The reporting month, written 2026-03.</summary>
    public required string Month { get; init; }
    public Language Language { get; init; }
    public ReportState State { get; set; }
    /// <summary>Nothing later than this instant was counted.</summary>
    public DateTimeOffset CutOff { get; set; }
    /// <summary>SHA-256 over the figures as stored, in lower-case hex. Final once approved.</summary>
    public string SnapshotHash { get; set; } = "";
    /// <summary>What a person says about the month; the figures say the rest.</summary>
    public string Summary { get; set; } = "";
    public string NextMonth { get; set; } = "";
    public Guid Author { get; set; }
    public string AuthorName { get; set; } = "";
    public string ReviewerName { get; set; } = "";
    public string ApproverName { get; set; } = "";
    public DateTimeOffset DraftedAt { get; init; }
    public DateTimeOffset? ReviewedAt { get; set; }
    public DateTimeOffset? ApprovedAt { get; set; }
    public DateTimeOffset? SentAt { get; set; }
    public DateTimeOffset? AnsweredAt { get; set; }
    public string AnsweredBy { get; set; } = "";
    /// <summary>What the customer wrote when accepting or disputing.</summary>
    public string Answer { get; set; } = "";
    public FileId? Word { get; set; }
    public FileId? Excel { get; set; }
    public int Version { get; set; }

    public bool IsFrozen => State is not (ReportState.Draft or ReportState.Reviewed);
    public ReportingMonth Period => ReportingMonth.TryParse(Month, out var month) ? month : default;
}

/// <summary>The figures of a report as canonical JSON. The text is kept as it was hashed and never written anew.</summary>
public sealed class ReportFigures : ITenantRow, INotAudited
{
    public ReportId Report { get; init; }
    public CustomerId Customer { get; init; }
    public required string Body { get; set; }
}
