// A part of a long list and the cursors that lead on from it: no counting, no skipping, the same speed on the last page as on the first.
using System.Buffers.Text;
using System.Text;

namespace Steward.Platform.Web.Help;

/// <summary>Rows in the order shown. A cursor is null at the end of the list that it would lead to.</summary>
public sealed record Slice<TRow>(IReadOnlyList<TRow> Rows, string? Before, string? After)
{
    public static Slice<TRow> None { get; } = new([], null, null);
}

/// <summary>Where a list goes on: the sort values of the last row seen.</summary>
public static class Cursor
{
    public static string Of(params IEnumerable<object?> parts) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Join('\n', parts)));

    /// <summary>The parts, or null for no cursor and for one that was tampered with: the list then starts anew.</summary>
    public static string[]? Read(string? cursor, int parts)
    {
        if (string.IsNullOrEmpty(cursor) || !Base64Url.IsValid(cursor)) return null;
        var cells = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(cursor)).Split('\n');
        return cells.Length == parts ? cells : null;
    }

    /// <summary>
    /// Cuts what was found, one row more than <paramref name="limit"/>, in the direction of reading: <paramref name="backwards"/> when a "before" cursor was given.
    /// </summary>
    public static Slice<TRow> Cut<TRow>(List<TRow> found, int limit, bool backwards, bool onwards, Func<TRow, string> cursor)
    {
        var more = found.Count > limit;
        if (more) found.RemoveAt(limit);
        if (backwards) found.Reverse();
        return found.Count == 0 ? Slice<TRow>.None
            : new(found, (backwards ? more : onwards) ? cursor(found[0]) : null, backwards || more ? cursor(found[^1]) : null);
    }
}
