// Finds what was never filled in: a report that says "[键入文档副标题]" shames its sender more than none at all.
using System.Text.RegularExpressions;

namespace Steward.Platform.Documents;

/// <summary>A text that must not go out: where it stands and the words that give it away.</summary>
public sealed record Placeholder(string Where, string Words)
{
    public override string ToString() => $"{Where}: {Words}";
}

/// <summary>Looks through every text of a composition.</summary>
public static partial class Placeholders
{
    /// <summary>Unfilled places in all texts except those quoted from records, whose words are their authors' own.</summary>
    public static IReadOnlyList<Placeholder> Find(Composition composition) =>
        [.. from text in DocumentTexts.Of(composition)
            where !text.Quoted
            let found = Pattern().Match(text.Text)
            where found.Success
            select new Placeholder(text.Where, SafeText.Cut(SafeText.Line(found.Value), 60))];

    /// <summary>Places where one of <paramref name="names"/> stands, quoted or not: names of parties whom the reader must not meet here.</summary>
    public static IReadOnlyList<Placeholder> FindNames(Composition composition, IEnumerable<string> names)
    {
        var wanted = names.Where(n => n.Trim().Length > 1).ToArray();
        return [.. from text in DocumentTexts.Of(composition)
                   from name in wanted
                   where text.Text.Contains(name.Trim(), StringComparison.OrdinalIgnoreCase)
                   select new Placeholder(text.Where, name)];
    }

    // "XX" alone may be a name ("XX企业"); three or more, or before a unit of the calendar, is a gap.
    [GeneratedRegex("""
        [\[【〔<＜]\s*(键入|请?输入|请?填写|请?填入|单击|点击|插入|待填|此处|Type|Click|Enter|Insert|Your|TBD|Name\s+of)[^\]】〕>＞\n]{0,80}[\]】〕>＞]
        | \{\{[^{}\n]{0,80}\}{0,2} | \$\{[^}\n]{0,80}\}? | <%[^%]{0,80}%> | «[^»\n]{1,60}» | \{\d{1,2}\}
        | (?<![A-Za-z0-9])(?:[Xx]{3,}|XX(?=[年月日]))(?![A-Za-z0-9]) | [×＊Ｘ]{2,} | [〇○]{2,} | _{4,} | 某某
        | (?<![A-Za-z0-9])(?:TODO|TBD|FIXME)(?![A-Za-z0-9]) | [Ll]orem\s+ipsum
        | 错误[！!]\s*未(?:定义|找到)\S{0,8} | Error!\s+(?:Bookmark|Reference)\s+\S+
        | ^\[[A-Za-z][\w-]*(?:\.[\w-]+)+\]$
        """, RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Pattern();
}
