// What the verbs on a check share: finding it for somebody who may, and what is known of it.
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Platform.Settings;

namespace Steward.Monitoring.Checks;

sealed class CheckWork(StewardDb db, Me me, StewardSettings settings, TimeProvider time)
{
    public StewardDb Db => db;
    public DateTimeOffset Now { get; } = time.Now();
    public string Caller => me.Name;

    public async Task<Result<(Check Check, SightRow Row)>> Load(CheckId id, Right right, CancellationToken stop)
    {
        if (await db.Set<Check>().SingleOrDefaultAsync(c => c.Id == id && c.State != CheckState.Removed, stop) is not { } check || !Sees(check)) return new NotFound();
        if (!me.Can(Thing.Monitoring, right, PlaceOf(check))) return new NotAllowed();
        var row = await db.Set<SightRow>().SingleAsync(r => r.Check == id, stop);
        // Gets a new version with whatever is done to the check, by which those who remember it know that they remember wrong (SightMemory).
        db.Entry(row).State = EntityState.Modified;
        return (check, row);
    }

    public bool Sees(Check check) => me.Can(Thing.Monitoring, Right.Read, PlaceOf(check));
    public bool May(Check check, Right right) => me.Can(Thing.Monitoring, right, PlaceOf(check));
    public SightRule RuleOf(Check check) => check.Rule(settings.Monitoring.GraceIntervals);

    public static Place PlaceOf(Check check) => new(check.Customer, check.Site, check.Contract?.Value);
}
