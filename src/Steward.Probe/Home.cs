// The probe's folder: who it is, what it is to look at, and the spool.
using System.Text.Json;
using System.Text.Json.Serialization;
using Steward.Protocol;

namespace Steward.Probe;

/// <summary>What enrolment left behind. The credential opens this probe's routes at the server and nothing else.</summary>
/// <param name="Authority">The file of the authority that alone is trusted, in the probe's folder (probes of 0.1: anywhere); none: the system's.</param>
sealed record Identity(string Server, Guid Probe, string Name, string Credential, string? Authority);

/// <summary>What the running probe last did.</summary>
sealed record Condition(DateTimeOffset At, DateTimeOffset? LastContact, string Line, string Trouble, int Checks, long Looks, long NotLooked, long Spooled, long Taken);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true)]
[JsonSerializable(typeof(Identity))]
[JsonSerializable(typeof(Condition))]
sealed partial class HomeJson : JsonSerializerContext;

sealed class Home
{
    public Home(string path)
    {
        Path = System.IO.Path.GetFullPath(path);
        Directory.CreateDirectory(Path);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    public string Path { get; }
    public string Spool => In("spool");
    public string ConditionFile => In("status.json");
    string IdentityFile => In("identity.json");
    string WorkFile => In("work.json");
    string In(string name) => System.IO.Path.Combine(Path, name);

    public Identity? Identity => Read(IdentityFile) is { } text ? JsonSerializer.Deserialize(text, HomeJson.Default.Identity) : null;

    /// <summary>Where the unit's user finds the authority, whoever enrolled the probe and wherever they had it.</summary>
    public string? Authority => Identity?.Authority is { } file ? In(file) : null;

    /// <summary>Keeps a copy of the authority's certificate; answers its name here.</summary>
    public string KeepAuthority(string file)
    {
        const string Name = "authority.crt";
        Disk.Replace(In(Name), File.ReadAllBytes(file));
        return Name;
    }

    public void Keep(Identity identity) => Disk.Replace(IdentityFile, JsonSerializer.SerializeToUtf8Bytes(identity, HomeJson.Default.Identity));

    /// <summary>The orders as they were last fetched: a probe that starts without a line goes on with them.</summary>
    public WorkList Work
    {
        get
        {
            try { return Read(WorkFile) is { } text ? JsonSerializer.Deserialize(text, ProtocolJson.Default.WorkList)! : new("", []); }
            catch (JsonException) { return new("", []); }
        }
        set => Disk.Replace(WorkFile, JsonSerializer.SerializeToUtf8Bytes(value, ProtocolJson.Default.WorkList));
    }

    /// <summary>One process for one folder; the system lets go of the lock when the process dies, however it dies.</summary>
    public FileStream Lock()
    {
        try { return new(In("lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None); }
        catch (IOException) { throw new ProbeException($"Another steward-probe runs on {Path}: stop it first{(CommandLine.Installed ? " (systemctl stop steward-probe)" : "")}."); }
    }

    static string? Read(string file) => File.Exists(file) ? File.ReadAllText(file) : null;
}
