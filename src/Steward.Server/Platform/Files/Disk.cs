// Writing so that it stays: a file's name survives a power cut only when its folder is synced too, and .NET has no call for that.
using System.Runtime.InteropServices;

namespace Steward.Platform.Files;

static class Disk
{
    /// <summary>Gives a whole file, synced already, its final name. After a crash there is the old file or the new one.</summary>
    public static void Rename(string temporary, string file)
    {
        File.Move(temporary, file, overwrite: true);
        SyncFolder(Path.GetDirectoryName(Path.GetFullPath(file))!);
    }

    /// <summary>A folder that only its owner may enter.</summary>
    public static void MakeFolder(string folder)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>A new file that only its owner may read.</summary>
    public static FileStream MakeFile(string file, FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new(file, options);
    }

    public static void SyncFolder(string folder)
    {
        if (!OperatingSystem.IsLinux()) return;
        var handle = Open(folder, ReadOnlyFolder);
        if (handle < 0) throw new IOException($"Cannot open {folder} to sync it (error {Marshal.GetLastPInvokeError()}).");
        var fault = Sync(handle) == 0 ? 0 : Marshal.GetLastPInvokeError();
        _ = Close(handle);
        if (fault != 0) throw new IOException($"Cannot sync {folder} (error {fault}).");
    }

    /// <summary>Whether a write failed because the disk, or what the owner may use of it, is full (ENOSPC, EDQUOT).</summary>
    public static bool IsFull(Exception fault) => fault is IOException { HResult: 28 or 122 };

    /// <summary>O_RDONLY | O_CLOEXEC; a folder opens without O_DIRECTORY too, whose value differs between processors.</summary>
    const int ReadOnlyFolder = 0x80000;

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    static extern int Sync(int handle);

    [DllImport("libc", EntryPoint = "close", SetLastError = true)]
    static extern int Close(int handle);
}
