// What ends when a person leaves: rooms above say it, so that it happens in the very commit that marks the person as gone.
namespace Steward.People;

/// <summary>Registered as <c>services.AddScoped&lt;ILeaving, YourLeaving&gt;()</c>. Adds to the unit of work; what it answers is done once that is on disk.</summary>
public interface ILeaving
{
    Task<Action> End(StaffId? staff, ContactId? contact, DateTimeOffset now, CancellationToken stop);
}

static class Leavings
{
    public static async Task<Action> All(this IEnumerable<ILeaving> rooms, StaffId? staff, ContactId? contact, DateTimeOffset now, CancellationToken stop)
    {
        Action after = () => { };
        foreach (var room in rooms) after += await room.End(staff, contact, now, stop);
        return after;
    }
}
