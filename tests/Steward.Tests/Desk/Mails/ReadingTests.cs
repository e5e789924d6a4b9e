// Real mails of all kinds are read as they are meant: sender, subject, text, files, and whether a person wrote them.
using System.Text;
using System.Text.Json;
using Xunit;
using YamlDotNet.RepresentationModel;

namespace Steward.Desk.Mails;

public sealed class ReadingTests
{
    /// <summary>Where we read otherwise than was expected, and why we stand by it.</summary>
    static readonly Dictionary<string, string> OtherOnPurpose = new()
    {
        ["mail053"] = "the delivery report is called by its description, as in mail092, and not \"file\"",
        ["mail064"] = "the name of the picture is decoded to what was meant (écran), where the other program keeps it garbled",
        ["mail085"] = "the rich form has three letters, the plain form all that was written",
    };

    /// <summary>The same for the cases of parsers: what these expect of broken structures is no text that anybody wrote.</summary>
    static readonly Dictionary<string, string> BrokenStructures = new()
    {
        ["stalwart-malformed/001.eml"] = "a boundary that is never opened",
        ["stalwart-malformed/006.eml"] = "boundaries that begin alike: we find a text where the other finds none",
        ["stalwart-malformed/008.eml"] = "boundaries that begin alike: we find both texts",
        ["stalwart-malformed/009.eml"] = "boundaries that begin alike: we find all three texts",
        ["stalwart-malformed/016.eml"] = "a boundary longer than the standard allows",
        ["stalwart-malformed/020.eml"] = "the inner boundary is missing: the other takes structure for text",
        ["stalwart-malformed/021.eml"] = "the inner boundary is missing: the other takes structure for text",
        ["stalwart-rfc/000.eml"] = "the standard's example of everything at once: a digest within, which we keep as files",
        ["stalwart-thirdparty/001.eml"] = "bytes that are no text",
        ["stalwart-thirdparty/002.eml"] = "garbage where base64 should be: it reads as garbage either way",
        ["stalwart-thirdparty/006.eml"] = "two documents in one mail: the second is a file",
        ["stalwart-thirdparty/008.eml"] = "we read the first part too",
        ["stalwart-thirdparty/012.eml"] = "we find a text where the other finds none",
    };

    [Fact]
    public void Odd_mails_to_a_help_desk_are_read_as_expected_in_95_of_100_cases()
    {
        var folder = TestData.Path("mails-zammad");
        var (cases, wrong) = (0, new List<string>());
        foreach (var box in Directory.GetFiles(folder, "mail*.box*").Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileName(box).Split('.')[0];
            var expected = Expected(Directory.GetFiles(folder, $"{name}.yml*")[0]);
            var mail = Recorded.Read(box);
            cases++;
            var faults = new List<string>();
            string Field(string key) => expected.Children.TryGetValue(new YamlScalarNode(key), out var value) ? (value as YamlScalarNode)?.Value ?? "" : "";
            if (!Bare(Field("from_email")).Equals(Bare(mail.From), StringComparison.OrdinalIgnoreCase)) faults.Add($"sender {mail.From} instead of {Field("from_email")}");
            if (Recorded.OneLine(Field("subject")) != Recorded.OneLine(mail.Subject)) faults.Add($"subject {mail.Subject} instead of {Field("subject")}");
            var body = Field("body") is "no visible content" ? "" : Field("content_type") == "text/html" ? Recorded.Bare(Field("body")) : Field("body");
            var likeness = Recorded.Likeness(body, mail.Text);
            if (likeness < 0.9) faults.Add(FormattableString.Invariant($"text like to {likeness:0.00}: {Head(mail.Text)} instead of {Head(body)}"));
            faults.AddRange(FileFaults(expected, mail));
            if (faults.Count > 0) wrong.Add($"{name}: {string.Join("; ", faults)}");
        }
        Assert.True(cases >= 69, $"only {cases} cases");
        var unexplained = wrong.Where(w => !OtherOnPurpose.ContainsKey(w.Split(':')[0])).ToList();
        Assert.True(unexplained.Count == 0, string.Join("\n", unexplained));
        Assert.True(OtherOnPurpose.Count <= cases / 20, $"{OtherOnPurpose.Count} exceptions among {cases} cases");
        Assert.Equal(OtherOnPurpose.Keys.Order(), wrong.Select(w => w.Split(':')[0]).Order());
    }

    static string Bare(string address) => address.Trim(' ', '"', '<', '>');
    static string Head(string text) => Recorded.OneLine(text) is { Length: > 60 } much ? much[..60] : Recorded.OneLine(text);

    /// <summary>The copy of the HTML text that the other program keeps as a file is not a file of the mail.</summary>
    static IEnumerable<string> FileFaults(YamlMappingNode expected, IncomingMail mail)
    {
        var wanted = ((YamlSequenceNode)expected["attachments"]).Cast<YamlMappingNode>()
            .Where(a => !(a.Children.TryGetValue(new YamlScalarNode("preferences"), out var p) && p is YamlMappingNode m && m.Children.ContainsKey(new YamlScalarNode("original-format"))))
            .Select(a => (Name: ((YamlScalarNode)a["filename"]).Value!.Trim('\''), Bytes: Data((YamlScalarNode)a["data"]))).ToList();
        if (wanted.Count != mail.Files.Count) yield return $"files {string.Join(", ", mail.Files.Select(f => f.Name))} instead of {string.Join(", ", wanted.Select(w => w.Name))}";
        foreach (var (name, bytes) in wanted)
            // Where a byte of a name cannot be read, one mark is as good as another.
            if (!mail.Files.Any(f => Recorded.OneLine(f.Name) == Recorded.OneLine(name.Replace('\uFFFD', '?')) && Same(f.Bytes.Span, bytes)))
                yield return $"no file {name} of {bytes.Length} bytes among {string.Join(", ", mail.Files.Select(f => $"{f.Name} {f.Bytes.Length}"))}";
    }

    static byte[] Data(YamlScalarNode node) => node.Tag.ToString().Contains("binary", StringComparison.Ordinal) ? Convert.FromBase64String(node.Value!) : Encoding.UTF8.GetBytes(node.Value ?? "");

    /// <summary>Texts were written down as characters: their line ends and character set are no longer those of the mail.</summary>
    static bool Same(ReadOnlySpan<byte> ours, byte[] theirs) =>
        ours.SequenceEqual(theirs) || Recorded.Likeness(Encoding.UTF8.GetString(ours), Encoding.UTF8.GetString(theirs)) > 0.95 || Recorded.Likeness(Encoding.Latin1.GetString(ours), Encoding.UTF8.GetString(theirs)) > 0.95;

    static YamlMappingNode Expected(string file)
    {
        var yaml = new YamlStream();
        yaml.Load(new StreamReader(new MemoryStream(Recorded.Bytes(file)), Encoding.UTF8));
        return (YamlMappingNode)yaml.Documents[0].RootNode;
    }

    /// <summary>Listed among those that are none, but it says of itself that it is one: "automatic bounce notification … Mailbox full", from the postmaster, with an empty return path.</summary>
    const string BounceAllTheSame = "rb-issue-368-bug.eml";

    [Fact]
    public void A_bounce_or_an_automatic_answer_is_never_taken_for_a_persons_mail()
    {
        var folder = TestData.Path("mails-bounces");
        var read = Directory.GetFiles(folder, "*.eml").Select(f => (Name: Path.GetFileName(f), Mail: Recorded.Read(f))).ToList();
        Assert.True(read.Count > 140);
        Assert.Empty(read.Where(r => r.Mail.Kind is MailKind.New or MailKind.Reply).Select(r => $"{r.Name}: {r.Mail.Kind} {r.Mail.From} {r.Mail.Subject}"));
        Assert.Empty(read.Where(r => r.Name.StartsWith("rfc3834", StringComparison.Ordinal) && r.Mail.Kind != MailKind.Auto).Select(r => $"{r.Name}: {r.Mail.Kind}"));
        // What mailing lists answer is no bounce of a mail system, but no person's mail either.
        var bounces = read.Where(r => r.Name.StartsWith("lhost", StringComparison.Ordinal) || r.Name.StartsWith("rhost", StringComparison.Ordinal)).ToList();
        Assert.Empty(bounces.Where(r => r.Mail.Kind != MailKind.Bounce && !r.Name.Contains("fml", StringComparison.Ordinal)).Select(r => $"{r.Name}: {r.Mail.Kind} {r.Mail.Sign}"));
        var telling = bounces.Count(r => r.Mail.Bounce is { About.Count: > 0 });
        Assert.True(telling * 10 >= bounces.Count * 6, $"{telling} of {bounces.Count} tell which mail came back");
        foreach (var file in Directory.GetFiles(Path.Combine(folder, "not-bounces"), "*.eml"))
            Assert.True((Recorded.Read(file).Kind == MailKind.Bounce) == (Path.GetFileName(file) == BounceAllTheSame), file);
    }

    [Fact]
    public void Malformed_and_foreign_mails_are_read_without_a_crash_and_with_their_text()
    {
        var (cases, wrong) = (0, new List<string>());
        foreach (var file in Directory.GetFiles(TestData.Path("mails-mime"), "*.eml", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var mail = Recorded.Read(file);
            cases++;
            Assert.DoesNotContain(mail.Files, f => f.Name.Length == 0);
            var twin = Path.ChangeExtension(file, ".json");
            if (!File.Exists(twin)) continue;
            using var expected = JsonDocument.Parse(File.ReadAllBytes(twin));
            var (root, name) = (expected.RootElement, $"{Path.GetFileName(Path.GetDirectoryName(file))}/{Path.GetFileName(file)}");
            var parts = root.GetProperty("parts");
            var texts = Bodies(root, parts, "text_body");
            var best = new[] { texts, Bodies(root, parts, "html_body") }.Max(t => Recorded.Likeness(t, mail.Text));
            if (best < 0.9) wrong.Add(FormattableString.Invariant($"{name}: text like to {best:0.00}: {Head(mail.Text)} instead of {Head(texts)}"));
            if (Header(parts[0], "subject") is { } subject && Recorded.OneLine(subject) != Recorded.OneLine(mail.Subject)) wrong.Add($"{name}: subject {mail.Subject} instead of {subject}");
        }
        Assert.True(cases >= 110, $"only {cases} cases");
        var unexplained = wrong.Where(w => !BrokenStructures.ContainsKey(w.Split(':')[0])).ToList();
        Assert.True(unexplained.Count == 0, string.Join("\n", unexplained));
    }

    static string Bodies(JsonElement root, JsonElement parts, string which) => string.Join("\n", root.GetProperty(which).EnumerateArray().Select(i => parts[i.GetInt32()].GetProperty("body")).Select(b =>
        b.TryGetProperty("Text", out var text) ? text.GetString()! : b.TryGetProperty("Html", out var html) ? Recorded.Bare(html.GetString()!) : ""));

    static string? Header(JsonElement part, string name) => part.GetProperty("headers").EnumerateArray()
        .Where(h => h.GetProperty("name").ValueKind == JsonValueKind.String && h.GetProperty("name").GetString() == name && h.GetProperty("value") is { ValueKind: JsonValueKind.Object } v && v.TryGetProperty("Text", out _))
        .Select(h => h.GetProperty("value").GetProperty("Text").GetString()).LastOrDefault();

    [Fact]
    public void Chinese_and_Japanese_mails_are_read_in_their_own_characters()
    {
        string Text(params string[] file) => Recorded.Read(TestData.Path(["mails-mime", .. file])) is var m ? $"{m.Subject}\n{m.Text}" : "";
        Assert.Contains("Nu", Text("php-imap", "gbk_charset.eml"));
        foreach (var file in new[] { "multi_charset__japanese.eml", "multi_charset__japanese_iso_2022.eml", "multi_charset__japanese_shift_jis.eml" })
            Assert.True(Text("ruby-mail", file).Count(c => c is >= '\u3040' and <= '\u9FFF') > 4, file);
        Assert.Contains(Text("ruby-mail", "multi_charset__ks_c_5601-1987.eml"), c => c is >= '\uAC00' and <= '\uD7AF');
        // No character set named anywhere: told by the bytes alone.
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var raw = Encoding.GetEncoding("GB18030").GetBytes("From: 张三 <zhang@example.com>\r\nSubject: 打印机卡纸\r\n\r\n三楼的打印机卡纸了，请派人来看。\r\n");
        var bare = IncomingMail.Read(raw);
        Assert.Equal(("zhang@example.com", "张三", "打印机卡纸", "三楼的打印机卡纸了，请派人来看。"), (bare.From, bare.FromName, bare.Subject, bare.Text));
    }

    [Fact]
    public void Chinese_subjects_are_decoded_and_their_prefixes_known()
    {
        var subjects = TestData.Json("mails-chinese-subjects", "encoded_subjects.json");
        Assert.Equal(8, subjects.GetArrayLength());
        foreach (var one in subjects.EnumerateArray())
        {
            var mail = IncomingMail.Read(Encoding.ASCII.GetBytes($"From: a@example.com\nSubject: {one.GetProperty("raw_header_value").GetString()}\n\nx\n"));
            Assert.Equal(one.GetProperty("expected").GetString(), mail.Subject);
            Assert.Equal(MailKind.Reply, mail.Kind);
            Assert.False(mail.Topic.StartsWith('回') || mail.Topic.StartsWith('答') || mail.Topic.StartsWith("Re", StringComparison.Ordinal), mail.Topic);
        }
    }

    /// <summary>Written anew each time by a program of its own kind; what is new in it is one and the same.</summary>
    [Fact]
    public void What_is_new_in_a_reply_is_told_from_what_was_quoted()
    {
        var folder = TestData.Path("mails-replies-talon");
        foreach (var file in Directory.GetFiles(folder, "standard_replies__*.eml"))
        {
            var own = Path.ChangeExtension(file, null) + "_reply_text";
            // Two programs sent two different texts in one mail: the rich one without the address of a link, and one that says something else.
            var expected = file.Contains("sparrow") ? "Hello -- xxx Sent with Sparrow" : file.Contains("outlook") ? "Allo! Follow up MIME!" : File.Exists(own) ? File.ReadAllText(own) : "Hello";
            Assert.True(Recorded.OneLine(expected) == Recorded.OneLine(Recorded.Read(file).Said), $"{Path.GetFileName(file)}: {Recorded.Read(file).Said}");
        }
        foreach (var file in Directory.GetFiles(folder, "html_replies__*.html"))
        {
            var mail = IncomingMail.Read(Encoding.UTF8.GetBytes("From: a@example.com\nSubject: Re: x\nContent-Type: text/html; charset=utf-8\n\n" + File.ReadAllText(file)));
            Assert.True(Recorded.OneLine("Hi. I am fine. Thanks, Alex") == Recorded.OneLine(mail.Said), $"{Path.GetFileName(file)}: {mail.Said}\n--- of\n{mail.Text}");
            Assert.True(mail.Text.Length > mail.Said.Length);
        }
        Assert.NotEmpty(Recorded.Read(Path.Combine(folder, "reply-quotations-share-block.eml")).Said);
    }

    [Theory]
    [InlineData("好的，明天上午可以。\n\n------------------ 原始邮件 ------------------\n发件人: \"服务台\" <desk@example.com>;\n发送时间: 2026年3月10日(星期二) 上午9:00\n收件人: \"张三\" <zhang@example.com>;\n主题: [INC-XXQY-20260310-0001] 需要您的配合\n\n请回复方便的时间。")]
    [InlineData("好的，明天上午可以。\n\n在 2026年3月10日 09:00，服务台 <desk@example.com> 写道：\n\n> 请回复方便的时间。\n")]
    [InlineData("好的，明天上午可以。\n\n发件人： 服务台\n发送时间： 2026-03-10 09:00\n收件人： 张三\n主题： 需要您的配合\n请回复方便的时间。")]
    [InlineData("好的，明天上午可以。\n\n-----原始邮件-----\n发件人:服务台\n发送时间:2026-03-10 09:00:00 (星期二)\n收件人:张三\n主题:需要您的配合\n\n请回复方便的时间。")]
    [InlineData("好的，明天上午可以。\n\n于 2026/3/10 9:00, 服务台 写道:\n> 请回复方便的时间。")]
    [InlineData("好的，明天上午可以。\n\nAt 2026-03-10 09:00:00, \"服务台\" <desk@example.com> wrote:\n请回复方便的时间。")]
    [InlineData("好的，明天上午可以。\n\n---- 回复的原邮件 ----\n| 发件人 | 服务台<desk@example.com> |\n请回复方便的时间。")]
    public void Chinese_programs_quote_in_their_own_ways(string text) =>
        Assert.Equal("好的，明天上午可以。", IncomingMail.Read(Encoding.UTF8.GetBytes($"From: a@example.com\nSubject: =?utf-8?B?{Convert.ToBase64String(Encoding.UTF8.GetBytes("答复: x"))}?=\nContent-Type: text/plain; charset=utf-8\n\n{text}")).Said);

    [Theory]
    [InlineData("Subject: =?utf-8?B?6Ieq5Yqo5Zue5aSNOiDkvJHlgYc=?=", MailKind.Auto)]
    [InlineData("Subject: x\nAuto-Submitted: auto-replied", MailKind.Auto)]
    [InlineData("Subject: x\nAuto-Submitted: no", MailKind.New)]
    [InlineData("Subject: x\nX-Auto-Response-Suppress: All", MailKind.Auto)]
    [InlineData("Subject: x\nPrecedence: bulk", MailKind.Auto)]
    [InlineData("Return-Path: <>\nSubject: x", MailKind.Auto)]
    [InlineData("Subject: Re: x", MailKind.Reply)]
    [InlineData("Subject: Fw: x", MailKind.New)]
    [InlineData("Subject: x\nIn-Reply-To: <1@example.com>", MailKind.Reply)]
    [InlineData("Subject: The postmaster's mail could not be delivered, please help", MailKind.New)]
    public void What_a_machine_wrote_is_told_by_its_head(string head, MailKind kind) => Assert.Equal(kind, IncomingMail.Read(Encoding.UTF8.GetBytes($"From: a@example.com\n{head}\n\nHello\n")).Kind);

    [Fact]
    public void Nothing_that_is_no_mail_stops_anything()
    {
        var noise = new Random(7);
        foreach (var length in new[] { 0, 1, 2, 80, 5000 })
        {
            var bytes = new byte[length];
            noise.NextBytes(bytes);
            Assert.Equal(MailKind.Unreadable, IncomingMail.Read(bytes).Kind);
        }
        // A thousand parts within parts.
        var deep = new StringBuilder("From: a@example.com\nSubject: deep\n");
        for (var i = 0; i < 1000; i++) deep.Append("Content-Type: multipart/mixed; boundary=b").Append(i).Append("\n\n--b").Append(i).Append('\n');
        deep.Append("\nhello\n");
        Assert.Equal("deep", IncomingMail.Read(Encoding.ASCII.GetBytes(deep.ToString())).Subject);
        // Recorded mails cut and spoilt anywhere.
        foreach (var file in Directory.GetFiles(TestData.Path("mails-zammad"), "mail00*.box"))
        {
            var whole = Recorded.Bytes(file);
            for (var i = 0; i < TestData.Cases(10, 300); i++)
            {
                var spoilt = whole[..noise.Next(1, whole.Length)];
                for (var n = 0; n < 20; n++) spoilt[noise.Next(spoilt.Length)] = (byte)noise.Next(256);
                Assert.NotNull(IncomingMail.Read(spoilt));
            }
        }
    }
}
