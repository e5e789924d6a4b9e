// Counts a month of the raw log with nothing but loops: what the report must agree with.
namespace Steward.Reports;

/// <summary>Created, reopened, reassigned, closed by one key.</summary>
sealed class RawCount
{
    public Dictionary<string, int[]> By { get; } = [];
    public int[] All { get; } = new int[4];
    const int Created = 0, Reopened = 1, Reassigned = 2, Closed = 3;

    /// <summary>Keys of the priority and the group are those of the ticket's last row; the state is that of the month's end.</summary>
    public static (RawCount Priority, RawCount State, RawCount Group) Of(IReadOnlyList<RawRow> rows, int year, int month)
    {
        var (byPriority, byState, byGroup) = (new RawCount(), new RawCount(), new RawCount());
        var (from, to) = (new DateTime(year, month, 1), new DateTime(year, month, 1).AddMonths(1));
        foreach (var ticket in rows.GroupBy(r => r.Ticket))
        {
            var story = ticket.OrderBy(r => r.Updated).ToList();
            var counts = new int[4];
            var opened = story[0].Opened < story[0].Updated ? story[0].Opened : story[0].Updated;
            bool Within(DateTime at) => from <= at && at < to;
            if (Within(opened)) counts[Created]++;
            var (state, group) = ("New", "");
            var stateAtEnd = "";
            if (opened < to) stateAtEnd = "New";
            foreach (var row in story)
            {
                if (row.Group != "" && row.Group != group)
                {
                    if (group != "" && Within(row.Updated)) counts[Reassigned]++;
                    group = row.Group;
                }
                var open = row.State is not ("Resolved" or "Closed" or "Canceled");
                if (state is "Resolved" or "Closed" && open && Within(row.Updated)) counts[Reopened]++;
                if (row.State == "Closed" && state != "Closed" && Within(row.Updated)) counts[Closed]++;
                state = row.State;
                if (row.Updated < to) stateAtEnd = state;
            }
            if (counts.Sum() == 0) continue;
            byPriority.Add(story[^1].Priority, counts);
            byState.Add(Name(stateAtEnd), counts);
            byGroup.Add(group, counts);
        }
        return (byPriority, byState, byGroup);
    }

    void Add(string key, int[] counts)
    {
        if (!By.TryGetValue(key, out var sum)) By[key] = sum = new int[4];
        for (var i = 0; i < 4; i++) { sum[i] += counts[i]; All[i] += counts[i]; }
    }

    static string Name(string state) => state switch
    {
        "New" => "New",
        "Active" => "InProgress",
        "Awaiting User Info" or "Awaiting Evidence" => "PendingUser",
        "Awaiting Vendor" => "PendingSupplier",
        "Awaiting Problem" => "PendingChange",
        "Resolved" => "Resolved",
        "Closed" => "Closed",
        _ => throw new InvalidDataException(state),
    };
}
