// The tries of a mail or a word in a chat that failed, each with its moment and its reason, as one text.
using System.Globalization;

namespace Steward.Notify;

public sealed record Failure(DateTimeOffset At, string Fault);

public static class Failures
{
    const int Longest = 300;

    /// <summary>One line more.</summary>
    public static string Add(string before, DateTimeOffset at, string fault) => string.Create(CultureInfo.InvariantCulture, $"{before}{at.ToUnixTimeMilliseconds()} {(fault.Length > Longest ? fault[..Longest] : fault).ReplaceLineEndings(" ")}\n");

    public static IReadOnlyList<Failure> Read(string kept) =>
        [.. kept.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split(' ', 2)).Select(l => new Failure(DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(l[0], CultureInfo.InvariantCulture)), l[1]))];
}
