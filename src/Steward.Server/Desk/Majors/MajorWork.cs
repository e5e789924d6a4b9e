// Major incidents as cases: their numbers, their rights, their process.
using Steward.Access;
using Steward.Desk.Cases;
using Steward.Desk.Process;
using Steward.Platform.Events;

namespace Steward.Desk.Majors;

sealed class MajorWork(StewardDb db, Me me, IdSource ids, TimeProvider time)
    : Casework<MajorIncident, MajorId, MajorState>(db, me, ids, time, new("Incident", "MAJ", "/major-incidents", Thing.Incident, MajorProcess.Table))
{
    /// <summary>The search cuts incidents by the tickets a reader may see, so these are found by a name of their own.</summary>
    public const string Found = "MajorIncident";

    protected override string SearchKind(MajorIncident one) => Found;
    protected override string Words(MajorIncident one) => $"{one.Cause} {one.Actions}";
    public override INews Changed(MajorIncident one, string verb, MajorState from) => new MajorMoved(one.Id, one.Customer, verb, from, one.State, Now);
}
