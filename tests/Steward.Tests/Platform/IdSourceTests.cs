// Ids sort by the moment they were made for, and within one moment by the order in which they were made: stories are read in that order.
using Steward.Platform.Ids;
using Xunit;

namespace Steward.Platform;

public sealed class IdSourceTests
{
    [Fact]
    public void Ids_of_one_moment_keep_their_order_whatever_else_is_asked_for_in_between()
    {
        var (ids, moment) = (new IdSource(), new DateTimeOffset(2026, 3, 10, 9, 0, 0, TimeSpan.FromHours(8)));
        var made = new List<string>();
        for (var i = 0; i < 20_000; i++)
        {
            made.Add(Convert.ToHexString(ids.Next(moment).ToByteArray(bigEndian: true)));
            // Another unit of work goes by its own moment.
            if (i % 3 == 0) ids.Next(moment.AddMilliseconds(i % 2 == 0 ? 5 : -5));
        }
        Assert.Equal(made.Order(StringComparer.Ordinal), made);
        Assert.Equal(made.Count, made.Distinct().Count());
        Assert.True(string.CompareOrdinal(made[^1], Convert.ToHexString(ids.Next(moment.AddMilliseconds(1)).ToByteArray(bigEndian: true))) < 0);
        Assert.All(made.Take(100), id => Assert.Equal('7', id[12]));
    }
}
