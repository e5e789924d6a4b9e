// How each chat wants a robot's message, signed, and what its answers mean. Pure. Sources: the makers' pages on group robots (企业微信 群机器人, 钉钉 自定义机器人, 飞书 自定义机器人).
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Steward.Notify;

/// <summary>What a chat answered. Later: it has had enough, or is busy, and wants to be left alone for <paramref name="Wait"/>; Never: said again it will be refused again.</summary>
public abstract record ChatAnswer
{
    public sealed record Taken : ChatAnswer;
    public sealed record Later(TimeSpan Wait, string Fault) : ChatAnswer;
    public sealed record Never(string Fault) : ChatAnswer;
    /// <summary>Neither known nor good: tried again with growing patience.</summary>
    public sealed record Unclear(string Fault) : ChatAnswer;
}

public static class ChatDialect
{
    /// <summary>Each robot may speak so often a minute.</summary>
    public static int MostAMinute(ChatKind kind) => kind == ChatKind.Feishu ? 100 : 20;

    /// <summary>The longest text in bytes of UTF-8.</summary>
    public static int Longest(ChatKind kind) => kind == ChatKind.WeCom ? 4096 : 20_000;

    /// <summary>Where the makers' robots live; what else may be called, the settings say.</summary>
    public static IReadOnlyList<string> Hosts(ChatKind kind) => kind switch
    {
        ChatKind.WeCom => ["qyapi.weixin.qq.com"],
        ChatKind.DingTalk => ["oapi.dingtalk.com"],
        ChatKind.Feishu => ["open.feishu.cn", "open.larksuite.com"],
    };

    public static (Uri Address, string Body) Say(ChatKind kind, string webhook, string secret, string title, string text, DateTimeOffset now)
    {
        text = Cut(text, Longest(kind) - 200);
        switch (kind)
        {
            case ChatKind.WeCom:
                return (new(webhook), new JsonObject { ["msgtype"] = "markdown", ["markdown"] = new JsonObject { ["content"] = $"**{title}**\n{text}" } }.ToJsonString());
            case ChatKind.DingTalk:
                var ms = now.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
                var address = secret.Length == 0 ? webhook : $"{webhook}{(webhook.Contains('?') ? '&' : '?')}timestamp={ms}&sign={Uri.EscapeDataString(DingTalkSign(ms, secret))}";
                return (new(address), new JsonObject { ["msgtype"] = "markdown", ["markdown"] = new JsonObject { ["title"] = title, ["text"] = $"### {title}\n{text.Replace("\n", "  \n", StringComparison.Ordinal)}" } }.ToJsonString());
            case ChatKind.Feishu:
                var body = new JsonObject
                {
                    ["msg_type"] = "interactive",
                    ["card"] = new JsonObject { ["header"] = new JsonObject { ["title"] = new JsonObject { ["tag"] = "plain_text", ["content"] = title } }, ["elements"] = new JsonArray(new JsonObject { ["tag"] = "markdown", ["content"] = text }) },
                };
                if (secret.Length > 0)
                {
                    var seconds = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
                    (body["timestamp"], body["sign"]) = (seconds, FeishuSign(seconds, secret));
                }
                return (new(webhook), body.ToJsonString());
            default: throw new InvalidOperationException($"No dialect of {kind}");
        }
    }

    /// <summary>HMAC-SHA256 of "timestamp\nsecret" under the secret.</summary>
    public static string DingTalkSign(string timestamp, string secret) => Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{timestamp}\n{secret}")));

    /// <summary>HMAC-SHA256 of nothing under "timestamp\nsecret".</summary>
    public static string FeishuSign(string timestamp, string secret) => Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes($"{timestamp}\n{secret}"), Array.Empty<byte>()));

    static readonly HashSet<int> Busy = [-1, 45009, 45033, 410100, 11232], Refused = [93000, 93004, 93008, 40058, 40035, 40008, 310000, 300001, 300005, 400013, 400101, 400102, 400105, 400106, 19001, 19002, 19021, 19022, 19024, 9499];

    public static ChatAnswer Read(ChatKind kind, int status, string body)
    {
        if (status == 429 || status >= 500) return new ChatAnswer.Later(TimeSpan.FromMinutes(1), $"HTTP {status}");
        JsonNode? json;
        try { json = JsonNode.Parse(body); }
        catch (JsonException) { return new ChatAnswer.Unclear($"HTTP {status}: {Cut(body, 200)}"); }
        var (code, text) = (Number(json, "errcode") ?? Number(json, "code") ?? Number(json, "StatusCode"), (json as JsonObject)?["errmsg"]?.ToString() ?? (json as JsonObject)?["msg"]?.ToString() ?? "");
        var fault = $"{code?.ToString(CultureInfo.InvariantCulture) ?? $"HTTP {status}"} {Cut(text, 200)}".Trim();
        return code switch
        {
            0 => new ChatAnswer.Taken(),
            // DingTalk shuts a robot that spoke too often up for ten minutes.
            130101 => new ChatAnswer.Later(TimeSpan.FromMinutes(10), fault),
            { } busy when Busy.Contains(busy) => new ChatAnswer.Later(TimeSpan.FromMinutes(1), fault),
            { } refused when Refused.Contains(refused) => new ChatAnswer.Never(fault),
            _ => new ChatAnswer.Unclear(fault),
        };
    }

    /// <summary>Words of users name no links and call nobody: brackets that chats understand become those that they do not.</summary>
    public static string Plain(string text) => text.Replace('[', '［').Replace(']', '］').Replace('<', '＜').Replace('>', '＞').ReplaceLineEndings(" ");

    static int? Number(JsonNode? json, string name) => json is JsonObject o && o[name] is JsonValue v && v.TryGetValue<int>(out var n) ? n : null;

    /// <summary>So many bytes of UTF-8, no character broken.</summary>
    static string Cut(string text, int most)
    {
        if (Encoding.UTF8.GetByteCount(text) <= most) return text;
        var (kept, bytes) = (0, 0);
        foreach (var rune in text.EnumerateRunes())
        {
            if ((bytes += rune.Utf8SequenceLength) > most - 3) break;
            kept += rune.Utf16SequenceLength;
        }
        return text[..kept] + "…";
    }
}
