// Writing so that it stays: a file is replaced whole, and a folder's entries are synced like its files.
using System.Runtime.InteropServices;

namespace Steward.Probe;

static partial class Disk
{
    /// <summary>After a crash there is the old file or the new one. Only the owner may read it.</summary>
    public static void Replace(string file, ReadOnlySpan<byte> content)
    {
        var next = file + ".next";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var stream = new FileStream(next, options))
        {
            stream.Write(content);
            stream.Flush(flushToDisk: true);
        }
        File.Move(next, file, overwrite: true);
        SyncFolder(Path.GetDirectoryName(file)!);
    }

    /// <summary>A new file survives a power cut only when its folder is synced too; .NET has no call for that.</summary>
    public static void SyncFolder(string folder)
    {
        if (!OperatingSystem.IsLinux()) return;
        var handle = Open(folder, ReadOnlyFolder);
        if (handle < 0) throw new IOException($"Cannot open {folder} to sync it (error {Marshal.GetLastPInvokeError()}).");
        var fault = Sync(handle) == 0 ? 0 : Marshal.GetLastPInvokeError();
        Close(handle);
        if (fault != 0) throw new IOException($"Cannot sync {folder} (error {fault}).");
    }

    /// <summary>O_RDONLY | O_CLOEXEC; a folder opens without O_DIRECTORY too, whose value differs between processors.</summary>
    const int ReadOnlyFolder = 0x80000;

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(int handle);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int handle);
}
