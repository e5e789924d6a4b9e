// The spool keeps what it took: over restarts, torn records, damaged files and a full disk, with numbers that are never given twice.
using System.Diagnostics;
using Xunit;

namespace Steward.Probe.Spool;

public sealed class ResultSpoolTests
{
    static ResultSpool Open(string folder, List<string>? said = null, long limit = 1 << 30, long segment = 2000) => new(folder, limit, line => said?.Add(line), segment);

    [Fact]
    public void What_was_taken_is_read_in_order_after_a_restart_and_goes_when_it_was_handed_over()
    {
        using var scratch = new Scratch();
        using (var spool = Open(scratch.Path)) for (var n = 1; n <= 100; n++) spool.Append([Scratch.Result(n)]);
        Assert.True(Directory.GetFiles(scratch.Path, "*.spool").Length > 3);
        var seen = new List<int>();
        while (seen.Count < 100)
        {
            using var spool = Open(scratch.Path); // started anew for each batch
            var (first, results) = spool.Read(7);
            Assert.Equal(seen.Count + 1, first);
            Assert.Equal(results.Select(r => r.At), spool.Read(7).Results.Select(r => r.At)); // not taken: the same again
            seen.AddRange(results.Select(r => (int)r.Ms));
            spool.HandedOver(first + results.Count - 1);
        }
        Assert.Equal(Enumerable.Range(1, 100), seen);
        using var last = Open(scratch.Path);
        Assert.Empty(last.Read(7).Results);
        Assert.Single(Directory.GetFiles(scratch.Path, "*.spool"));
        last.Append([Scratch.Result(101)]);
        Assert.Equal((101, 101), (last.Read(7).First, (int)last.Read(7).Results.Single().Ms));
    }

    [Fact]
    public void Whatever_is_cut_off_the_last_record_is_gone_and_nothing_else()
    {
        using var scratch = new Scratch();
        using (var spool = Open(scratch.In("whole"), segment: 1 << 20)) spool.Append([.. Enumerable.Range(1, 3).Select(Scratch.Result)]);
        var file = Directory.GetFiles(scratch.In("whole"), "*.spool").Single();
        var whole = File.ReadAllBytes(file);
        var third = whole.Length - whole.Length / 3;
        for (var length = third + 1; length < whole.Length; length++)
        {
            var folder = scratch.In($"cut-{length}");
            Directory.CreateDirectory(folder);
            File.WriteAllBytes(Path.Combine(folder, Path.GetFileName(file)), whole[..length]);
            var said = new List<string>();
            using var spool = Open(folder, said, segment: 1 << 20);
            Assert.Equal(2, spool.Last);
            Assert.Single(said);
            spool.Append([Scratch.Result(33)]);
            Assert.Equal([1, 2, 33], spool.Read(10).Results.Select(r => (int)r.Ms));
        }
    }

    [Fact]
    public void A_damaged_file_costs_what_it_held_and_no_number_is_given_twice()
    {
        using var scratch = new Scratch();
        using (var spool = Open(scratch.Path)) for (var n = 1; n <= 60; n++) spool.Append([Scratch.Result(n)]);
        var second = Directory.GetFiles(scratch.Path, "*.spool").Order(StringComparer.Ordinal).ElementAt(1);
        using (var file = new FileStream(second, FileMode.Open)) { file.Position = 12; file.WriteByte(0xFF); }
        var said = new List<string>();
        using var again = Open(scratch.Path, said);
        Assert.Contains("damaged", Assert.Single(said));
        var seen = new Dictionary<long, int>();
        while (again.Read(9) is { Results: { Count: > 0 } results, First: var first })
        {
            for (var i = 0; i < results.Count; i++) seen.Add(first + i, (int)results[i].Ms);
            again.HandedOver(first + results.Count - 1);
        }
        Assert.All(seen, s => Assert.Equal(s.Key, s.Value)); // each under its own number
        Assert.Contains(60, seen.Values);
        Assert.InRange(seen.Count, 30, 59);
    }

    [Fact]
    public void A_full_spool_takes_nothing_says_so_and_takes_again_when_there_is_room()
    {
        using var scratch = new Scratch();
        using var spool = Open(scratch.Path, limit: 16_000);
        var taken = 0;
        Assert.Throws<SpoolFullException>(() => { while (taken < 10_000) { spool.Append([Scratch.Result(taken + 1)]); taken++; } });
        Assert.Equal(taken, spool.Last);
        Assert.Throws<SpoolFullException>(() => spool.Append([Scratch.Result(-1)]));
        spool.HandedOver(taken / 2);
        spool.Append([Scratch.Result(taken + 1)]);
        var seen = new List<int>();
        while (spool.Read(50) is { Results: { Count: > 0 } results, First: var first }) { seen.AddRange(results.Select(r => (int)r.Ms)); spool.HandedOver(first + results.Count - 1); }
        Assert.Equal(Enumerable.Range(taken / 2 + 1, taken + 1 - taken / 2), seen);
    }

    [Fact]
    public void A_full_disk_costs_nothing_that_was_taken()
    {
        using var scratch = new Scratch();
        var disk = scratch.In("disk");
        Directory.CreateDirectory(disk);
        Assert.SkipUnless(Mount("mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", disk), "a small disk needs the right to mount one");
        try
        {
            using var spool = Open(Path.Combine(disk, "spool"), segment: 16 * 1024);
            var taken = 0;
            Assert.Throws<SpoolFullException>(() => { while (taken < 100_000) { spool.Append([Scratch.Result(taken + 1), Scratch.Result(taken + 2)]); taken += 2; } });
            Assert.True(taken > 500);
            using (var again = Open(Path.Combine(disk, "spool"))) Assert.Equal(taken, again.Last);
            Assert.Throws<SpoolFullException>(() => spool.Append([Scratch.Result(-1)]));
            // The server takes the first results: their files go, and there is room.
            spool.HandedOver(taken / 2);
            spool.Append([Scratch.Result(taken + 1)]);
            var seen = new List<int>();
            while (spool.Read(100) is { Results: { Count: > 0 } results, First: var first }) { seen.AddRange(results.Select(r => (int)r.Ms)); spool.HandedOver(first + results.Count - 1); }
            Assert.Equal(Enumerable.Range(taken / 2 + 1, taken + 1 - taken / 2), seen);
        }
        finally { Mount("umount", disk); }
    }

    [Fact]
    public void A_spool_that_was_set_back_counts_on_from_where_the_server_stands()
    {
        using var scratch = new Scratch();
        var said = new List<string>();
        using var spool = Open(scratch.Path, said);
        spool.Append([Scratch.Result(1)]);
        spool.HandedOver(500);
        Assert.Contains("set back", Assert.Single(said));
        spool.Append([Scratch.Result(501)]);
        Assert.Equal(501, spool.Read(10).First);
        // And the other way: a server from a backup is sent again what is still here.
        spool.HandedOver(501);
        spool.HandedOver(400);
        Assert.Equal(501, spool.Read(10).First);
    }

    static bool Mount(params string[] words)
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
