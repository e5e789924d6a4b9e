// steward-probe status: what the running probe last did, from a small file that it writes every two seconds.
using System.Text.Json;

namespace Steward.Probe;

static class Status
{
    static readonly TimeSpan Fresh = TimeSpan.FromSeconds(10);

    public static void Keep(Home home, Condition condition)
    {
        // Not synced: it is only news. A full disk must not stop the probe.
        try
        {
            var next = home.ConditionFile + ".next";
            File.WriteAllBytes(next, JsonSerializer.SerializeToUtf8Bytes(condition, HomeJson.Default.Condition));
            File.Move(next, home.ConditionFile, overwrite: true);
        }
        catch (IOException) { }
    }

    /// <summary>Answers 0 when it runs and has a line, 1 otherwise.</summary>
    public static int Show(Home home, TextWriter output)
    {
        if (home.Identity is not { } identity) { output.WriteLine($"Not enrolled: no credential in {home.Path}."); return 1; }
        output.WriteLine($"{identity.Name} · {identity.Server} · version {Link.Line.Version}");
        Condition? condition = null;
        try { condition = JsonSerializer.Deserialize(File.ReadAllBytes(home.ConditionFile), HomeJson.Default.Condition); }
        catch (Exception fault) when (fault is IOException or JsonException) { }
        var now = TimeProvider.System.GetUtcNow();
        if (condition is null || (now - condition.At).Duration() > Fresh)
        {
            output.WriteLine(condition is null ? "It has not run yet." : FormattableString.Invariant($"It does not run; last seen {condition.At:yyyy-MM-dd HH:mm:ss} UTC."));
            return 1;
        }
        output.WriteLine($"Line: {condition.Line}; last contact {(condition.LastContact is { } at ? FormattableString.Invariant($"{(now - at).TotalSeconds:0} s ago") : "never")}");
        output.WriteLine(FormattableString.Invariant($"Checks: {condition.Checks}; looks {condition.Looks}, passed over {condition.NotLooked}"));
        output.WriteLine(FormattableString.Invariant($"Spool: {condition.Spooled} results waiting, {condition.Taken} handed over"));
        if (condition.Trouble.Length > 0) output.WriteLine(condition.Trouble);
        return condition is { Line: "connected", Trouble: "" } ? 0 : 1;
    }
}
