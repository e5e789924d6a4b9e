// An asset that a ticket is about.
using Steward.Assets;

namespace Steward.Desk;

public sealed class TicketAsset : ITenantRow
{
    public TicketId Ticket { get; init; }
    public AssetId Asset { get; init; }
    public CustomerId Customer { get; init; }
    public DateTimeOffset Since { get; init; }
}
