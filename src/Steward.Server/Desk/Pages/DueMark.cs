// One clock of a list row: its light, and when it is due or how it ended; silent where nothing was promised.
using Microsoft.AspNetCore.Components;
using Steward.Platform.Web.Components;
using Steward.Sla;
using static Steward.Platform.Text.Texts;

namespace Steward.Desk.Pages;

/// <summary>Drawn by the hundred, so it is ready markup (<see cref="Mark"/>).</summary>
static class DueMark
{
    public static MarkupString Of(TicketClock? clock, ShellModel shell)
    {
        if (clock is null || clock.Verdict == Verdict.NotMeasured) return new("<span class=\"none\">—</span>");
        var light = clock.Light(shell.Now);
        var title = $"{Name(clock.Kind)}: {(clock.Runs && light == Light.Amber ? Name(light) : Name(clock.Verdict))}{(clock.Due is { } at ? $" · {Format.Moment(at, shell.Zone)}" : "")}";
        var sign = Symbol(clock.Kind) is { } symbol ? Mark.Icon(symbol, Name(clock.Kind)).Value : "";
        var said = !clock.Runs ? Said(Name(clock.Verdict)) : clock.Projected ? Said(Name(ClockPhase.Paused)) : clock.Due is { } due ? Mark.When(due, shell, relative: true).Value : "";
        return new($"<span class=\"light light-{light.ToString().ToLowerInvariant()}\" title=\"{Mark.Html.Encode(title)}\">{Mark.Icon(light.Symbol(), title).Value} {sign} {said}</span>");
    }

    static string Said(string text) => $"<span>{Mark.Html.Encode(text)}</span>";

    /// <summary>The resolution is what a list speaks of; any other clock shows its sign.</summary>
    static string? Symbol(ClockKind kind) => kind switch
    {
        ClockKind.Response => "headset",
        ClockKind.RemoteStart => "device-desktop",
        ClockKind.Arrival => "map-pin",
        ClockKind.Workaround => "lifebuoy",
        ClockKind.Update => "message",
        _ => null,
    };
}
