// Takes files in, checked and on disk before it says so, and gives them out.
using System.Security.Cryptography;
using Steward.Platform.Settings;

namespace Steward.Platform.Files;

sealed record FileTooLarge(long LargestMegabytes) : Refusal("FILE-101", LargestMegabytes) { public override int Status => 413; }
sealed record FileTypeRefused(string Name, string Allowed) : Refusal("FILE-102", Name, Allowed) { public override int Status => 415; }
/// <summary>What lies on the disk is not what was kept: it is not given out.</summary>
sealed record FileIsNotAsKept(string Name) : Refusal("FILE-104", Name) { public override int Status => 500; }
sealed record FileIsNotWhatItSays(string Name) : Refusal("FILE-103", Name) { public override int Status => 415; }

/// <summary>Content-addressed files. <see cref="Put"/> adds the row to the unit of work; the caller commits.</summary>
public sealed class FileStore(DataFolder folder, StewardSettings settings, StewardDb db, IdSource ids)
{
    public async Task<Result<StoredFile>> Put(TenantId customer, Guid subject, string name, Stream content, DateTimeOffset now, CancellationToken stop)
    {
        name = Path.GetFileName(name.Replace('\\', '/'));
        var ending = Path.GetExtension(name).TrimStart('.').ToLowerInvariant();
        if (!settings.Files.Types.Contains(ending)) return new FileTypeRefused(name, string.Join(", ", settings.Files.Types));
        var temporary = Path.Combine(folder.Files, $".{ids.Next(now):N}.part");
        try
        {
            using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            var head = new byte[16];
            long length = 0;
            await using (var file = File.Create(temporary))
            {
                var buffer = new byte[81920];
                for (int read; (read = await content.ReadAsync(buffer, stop)) > 0; length += read)
                {
                    if (length + read > settings.Files.LargestBytes) return new FileTooLarge(settings.Files.LargestBytes / 1024 / 1024);
                    if (length < 16) buffer.AsSpan(0, (int)Math.Min(read, 16 - length)).CopyTo(head.AsSpan((int)length));
                    sha.AppendData(buffer, 0, read);
                    await file.WriteAsync(buffer.AsMemory(0, read), stop);
                }
                file.Flush(flushToDisk: true);
            }
            if (!FileKinds.Matches(ending, head, length)) return new FileIsNotWhatItSays(name);
            var hash = Convert.ToHexString(sha.GetHashAndReset()).ToLowerInvariant();
            var path = PathOf(hash);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            if (!File.Exists(path))
            {
                Disk.Rename(temporary, path);
                Disk.SyncFolder(folder.Files);
            }
            var row = new StoredFile
            {
                Id = ids.New<FileId>(now), Customer = customer, Subject = subject, Name = name,
                ContentType = FileKinds.ContentType(ending), Bytes = length, Sha256 = hash, StoredAt = now,
            };
            db.Add(row);
            return row;
        }
        finally { File.Delete(temporary); }
    }

    /// <summary>The file, once its bytes were found to be the ones that were kept.</summary>
    public async Task<Result<Stream>> OpenChecked(StoredFile file, CancellationToken stop)
    {
        if (!File.Exists(PathOf(file.Sha256))) return new FileIsNotAsKept(file.Name);
        var content = Open(file);
        var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(content, stop));
        if (hash == file.Sha256)
        {
            content.Position = 0;
            return content;
        }
        await content.DisposeAsync();
        return new FileIsNotAsKept(file.Name);
    }

    public Stream Open(StoredFile file) => File.OpenRead(PathOf(file.Sha256));

    string PathOf(string hash) => Path.Combine(folder.Files, hash[..2], hash);
}
