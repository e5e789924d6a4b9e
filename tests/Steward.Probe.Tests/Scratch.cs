// A folder of a test's own, and the real probe as a process.
using System.Diagnostics;
using Steward.Protocol;

namespace Steward.Probe;

sealed class Scratch : IDisposable
{
    static int number;

    public Scratch() => Directory.CreateDirectory(Path);

    public string Path { get; } = System.IO.Path.Combine(Environment.GetEnvironmentVariable("STEWARD_TEST_SCRATCH") is { Length: > 0 } given ? given : System.IO.Path.GetTempPath(), $"probe-{Environment.ProcessId}-{Interlocked.Increment(ref number)}");

    public string In(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);

    public static CheckResult Result(int number) => new(new Guid(number, 0, 0, new byte[8]), DateTimeOffset.UnixEpoch.AddSeconds(number), Outcome.Up, number, $"第 {number} 条", null, false);

    /// <summary>The probe as it is shipped, but for being one file.</summary>
    public static Process Probe(params string[] args)
    {
        var process = Process.Start(new ProcessStartInfo("dotnet", [typeof(Home).Assembly.Location, .. args]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        return process;
    }
}

/// <summary>A test that fails leaves no process behind.</summary>
sealed class Killed(Process process) : IDisposable
{
    public void Dispose()
    {
        if (!process.HasExited) process.Kill();
    }
}
