// Signatures and seals of chats against openssl, which shares no code with ours, and what their answers mean.
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Xunit;

namespace Steward.Notify;

public sealed class ChatDialectTests
{
    static readonly DateTimeOffset Now = new(2026, 3, 10, 1, 0, 0, TimeSpan.Zero);
    static readonly string Seconds = Now.ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture), Milliseconds = Seconds + "000";

    /// <summary>What openssl makes of the input.</summary>
    internal static byte[] OpenSsl(byte[] input, params string[] words)
    {
        using var process = Process.Start(new ProcessStartInfo("openssl", words) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        process.StandardInput.BaseStream.Write(input);
        process.StandardInput.Close();
        using var said = new MemoryStream();
        process.StandardOutput.BaseStream.CopyTo(said);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return said.ToArray();
    }

    internal static string Hmac(string key, string text) => Convert.ToBase64String(OpenSsl(Encoding.UTF8.GetBytes(text), "dgst", "-sha256", "-mac", "HMAC", "-macopt", $"hexkey:{Convert.ToHexString(Encoding.UTF8.GetBytes(key))}", "-binary"));
    static string Digest(string kind, string text) => Convert.ToHexStringLower(OpenSsl(Encoding.UTF8.GetBytes(text), "dgst", kind, "-binary"));

    /// <summary>As WeCom seals: 16 bytes, length, text, receiver, padded to blocks of 32.</summary>
    internal static string WeComSeal(string encodingKey, string text, string receiver)
    {
        var key = Convert.FromBase64String(encodingKey + "=");
        byte[] message = Encoding.UTF8.GetBytes(text), length = BitConverter.GetBytes(message.Length);
        Array.Reverse(length);
        byte[] plain = [.. Encoding.ASCII.GetBytes("0123456789abcdef"), .. length, .. message, .. Encoding.UTF8.GetBytes(receiver)];
        var pad = 32 - plain.Length % 32;
        return Convert.ToBase64String(OpenSsl([.. plain, .. Enumerable.Repeat((byte)pad, pad)], "enc", "-aes-256-cbc", "-nopad", "-K", Convert.ToHexString(key), "-iv", Convert.ToHexString(key[..16])));
    }

    internal static string WeComOpen(string encodingKey, string sealedText)
    {
        var key = Convert.FromBase64String(encodingKey + "=");
        var plain = OpenSsl(Convert.FromBase64String(sealedText), "enc", "-d", "-aes-256-cbc", "-nopad", "-K", Convert.ToHexString(key), "-iv", Convert.ToHexString(key[..16]));
        var length = plain[16] << 24 | plain[17] << 16 | plain[18] << 8 | plain[19];
        return Encoding.UTF8.GetString(plain, 20, length);
    }

    [Fact]
    public void Messages_are_signed_as_openssl_signs_them()
    {
        var (address, _) = ChatDialect.Say(ChatKind.DingTalk, "https://oapi.dingtalk.com/robot/send?access_token=abc", "SECdef123", "标题", "文本", Now);
        Assert.Equal($"https://oapi.dingtalk.com/robot/send?access_token=abc&timestamp={Milliseconds}&sign={Uri.EscapeDataString(Hmac("SECdef123", $"{Milliseconds}\nSECdef123"))}", address.AbsoluteUri);
        var (_, body) = ChatDialect.Say(ChatKind.Feishu, "https://open.feishu.cn/open-apis/bot/v2/hook/abc", "def", "标题", "文本", Now);
        Assert.Equal((Seconds, Hmac($"{Seconds}\ndef", "")), (JsonNode.Parse(body)!["timestamp"]!.ToString(), JsonNode.Parse(body)!["sign"]!.ToString()));
        var (plain, words) = ChatDialect.Say(ChatKind.WeCom, "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=abc", "", "标题", new string('长', 3000), Now);
        Assert.Equal("https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=abc", plain.AbsoluteUri);
        Assert.True(Encoding.UTF8.GetByteCount(JsonNode.Parse(words)!["markdown"]!["content"]!.ToString()) <= 4096);
    }

    static readonly ChatKeys WeCom = new(ChatKind.WeCom, "QDG6eK", "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C"), DingTalk = new(ChatKind.DingTalk, "app-secret", ""), Feishu = new(ChatKind.Feishu, "verify-me", "crypt-key");

    static ChatCall WeComCall(string text, string parameter = "", string timestamp = "", string token = "QDG6eK")
    {
        var (sealedText, at) = (WeComSeal(WeCom.CryptKey, text, "corp"), timestamp.Length > 0 ? timestamp : Seconds);
        var signature = Digest("-sha1", string.Concat(new[] { token, at, "nonce1", sealedText }.Order(StringComparer.Ordinal)));
        Dictionary<string, string> query = new() { ["msg_signature"] = signature, ["timestamp"] = at, ["nonce"] = "nonce1" };
        if (parameter.Length > 0) query[parameter] = sealedText;
        return new(query, new Dictionary<string, string>(), parameter.Length > 0 ? "" : $"<xml><ToUserName>corp</ToUserName><Encrypt>{sealedText}</Encrypt><AgentID>218</AgentID></xml>");
    }

    [Fact]
    public void WeCom_is_heard_when_it_signed_and_sealed_and_answered_in_its_own_way()
    {
        Assert.Equal("1616140317555161061", ChatCallback.Hear(WeCom, WeComCall("1616140317555161061", "echostr"), Now)!.Echo);
        var message = "<xml><ToUserName>corp</ToUserName><FromUserName>zhang</FromUserName><CreateTime>1</CreateTime><MsgType>text</MsgType><Content>打印机卡纸了</Content><MsgId>77</MsgId><AgentID>1</AgentID></xml>";
        var word = ChatCallback.Hear(WeCom, WeComCall(message), Now)!.Message!;
        Assert.Equal(("77", "zhang", "打印机卡纸了"), (word.Id, word.User, word.Text));
        // Another token, an old call, a seal that was touched: nobody is heard.
        Assert.Null(ChatCallback.Hear(WeCom, WeComCall(message, token: "other"), Now));
        Assert.Null(ChatCallback.Hear(WeCom, WeComCall(message), Now.AddHours(2)));
        Assert.Null(ChatCallback.Hear(WeCom with { CryptKey = new string('A', 43) }, WeComCall(message), Now));
        Assert.Null(ChatCallback.Hear(WeCom, new(new Dictionary<string, string>(), new Dictionary<string, string>(), "<xml/>"), Now));
        var reply = System.Xml.Linq.XElement.Parse(ChatCallback.WeComReply(WeCom, word, "已受理 <1>", "corp", "n2", Now));
        Assert.Equal(Digest("-sha1", string.Concat(new[] { WeCom.Token, Seconds, "n2", reply.Element("Encrypt")!.Value }.Order(StringComparer.Ordinal))), reply.Element("MsgSignature")!.Value);
        var inner = System.Xml.Linq.XElement.Parse(WeComOpen(WeCom.CryptKey, reply.Element("Encrypt")!.Value));
        Assert.Equal(("zhang", "corp", "已受理 <1>"), (inner.Element("ToUserName")!.Value, inner.Element("FromUserName")!.Value, inner.Element("Content")!.Value));
    }

    [Fact]
    public void DingTalk_and_Feishu_are_heard_when_they_signed()
    {
        var said = """{"msgtype":"text","text":{"content":" 网络断了 "},"msgId":"m1","senderStaffId":"u7","senderNick":"李四"}""";
        ChatCall Ding(string timestamp, string sign) => new(new Dictionary<string, string>(), new Dictionary<string, string> { ["timestamp"] = timestamp, ["sign"] = sign }, said);
        var word = ChatCallback.Hear(DingTalk, Ding(Milliseconds, Hmac("app-secret", $"{Milliseconds}\napp-secret")), Now)!.Message!;
        Assert.Equal(("m1", "u7", "李四", "网络断了"), (word.Id, word.User, word.Name, word.Text));
        Assert.Null(ChatCallback.Hear(DingTalk, Ding(Milliseconds, Hmac("guessed", $"{Milliseconds}\nguessed")), Now));
        Assert.Null(ChatCallback.Hear(DingTalk, Ding(Milliseconds, Hmac("app-secret", $"{Milliseconds}\napp-secret")), Now.AddHours(2)));

        string Sealed(string json) => Convert.ToBase64String([.. Enumerable.Repeat((byte)7, 16), .. OpenSsl(Encoding.UTF8.GetBytes(json), "enc", "-aes-256-cbc", "-K", Digest("-sha256", "crypt-key"), "-iv", string.Concat(Enumerable.Repeat("07", 16)))]);
        ChatCall Lark(string json, string? signature = null)
        {
            var body = new JsonObject { ["encrypt"] = Sealed(json) }.ToJsonString();
            return new(new Dictionary<string, string>(), new Dictionary<string, string> { ["x-lark-request-timestamp"] = Seconds, ["x-lark-request-nonce"] = "n", ["x-lark-signature"] = signature ?? Digest("-sha256", $"{Seconds}ncrypt-key{body}") }, body);
        }
        Assert.Equal("""{"challenge":"abc"}""", ChatCallback.Hear(Feishu, Lark("""{"challenge":"abc","token":"verify-me","type":"url_verification"}""", ""), Now)!.Echo);
        var happened = """{"schema":"2.0","header":{"event_id":"e1","token":"verify-me","event_type":"im.message.receive_v1"},"event":{"sender":{"sender_id":{"user_id":"u9","open_id":"ou"}},"message":{"message_id":"om1","message_type":"text","content":"{\"text\":\"VPN 连不上\"}"}}}""";
        var lark = ChatCallback.Hear(Feishu, Lark(happened), Now)!.Message!;
        Assert.Equal(("om1", "u9", "VPN 连不上"), (lark.Id, lark.User, lark.Text));
        Assert.Null(ChatCallback.Hear(Feishu, Lark(happened, new string('0', 64)), Now));
        Assert.Null(ChatCallback.Hear(Feishu, Lark(happened.Replace("verify-me", "other", StringComparison.Ordinal)), Now));
        Assert.Null(ChatCallback.Hear(Feishu, new(new Dictionary<string, string>(), new Dictionary<string, string>(), happened), Now));
    }

    [Theory]
    [InlineData(ChatKind.WeCom, 200, """{"errcode":0,"errmsg":"ok"}""", "Taken")]
    [InlineData(ChatKind.WeCom, 200, """{"errcode":45009,"errmsg":"api freq out of limit"}""", "Later")]
    [InlineData(ChatKind.WeCom, 200, """{"errcode":93000,"errmsg":"invalid webhook url"}""", "Never")]
    [InlineData(ChatKind.DingTalk, 200, """{"errcode":310000,"errmsg":"sign not match"}""", "Never")]
    [InlineData(ChatKind.DingTalk, 200, """{"errcode":130101,"errmsg":"send too fast, exceed 20 times per minute"}""", "Later")]
    [InlineData(ChatKind.Feishu, 200, """{"StatusCode":0,"StatusMessage":"success","code":0,"msg":"success"}""", "Taken")]
    [InlineData(ChatKind.Feishu, 200, """{"code":19021,"msg":"sign match fail or timestamp is not within one hour from current time"}""", "Never")]
    [InlineData(ChatKind.Feishu, 200, """{"code":11232,"msg":"frequency limited"}""", "Later")]
    [InlineData(ChatKind.Feishu, 503, "", "Later")]
    [InlineData(ChatKind.WeCom, 200, """{"errcode":99999,"errmsg":"?"}""", "Unclear")]
    [InlineData(ChatKind.WeCom, 200, "<html>", "Unclear")]
    public void Answers_are_understood(ChatKind kind, int status, string body, string meant) => Assert.Equal(meant, ChatDialect.Read(kind, status, body).GetType().Name);
}
