// Running numbers without holes: taken inside the transaction that uses them, so an abandoned work gives its number back.
namespace Steward.Platform.Numbers;

/// <summary>A number that a unit of work wants from a series when it commits.</summary>
sealed record NumberWanted(string Series, Action<long> Assign);

sealed class NumberRow
{
    public required string Series { get; init; }
    public long Last { get; set; }
}

static class NumberSeries
{
    public static async Task Assign(StewardDb db, List<NumberWanted> wanted, CancellationToken stop)
    {
        foreach (var number in wanted) number.Assign(await Next(db, number.Series, 1, stop));
    }

    /// <summary>Reserves <paramref name="count"/> numbers and answers the first; imports take a block at once.</summary>
    public static async Task<long> Next(StewardDb db, string series, int count, CancellationToken stop)
    {
        var last = (long)(await db.Scalar(
            "insert into platform_number (series, last) values (@p0, @p1) on conflict (series) do update set last = platform_number.last + @p1 returning last",
            stop, series, (long)count))!;
        return last - count + 1;
    }
}
