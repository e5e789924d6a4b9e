// What stands behind the promise to the customer: how long each of the provider's own lines may hold a ticket (OLA), and a supplier may be waited for (underpinning contract).
namespace Steward.Sla;

/// <summary>Service <paramref name="Seconds"/> that a group of this line may have a ticket in its hands; with a <paramref name="Team"/> for that group alone, before what holds for its line.</summary>
public sealed record GroupTarget(SupportLine Line, Priority Priority, long Seconds, Guid? Team = null);

/// <summary>Service <paramref name="Seconds"/> in which a supplier must deliver; without a <paramref name="Supplier"/> for all that have no target of their own.</summary>
public sealed record SupplierTarget(Priority Priority, long Seconds, CalendarUse Calendar = CalendarUse.Business, Guid? Supplier = null);
