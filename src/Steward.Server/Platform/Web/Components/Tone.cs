// The few meanings that colour may have; text or an icon always says the same again.
namespace Steward.Platform.Web.Components;

public enum Tone { Neutral, Info, Good, Warn, Bad, Muted }

public static class Tones
{
    public static string Class(this Tone tone) => tone switch
    {
        Tone.Info => "tone-info",
        Tone.Good => "tone-good",
        Tone.Warn => "tone-warn",
        Tone.Bad => "tone-bad",
        Tone.Muted => "tone-muted",
        Tone.Neutral => "tone-neutral",
    };

    public static string Icon(this Tone tone) => tone switch
    {
        Tone.Good => "circle-check",
        Tone.Warn => "alert-triangle",
        Tone.Bad => "alert-octagon",
        _ => "info-circle",
    };
}
