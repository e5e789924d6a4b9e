// Agreements and calendars by version, read once and kept: a version never changes.
using Microsoft.EntityFrameworkCore;

namespace Steward.Sla.Store;

/// <summary>One for the whole process; a version that it does not hold is fetched from the database.</summary>
sealed class Shelf
{
    public Shelf()
    {
        Calendars = CalendarShelf.Presets();
        foreach (var preset in AgreementPresets.All) Calendars.Add(preset);
    }

    public CalendarShelf Calendars { get; }

    public async ValueTask<Agreement> Agreement(StewardDb db, AgreementRef key, CancellationToken stop)
    {
        if (Calendars.Has(key)) return Calendars[key];
        var row = await db.Set<AgreementRow>().AsNoTracking().SingleAsync(r => r.Id == key.Id && r.Number == key.Number, stop);
        var agreement = SlaJson.Read<Agreement>(row.Body);
        foreach (var calendar in new[] { agreement.Calendars.Business, agreement.Calendars.FullTime }) await Calendar(db, calendar, stop);
        Calendars.Add(agreement);
        return agreement;
    }

    public async ValueTask<ServiceCalendar> Calendar(StewardDb db, CalendarRef key, CancellationToken stop)
    {
        if (!Calendars.Has(key))
        {
            var row = await db.Set<CalendarRow>().AsNoTracking().SingleAsync(r => r.Id == key.Id && r.Number == key.Version, stop);
            Calendars.Add(ServiceCalendar.From(SlaJson.Read<CalendarDefinition>(row.Body)).Value);
        }
        return Calendars[key];
    }
}
