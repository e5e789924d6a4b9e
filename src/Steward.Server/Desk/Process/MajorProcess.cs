// The major incident process (重大事件) as a table: states, verbs, rights and required fields. Pages offer what it allows, the server refuses the rest.
using Steward.Platform.Processes;
using static Steward.Desk.MajorState;

namespace Steward.Desk.Process;

public static class MajorProcess
{
    public static readonly ProcessTable<MajorState> Table = new("majorIncident", 1, Declared,
    [
        new("AppointMajor", [Declared, Managing], Managing, "W", "commander", "technicalLead", "scribe", "communications"),
        new("NoticeMajor", [Declared, Managing, Restored], null, "W", "text"),
        new("RestoreMajor", [Managing], Restored, "W", "text"),
        new("WorsenMajor", [Restored], Managing, "W", "reason"),
        new("ReviewMajor", [Restored], Reviewed, "W", "cause", "actions"),
        new("CloseMajor", [Reviewed], Closed, "A"),
        new("NoteMajor", [Declared, Managing, Restored, Reviewed], null, "W", "text"),
    ]);
}
