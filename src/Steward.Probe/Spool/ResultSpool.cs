// Keeps results on disk until the server has them: appended and synced before they count as taken, numbered from 1, read in order.
using System.Text.Json;
using Steward.Protocol;

namespace Steward.Probe.Spool;

/// <summary>
/// A few files of <see cref="SegmentBytes"/>. A number is a file's name plus the place in it, so none is ever given twice; a file goes when all of it was
/// handed over. One writer and one reader at a time.
/// </summary>
sealed class ResultSpool : IDisposable
{
    readonly string folder;
    readonly long limit, segmentBytes;
    readonly Action<string> say;
    readonly Lock gate = new();
    readonly List<Segment> segments = [];
    FileStream writing;

    public ResultSpool(string folder, long limit, Action<string> say, long segmentBytes = SegmentBytes)
    {
        // Of several files the oldest can go while the newest is written, however small the limit.
        (this.folder, this.limit, this.say, this.segmentBytes) = (folder, limit, say, Math.Min(segmentBytes, limit / 8));
        Directory.CreateDirectory(folder);
        Taken = File.Exists(TakenFile) && long.TryParse(File.ReadAllText(TakenFile), out var taken) ? taken : 0;
        foreach (var file in Directory.EnumerateFiles(folder, "*" + Segment.Ending).Order(StringComparer.Ordinal)) segments.Add(Segment.Load(file));
        if (segments.Count == 0) segments.Add(Begin(Taken + 1));
        Taken = Math.Max(Taken, segments[0].First - 1);
        writing = OpenLast();
    }

    public const long SegmentBytes = 4 * 1024 * 1024;

    /// <summary>The number of the last result on disk, and of the last one that the server has.</summary>
    public long Last { get { lock (gate) return segments[^1].Next - 1; } }
    public long Taken { get; private set; }

    string TakenFile => Path.Combine(folder, "taken");

    /// <summary>The results are on disk when this returns; when it throws <see cref="SpoolFullException"/>, none of them is.</summary>
    public void Append(IReadOnlyList<CheckResult> results)
    {
        if (results.Count == 0) return;
        var records = new MemoryStream();
        foreach (var result in results) Record.Write(records, JsonSerializer.SerializeToUtf8Bytes(result, ProtocolJson.Default.CheckResult));
        lock (gate)
        {
            if (segments.Sum(s => s.Bytes) + records.Length > limit) throw new SpoolFullException($"the spool holds its {limit / 1024 / 1024} MiB");
            try
            {
                if (segments[^1].Bytes >= segmentBytes) Turn(segments[^1].Next);
                writing.Position = segments[^1].Bytes;
                writing.Write(records.GetBuffer(), 0, (int)records.Length);
                writing.Flush(flushToDisk: true);
            }
            catch (IOException fault)
            {
                // Whatever part of it was written goes again, so that the next record begins where the last whole one ends.
                Restore();
                throw new SpoolFullException(fault.Message, fault);
            }
            segments[^1].Count += results.Count;
            segments[^1].Bytes += records.Length;
        }
    }

    /// <summary>The oldest results that the server does not have, and the number of the first. Numbers that no file holds any more are passed over; whoever sends says so.</summary>
    public (long First, List<CheckResult> Results) Read(int most)
    {
        lock (gate)
        {
            var next = Taken + 1;
            if (segments.FirstOrDefault(s => s.Next > next) is not { } segment) return (next, []);
            var first = Math.Max(next, segment.First);
            var (_, number, offset) = new[] { end, begin }.FirstOrDefault(m => m.Segment == segment && m.Number <= first, (segment, segment.First, 0));
            var results = new List<CheckResult>();
            while (results.Count == 0)
            {
                ReadOnlySpan<byte> rest = Chunk(segment, offset);
                if (rest.IsEmpty) break;
                for (; number < segment.Next && results.Count < most && Record.TryRead(rest, out var body); number++)
                {
                    if (number == first) begin = (segment, number, offset);
                    if (number >= first) results.Add(JsonSerializer.Deserialize(body, ProtocolJson.Default.CheckResult)!);
                    offset += Record.Head + body.Length;
                    rest = rest[(Record.Head + body.Length)..];
                }
            }
            end = (segment, number, offset);
            return (first, results);
        }
    }

    // Where the last reading began and ended: the next one begins at either, whether the batch was taken or not.
    (Segment? Segment, long Number, long Offset) begin, end;

    /// <summary>A piece of a segment, larger than any record.</summary>
    static byte[] Chunk(Segment segment, long offset)
    {
        using var file = File.OpenHandle(segment.File, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var chunk = new byte[Math.Min(8 * Record.Longest, segment.Bytes - offset)];
        var got = 0;
        while (got < chunk.Length && RandomAccess.Read(file, chunk.AsSpan(got), offset + got) is > 0 and var n) got += n;
        return got == chunk.Length ? chunk : chunk[..got];
    }

    /// <summary>The server has everything up to here. Older than what is there (a spool from a backup): new results get numbers behind it.</summary>
    public void HandedOver(long number)
    {
        lock (gate)
        {
            if (number == Taken) return;
            if (number < Taken) say($"The server has results up to {number} only, though it had {Taken}: sending what is still there again.");
            Taken = number;
            if (number >= segments[^1].Next)
            {
                say($"The server already has results up to {number}, this spool only up to {segments[^1].Next - 1}: it was set back. Counting on from there.");
                Turn(number + 1);
            }
            foreach (var done in segments.Where(s => s.Next <= number + 1 && s != segments[^1]).ToList())
            {
                File.Delete(done.File);
                segments.Remove(done);
            }
            try { Disk.Replace(TakenFile, System.Text.Encoding.ASCII.GetBytes(number.ToString(System.Globalization.CultureInfo.InvariantCulture))); }
            // Not kept, so sent again after a restart: the server knows what it has.
            catch (IOException) { }
        }
    }

    void Turn(long first)
    {
        var next = Begin(first);
        segments.Add(next);
        writing.Dispose();
        writing = new FileStream(next.File, FileMode.Open, FileAccess.Write, FileShare.Read, bufferSize: 0);
    }

    Segment Begin(long first)
    {
        var segment = new Segment(folder, first);
        File.Create(segment.File).Dispose();
        Disk.SyncFolder(folder);
        return segment;
    }

    FileStream OpenLast()
    {
        for (var i = 0; i < segments.Count; i++)
        {
            var (segment, last) = (segments[i], i == segments.Count - 1);
            var torn = new FileInfo(segment.File).Length - segment.Bytes;
            if (torn > 0) say(last ? $"The last record was not written whole ({torn} bytes); it did not count as taken." : $"{segment.File} is damaged: {segments[i + 1].First - segment.Next} results are lost.");
        }
        writing = new FileStream(segments[^1].File, FileMode.Open, FileAccess.Write, FileShare.Read, bufferSize: 0);
        Restore();
        return writing;
    }

    void Restore()
    {
        try { writing.SetLength(segments[^1].Bytes); }
        catch (IOException fault) { say($"The spool's file cannot be cut back: {fault.Message}"); }
    }

    public void Dispose() => writing.Dispose();
}
