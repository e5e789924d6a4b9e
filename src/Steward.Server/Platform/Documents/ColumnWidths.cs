// Shares a table's width among its columns: as the report asks, but never so that a number or a code is torn apart where there is room.
namespace Steward.Platform.Documents;

static class ColumnWidths
{
    const int Sampled = 400;
    const double Most = 0.34, Room = 1.06, Bold = 1.22; // faces differ: Latin letters of a substitute may be wider

    /// <summary>Shares of the whole that add up to 1. <paramref name="whole"/> and <paramref name="padding"/> are in em of the table's face.</summary>
    public static double[] Fit(Table table, Wording wording, double whole, double padding)
    {
        var count = table.Columns.Count;
        var asked = table.Columns.Select(c => Math.Max(c.Width, 0.1)).ToArray();
        var least = Enumerable.Range(0, count).Select(i => Math.Min(Need(table, i, wording) * Room, whole * Most) + padding).ToArray();
        if (least.Sum() >= whole) return [.. least.Select(l => l / least.Sum())];

        // Columns that would fall short get what they need; the others share the rest as asked, until none falls short.
        var given = new double[count];
        var open = Enumerable.Range(0, count).ToHashSet();
        for (var settled = false; !settled;)
        {
            settled = true;
            var rest = whole - given.Sum();
            var sum = open.Sum(i => asked[i]);
            foreach (var i in open.Where(i => asked[i] / sum * rest < least[i]).ToArray()) { given[i] = least[i]; open.Remove(i); settled = false; }
        }
        var left = whole - given.Sum();
        var parts = open.Sum(i => asked[i]);
        foreach (var i in open.ToArray()) given[i] = asked[i] / parts * left;
        return [.. given.Select(g => g / given.Sum())];
    }

    static double Need(Table table, int column, Wording wording)
    {
        var kind = table.Columns[column];
        var title = SafeText.Line(kind.Title);
        var need = Math.Max(TextWidth.LongestWord(title) * Bold, Math.Min(TextWidth.Em(title), 4.2));
        foreach (var row in table.Rows.Take(Sampled).Append(table.Total ?? []).Where(r => r.Count > 0))
        {
            var said = Wording.Sign(row[column].Tone) + wording.Say(row[column], kind);
            need = Math.Max(need, row[column] is TextCell ? TextWidth.LongestWord(SafeText.Line(SafeText.Cut(said, 200))) : TextWidth.Em(said) + TextWidth.Seams(said) * 0.25);
        }
        return need;
    }
}
