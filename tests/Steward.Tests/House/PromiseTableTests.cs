// Keeps docs/promises.tsv whole and true: every promise has its line, and what is said to work is proved by a test that exists.
using System.Reflection;
using Xunit;

namespace Steward.House;

public sealed record PromiseLine(string Id, string Module, string State, string Room, string Where, string Test);

public sealed class PromiseTableTests
{
    static IReadOnlyList<PromiseLine> Lines() => [.. File.ReadLines(Path.Combine(HouseTests.FindRoot(), "docs", "promises.tsv"))
        .Where(l => !l.StartsWith('#') && !l.StartsWith("id\t")).Select(l => l.Split('\t')).Select(c => new PromiseLine(c[0], c[1], c[2], c[3], c[4], c[5]))];

    [Fact]
    public void Every_promise_has_exactly_one_line_in_order() =>
        Assert.Equal(Enumerable.Range(1, 265).Select(n => $"M-{n:000}"), Lines().Select(l => l.Id));

    [Fact]
    public void What_is_said_is_true() => Assert.Empty(Faults(Lines()));

    [Fact]
    public void Canary()
    {
        Assert.Single(Faults([new("M-001", "Engage", "works", "Engagement", "/x", "Steward.No.Such.Test")]));
        Assert.Single(Faults([new("M-001", "Engage", "done", "Engagement", "-", "-")]));
        Assert.Single(Faults([new("M-001", "Engage", "works", "Engagement", "-", Proof)]));
        Assert.Single(Faults([.. Enumerable.Range(1, 4).Select(n => new PromiseLine($"M-00{n}", "Engage", "works", "Engagement", "/x", Proof))]));
    }

    const string Proof = "Steward.House.PromiseTableTests.Canary";

    static IEnumerable<string> Faults(IReadOnlyList<PromiseLine> lines)
    {
        var tests = typeof(PromiseTableTests).Assembly.GetTypes().SelectMany(t => t.GetMethods().Where(m => m.GetCustomAttributes().Any(a => a is FactAttribute)).Select(m => $"{t.FullName}.{m.Name}")).ToHashSet();
        foreach (var line in lines)
        {
            if (line.State is not ("works" or "part" or "none" or "withdrawn")) yield return $"{line.Id}: unknown state {line.State}";
            else if (line.State == "works" && (line.Where == "-" || line.Test == "-")) yield return $"{line.Id} works, but nobody can see or prove it";
            else if (line.Test != "-" && !tests.Contains(line.Test)) yield return $"{line.Id}: there is no test {line.Test}";
        }
        foreach (var many in lines.Where(l => l.Test != "-").GroupBy(l => l.Test).Where(g => g.Count() > 3)) yield return $"{many.Key} proves {many.Count()} promises; three are the most";
    }
}
