// Reads what a chat sends in: whether it is really the chat that sends it, and what somebody wrote. Pure but for the moment of the reply's random bytes.
// Sources: the makers' pages on receiving messages (企业微信 加解密方案, 钉钉 机器人接收消息, 飞书 事件订阅).
using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml;
using System.Xml.Linq;

namespace Steward.Notify;

/// <summary>What a callback needs: its query, three headers' worth of signature, and the body as it came.</summary>
public sealed record ChatCall(IReadOnlyDictionary<string, string> Query, IReadOnlyDictionary<string, string> Headers, string Body);

/// <summary>The keys of a channel, unsealed.</summary>
public sealed record ChatKeys(ChatKind Kind, string Token, string CryptKey);

/// <summary>What a genuine call says. <see cref="Echo"/> is answered as it stands; <see cref="Message"/> is somebody's word.</summary>
public sealed record ChatHeard(string? Echo, ChatWord? Message);

public sealed record ChatWord(string Id, string User, string Name, string Text, string To = "", string From = "");

public static class ChatCallback
{
    /// <summary>An older call is a copy that somebody kept: DingTalk names an hour, and the others' clocks are no worse.</summary>
    static readonly TimeSpan Oldest = TimeSpan.FromHours(1);

    /// <summary>Null when it is not genuine.</summary>
    public static ChatHeard? Hear(ChatKeys keys, ChatCall call, DateTimeOffset now)
    {
        if (keys.Token.Length == 0) return null;
        try
        {
            return keys.Kind switch { ChatKind.WeCom => WeCom(keys, call, now), ChatKind.DingTalk => DingTalk(keys, call, now), ChatKind.Feishu => Feishu(keys, call, now), _ => null };
        }
        catch (Exception fault) when (fault is CryptographicException or FormatException or JsonException or XmlException or InvalidOperationException or ArgumentException) { return null; }
    }

    static ChatHeard? WeCom(ChatKeys keys, ChatCall call, DateTimeOffset now)
    {
        string Q(string name) => call.Query.GetValueOrDefault(name, "");
        if (!Fresh(Q("timestamp"), 1, now)) return null;
        var sealedText = Q("echostr") is { Length: > 0 } echo ? echo : Xml(call.Body).Element("Encrypt")?.Value ?? "";
        if (sealedText.Length == 0 || !Same(WeComSign(keys.Token, Q("timestamp"), Q("nonce"), sealedText), Q("msg_signature"))) return null;
        var plain = WeComOpen(keys.CryptKey, sealedText);
        if (Q("echostr").Length > 0) return new(plain, null);
        var xml = Xml(plain);
        string V(string name) => xml.Element(name)?.Value ?? "";
        return V("MsgType") == "text" ? new(null, new(V("MsgId"), V("FromUserName"), V("FromUserName"), V("Content"), V("ToUserName"), V("FromUserName"))) : new(null, null);
    }

    public static string WeComSign(string token, string timestamp, string nonce, string text) =>
        Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(string.Concat(new[] { token, timestamp, nonce, text }.Order(StringComparer.Ordinal)))));

    /// <summary>AES-256-CBC with the key's first half as start; inside stand 16 random bytes, the length in network order, the text, and who receives.</summary>
    static string WeComOpen(string encodingKey, string sealedText)
    {
        var key = Convert.FromBase64String(encodingKey + "=");
        using var aes = Aes.Create();
        aes.Key = key;
        var bytes = aes.DecryptCbc(Convert.FromBase64String(sealedText), key.AsSpan(0, 16), PaddingMode.None);
        // Padded to blocks of 32, which is more than the algorithm's own 16.
        var pad = bytes[^1];
        if (pad is 0 or > 32) throw new CryptographicException("padding");
        var length = BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(16, 4));
        if (length < 0 || length > bytes.Length - 20 - pad) throw new CryptographicException("length");
        return Encoding.UTF8.GetString(bytes, 20, length);
    }

    /// <summary>The answer to a WeCom message, sealed as WeCom wants it.</summary>
    public static string WeComReply(ChatKeys keys, ChatWord to, string text, string receiver, string nonce, DateTimeOffset now)
    {
        var seconds = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var inner = new XElement("xml", new XElement("ToUserName", to.From), new XElement("FromUserName", to.To), new XElement("CreateTime", seconds), new XElement("MsgType", "text"), new XElement("Content", text)).ToString(SaveOptions.DisableFormatting);
        var (message, owner, key) = (Encoding.UTF8.GetBytes(inner), Encoding.UTF8.GetBytes(receiver), Convert.FromBase64String(keys.CryptKey + "="));
        var length = 20 + message.Length + owner.Length;
        var pad = 32 - length % 32;
        var plain = new byte[length + pad];
        RandomNumberGenerator.Fill(plain.AsSpan(0, 16));
        BinaryPrimitives.WriteInt32BigEndian(plain.AsSpan(16), message.Length);
        message.CopyTo(plain, 20);
        owner.CopyTo(plain, 20 + message.Length);
        plain.AsSpan(length).Fill((byte)pad);
        using var aes = Aes.Create();
        aes.Key = key;
        var sealedText = Convert.ToBase64String(aes.EncryptCbc(plain, key.AsSpan(0, 16), PaddingMode.None));
        return new XElement("xml", new XElement("Encrypt", sealedText), new XElement("MsgSignature", WeComSign(keys.Token, seconds, nonce, sealedText)), new XElement("TimeStamp", seconds), new XElement("Nonce", nonce)).ToString(SaveOptions.DisableFormatting);
    }

    static ChatHeard? DingTalk(ChatKeys keys, ChatCall call, DateTimeOffset now)
    {
        var timestamp = call.Headers.GetValueOrDefault("timestamp", "");
        if (!Fresh(timestamp, 1000, now) || !Same(ChatDialect.DingTalkSign(timestamp, keys.Token), call.Headers.GetValueOrDefault("sign", ""))) return null;
        var json = JsonNode.Parse(call.Body)!;
        string V(string name) => json[name]?.ToString() ?? "";
        return V("msgtype") == "text" ? new(null, new(V("msgId"), V("senderStaffId") is { Length: > 0 } staff ? staff : V("senderId"), V("senderNick"), json["text"]?["content"]?.ToString().Trim() ?? "")) : new(null, null);
    }

    static ChatHeard? Feishu(ChatKeys keys, ChatCall call, DateTimeOffset now)
    {
        var json = JsonNode.Parse(call.Body)!;
        if (keys.CryptKey.Length > 0)
        {
            // Whoever has the key may ask for an echo; anything else is signed as well.
            if (json["encrypt"]?.GetValue<string>() is not { } sealedText) return null;
            json = JsonNode.Parse(FeishuOpen(keys.CryptKey, sealedText))!;
            string H(string name) => call.Headers.GetValueOrDefault(name, "");
            if (json["type"]?.ToString() != "url_verification"
                && (!Fresh(H("x-lark-request-timestamp"), 1, now) || !Same(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(H("x-lark-request-timestamp") + H("x-lark-request-nonce") + keys.CryptKey + call.Body))), H("x-lark-signature")))) return null;
        }
        if (!Same(keys.Token, json["token"]?.ToString() ?? json["header"]?["token"]?.ToString() ?? "")) return null;
        if (json["type"]?.ToString() == "url_verification") return new(new JsonObject { ["challenge"] = json["challenge"]?.ToString() }.ToJsonString(), null);
        var (message, sender) = (json["event"]?["message"], json["event"]?["sender"]?["sender_id"]);
        if (json["header"]?["event_type"]?.ToString() != "im.message.receive_v1" || message?["message_type"]?.ToString() != "text") return new(null, null);
        var text = JsonNode.Parse(message["content"]!.ToString())?["text"]?.ToString() ?? "";
        var user = sender?["user_id"]?.ToString() is { Length: > 0 } id ? id : sender?["open_id"]?.ToString() ?? "";
        return new(null, new(message["message_id"]!.ToString(), user, user, text));
    }

    static string FeishuOpen(string cryptKey, string sealedText)
    {
        var bytes = Convert.FromBase64String(sealedText);
        using var aes = Aes.Create();
        aes.Key = SHA256.HashData(Encoding.UTF8.GetBytes(cryptKey));
        return Encoding.UTF8.GetString(aes.DecryptCbc(bytes.AsSpan(16), bytes.AsSpan(0, 16), PaddingMode.PKCS7));
    }

    static XElement Xml(string text)
    {
        using var reader = XmlReader.Create(new StringReader(text), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
        return XElement.Load(reader);
    }

    static bool Fresh(string timestamp, int perSecond, DateTimeOffset now) =>
        long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && Math.Abs(now.ToUnixTimeSeconds() - at / perSecond) <= Oldest.TotalSeconds;

    static bool Same(string ours, string theirs) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(ours), Encoding.UTF8.GetBytes(theirs));
}
