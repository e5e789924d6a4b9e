// The release process (发布管理) as a table: states, verbs, rights and required fields. Pages offer what it allows, the server refuses the rest.
using Steward.Platform.Processes;
using static Steward.Desk.ReleaseState;

namespace Steward.Desk.Process;

public static class ReleaseProcess
{
    static readonly ReleaseState[] Preparing = [Planned, Built, Tested];
    static readonly ReleaseState[] Living = [.. Preparing, Approved, Pilot, Rollout, Verified];

    public static readonly ProcessTable<ReleaseState> Table = new("release", 1, Planned,
    [
        new("TargetRelease", Preparing, null, "W", "assets"),
        new("TieRelease", [.. Preparing, Approved], null, "W", "change"),
        new("BuildRelease", [Planned], Built, "W", "package", "source", "licence"),
        new("BuildRelease", [Built, Tested], Built, "W", "package", "source", "licence"),
        new("TestRelease", [Built], Tested, "W", "testResult"),
        new("ApproveRelease", [Tested], Approved, "A", "hash", "licence", "testResult", "backoutPlan", "assets"),
        new("ReturnRelease", [Tested, Approved], Built, "A", "reason"),
        new("StartPilot", [Approved], Pilot, "W", "change"),
        new("RecordHost", [Pilot, Rollout], null, "W", "result"),
        new("StartWave", [Pilot], Rollout, "W", "change"),
        new("StartWave", [Rollout], null, "W", "change"),
        new("HaltRelease", [Pilot, Rollout], null, "W", "reason"),
        new("ResumeRelease", [Pilot, Rollout], null, "X", "reason"),
        new("VerifyRelease", [Pilot, Rollout], Verified, "W", "text"),
        new("CloseRelease", [Verified], Closed, "X"),
        new("WithdrawRelease", Living, Withdrawn, "W", "reason"),
        new("NoteRelease", Living, null, "W", "text"),
    ]);
}
