// Where everything of one installation lives: settings, embedded database, files, keys.
namespace Steward.Platform.Settings;

/// <summary>The data directory (<c>--data DIR</c>). Made with owner-only rights, since it holds the keys.</summary>
public sealed class DataFolder
{
    public DataFolder(string path)
    {
        Path = System.IO.Path.GetFullPath(path);
        foreach (var folder in new[] { Path, Files, Keys })
            if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
            else Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    public string Path { get; }
    public string Files => In("files");
    /// <summary>Samples of checks, a file a month; made when the first one comes.</summary>
    public string Metrics => In("metrics");
    public string Keys => In("keys");
    public string SettingsFile => In("steward.json");
    public string SqliteFile => In("steward.db");
    public string AuditAnchors => In("audit-anchors.tsv");
    public string Tls => In("tls");
    public string SweepLog => In("sweeps.json");
    public string UpkeepNotes => In("upkeep.json");

    string In(string name) => System.IO.Path.Combine(Path, name);
}
