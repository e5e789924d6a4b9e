// Reads a list part by part along a sort key (keyset paging): every part costs the same, however deep, and no row is shown twice.
using System.Linq.Expressions;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;

namespace Steward.Platform.Web.Lists;

/// <summary>A part of a list; <see cref="Next"/> and <see cref="Previous"/> go into the query's "after" and "before".</summary>
public sealed record Part<TOut>(IReadOnlyList<TOut> Items, string? Previous, string? Next);

/// <summary>How many rows a list has: exact, or "at least so many" once counting stopped.</summary>
public readonly record struct Total(int Count, bool IsFloor)
{
    public const int Cap = 10_000;

    public static async Task<Total> Of<TRow>(IQueryable<TRow> rows, bool exactly, CancellationToken stop)
    {
        if (exactly) return new(await rows.CountAsync(stop), false);
        var count = await rows.Take(Cap + 1).CountAsync(stop);
        return count > Cap ? new(Cap, true) : new(count, false);
    }
}

/// <summary>A way to sort rows that can be continued from any row.</summary>
public abstract class Sorting<TRow>(string name)
{
    /// <summary>The name in the query's "sort"; with a minus in front it runs downwards.</summary>
    public string Name => name;

    public abstract Task<Part<TOut>> Take<TOut>(
        IQueryable<TRow> rows, Expression<Func<TRow, TOut>> show, bool descending, Cursor? after, Cursor? before, int size, CancellationToken stop);

    public Task<Part<TOut>> Take<TOut>(IQueryable<TRow> rows, Expression<Func<TRow, TOut>> show, bool descending, QueryValues values, int size, CancellationToken stop) =>
        Take(rows, show, descending, values.After, values.Before, size, stop);
}

/// <summary>Sorts by <paramref name="key"/> and, where keys are equal, by the id. Both must be columns, best of one index.</summary>
public sealed class Sorting<TRow, TKey, TId>(string name, Expression<Func<TRow, TKey>> key, Expression<Func<TRow, TId>> id) : Sorting<TRow>(name)
{
    sealed class Keyed<TOut>
    {
        public TKey Key { get; init; } = default!;
        public TId Id { get; init; } = default!;
        public TOut Row { get; init; } = default!;
        public Cursor Cursor => new(JsonSerializer.Serialize(new object?[] { Key, Id }, Json.Options));
    }

    public override async Task<Part<TOut>> Take<TOut>(
        IQueryable<TRow> rows, Expression<Func<TRow, TOut>> show, bool descending, Cursor? after, Cursor? before, int size, CancellationToken stop)
    {
        var from = Read(after ?? before);
        var backwards = from is not null && after is null;
        var down = descending != backwards;
        if (from is { } place) rows = rows.Where(Beyond(place.Key, place.Id, down));
        var ordered = down ? rows.OrderByDescending(key).ThenByDescending(id) : rows.OrderBy(key).ThenBy(id);
        var found = await ordered.Select(WithKey(show)).Take(size + 1).ToListAsync(stop);
        var more = found.Count > size;
        if (more) found.RemoveAt(size);
        if (backwards) found.Reverse();
        if (found.Count == 0) return new([], null, null);
        var (isFirst, isLast) = backwards ? (!more, false) : (from is null, !more);
        return new([.. found.Select(f => f.Row)], isFirst ? null : found[0].Cursor.ToString(), isLast ? null : found[^1].Cursor.ToString());
    }

    static (TKey Key, TId Id)? Read(Cursor? cursor)
    {
        if (cursor is not { } given) return null;
        try
        {
            using var body = JsonDocument.Parse(given.Body);
            return body.RootElement is { ValueKind: JsonValueKind.Array } pair && pair.GetArrayLength() == 2
                ? (pair[0].Deserialize<TKey>(Json.Options)!, pair[1].Deserialize<TId>(Json.Options)!) : null;
        }
        // A cursor of another sort, or somebody's own: the list starts at its beginning.
        catch (Exception unreadable) when (unreadable is JsonException or FormatException or InvalidOperationException) { return null; }
    }

    /// <summary>key &lt;= k and (key &lt; k or id &lt; i): the first half lets an index begin at the place instead of at its end.</summary>
    Expression<Func<TRow, bool>> Beyond(TKey atKey, TId atId, bool down)
    {
        var row = key.Parameters[0];
        var idOfRow = new Conditions.Swap(id.Parameters[0], row).Visit(id.Body);
        var (k, i) = (Parameter(atKey), Parameter(atId));
        var beyondKey = Against(key.Body, k, down ? ExpressionType.LessThan : ExpressionType.GreaterThan);
        var beyondId = Against(idOfRow, i, down ? ExpressionType.LessThan : ExpressionType.GreaterThan);
        var notBefore = Against(key.Body, k, down ? ExpressionType.LessThanOrEqual : ExpressionType.GreaterThanOrEqual);
        return Expression.Lambda<Func<TRow, bool>>(Expression.AndAlso(notBefore, Expression.OrElse(beyondKey, beyondId)), row);
    }

    Expression<Func<TRow, Keyed<TOut>>> WithKey<TOut>(Expression<Func<TRow, TOut>> show)
    {
        var row = key.Parameters[0];
        return Expression.Lambda<Func<TRow, Keyed<TOut>>>(Expression.MemberInit(Expression.New(typeof(Keyed<TOut>)),
            Bind(nameof(Keyed<TOut>.Key), key.Body),
            Bind(nameof(Keyed<TOut>.Id), new Conditions.Swap(id.Parameters[0], row).Visit(id.Body)),
            Bind(nameof(Keyed<TOut>.Row), new Conditions.Swap(show.Parameters[0], row).Visit(show.Body))), row);

        static MemberAssignment Bind(string property, Expression value) => Expression.Bind(typeof(Keyed<TOut>).GetProperty(property)!, value);
    }

    static Expression Against(Expression left, Expression right, ExpressionType how) =>
        Expression.MakeBinary(how, Expression.Call(typeof(InDatabase), nameof(InDatabase.Compare), [left.Type], left, right), Expression.Constant(0));

    /// <summary>A captured value becomes a parameter of the query; a constant would make a new query of every page.</summary>
    static MemberExpression Parameter<TValue>(TValue value) => Expression.Property(Expression.Constant(new Box<TValue>(value)), nameof(Box<TValue>.Value));

    sealed record Box<TValue>(TValue Value);
}

static class InDatabase
{
    /// <summary>Orders values that have no operator in C#, such as ids: EF Core turns a method of this name and shape into a comparison of the columns.</summary>
    public static int Compare<TValue>(TValue left, TValue right) => throw new NotSupportedException("Only within a query.");
}
