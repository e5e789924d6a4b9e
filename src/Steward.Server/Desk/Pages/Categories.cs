// The kinds of trouble that the desk suggests; others may be written.
using Steward.Contracts;
using Steward.Platform.Text;
using static Steward.Platform.Text.Texts;

namespace Steward.Desk.Pages;

static class Categories
{
    public static IReadOnlyList<string> All => T("Desk.Categories").Split('|');

    /// <summary>What stands for a category of the catalogue where both kinds are listed together.</summary>
    public static string Of(CatalogueCategory category) => $"catalogue:{category}";

    /// <summary>Either kind as people read it.</summary>
    public static string Said(string category) => category.StartsWith("catalogue:", StringComparison.Ordinal) ? T($"CatalogueCategory.{category[10..]}") : category;

    /// <summary>Each by its words in both languages.</summary>
    public static IEnumerable<string[]> InEachLanguage() => In(Language.Zh, "Desk.Categories").Split('|').Zip(In(Language.En, "Desk.Categories").Split('|'), (zh, en) => new[] { zh, en });
}
