// steward import mail: what is read of mails without touching anything, and taken with --data.
using System.Text;
using System.Text.Json.Nodes;
using Steward.Desk.Mails;
using Steward.Fixtures;
using Xunit;

namespace Steward.Commands;

public sealed class ImportMailTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("steward-mails").FullName;

    string File(string name, byte[] bytes)
    {
        var path = Path.Combine(folder, name);
        System.IO.File.WriteAllBytes(path, bytes);
        return path;
    }

    static List<JsonNode> Lines(string said) => [.. said.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonNode.Parse(l)!)];

    [Fact]
    public async Task It_says_a_line_a_mail_and_takes_them_only_when_told_where()
    {
        var letter = File("a.eml", Letters.Of(Letters.User, "答复: 打印机卡纸", "好的\n\n> 请回复", answers: "x@example.com", files: ("photo.png", [0x89, 0x50, 0x4E, 0x47])));
        var bounce = File("b.eml", Encoding.ASCII.GetBytes("From: mailer-daemon@example.com\nReturn-Path: <>\nSubject: Undelivered Mail\n\nuser unknown\n"));
        var odd = File("c.eml", [0, 1, 2]);
        var (exit, said, _) = await ServerProcess.Run("import", "mail", letter, bounce, odd, "--json");
        var lines = Lines(said);
        Assert.Equal(1, exit);
        Assert.Equal(["reply", "bounce", "unreadable"], lines.Select(l => l["kind"]!.GetValue<string>()));
        Assert.Equal((Letters.User, "答复: 打印机卡纸", "打印机卡纸", "好的\n\n> 请回复", "好的"),
            (lines[0]["from"]!.GetValue<string>(), lines[0]["subject"]!.GetValue<string>(), lines[0]["topic"]!.GetValue<string>(), lines[0]["text"]!.GetValue<string>(), lines[0]["said"]!.GetValue<string>()));
        Assert.Equal(("photo.png", 4), (lines[0]["attachments"]![0]!["name"]!.GetValue<string>(), lines[0]["attachments"]![0]!["bytes"]!.GetValue<int>()));
        Assert.All(lines, l => Assert.Null(l["taken"]));
        Assert.Equal(2, (await ServerProcess.Run("import", "mail", odd, "--json")).Exit);
        Assert.Equal(0, (await ServerProcess.Run("import", "mail", letter)).Exit);

        var data = Path.Combine(folder, "data");
        var (server, _) = await TestServer.WithCompany(at: data);
        await server.CloseAndKeep();
        foreach (var before in new[] { false, true })
        {
            (exit, said, _) = await ServerProcess.Run("import", "mail", letter, bounce, "--data", data, "--json");
            lines = Lines(said);
            Assert.Equal(0, exit);
            Assert.Equal(["Opened", "Waiting"], lines.Select(l => l["taken"]!["fate"]!.GetValue<string>()));
            Assert.All(lines, l => Assert.Equal(before, l["taken"]!["before"]!.GetValue<bool>()));
            Assert.StartsWith("INC-XXQY-", lines[0]["taken"]!["ticket"]!.GetValue<string>());
            Assert.NotEmpty(lines[1]["taken"]!["why"]!.GetValue<string>());
        }
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
