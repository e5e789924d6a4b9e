// Places on a page that modules above fill: the customer page shows its contracts without knowing the room that keeps them.
namespace Steward.Access;

/// <summary>A component with one parameter, <c>Subject</c> (the record's id), drawn on every page that offers <paramref name="Place"/>, smallest order first.</summary>
public sealed record PageSlot(string Place, Type Component, int Order)
{
    public const string Customer = "customer", Contact = "contact";
}

public static class PageSlots
{
    public static IServiceCollection AddSlot<TComponent>(this IServiceCollection services, string place, int order) =>
        services.AddSingleton(new PageSlot(place, typeof(TComponent), order));
}
