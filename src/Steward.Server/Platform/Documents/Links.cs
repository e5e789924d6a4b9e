// Turns a path within Steward into an address, and everything else into no link at all.
namespace Steward.Platform.Documents;

static class Links
{
    /// <summary>The absolute address of <paramref name="path"/>, or null: a document never carries a link that leads elsewhere.</summary>
    public static string? Absolute(Uri? baseAddress, string? path) =>
        baseAddress is { IsAbsoluteUri: true, Scheme: "http" or "https" } && Within(path) is { } within
        && Uri.TryCreate(baseAddress.AbsoluteUri.TrimEnd('/') + within, UriKind.Absolute, out var address)
        && address.Authority == baseAddress.Authority ? address.AbsoluteUri : null;

    /// <summary>The path itself when it is one ("/desk/…"), not "//host", "/\host" or "javascript:…".</summary>
    public static string? Within(string? path) =>
        path is ['/', ..] && path is not ['/', '/' or '\\', ..] && !path.Any(char.IsControl) ? path : null;
}
