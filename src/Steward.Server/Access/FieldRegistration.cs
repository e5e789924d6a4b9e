// The door to custom fields for rooms above: with one line their records have them.
using Steward.Access.CustomFields;
using Steward.Platform.Fields;

namespace Steward.Access;

public static class FieldRegistration
{
    /// <summary>Gives a kind of record its custom fields: rights and page as it says, and the card at a place of its page.</summary>
    public static IServiceCollection AddFields(this IServiceCollection services, FieldRecord record, int order, params IReadOnlyList<string> slots)
    {
        services.AddSingleton(record);
        foreach (var slot in slots) services.AddSlot<FieldsCard>(slot, order, (s, subject, stop) => s.GetRequiredService<FieldQueries>().Card(record.Name, subject, stop));
        return services;
    }
}
