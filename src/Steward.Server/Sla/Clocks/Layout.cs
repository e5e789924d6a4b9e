// Lays the life of one clock out as pieces that each have one calendar and one mode, and walks them.
namespace Steward.Sla.Clocks;

enum PieceMode { Counting, Paused, Resolved }

/// <summary>A piece [From, To); the last one has no end. <paramref name="Reason"/>: why work waits in it, whether that stops the clock or not.</summary>
readonly record struct Piece(DateTimeOffset From, DateTimeOffset To, PieceMode Mode, ServiceCalendar Calendar, PauseReason? Reason = null, bool Claimed = false)
{
    public bool IsTail => To == DateTimeOffset.MaxValue;
    public long Service => Calendar.Elapsed(From, To);
}

sealed class Layout
{
    readonly TicketHistory history;
    readonly Dictionary<PauseReason, long> forgiven = [];
    readonly List<Piece> pieces = [];

    Layout(TicketHistory history, DateTimeOffset until) => (this.history, Until) = (history, until);

    /// <summary>Stop or now: where what has happened ends and the tail begins.</summary>
    public DateTimeOffset Until { get; }

    /// <summary>What has happened, in order.</summary>
    public IEnumerable<Piece> Past => pieces.Where(p => p.From < Until);

    /// <summary>The clock stands in a pause.</summary>
    public bool IsPaused { get; private set; }

    /// <summary>…that has no end in sight, so the tail counts only as if work went on now.</summary>
    public bool IsProjected { get; private set; }

    /// <summary>The calendar in force at the end.</summary>
    public ServiceCalendar Calendar => pieces[^1].Calendar;

    /// <param name="watch">Start, calendar uses, resolved gaps and pauses of the clock.</param>
    /// <param name="stopped">A stopped clock is not waiting for anything.</param>
    public static Layout Of(TicketHistory history, Stopwatch watch, DateTimeOffset until, bool stopped)
    {
        var layout = new Layout(history, until);
        var cuts = watch.Cuts.Concat(history.CalendarChanges)
            .Concat(watch.Pauses.SelectMany(p => new[] { p.From, p.To }))
            .Where(c => c > watch.StartedAt && c < until)
            .Append(watch.StartedAt).Append(until).Distinct().Order().ToList();
        foreach (var (from, to) in cuts.Zip(cuts.Skip(1).Append(DateTimeOffset.MaxValue)))
            layout.Add(watch, from, to, ignorePauses: stopped && from == until);
        layout.IsPaused = layout.pieces.Any(p => p.From >= until && p.Mode == PieceMode.Paused);
        layout.IsProjected = layout.pieces[^1].Mode == PieceMode.Paused;
        layout.pieces[^1] = layout.pieces[^1] with { Mode = PieceMode.Counting };
        return layout;
    }

    /// <summary>Service counted in [from, Until).</summary>
    public long Counted(DateTimeOffset from) => Past
        .Where(p => p.Mode == PieceMode.Counting && p.To > from)
        .Sum(p => p.Calendar.Elapsed(p.From > from ? p.From : from, p.To));

    /// <summary>Service in [from, Until) whether or not a pause took it out.</summary>
    public long Passed(DateTimeOffset from) => Past
        .Where(p => p.Mode != PieceMode.Resolved && p.To > from)
        .Sum(p => p.Calendar.Elapsed(p.From > from ? p.From : from, p.To));

    /// <summary>Service that pauses took out before <see cref="Until"/>.</summary>
    public long Paused => Past.Where(p => p.Mode == PieceMode.Paused).Sum(p => p.Service);

    /// <summary>
    /// The first instant at which <paramref name="need"/> seconds have been counted since <paramref name="from"/>; for zero, the first
    /// instant that is being counted.
    /// </summary>
    public DateTimeOffset Reach(DateTimeOffset from, long need)
    {
        foreach (var piece in pieces.Where(p => p.Mode == PieceMode.Counting && p.To > from))
        {
            var start = piece.From > from ? piece.From : from;
            if (piece.IsTail) return piece.Calendar.Due(start, need);
            var service = piece.Calendar.Elapsed(start, piece.To);
            if (service > 0 && service >= need) return piece.Calendar.Due(start, need);
            need -= service;
        }
        throw new InvalidOperationException("A layout ends with a counting tail.");
    }

    void Add(Stopwatch watch, DateTimeOffset from, DateTimeOffset to, bool ignorePauses)
    {
        var piece = new Piece(from, to, PieceMode.Counting, history.CalendarAt(watch.UseAt(from), from));
        if (watch.Gaps.Any(g => g.Contains(from)))
        {
            pieces.Add(piece with { Mode = PieceMode.Resolved });
            return;
        }
        var waits = ignorePauses ? [] : watch.Pauses.Where(p => p.Covers(from)).ToList();
        AddWaiting(piece with { Reason = waits.FirstOrDefault()?.Reason }, [.. waits.Where(w => w.Stops).DistinctBy(w => w.Reason)]);
    }

    /// <summary>Overlapping pauses are one pause (SLA rule 5); it stops the clock for as long as one of the reasons has something left of its cap.</summary>
    void AddWaiting(Piece piece, List<PauseStretch> stops)
    {
        var service = piece.IsTail ? long.MaxValue : piece.Service;
        var left = stops.Count == 0 ? 0 : stops.Max(s => Left(s.Reason));
        var lead = stops.FirstOrDefault(s => Left(s.Reason) == left);
        foreach (var stop in stops.Where(_ => !piece.IsTail))
            forgiven[stop.Reason] = forgiven.GetValueOrDefault(stop.Reason) + Math.Min(service, Left(stop.Reason));

        if (left == 0) pieces.Add(piece);
        else if (left >= service) pieces.Add(Stop(piece, lead!));
        else
        {
            var split = piece.Calendar.Due(piece.From, left);
            pieces.Add(Stop(piece, lead!) with { To = split });
            pieces.Add(piece with { From = split });
        }
    }

    static Piece Stop(Piece piece, PauseStretch stop) => piece with { Mode = PieceMode.Paused, Reason = stop.Reason, Claimed = stop.Claimed };

    long Left(PauseReason reason) =>
        history.Agreement.RuleOf(reason).CapSeconds is { } cap ? Math.Max(0, cap - forgiven.GetValueOrDefault(reason)) : long.MaxValue;
}
