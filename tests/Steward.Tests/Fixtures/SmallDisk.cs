// A disk of a few megabytes that can really be full, and emptied again.
using System.Diagnostics;
using Xunit;

namespace Steward.Fixtures;

public sealed class SmallDisk : IDisposable
{
    SmallDisk(string path) => Path = path;

    public string Path { get; }
    string Filler => System.IO.Path.Combine(Path, "filler");

    public static SmallDisk Mount(int megabytes)
    {
        var path = Directory.CreateTempSubdirectory("steward-disk").FullName;
        var mounted = Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m,mode=0777", "tmpfs", path);
        if (!mounted) Directory.Delete(path);
        Assert.SkipUnless(mounted, "a small disk needs the right to mount one");
        return new(path);
    }

    /// <summary>Takes all the room there is, to the last byte.</summary>
    public void Fill()
    {
        using var file = new FileStream(Filler, FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0);
        for (var piece = 1024 * 1024; piece >= 1; piece /= 4)
            try { while (true) file.Write(new byte[piece]); }
            catch (IOException) { }
    }

    public void MakeRoom() => File.Delete(Filler);

    public void Dispose()
    {
        Run("umount", "-l", Path);
        Directory.Delete(Path, recursive: true);
    }

    static bool Run(params string[] words)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(words[0], words[1..]) { RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception) { return false; }
    }
}
