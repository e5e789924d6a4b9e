// What Reports tells upwards.
using Steward.Platform.Events;

namespace Steward.Reports;

public sealed record ReportMoved(ReportId Report, CustomerId? Customer, string Number, ReportState State, DateTimeOffset OccurredAt) : INews
{
    public Guid Subject => Report.Value;
}
