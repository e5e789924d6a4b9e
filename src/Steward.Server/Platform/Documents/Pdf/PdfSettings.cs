// Where the programs are that print PDF, and how long they may take.
namespace Steward.Platform.Documents.Pdf;

/// <summary>Settings of PDF printing; a program not named is looked for in the usual places.</summary>
public sealed record PdfSettings
{
    public string? Chromium { get; init; }
    public string? Office { get; init; }

    /// <summary>After this the program is stopped.</summary>
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How many may print at once: each Chromium takes some 200 MB while it works.</summary>
    public int AtOnce { get; init; } = 2;

    public string? FindChromium() => Chromium is { } named ? Existing(named) : Find(
        ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge", "chrome.exe", "msedge.exe"],
        [@"C:\Program Files\Google\Chrome\Application\chrome.exe", @"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
         "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome", "/Applications/Chromium.app/Contents/MacOS/Chromium"]);

    public string? FindOffice() => Office is { } named ? Existing(named) : Find(
        ["soffice", "libreoffice", "soffice.exe"],
        [@"C:\Program Files\LibreOffice\program\soffice.exe", "/Applications/LibreOffice.app/Contents/MacOS/soffice", "/opt/libreoffice/program/soffice"]);

    static string? Find(string[] names, string[] places)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return names.SelectMany(n => folders.Select(f => Path.Combine(f, n))).Concat(places).FirstOrDefault(File.Exists);
    }

    static string? Existing(string path) => File.Exists(path) ? path : null;
}
