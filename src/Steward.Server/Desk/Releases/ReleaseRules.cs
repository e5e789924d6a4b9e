// What a release may do and when it stops, as pure rules: the size of the pilot, the stop rule, and what must be there before it is approved.
namespace Steward.Desk.Releases;

/// <summary>How a wave stands.</summary>
public sealed record WaveCount(int Hosts, int Succeeded, int Failed)
{
    public int Pending => Hosts - Succeeded - Failed;
}

static class ReleaseRules
{
    /// <summary>At most ten percent of the hosts, and one at least.</summary>
    public static int LargestPilot(int hosts) => Math.Max(1, hosts / 10);

    /// <summary>Too many of the wave's hosts have failed: that the rest may still succeed cannot change it. What was known when somebody resumed it does not count again.</summary>
    public static bool MustHalt(WaveCount wave, int stopPercent, int known) => wave.Failed > known && (wave.Failed - known) * 100 > stopPercent * wave.Hosts;

    /// <summary>What is still missing before anybody may approve it, by the names of the process's fields.</summary>
    public static IReadOnlyList<string> Missing(Release release, int hosts) =>
        [.. new (string Field, bool There)[]
        {
            ("package", release.Package is not null), ("hash", release.PackageHash.Length > 0), ("source", release.PackageSource.Length > 0), ("licence", release.Licence.Length > 0),
            ("testResult", release.TestRecord.Length > 0), ("backoutPlan", release.BackoutPlan.Length > 0), ("assets", hosts > 0),
        }.Where(f => !f.There).Select(f => f.Field)];

    /// <summary>A change that is approved and not over.</summary>
    public static bool Covers(ChangeState change) => change is ChangeState.Approved or ChangeState.Scheduled or ChangeState.Implementing;
}
