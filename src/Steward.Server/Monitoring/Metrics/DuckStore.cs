// The embedded store: one DuckDB file a month, beside the database. A month is thrown away by deleting its file.
using System.Globalization;
using DuckDB.NET.Data;
using Steward.Platform.Settings;

namespace Steward.Monitoring.Metrics;

/// <summary>
/// For one server process: DuckDB locks its files. Checks are numbered within a month. Samples come into the table "sample" in the order of their arrival; a chunk of a million
/// at a time they move to "sorted", ordered by check and moment, to the tenth of a second and in whole microseconds, where a row costs some three bytes and what a check saw lies in one place (docs/scale.md). The position of a batch is written
/// in its transaction and forgotten when the intake is rid of them; whatever dies between is found again and not counted twice.
/// A file of version 0.1 has no "sorted" until it is opened, and also a table "kept": positions of single samples, which mean nothing here.
/// </summary>
sealed class DuckStore(DataFolder folder, int chunk = 1 << 20) : MetricStore, IDisposable
{
    /// <summary>Milliseconds.</summary>
    const long Tenth = 100;

    static readonly TimeSpan Rest = TimeSpan.FromMinutes(1);

    readonly SemaphoreSlim gate = new(1, 1);
    readonly Dictionary<string, Dictionary<Guid, int>> months = [];
    readonly Dictionary<string, DateTimeOffset> tidied = [];
    readonly Dictionary<string, long> asked = [];
    DuckDBConnection? open;

    static string MonthOf(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM", CultureInfo.InvariantCulture);
    string FileOf(string month) => Path.Combine(folder.Metrics, month + ".duckdb");
    static string Quoted(string path) => path.Replace("'", "''", StringComparison.Ordinal);
    static string Name(string month) => $"\"{month}\"";

    /// <summary>All samples of [from, to), wherever they lie.</summary>
    static string All(string month, DateTimeOffset from, DateTimeOffset to)
    {
        var (first, end) = (from.ToUnixTimeMilliseconds(), to.ToUnixTimeMilliseconds());
        return $"""
            (select series, tenth * {Tenth} as moment, us / 1000.0 as ms from {Name(month)}.sorted where tenth >= {first / Tenth} and tenth < {end / Tenth}
             union all from {Name(month)}.sample where moment >= {first} and moment < {end})
            """;
    }

    /// <summary>The samples of each month's file, by batch: one that lies across the end of a month has a part in either.</summary>
    static Dictionary<string, List<(long Position, IReadOnlyList<Sample> Samples)>> ByMonth(IReadOnlyList<Intake> batches)
    {
        var months = new Dictionary<string, List<(long, IReadOnlyList<Sample>)>>();
        foreach (var batch in batches)
        {
            // Nearly all lie in one month.
            var (first, last) = (MonthOf(batch.Samples.Min(s => s.At)), MonthOf(batch.Samples.Max(s => s.At)));
            foreach (var (month, part) in first == last ? [(first, batch.Samples)] : batch.Samples.GroupBy(s => MonthOf(s.At)).Select(g => (g.Key, (IReadOnlyList<Sample>)[.. g])))
            {
                if (!months.TryGetValue(month, out var parts)) months[month] = parts = [];
                parts.Add((batch.Position, part));
            }
        }
        return months;
    }

    public override Task Keep(IReadOnlyList<Intake> batches, CancellationToken stop) => Locked(connection =>
    {
        foreach (var month in ByMonth(batches))
        {
            var numbers = Enter(connection, month.Key);
            var known = new HashSet<long>();
            using (var kept = Ask(connection, $"select position from {Name(month.Key)}.kept_batch"))
            using (var reader = kept.ExecuteReader())
                while (reader.Read()) known.Add(reader.GetInt64(0));
            var fresh = month.Value.Where(b => !known.Contains(b.Position)).ToList();
            if (fresh.Count == 0) continue;
            using var transaction = connection.BeginTransaction();
            try
            {
                foreach (var check in fresh.SelectMany(b => b.Samples).Select(s => s.Check.Value).Where(c => !numbers.ContainsKey(c)).Distinct().ToList())
                {
                    numbers[check] = numbers.Count + 1;
                    Do(connection, $"insert into {Name(month.Key)}.series values ({numbers[check]}, '{check}')");
                }
                using (var samples = connection.CreateAppender(month.Key, "main", "sample"))
                using (var positions = connection.CreateAppender(month.Key, "main", "kept_batch"))
                    foreach (var (position, part) in fresh)
                    {
                        foreach (var sample in part)
                        {
                            var row = samples.CreateRow().AppendValue(numbers[sample.Check.Value]).AppendValue(sample.At.ToUnixTimeMilliseconds());
                            (sample.Outcome == Protocol.Outcome.Up ? row.AppendValue(sample.Milliseconds) : row.AppendNullValue()).EndRow();
                        }
                        positions.CreateRow().AppendValue(position).EndRow();
                    }
                transaction.Commit();
            }
            catch
            {
                // The numbers given in this transaction are gone with it.
                Leave(connection, month.Key);
                throw;
            }
        }
        return 0;
    }, stop);

    public override Task Forget(IReadOnlyList<Intake> batches, CancellationToken stop) => Locked(connection =>
    {
        foreach (var (month, parts) in ByMonth(batches))
        {
            Enter(connection, month);
            Do(connection, $"delete from {Name(month)}.kept_batch where position between {parts.Min(p => p.Position)} and {parts.Max(p => p.Position)}");
        }
        return 0;
    }, stop);

    // The engine, some 40 MiB of program, is loaded only where there are samples.
    public override Task<bool> Tidy(DateTimeOffset now, CancellationToken stop) => !Months(now.AddMonths(-1), now).Any() ? Task.FromResult(false) : Locked(connection =>
    {
        foreach (var month in Months(now.AddMonths(-1), now))
        {
            Enter(connection, month);
            // A chunk that is full, or what a month that is over has left: the latter not for each straggler.
            if (Number(connection, $"select count(*) from (from {Name(month)}.sample limit {chunk})") < chunk)
            {
                if (month == MonthOf(now) || tidied.TryGetValue(month, out var last) && now - last < TimeSpan.FromHours(1)) continue;
                tidied[month] = now;
                if (Number(connection, $"select count(*) from {Name(month)}.sample") == 0) continue;
            }
            using var transaction = connection.BeginTransaction();
            var end = Number(connection, $"select max(rowid) from (select rowid from {Name(month)}.sample limit {chunk})");
            // Every other check backwards in time: the largest step from row to row is then a check's interval, never a whole chunk, and takes half the bits.
            Do(connection, $"""
                insert into {Name(month)}.sorted select series, (moment // {Tenth})::bigint, round(ms * 1000)::integer from {Name(month)}.sample where rowid <= {end}
                order by series, case when series % 2 = 0 then moment else -moment end
                """);
            Do(connection, $"delete from {Name(month)}.sample where rowid <= {end}");
            transaction.Commit();
            return true;
        }
        // A month that nobody asks for any more gives its memory back.
        foreach (var month in months.Keys.Where(m => TimeProvider.System.GetElapsedTime(asked[m]) > Rest).ToList()) Leave(connection, month);
        return false;
    }, stop);

    public override Task<IReadOnlyList<Stretch>> Read(CheckId check, DateTimeOffset from, DateTimeOffset to, TimeSpan step, CancellationToken stop) => Locked<IReadOnlyList<Stretch>>(connection =>
    {
        var (stretches, width) = (new List<Stretch>(), (long)step.TotalMilliseconds);
        foreach (var name in Months(from, to))
        {
            if (!Enter(connection, name).TryGetValue(check.Value, out var number)) continue;
            using var ask = Ask(connection, $"""
                select moment // {width} as stretch, count(ms), count(*) - count(ms), avg(ms), max(ms) from {All(name, from, to)}
                where series = {number} group by stretch order by stretch
                """);
            using var reader = ask.ExecuteReader();
            while (reader.Read())
            {
                var stretch = Counted(DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(0) * width), reader);
                // A stretch over the end of a month has a part in either file.
                if (stretches.Count > 0 && stretches[^1].At == stretch.At) stretches[^1] += stretch;
                else stretches.Add(stretch);
            }
        }
        return stretches;
    }, stop);

    public override Task<IReadOnlyDictionary<CheckId, Stretch>> Means(DateTimeOffset from, DateTimeOffset to, CancellationToken stop) => Locked<IReadOnlyDictionary<CheckId, Stretch>>(connection =>
    {
        var means = new Dictionary<CheckId, Stretch>();
        foreach (var month in Months(from, to))
        {
            var checks = Enter(connection, month).ToDictionary(n => n.Value, n => CheckId.From(n.Key));
            using var ask = Ask(connection, $"""
                select series, count(ms), count(*) - count(ms), avg(ms), max(ms) from {All(month, from, to)} group by series
                """);
            using var reader = ask.ExecuteReader();
            while (reader.Read())
            {
                var (check, part) = (checks[reader.GetInt32(0)], Counted(from, reader));
                means[check] = means.TryGetValue(check, out var known) ? known + part : part;
            }
        }
        return means;
    }, stop);

    /// <summary>A row of first column, answered, failed, mean, most.</summary>
    static Stretch Counted(DateTimeOffset at, DuckDBDataReader row) =>
        new(at, (int)row.GetInt64(1), (int)row.GetInt64(2), row.IsDBNull(3) ? null : row.GetDouble(3), row.IsDBNull(4) ? null : row.GetDouble(4));

    /// <summary>The months of [from, to) of which there are files.</summary>
    IEnumerable<string> Months(DateTimeOffset from, DateTimeOffset to)
    {
        for (var month = new DateTime(from.UtcDateTime.Year, from.UtcDateTime.Month, 1, 0, 0, 0, DateTimeKind.Utc); month < to.UtcDateTime; month = month.AddMonths(1))
            if (MonthOf(new(month)) is var name && File.Exists(FileOf(name))) yield return name;
    }

    public override Task Drop(DateTimeOffset oldest, CancellationToken stop)
    {
        var over = Directory.Exists(folder.Metrics) ? Directory.GetFiles(folder.Metrics, "*.duckdb").Where(f => string.CompareOrdinal(Path.GetFileNameWithoutExtension(f), MonthOf(oldest)) < 0).ToList() : [];
        return over.Count == 0 ? Task.CompletedTask : Locked(connection =>
        {
            foreach (var file in over)
            {
                Leave(connection, Path.GetFileNameWithoutExtension(file));
                File.Delete(file);
                File.Delete(file + ".wal");
            }
            return 0;
        }, stop);
    }

    /// <summary>Opens a month's file once, and answers the numbers that its checks have there.</summary>
    Dictionary<Guid, int> Enter(DuckDBConnection connection, string month)
    {
        asked[month] = TimeProvider.System.GetTimestamp();
        if (months.TryGetValue(month, out var known)) return known;
        Do(connection, $"attach '{Quoted(FileOf(month))}' as {Name(month)} (storage_version 'v1.5.0', row_group_size {1 << 19})");
        Do(connection, $"""
            create table if not exists {Name(month)}.series (number integer, subject uuid);
            create table if not exists {Name(month)}.sample (series integer, moment bigint, ms double);
            create table if not exists {Name(month)}.sorted (series integer, tenth bigint, us integer);
            create table if not exists {Name(month)}.kept_batch (position bigint);
            """);
        var numbers = new Dictionary<Guid, int>();
        using var ask = Ask(connection, $"select number, subject from {Name(month)}.series");
        using var reader = ask.ExecuteReader();
        while (reader.Read()) numbers[reader.GetGuid(1)] = reader.GetInt32(0);
        return months[month] = numbers;
    }

    void Leave(DuckDBConnection connection, string month)
    {
        if (months.Remove(month)) Do(connection, $"detach {Name(month)}");
    }

    async Task<T> Locked<T>(Func<DuckDBConnection, T> work, CancellationToken stop)
    {
        await gate.WaitAsync(stop);
        try
        {
            if (open is null)
            {
                Directory.CreateDirectory(folder.Metrics);
                var connection = new DuckDBConnection("DataSource=:memory:");
                connection.Open();
                // The server shares its machine: a store of metrics takes no more than it is given.
                Do(connection, $"set memory_limit = '160MB'; set threads = {Math.Clamp(Environment.ProcessorCount, 1, 4)}; set temp_directory = '{Quoted(Path.Combine(folder.Metrics, "spill"))}'");
                open = connection;
            }
            return work(open);
        }
        finally { gate.Release(); }
    }

    static void Do(DuckDBConnection connection, string sql)
    {
        using var command = Ask(connection, sql);
        command.ExecuteNonQuery();
    }

    static long Number(DuckDBConnection connection, string sql)
    {
        using var command = Ask(connection, sql);
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    static DuckDBCommand Ask(DuckDBConnection connection, string sql)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        return command;
    }

    public void Dispose()
    {
        open?.Dispose();
        gate.Dispose();
    }
}
