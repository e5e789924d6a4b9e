// Sorts records into consecutive periods inside the database, so that a year of figures is one grouped query.
using System.Linq.Expressions;
using Steward.Sla;

namespace Steward.Fulfilment.Measuring;

static class Periods
{
    /// <summary>
    /// The number of the period that <paramref name="at"/> lies in, 0 for the first. Records outside all periods must have been filtered away.
    /// The bounds are parameters of the query, not constants, so that one compiled query serves every month.
    /// </summary>
    public static Expression<Func<TRow, int>> NumberOf<TRow>(Expression<Func<TRow, DateTimeOffset>> at, IReadOnlyList<Interval> periods)
    {
        Expression number = Expression.Constant(periods.Count - 1);
        for (var i = periods.Count - 2; i >= 0; i--)
            number = Expression.Condition(Expression.LessThan(at.Body, Expression.Property(Expression.Constant(new Bound(periods[i].To)), nameof(Bound.At))), Expression.Constant(i), number);
        return Expression.Lambda<Func<TRow, int>>(number, at.Parameters);
    }

    sealed record Bound(DateTimeOffset At);

    public static Interval Whole(IReadOnlyList<Interval> periods) => new(periods[0].From, periods[^1].To);

    /// <summary>What a day from now may still be lost, within the period.</summary>
    public static Interval Ahead(Interval period, DateTimeOffset now) => new Interval(now, now.AddDays(1)).Clip(period);
}
