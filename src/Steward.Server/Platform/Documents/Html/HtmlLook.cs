// The styles of a standalone page: calm on a screen, and A4 with page numbers in print.
using System.Globalization;
using System.Text;
using Steward.Platform.Text;

namespace Steward.Platform.Documents.Html;

static class HtmlLook
{
    public const string Css = """
        :root{--ink:#1f2933;--navy:#1f3a5f;--grey:#5b6770;--rule:#d3dae2;--fill:#e6edf5;--blue:#1f5fa8}
        *{box-sizing:border-box}
        body{margin:0;color:var(--ink);background:#fff;font:10.5pt/1.65 Arial,"Helvetica Neue","Noto Sans CJK SC","PingFang SC","Microsoft YaHei",sans-serif;-webkit-print-color-adjust:exact;print-color-adjust:exact;overflow-wrap:anywhere}
        .document{max-width:48rem;margin:0 auto;padding:1.5rem}
        p{margin:0 0 .5em} a{color:var(--blue);text-decoration:none} strong{font-weight:600}
        h2,h3,h4{color:var(--navy);line-height:1.35;break-after:avoid;font-weight:600}
        h2{font-size:16pt;margin:1.5em 0 .55em;padding-bottom:.2em;border-bottom:1pt solid var(--navy)}
        h3{font-size:13pt;margin:1.2em 0 .45em} h4{font-size:11pt;margin:1em 0 .4em;color:var(--ink)}
        .number{margin-right:.7em}
        ul{margin:.2em 0 .6em;padding-left:1.4em} li{margin:.15em 0} li::marker{color:var(--navy)}
        .cover{display:flex;flex-direction:column}
        .cover .mark{color:var(--grey);text-align:right;min-height:1.6em}
        .cover .organisation{color:var(--grey);font-size:13pt;border-bottom:3pt solid var(--navy);padding-bottom:.6em;margin:2.5em 0 2.5em}
        .cover .title{color:var(--navy);font-size:29pt;line-height:1.3;margin:0 0 .25em;font-weight:600}
        .cover .subtitle{color:var(--grey);font-size:15pt;margin-bottom:2em}
        dl{margin:0} dl div{display:grid} dd{margin:0}
        .lines div{grid-template-columns:8em 1fr;padding:.2em 0;font-size:11.5pt} .lines dt,.control dt{color:var(--grey)}
        .control{margin-top:3em;border-top:1pt solid var(--navy);font-size:9pt}
        .control div{grid-template-columns:10.2em 1fr;border-bottom:.5pt solid var(--rule);padding:.32em 0}
        .contents ol{list-style:none;margin:0;padding:0} .contents-title{font-size:16pt;color:var(--navy);font-weight:600;margin:0 0 .6em}
        .contents a{display:flex;align-items:baseline;color:var(--ink)} .contents i{flex:1;border-bottom:1pt dotted #9aa5b1;margin:0 .5em;min-width:2em}
        .contents b{font-weight:400;min-width:1.2em;text-align:right} .contents .level1{font-weight:600;margin-top:.35em} .contents .level2{padding-left:1.6em;font-size:10pt}
        .figures{display:grid;border-top:1pt solid var(--navy);border-bottom:1pt solid var(--navy);margin:.4em 0 1.2em;break-inside:avoid}
        .across1{grid-template-columns:1fr}.across2{grid-template-columns:repeat(2,1fr)}.across3{grid-template-columns:repeat(3,1fr)}.across4{grid-template-columns:repeat(4,1fr)}
        .figure{text-align:center;padding:.5em .4em;border-right:.5pt solid var(--rule);border-top:.5pt solid var(--rule);margin-top:-.5pt} 
        .across1 .figure:nth-child(1n),.across2 .figure:nth-child(2n),.across3 .figure:nth-child(3n),.across4 .figure:nth-child(4n){border-right:0}
        .figure p{margin:0;line-height:1.35} .figure .label{color:var(--grey);font-size:9pt} .figure .value{font-size:19pt;font-weight:600;color:var(--navy)} .figure .remark{color:var(--grey);font-size:8pt;min-height:1.35em}
        .figure .value a{color:inherit} .sign{font-size:.6em;vertical-align:.22em} td .sign{font-size:.75em;vertical-align:.1em}
        .good,.figure.good .value{color:#1b7a43}.warn,.figure.warn .value{color:#9a5b00}.bad,.figure.bad .value{color:#b3261e;font-weight:600}
        .report{width:100%;table-layout:fixed;border-collapse:collapse;border-top:1pt solid var(--navy);border-bottom:1pt solid var(--navy);margin:.2em 0 .9em;font-size:9pt;line-height:1.4}
        .small{font-size:8pt}.tiny{font-size:7.5pt}
        .report caption{text-align:left;font-weight:600;font-size:9pt;padding:.7em 0 .35em;break-after:avoid} .few{color:#9a5b00;font-weight:400;margin-left:.8em}
        .report th{hyphens:auto;background:var(--fill);color:var(--navy);font-weight:600;text-align:left;vertical-align:middle} .report .end{text-align:right}.report .center{text-align:center}
        .report th,.report td{padding:.28em .5em;border-bottom:.5pt solid var(--rule)} .report td.end{font-variant-numeric:tabular-nums}
        .report thead{display:table-header-group} .report tr{break-inside:avoid} .report .total td{font-weight:600;background:#f4f7fa;border-top:1pt solid var(--navy)} .report .none{text-align:center;color:var(--grey)}
        .whole{break-inside:avoid} .report+.source{break-before:avoid;margin-top:-.6em}
        .source{color:var(--grey);font-size:8.5pt} figure{margin:.8em 0 1em;break-inside:avoid} figure img{display:block;width:100%;height:auto} figcaption{text-align:center;font-weight:600;font-size:9pt;margin-top:.2em} figure .source{text-align:center;margin:0}
        .definitions{border-top:1pt solid var(--navy);border-bottom:1pt solid var(--navy);margin:.4em 0 1em;font-size:9pt} .definitions div{grid-template-columns:1fr 3.2fr;gap:1em;padding:.35em .5em;border-bottom:.5pt solid var(--rule);break-inside:avoid} .definitions div:last-child{border:0} .definitions dt{font-weight:600}
        .signoff{break-inside:avoid;margin:1em 0} .parties{display:grid;grid-auto-flow:column;grid-auto-columns:1fr;border:.75pt solid var(--navy)} .parties>div{padding:.8em 1em} .parties>div+div{border-left:.5pt solid var(--rule)}
        .party{font-weight:600} .signature{margin-top:3.2em} .day{margin-top:1.2em} .seal{text-align:right;color:var(--grey);margin:1.4em 0 .4em}
        .ink{height:5.5em;display:flex;align-items:end} .ink img{max-width:100%;max-height:5.5em} .parties .ink~.day{margin-top:0;color:var(--grey);font-size:9pt}
        .cover.above .organisation,.cover.above .title{margin:0 0 .3em} .cover.above .title{font-size:20pt} .cover.above .control{margin:.4em 0 1em}
        @media screen{.document{background:#fff}body{background:#f1f3f5}.document{box-shadow:0 1px 6px #0002;padding:3rem;margin:1.5rem auto}.cover{min-height:0;margin-bottom:2.5rem}}
        @media print{.document{max-width:none;padding:0;margin:0}.cover:not(.above){page:cover;height:250mm;break-after:page}.cover:not(.above) .organisation{margin-top:18mm}.cover:not(.above) .title{margin-top:12mm}.cover:not(.above) .control{margin-top:auto}.contents{break-after:page}.turn{break-before:page}.wide{page:wide}.wide figure{max-width:164mm;margin-left:auto;margin-right:auto}}
        """;

    /// <summary>The sheet of paper: its size, and in its margins the document's name, number and pages.</summary>
    public static string Paper(Composition composition)
    {
        var cover = composition.Cover;
        var pages = Texts.In(composition.Language, "Documents.page", "\u0001", "\u0001").Split('\u0001');
        var title = SafeText.Cut(SafeText.Line(cover.Title), 40) + (cover.Subtitle is { Length: > 0 } s ? "  " + SafeText.Cut(SafeText.Line(s), 30) : "");
        const string Small = "font:8pt Arial,\"Noto Sans CJK SC\",\"Microsoft YaHei\",sans-serif;color:#5b6770;white-space:nowrap;";
        return $$"""
            @page{size:A4;margin:23mm 23mm 21mm;
            @top-left{content:{{Quoted(title)}};{{Small}}vertical-align:bottom;padding-bottom:5mm}
            @top-right{content:{{Quoted(string.Join("  ", new[] { cover.Number, cover.Mark }.Where(t => !string.IsNullOrEmpty(t)).Select(SafeText.Line)))}};{{Small}}vertical-align:bottom;padding-bottom:5mm}
            @bottom-left{content:{{Quoted(SafeText.Line(cover.Organisation))}};{{Small}}}
            @bottom-right{content:{{Quoted(pages[0])}} counter(page) {{Quoted(pages[1])}} counter(pages) {{Quoted(pages[2])}};{{Small}}} }
            @page wide{size:A4 landscape}
            @page cover{@top-left{content:none} @top-right{content:none} @bottom-left{content:none} @bottom-right{content:none} }
            """;
    }

    // Letters and digits as they are, everything else as an escape: no text can leave its CSS string, nor the style element.
    static string Quoted(string text)
    {
        var css = new StringBuilder("\"");
        foreach (var rune in text.EnumerateRunes())
            css.Append(Rune.IsLetterOrDigit(rune) ? rune.ToString() : $"\\{rune.Value.ToString("x6", CultureInfo.InvariantCulture)}");
        return css.Append('"').ToString();
    }
}
