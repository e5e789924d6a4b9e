// The lines of document control on a cover, in one order for every format; what is not given is left out, never left blank.
namespace Steward.Platform.Documents;

static class CoverLines
{
    public static IReadOnlyList<KeyLine> Control(Cover cover, Wording wording) =>
        [.. new (string Key, string? Value)[]
        {
            ("Documents.number", cover.Number),
            ("Documents.version", cover.Version),
            ("Documents.author", cover.Author),
            ("Documents.reviewer", cover.Reviewer),
            ("Documents.approver", cover.Approver),
            ("Documents.date", cover.Date is { } date ? wording.Date(date) : null),
            ("Documents.cutOff", cover.CutOff is { } cut ? wording.MomentWithZone(cut) : null),
            ("Documents.snapshot", cover.SnapshotHash),
        }.Where(l => !string.IsNullOrWhiteSpace(l.Value)).Select(l => new KeyLine(wording.T(l.Key), SafeText.Line(l.Value)))];
}
