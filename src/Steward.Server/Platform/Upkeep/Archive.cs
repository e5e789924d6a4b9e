// A backup as one file: a zip of the database, files, keys and settings, with a manifest that names the hash of each part.
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using Steward.Platform.Files;

namespace Steward.Platform.Upkeep;

/// <summary>
/// What a backup holds. <see cref="Migrations"/> is the state of the model that it was taken from, <see cref="Counts"/> the rows of each table, <see cref="AuditHead"/> the
/// audit log's last hash, <see cref="Columns"/> and <see cref="Sequences"/> what PostgreSQL needs to take the tables back, <see cref="Parts"/> the SHA-256 of each part.
/// </summary>
public sealed record Manifest(
    string Version, Engine Engine, DateTimeOffset TakenAt, IReadOnlyList<string> Migrations, IReadOnlyDictionary<string, long> Counts, long AuditLines, string AuditHead,
    IReadOnlyDictionary<string, string[]> Columns, IReadOnlyDictionary<string, long> Sequences, IReadOnlyDictionary<string, string> Parts)
{
    public static string Here => typeof(Manifest).Assembly.GetName().Version!.ToString(3);
}

/// <summary>Writes an archive under a temporary name; it has its own name only once it is whole and on disk.</summary>
sealed class ArchiveWriter : IAsyncDisposable
{
    readonly string file, temporary;
    readonly FileStream stream;
    readonly ZipArchive zip;
    readonly SortedDictionary<string, string> parts = new(StringComparer.Ordinal);

    public ArchiveWriter(string file)
    {
        this.file = Path.GetFullPath(file);
        Directory.CreateDirectory(Path.GetDirectoryName(this.file)!);
        temporary = $"{this.file}.{Environment.ProcessId}.part";
        // It holds the keys.
        stream = Disk.MakeFile(temporary, FileMode.Create);
        zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
    }

    public async Task Add(string part, Func<Stream, Task> write)
    {
        using var sha = SHA256.Create();
        await using (var entry = await zip.CreateEntry(part, CompressionLevel.Fastest).OpenAsync())
        await using (var through = new CryptoStream(entry, sha, CryptoStreamMode.Write)) await write(through);
        parts.Add(part, Convert.ToHexString(sha.Hash!).ToLowerInvariant());
    }

    public async Task AddFile(string part, string path, CancellationToken stop)
    {
        await using var content = File.Open(path, new FileStreamOptions { Share = FileShare.ReadWrite | FileShare.Delete });
        await Add(part, to => content.CopyToAsync(to, stop));
    }

    public async Task<Manifest> Finish(Manifest manifest)
    {
        manifest = manifest with { Parts = parts };
        await using (var entry = await zip.CreateEntry(ArchiveReader.ManifestPart).OpenAsync()) await JsonSerializer.SerializeAsync(entry, manifest, Web.Json.Options);
        await zip.DisposeAsync();
        stream.Flush(flushToDisk: true);
        await stream.DisposeAsync();
        Disk.Rename(temporary, file);
        return manifest;
    }

    public async ValueTask DisposeAsync()
    {
        if (!stream.CanWrite) return;
        // Not finished: nothing of it stays. Closing a zip writes, which a full disk refuses.
        try { await zip.DisposeAsync(); } catch (IOException) { }
        try { await stream.DisposeAsync(); } catch (IOException) { }
        File.Delete(temporary);
    }
}

/// <summary>Reads an archive and believes nothing of it that its hashes do not confirm.</summary>
sealed class ArchiveReader : IDisposable
{
    public const string ManifestPart = "manifest.json";

    readonly string file;
    readonly ZipArchive zip;

    public ArchiveReader(string file)
    {
        this.file = file;
        zip = ZipFile.OpenRead(file);
        try
        {
            using var entry = (zip.GetEntry(ManifestPart) ?? throw Bad("it has no manifest")).Open();
            Manifest = JsonSerializer.Deserialize<Manifest>(entry, Web.Json.Options) ?? throw Bad("its manifest is empty");
            if (zip.Entries.Select(e => e.FullName).Where(n => n != ManifestPart).Except(Manifest.Parts.Keys).FirstOrDefault() is { } stranger) throw Bad($"the manifest does not know {stranger}");
        }
        catch (JsonException fault) { zip.Dispose(); throw Bad($"its manifest cannot be read ({fault.Message})"); }
        catch { zip.Dispose(); throw; }
    }

    public Manifest Manifest { get; }

    public IEnumerable<string> PartsUnder(string folder) => Manifest.Parts.Keys.Where(p => p.StartsWith(folder, StringComparison.Ordinal));

    /// <summary>Hands the part to <paramref name="read"/>; throws after it when the bytes were not those that were put in.</summary>
    public async Task Read(string part, Func<Stream, Task> read)
    {
        using var sha = SHA256.Create();
        try
        {
            await using var entry = await (zip.GetEntry(part) ?? throw Bad($"{part} is missing")).OpenAsync();
            await using var through = new CryptoStream(entry, sha, CryptoStreamMode.Read);
            await read(through);
            await through.CopyToAsync(Stream.Null);
        }
        catch (InvalidDataException fault) { throw Bad($"{part} is damaged ({fault.Message})"); }
        if (Convert.ToHexString(sha.Hash!).ToLowerInvariant() != Manifest.Parts[part]) throw Bad($"{part} is damaged: its hash is another");
    }

    public async Task Extract(string part, string path, CancellationToken stop)
    {
        Disk.MakeFolder(Path.GetDirectoryName(path)!);
        await using var to = Disk.MakeFile(path, FileMode.CreateNew);
        await Read(part, from => from.CopyToAsync(to, stop));
        to.Flush(flushToDisk: true);
    }

    InvalidDataException Bad(string why) => new($"{file} is no good backup: {why}.");

    public void Dispose() => zip.Dispose();
}
