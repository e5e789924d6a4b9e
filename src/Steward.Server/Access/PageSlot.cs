// Places on a page that modules above fill: the customer page shows its contracts without knowing the room that keeps them.
namespace Steward.Access;

/// <summary>What a module contributes to <paramref name="Place"/>: a component whose <c>Model</c> is what <paramref name="Load"/> answers for the record; null shows nothing.</summary>
public sealed record PageSlot(string Place, Type Component, int Order, Func<IServiceProvider, Guid, CancellationToken, Task<object?>> Load)
{
    public const string Customer = "customer", Contact = "contact", Asset = "asset", Ticket = "ticket", OwnTicket = "own-ticket", Check = "check", Leaver = "leaver";
}

/// <summary>A filled slot, ready to be drawn.</summary>
public sealed record SlotContent(Type Component, object Model);

public sealed class PageSlots(IServiceProvider services, IEnumerable<PageSlot> slots)
{
    /// <summary>One after the other: they share the unit of work of the request.</summary>
    public async Task<IReadOnlyList<SlotContent>> Fill(string place, Guid subject, CancellationToken stop)
    {
        var filled = new List<SlotContent>();
        foreach (var slot in slots.Where(s => s.Place == place).OrderBy(s => s.Order))
            if (await slot.Load(services, subject, stop) is { } model) filled.Add(new(slot.Component, model));
        return filled;
    }
}

public static class SlotRegistration
{
    public static IServiceCollection AddSlot<TComponent>(this IServiceCollection services, string place, int order, Func<IServiceProvider, Guid, CancellationToken, Task<object?>> load) =>
        services.AddSingleton(new PageSlot(place, typeof(TComponent), order, load));
}
