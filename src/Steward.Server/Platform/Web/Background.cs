// Tells what a page asks for by itself from what somebody does with it: only people keep a session alive.
namespace Steward.Platform.Web;

static class Background
{
    /// <summary>Sent by the script when it brings a page up to date (frontend/live.ts).</summary>
    public const string Header = "Steward-Background";

    public static bool Is(HttpContext http) => http.Request.Headers.ContainsKey(Header) || http.Request.Path == "/live";
}
