// For whom a page is made: language, zone and theme. Filled once per request.
using Steward.Platform.Text;

namespace Steward.Platform.Web;

/// <summary>The reader of a page, as far as looks are concerned.</summary>
public sealed class Viewer
{
    public Language Language { get; set; } = Language.Zh;
    public TimeZoneInfo Zone { get; set; } = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");
    /// <summary>light, dark or auto.</summary>
    public string Theme { get; set; } = "auto";
}
