// The fixed parts of every Word file: styles, numbering, settings. Real styles, so that whoever edits the file finds his tools.
using Steward.Platform.Text;

namespace Steward.Platform.Documents.Word;

static class WordStyles
{
    const string Xmlns = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";

    public static string Styles(Language language)
    {
        var (body, tongue) = language == Language.Zh ? ("Times New Roman", "zh-CN") : ("Arial", "en-GB");
        return $"""
            <w:styles {Xmlns}>
              <w:docDefaults>
                <w:rPrDefault><w:rPr>{Fonts(body, "宋体")}<w:color w:val="{WordLook.Ink}"/><w:sz w:val="21"/><w:szCs w:val="21"/><w:lang w:val="{tongue}" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>
                <w:pPrDefault><w:pPr><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/></w:pPr></w:pPrDefault>
              </w:docDefaults>
              <w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>
              <w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont"><w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>
              <w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>
              {string.Concat(WordLook.All.Select(l => Paragraph(l, language)))}
              <w:style w:type="paragraph" w:styleId="Header"><w:name w:val="header"/><w:basedOn w:val="Normal"/><w:pPr><w:pBdr><w:bottom w:val="single" w:sz="4" w:space="4" w:color="{WordLook.Rule}"/></w:pBdr></w:pPr><w:rPr>{Fonts("Arial", "宋体")}<w:color w:val="{WordLook.Grey}"/><w:sz w:val="16"/><w:szCs w:val="16"/></w:rPr></w:style>
              <w:style w:type="paragraph" w:styleId="Footer"><w:name w:val="footer"/><w:basedOn w:val="Normal"/><w:rPr>{Fonts("Arial", "宋体")}<w:color w:val="{WordLook.Grey}"/><w:sz w:val="16"/><w:szCs w:val="16"/></w:rPr></w:style>
              <w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/><w:rPr><w:color w:val="{WordLook.Blue}"/></w:rPr></w:style>
              <w:style w:type="character" w:styleId="Strong"><w:name w:val="Strong"/><w:qFormat/><w:rPr><w:b/><w:bCs/></w:rPr></w:style>
              {Table()}
            </w:styles>
            """;
    }

    public const string Numbering = $"""
        <w:numbering {Xmlns}>
          <w:abstractNum w:abstractNumId="1"><w:multiLevelType w:val="multilevel"/>
            <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:pStyle w:val="Heading1"/><w:lvlText w:val="%1"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="510" w:hanging="510"/></w:pPr></w:lvl>
            <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:pStyle w:val="Heading2"/><w:lvlText w:val="%1.%2"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="624" w:hanging="624"/></w:pPr></w:lvl>
            <w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:pStyle w:val="Heading3"/><w:lvlText w:val="%1.%2.%3"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="737" w:hanging="737"/></w:pPr></w:lvl>
          </w:abstractNum>
          <w:abstractNum w:abstractNumId="2"><w:multiLevelType w:val="hybridMultilevel"/>
            <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:pStyle w:val="ListBullet"/><w:lvlText w:val="•"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="420" w:hanging="300"/></w:pPr><w:rPr><w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:cs="Arial"/><w:color w:val="{WordLook.Navy}"/></w:rPr></w:lvl>
          </w:abstractNum>
          <w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>
          <w:num w:numId="2"><w:abstractNumId w:val="2"/></w:num>
        </w:numbering>
        """;

    // No updateFields: it would make Word ask the reader a question before showing the report.
    public static string Settings(Language language) => $"""
        <w:settings {Xmlns}>
          <w:zoom w:percent="100"/>
          <w:defaultTabStop w:val="420"/>
          <w:characterSpacingControl w:val="compressPunctuation"/>
          <w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>
          <w:themeFontLang w:val="{(language == Language.Zh ? "zh-CN" : "en-GB")}" w:eastAsia="zh-CN"/>
        </w:settings>
        """;

    static string Paragraph(ParagraphLook look, Language language)
    {
        var line = look.Line == 0 ? """w:line="240" w:lineRule="auto" """ : $"""w:line="{look.Line}" w:lineRule="exact" """;
        var indent = look == WordLook.Body && language == Language.Zh ? """<w:ind w:firstLineChars="200" w:firstLine="420"/>""" : "";
        var sans = look.Heading || WordLook.Cells.Contains(look) || look.Id.StartsWith("Key", StringComparison.Ordinal) || look == WordLook.Note;
        var fonts = sans ? Fonts("Arial", look.Heading ? "黑体" : "宋体") : "";
        var late = look.Late.StartsWith("<w:ind", StringComparison.Ordinal) ? (Indent: look.Late, Others: "") : (Indent: indent, Others: look.Late);
        var bold = look.Bold ? "<w:b/><w:bCs/>" : "";
        return $"""
            <w:style w:type="paragraph" w:styleId="{look.Id}"><w:name w:val="{look.Name}"/><w:basedOn w:val="Normal"/>{(look.Heading && look.KeepNext ? """<w:next w:val="BodyText"/>""" : "")}<w:qFormat/>
              <w:pPr>{(look.KeepNext ? "<w:keepNext/>" : "")}<w:keepLines/><w:widowControl w:val="0"/>{look.Early}<w:spacing w:before="{look.Before}" w:after="{look.After}" {line}/>{late.Indent}<w:jc w:val="{look.Align}"/>{late.Others}</w:pPr>
              <w:rPr>{fonts}{bold}<w:color w:val="{look.Color}"/><w:sz w:val="{look.Size}"/><w:szCs w:val="{look.Size}"/></w:rPr></w:style>
            """;
    }

    static string Table() => $"""
        <w:style w:type="table" w:styleId="ReportTable"><w:name w:val="Report Table"/><w:basedOn w:val="TableNormal"/><w:qFormat/>
          <w:tblPr><w:tblBorders><w:top w:val="single" w:sz="8" w:space="0" w:color="{WordLook.Navy}"/><w:bottom w:val="single" w:sz="8" w:space="0" w:color="{WordLook.Navy}"/><w:insideH w:val="single" w:sz="4" w:space="0" w:color="{WordLook.Rule}"/></w:tblBorders>
            <w:tblCellMar><w:top w:w="{WordLook.CellTop}" w:type="dxa"/><w:left w:w="{WordLook.CellSide}" w:type="dxa"/><w:bottom w:w="{WordLook.CellTop}" w:type="dxa"/><w:right w:w="{WordLook.CellSide}" w:type="dxa"/></w:tblCellMar></w:tblPr>
          <w:tblStylePr w:type="firstRow"><w:rPr><w:b/><w:bCs/><w:color w:val="{WordLook.Navy}"/></w:rPr><w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="{WordLook.HeadFill}"/><w:vAlign w:val="center"/></w:tcPr></w:tblStylePr>
          <w:tblStylePr w:type="lastRow"><w:rPr><w:b/><w:bCs/></w:rPr><w:tcPr><w:tcBorders><w:top w:val="single" w:sz="8" w:space="0" w:color="{WordLook.Navy}"/></w:tcBorders><w:shd w:val="clear" w:color="auto" w:fill="{WordLook.TotalFill}"/></w:tcPr></w:tblStylePr>
        </w:style>
        """;

    static string Fonts(string latin, string chinese) => $"""<w:rFonts w:ascii="{latin}" w:hAnsi="{latin}" w:eastAsia="{chinese}" w:cs="{latin}"/>""";
}
