// What a list of tickets is cut by, as its address says.
using Steward.People;
using Steward.Platform.Fields;
using Steward.Platform.Web.Components;
using Steward.Platform.Web.Lists;
using Steward.Sla;
using static Steward.Platform.Text.Texts;

namespace Steward.Desk.Pages;

/// <summary>The views of the work: tabs above the list.</summary>
public enum TicketGroup { Open, Mine, Team, Unassigned, Overdue, Waiting, Supplier, Resolved, Closed, All }

public sealed record TicketFilter
{
    public TicketGroup Group { get; init; }
    public string? Words { get; init; }
    public TicketKind? Kind { get; init; }
    public CustomerId? Customer { get; init; }
    public Priority? Priority { get; init; }
    public TeamId? Team { get; init; }
    public StaffId? Assignee { get; init; }
    public string? Category { get; init; }
    public Channel? Channel { get; init; }
    public ContactId? Requester { get; init; }
    /// <summary>Opened within [From, Until).</summary>
    public DateTimeOffset? From { get; init; }
    public DateTimeOffset? Until { get; init; }
    public string? Source { get; init; }
    /// <summary>By custom fields: <c>fields.{key}</c>, or the span <c>fields.{key}.from</c> to <c>fields.{key}.to</c>.</summary>
    public IReadOnlyList<FieldFilter> Fields { get; init; } = [];
    /// <summary>opened, due or priority, with a minus in front for downwards.</summary>
    public string Sort { get; init; } = "-opened";

    /// <summary>Due dates and priorities order the work that is left; finished work is a history and runs by time.</summary>
    public bool IsOpenWork => Group is TicketGroup.Open or TicketGroup.Mine or TicketGroup.Team or TicketGroup.Unassigned or TicketGroup.Overdue or TicketGroup.Waiting or TicketGroup.Supplier;

    static readonly TicketFilter AllOpen = new();

    /// <summary>All open or overdue work by due date, of all customers or of one.</summary>
    public bool IsAllByDue => Sort is "due" or "-due" && Group is TicketGroup.Open or TicketGroup.Overdue && Fields.Count == 0 && this with { Group = AllOpen.Group, Customer = null, Sort = AllOpen.Sort, Fields = AllOpen.Fields } == AllOpen;

    public static TicketFilter Read(QueryValues values, TicketGroup otherwise)
    {
        var filter = new TicketFilter
        {
            Group = values.Choice<TicketGroup>("group") ?? otherwise,
            Words = values.Text("q"),
            Kind = values.Choice<TicketKind>("kind"),
            Customer = values.Id<CustomerId>("customer"),
            Priority = values.Choice<Priority>("priority"),
            Team = values.Id<TeamId>("team"),
            Assignee = values.Id<StaffId>("assignee"),
            Category = values.Text("category", 60),
            Channel = values.Choice<Channel>("channel"),
            Requester = values.Id<ContactId>("requester"),
            From = values.Day("from"),
            Until = values.EndOfDay("to"),
            Source = values.Text("source", 60),
            Fields = [.. values.Names.Select(FieldKey).OfType<string>().Distinct().Select(k => new FieldFilter(k, values.Text($"fields.{k}"), values.Text($"fields.{k}.from", 20), values.Text($"fields.{k}.to", 20))).Where(f => f.Is is not null || f.From is not null || f.To is not null).Take(10)],
        };
        var sort = values.Text("sort", 20);
        return filter with
        {
            Sort = sort is "opened" or "-opened" || filter.IsOpenWork && sort is "due" or "-due" or "priority" or "-priority" ? sort : filter.Group == TicketGroup.Overdue ? "due" : "-opened",
        };
    }

    /// <summary>The key in the name of a filter by a custom field; null for other names.</summary>
    public static string? FieldKey(string name) => name.Split('.') switch
    {
        ["fields", var key] when FormDesign.IsKey(key) => key,
        ["fields", var key, "from" or "to"] when FormDesign.IsKey(key) => key,
        _ => null,
    };

    /// <summary>The filters in force, each with the address without it.</summary>
    public IReadOnlyList<FilterChip> Chips(string path, TicketChoices choices)
    {
        var chips = new List<FilterChip>();
        void Add(string label, string? value, params string[] names)
        {
            if (value is not null) chips.Add(new($"{T(label)}: {value}", Urls.With(path, [("after", null), ("before", null), .. names.Select(n => (n, (string?)null))])));
        }
        Add("Desk.Words", Words, "q");
        Add("Desk.Kind", Kind is { } kind ? Name(kind) : null, "kind");
        Add("Desk.Customer", choices.NameOf(choices.Customers, Customer?.Value), "customer");
        Add("Desk.Priority", Priority is { } p ? Name(p) : null, "priority");
        Add("Desk.Team", choices.NameOf(choices.Teams, Team?.Value), "team");
        Add("Desk.Assignee", choices.NameOf(choices.Staff, Assignee?.Value), "assignee");
        Add("Desk.Category", Category, "category");
        Add("Desk.Channel", Channel is { } c ? Name(c) : null, "channel");
        Add("Desk.Requester", Requester is null ? null : choices.Requester ?? "?", "requester");
        Add("Desk.OpenedFrom", From is { } from ? Format.Date(from, choices.Zone) : null, "from");
        Add("Desk.OpenedTo", Until is { } until ? Format.Date(until.AddSeconds(-1), choices.Zone) : null, "to");
        Add("Desk.Source", Source, "source");
        foreach (var by in Fields)
            if (choices.Fields.FirstOrDefault(f => f.Key == by.Key) is { } field)
                chips.Add(new($"{field.Question.Said}: {choices.Said(field, by)}", Urls.With(path, ("after", null), ("before", null), ($"fields.{by.Key}", null), ($"fields.{by.Key}.from", null), ($"fields.{by.Key}.to", null))));
        return chips;
    }
}

/// <summary>What the filters of the list offer to choose from.</summary>
public sealed record TicketChoices(IReadOnlyList<Option> Customers, IReadOnlyList<Option> Teams, IReadOnlyList<Option> Staff, string? Requester, TimeZoneInfo Zone)
{
    /// <summary>The custom fields by which the list can be cut, and whose answers it can show.</summary>
    public IReadOnlyList<CustomField> Fields { get; init; } = [];
    /// <summary>The records that filters in force name.</summary>
    public IReadOnlyList<KnownRecord> Known { get; init; } = [];

    public string Said(CustomField field, FieldFilter by) => by.Is is not { } value ? $"{by.From} – {by.To}" : field.Kind switch
    {
        FieldKind.Choice => field.Question.ChoiceSaid(value),
        FieldKind.YesNo => Has($"Request.{value}") ? T($"Request.{value}") : value,
        FieldKind.Asset or FieldKind.Contact => Known.FirstOrDefault(k => k.Id.ToString() == value)?.Said ?? value,
        _ => value,
    };

    public string? NameOf(IReadOnlyList<Option> options, Guid? id) => id is { } wanted ? options.FirstOrDefault(o => o.Value == wanted.ToString())?.Text ?? "?" : null;
}
