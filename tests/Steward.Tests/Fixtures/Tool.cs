// Any other program, run to its end: it must succeed, or the test fails with what it said.
using System.Diagnostics;
using Xunit;

namespace Steward.Fixtures;

public static class Tool
{
    public static async Task<string> Run(string program, params string[] words)
    {
        using var process = Process.Start(new ProcessStartInfo(program, words) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', words)}: {await output}{await error}");
        return await output;
    }
}
