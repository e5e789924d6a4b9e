// Cuts the pieces of a clock into the spans of its explanation.
namespace Steward.Sla.Clocks;

static class Spans
{
    /// <param name="marks">Instants at which a new target begins to count: counted spans are never joined across them.</param>
    public static List<ExplainedSpan> Of(Layout layout, HashSet<DateTimeOffset> marks)
    {
        var spans = new List<ExplainedSpan>();
        foreach (var span in layout.Past.SelectMany(Cut))
            if (spans.Count > 0 && !marks.Contains(span.From) && spans[^1] with { To = span.To } == span with { From = spans[^1].From })
                spans[^1] = spans[^1] with { To = span.To };
            else
                spans.Add(span);
        return spans;
    }

    static IEnumerable<ExplainedSpan> Cut(Piece piece)
    {
        if (piece.Mode == PieceMode.Resolved)
        {
            yield return new(piece.From, piece.To, SpanKind.Resolved, piece.Calendar.Ref, "SLA.span.resolved");
            yield break;
        }
        var at = piece.From;
        foreach (var open in piece.Calendar.Segments(piece.From, piece.To))
        {
            if (open.From > at) yield return Closed(piece, at, open.From);
            yield return Open(piece, open);
            at = open.To;
        }
        if (piece.To > at) yield return Closed(piece, at, piece.To);
    }

    static ExplainedSpan Closed(Piece piece, DateTimeOffset from, DateTimeOffset to) => new(from, to, SpanKind.Closed, piece.Calendar.Ref, "SLA.span.closed");

    static ExplainedSpan Open(Piece piece, Interval open) => piece switch
    {
        { Mode: PieceMode.Paused, Claimed: true } => new(open.From, open.To, SpanKind.Paused, piece.Calendar.Ref, "SLA.span.claimed", piece.Reason),
        { Mode: PieceMode.Paused } => new(open.From, open.To, SpanKind.Paused, piece.Calendar.Ref, "SLA.span.paused", piece.Reason),
        { Reason: { } reason } => new(open.From, open.To, SpanKind.Counted, piece.Calendar.Ref, "SLA.span.waiting", reason),
        _ => new(open.From, open.To, SpanKind.Counted, piece.Calendar.Ref, "SLA.span.counted"),
    };
}
