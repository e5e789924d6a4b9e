// Signs what goes out by the open scheme "Standard Webhooks" 1.0.0 (symmetric, v1), and says when a failed call is made again. Pure but for the making of a key.
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Steward.Outlets.Hooks;

static class Signing
{
    const string Prefix = "whsec_";

    public static string MakeKey() => Prefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    public static string Timestamp(DateTimeOffset now) => now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    /// <summary>HMAC-SHA256 over "id.timestamp.body", once for each key: while two are good the receiver may know either.</summary>
    public static string Header(IEnumerable<string> keys, string id, string timestamp, string body) => string.Join(' ', keys.Select(key =>
        "v1," + Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(key[Prefix.Length..]), Encoding.UTF8.GetBytes($"{id}.{timestamp}.{body}")))));
}

static class Waits
{
    /// <summary>After the first try and each further one; together a little less than a day.</summary>
    public static readonly IReadOnlyList<TimeSpan> Table =
    [
        TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(30),
        TimeSpan.FromHours(1), TimeSpan.FromHours(2), TimeSpan.FromHours(4), TimeSpan.FromHours(8), TimeSpan.FromHours(8),
    ];

    /// <summary>A webhook that takes nothing for so long is halted.</summary>
    public static readonly TimeSpan HaltedAfter = TimeSpan.FromDays(3);

    /// <summary>What else waits for a webhook that has just failed is not tried at once: it would only wait as long again.</summary>
    public static readonly TimeSpan Others = TimeSpan.FromMinutes(1);

    /// <summary>When to try again; null: given up. The receiver may ask for more patience, up to a day.</summary>
    public static TimeSpan? After(int waited, TimeSpan? asked) => waited >= Table.Count ? null
        : asked is { } wish && wish > Table[waited] ? (wish > TimeSpan.FromDays(1) ? TimeSpan.FromDays(1) : wish) : Table[waited];
}
