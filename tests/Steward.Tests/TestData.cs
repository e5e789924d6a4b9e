// Finds recorded inputs that are not part of the project: the folder that STEWARD_TESTDATA names.
using System.Text.Json;
using Xunit;

namespace Steward;

/// <summary>
/// Without the folder a test is skipped and says so; with STEWARD_TESTDATA_REQUIRED=1 it fails instead, so that a build that should have
/// the data cannot pass by not looking.
/// </summary>
public static class TestData
{
    /// <summary>The path of a file or folder within the test data.</summary>
    public static string Path(params string[] parts)
    {
        var root = Environment.GetEnvironmentVariable("STEWARD_TESTDATA");
        var path = System.IO.Path.Combine([root ?? "", .. parts]);
        if (!string.IsNullOrEmpty(root) && (File.Exists(path) || Directory.Exists(path))) return path;
        var why = string.IsNullOrEmpty(root) ? "STEWARD_TESTDATA does not name a folder of test data." : $"The test data have no {path}.";
        if (Environment.GetEnvironmentVariable("STEWARD_TESTDATA_REQUIRED") == "1") Assert.Fail(why);
        Assert.Skip(why);
        return path;
    }

    public static JsonElement Json(params string[] parts)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path(parts)));
        return document.RootElement.Clone();
    }

    /// <summary>How many random cases a property test tries: many more in a long run.</summary>
    public static int Cases(int usual, int @long) => Environment.GetEnvironmentVariable("STEWARD_LONG") == "1" ? @long : usual;
}
