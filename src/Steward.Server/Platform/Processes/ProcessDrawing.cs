// Lays a process out as a picture: states in a row from start to end, steps as lines between them, all computed from the table.
using System.Globalization;

namespace Steward.Platform.Processes;

/// <summary>A box with its states; states that the same steps lead to and from share one box.</summary>
public sealed record DrawnState(double X, double Y, double Width, double Height, IReadOnlyList<string> Lines, bool IsStart, bool IsEnd);

/// <summary>A line with its arrow at the end; <paramref name="Returns"/> leads back.</summary>
public sealed record DrawnStep(string Path, double LabelX, double LabelY, IReadOnlyList<string> Label, bool Returns);

public sealed record ProcessDrawing(double Width, double Height, IReadOnlyList<DrawnState> States, IReadOnlyList<DrawnStep> Steps)
{
    const double Narrowest = 84, Line = 17, Lane = 26, Slot = 11, Edge = 8;

    /// <summary>Steps that leave the state as it is stand in the table and not in the picture.</summary>
    public static ProcessDrawing Of<TState>(ProcessTable<TState> table, Func<TState, string> state, Func<string, string> verb) where TState : struct, Enum
    {
        var moves = table.Transitions.Where(t => t.To is not null).SelectMany(t => t.From.Select(from => (From: from, To: t.To!.Value, t.Verb))).Where(m => !m.From.Equals(m.To)).ToList();
        string Signature(TState s) => string.Join(',', moves.Where(m => m.To.Equals(s)).Select(m => m.From).Distinct().Order()) + ">" + string.Join(',', moves.Where(m => m.From.Equals(s)).Select(m => m.To).Distinct().Order());
        var used = Enum.GetValues<TState>().Where(s => s.Equals(table.Start) || moves.Any(m => m.From.Equals(s) || m.To.Equals(s))).ToList();
        var groups = used.GroupBy(Signature).Select(g => g.ToList()).ToList();
        var of = groups.SelectMany((g, i) => g.Select(s => (s, i))).ToDictionary(x => x.s, x => x.i);
        var lines = moves.GroupBy(m => (From: of[m.From], To: of[m.To])).Where(g => g.Key.From != g.Key.To)
            .Select(g => new Between(g.Key.From, g.Key.To, Label([.. g.Select(m => m.Verb).Distinct().Select(verb)]))).ToList();

        // How far from the start: the longest way that never turns back in the order of the states.
        var rank = new int[groups.Count];
        for (var i = 0; i < groups.Count; i++) rank[i] = lines.Where(l => l.To == i && l.From < i).Select(l => rank[l.From] + 1).DefaultIfEmpty(0).Max();
        // An end that lies aside of the way stands below it.
        var aside = Enumerable.Range(0, groups.Count).Where(i => lines.All(l => l.From != i) && rank[i] < rank.Max()).ToHashSet();
        var columns = Enumerable.Range(0, groups.Count).Where(i => !aside.Contains(i)).OrderBy(i => rank[i]).ThenBy(i => i).Select((g, column) => (g, column)).ToDictionary(x => x.g, x => x.column);

        var above = lines.Where(l => columns.ContainsKey(l.To) && columns[l.To] > columns[l.From] + 1).OrderBy(l => columns[l.To] - columns[l.From]).ToList();
        var below = lines.Where(l => columns.ContainsKey(l.To) && columns[l.To] < columns[l.From]).OrderBy(l => columns[l.From] - columns[l.To]).ToList();
        var (laneAbove, laneBelow) = (Lanes(above, columns), Lanes(below, columns));
        var tallest = groups.Max(g => g.Count) * Line + 22;
        var top = Edge + Lane * (laneAbove.Values.DefaultIfEmpty(-1).Max() + 2);
        var middle = top + tallest / 2;
        var depth = Lane * (laneBelow.Values.DefaultIfEmpty(-1).Max() + 2);
        var second = top + tallest + depth + 8;
        // A box is as wide as its longest word, a gap as the words on the line that crosses it.
        var widths = groups.ConvertAll(g => Math.Max(Narrowest, g.Max(s => WidthOf(state(s), 12)) + 20));
        var lefts = new double[columns.Count + 1];
        lefts[0] = Edge;
        foreach (var (g, column) in columns.OrderBy(c => c.Value))
            lefts[column + 1] = lefts[column] + widths[g]
                + lines.Where(l => l.From == g && columns.TryGetValue(l.To, out var next) && next == column + 1).SelectMany(l => Wrapped(l.Label)).Select(w => WidthOf(w, 11)).DefaultIfEmpty(30).Max() + 22;
        DrawnState Draw(int g)
        {
            var height = groups[g].Count * Line + 22;
            var column = aside.Contains(g) ? Math.Min(rank[g], columns.Count - 1) : columns[g];
            return new(lefts[column], aside.Contains(g) ? second : middle - height / 2, widths[g], height, [.. groups[g].Select(state)], groups[g].Contains(table.Start), lines.All(l => l.From != g));
        }
        var boxes = Enumerable.Range(0, groups.Count).Select(Draw).ToList();

        var steps = new List<DrawnStep>();
        foreach (var l in lines.Where(l => columns.ContainsKey(l.To) && columns[l.To] == columns[l.From] + 1))
        {
            var (x1, x2) = (boxes[l.From].X + boxes[l.From].Width, boxes[l.To].X);
            steps.Add(new(Invariant($"M{x1} {middle}H{x2 - 3}"), (x1 + x2) / 2, middle - 6, Wrapped(l.Label), false));
        }
        foreach (var l in above)
        {
            // The nearest lane takes the outermost place, so that lines of one box do not cross each other.
            var x1 = boxes[l.From].X + boxes[l.From].Width - Slot * (1 + above.Where(o => o.From == l.From).OrderBy(o => laneAbove[o]).ToList().IndexOf(l));
            var x2 = boxes[l.To].X + Slot * (1 + above.Where(o => o.To == l.To).OrderBy(o => laneAbove[o]).ToList().IndexOf(l));
            var y = top - Lane * (laneAbove[l] + 1);
            steps.Add(new(Invariant($"M{x1} {boxes[l.From].Y}V{y + 6}Q{x1} {y} {x1 + 6} {y}H{x2 - 6}Q{x2} {y} {x2} {y + 6}V{boxes[l.To].Y - 3}"), (x1 + x2) / 2, y - 5, [l.Label], false));
        }
        foreach (var l in below)
        {
            var x1 = boxes[l.From].X + Slot * (1 + below.Where(o => o.From == l.From).OrderBy(o => laneBelow[o]).ToList().IndexOf(l));
            var x2 = boxes[l.To].X + boxes[l.To].Width - Slot * (1 + below.Where(o => o.To == l.To).OrderBy(o => laneBelow[o]).ToList().IndexOf(l));
            var y = top + tallest + Lane * (laneBelow[l] + 1);
            steps.Add(new(Invariant($"M{x1} {boxes[l.From].Y + boxes[l.From].Height}V{y - 6}Q{x1} {y} {x1 - 6} {y}H{x2 + 6}Q{x2} {y} {x2} {y - 6}V{boxes[l.To].Y + boxes[l.To].Height + 3}"), (x1 + x2) / 2, y - 5, [l.Label], true));
        }
        foreach (var l in lines.Where(l => aside.Contains(l.To)))
        {
            var (from, to) = (boxes[l.From], boxes[l.To]);
            var (x1, y2) = (from.X + from.Width / 2, to.Y + to.Height / 2);
            var right = x1 < to.X;
            var x2 = right ? to.X - 3 : to.X + to.Width + 3;
            var turn = right ? 6 : -6;
            steps.Add(Math.Abs(x1 - (to.X + to.Width / 2)) < 1
                ? new(Invariant($"M{x1} {from.Y + from.Height}V{to.Y - 3}"), x1, to.Y - 12, [l.Label], false)
                : new(Invariant($"M{x1} {from.Y + from.Height}V{y2 - 6}Q{x1} {y2} {x1 + turn} {y2}H{x2}"), x2 - turn * 6, y2 - 5, [l.Label], false));
        }
        return new(boxes.Max(b => b.X + b.Width) + Edge, (aside.Count > 0 ? second + aside.Max(a => boxes[a].Height) : top + tallest + depth) + Edge, boxes, steps);
    }

    /// <summary>Lines that run beside each other take different lanes, the shortest nearest to the boxes.</summary>
    static Dictionary<Between, int> Lanes(List<Between> lines, Dictionary<int, int> columns)
    {
        var lanes = new Dictionary<Between, int>();
        foreach (var line in lines)
        {
            var (from, to) = Ends(line);
            var lane = 0;
            while (lanes.Any(o => o.Value == lane && Ends(o.Key) is var other && other.From < to && from < other.To)) lane++;
            lanes[line] = lane;
        }
        return lanes;

        (int From, int To) Ends(Between l) => (Math.Min(columns[l.From], columns[l.To]), Math.Max(columns[l.From], columns[l.To]));
    }

    /// <summary>Several steps between the same boxes say what they have in common ("挂起：…"), or else all their names.</summary>
    static string Label(IReadOnlyList<string> names)
    {
        if (names.Count == 1) return names[0];
        var heads = names.Select(n => n.Split(':', '：')[0].Trim()).Distinct().ToList();
        return heads.Count == 1 ? heads[0] : string.Join(" / ", names);
    }

    static IReadOnlyList<string> Wrapped(string label) => label.Length > 9 && label.IndexOf(' ', StringComparison.Ordinal) is var space and > 0 ? [label[..space], label[(space + 1)..]] : [label];

    /// <summary>Roughly, in pixels: a Chinese character is as wide as it is high, a Latin one a little over half.</summary>
    static double WidthOf(string words, double size) => words.Sum(c => c > 0x2E80 ? size : size * .58);

    static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    sealed record Between(int From, int To, string Label);
}
