// The kinds of trouble that the desk suggests; others may be written.
using static Steward.Platform.Text.Texts;

namespace Steward.Desk.Pages;

static class Categories
{
    public static IReadOnlyList<string> All => T("Desk.Categories").Split('|');
}
