// Which tone a ticket's state, priority and clock has on a page.
using Steward.Platform.Web.Components;
using Steward.Sla;
using static Steward.Platform.Text.Texts;

namespace Steward.Desk.Pages;

static class Looks
{
    public static Tone Tone(this Priority priority) => priority switch
    {
        Priority.P1 => Platform.Web.Components.Tone.Bad,
        Priority.P2 => Platform.Web.Components.Tone.Warn,
        Priority.P3 => Platform.Web.Components.Tone.Info,
        Priority.P4 => Platform.Web.Components.Tone.Neutral,
    };

    public static Tone Tone(this TicketState state) => state switch
    {
        TicketState.New => Platform.Web.Components.Tone.Info,
        TicketState.Accepted or TicketState.Assigned => Platform.Web.Components.Tone.Neutral,
        TicketState.InProgress or TicketState.Approved or TicketState.Fulfilling => Platform.Web.Components.Tone.Info,
        TicketState.PendingUser or TicketState.PendingSupplier or TicketState.PendingChange or TicketState.PendingPart or TicketState.PendingApproval => Platform.Web.Components.Tone.Warn,
        TicketState.Resolved => Platform.Web.Components.Tone.Good,
        TicketState.Rejected => Platform.Web.Components.Tone.Bad,
        TicketState.Closed or TicketState.Cancelled => Platform.Web.Components.Tone.Muted,
    };

    /// <summary>A state in the words of the ticket's own process.</summary>
    public static string Said(this TicketState state, bool isRequest) => isRequest && Has($"TicketState.{state}.Request") ? T($"TicketState.{state}.Request") : Name(state);

    public static Tone Tone(this Light? light) => light switch
    {
        Light.Red => Platform.Web.Components.Tone.Bad,
        Light.Amber => Platform.Web.Components.Tone.Warn,
        _ => Platform.Web.Components.Tone.Neutral,
    };

    /// <summary>Service time in hours: a day of it could mean eight hours or twenty-four.</summary>
    public static string ServiceTime(double seconds)
    {
        var (whole, sign) = ((long)Math.Abs(seconds), seconds < 0 ? "−" : "");
        (long Amount, string Key)[] units = [(whole / 3600, "Span.Hours"), (whole / 60 % 60, "Span.Minutes"), (whole % 60, "Span.Seconds")];
        var first = Math.Max(0, Array.FindIndex(units, u => u.Amount > 0));
        return whole == 0 ? T("Span.Seconds", 0) : sign + string.Join(' ', units.Skip(first).Take(2).Where(u => u.Amount > 0).Select(u => T(u.Key, u.Amount)));
    }

    public static string Symbol(this Light light) => light switch
    {
        Light.Green => "circle-check",
        Light.Amber => "alert-triangle",
        Light.Red => "circle-x",
        Light.Blind => "eye-off",
    };
}
