// A question that people design: for the form of a catalogue item, or as a field of a kind of record.
using System.Text.Json.Serialization;
using Steward.Platform.Text;

namespace Steward.Platform.Fields;

/// <summary>MyAsset is a device that the one who is asked has in use; Asset and Contact are any of the customer's.</summary>
public enum FieldKind { Text, LongText, Number, Date, Choice, YesNo, MyAsset, Asset, Contact }

/// <summary>A question with what may be answered. <paramref name="Least"/> and <paramref name="Most"/> bound a number, or <paramref name="Most"/> the characters of a text.</summary>
public sealed record FormField(
    string Key, FieldKind Kind, string Label, string LabelEn, bool Required = false, string Hint = "", string HintEn = "", decimal? Least = null, decimal? Most = null,
    IReadOnlyList<string>? Choices = null, IReadOnlyList<string>? ChoicesEn = null, string Unit = "")
{
    public const int LongestText = 200, LongestLongText = 4000;

    public string Said => Words.In(Label, LabelEn);
    public string HintSaid => Words.In(Hint, HintEn);
    /// <summary>A choice is kept by its Chinese words and shown in the reader's.</summary>
    public string ChoiceSaid(string choice) => (Choices ?? []).ToList().IndexOf(choice) is var at and >= 0 && ChoicesEn is { } english && at < english.Count ? Words.In(choice, english[at]) : choice;
    /// <summary>Within what a number must lie; null where there are no bounds.</summary>
    [JsonIgnore] public string? Bounds => Kind != FieldKind.Number ? null : (Least, Most) switch
    {
        (null, null) => null,
        ({ } least, null) => $"≥ {least:0.######}",
        (null, { } most) => $"≤ {most:0.######}",
        ({ } least, { } most) => $"{least:0.######}–{most:0.######}",
    };
    public int MostCharacters => (int)(Most ?? (Kind == FieldKind.LongText ? LongestLongText : LongestText));
}

/// <summary>An answer with its question as it stood then; <paramref name="Shown"/> is how people read the value, <paramref name="Number"/> the version of the question where it has versions. What is <paramref name="Internal"/> no search finds: the customer's people search too.</summary>
public sealed record Answer(string Key, FieldKind Kind, string Label, string LabelEn, string Value, string Shown, string ShownEn, int Number = 0, bool Internal = false)
{
    [JsonIgnore] public string LabelSaid => Words.In(Label, LabelEn);
    [JsonIgnore] public string ShownSaid => Words.In(Shown, ShownEn);
}

/// <summary>A record that may be named in an answer, and how people read it.</summary>
public sealed record KnownRecord(FieldKind Kind, Guid Id, string Said);
