// What a probe says about itself with every contact, and what that changes.
using System.Globalization;
using Steward.Platform.Events;
using Steward.Protocol;

namespace Steward.Probes.Link;

sealed record Hearing(string Version, DateTimeOffset? Clock, string Trouble, long Missing)
{
    public static Hearing Of(HttpRequest request) => new(
        Cut(request.Headers[Wire.Version].ToString(), 40),
        DateTimeOffset.TryParse(request.Headers[Wire.Clock].ToString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var clock) ? clock : null,
        Cut(Uri.UnescapeDataString(request.Headers[Wire.Trouble].ToString()), 200),
        long.TryParse(request.Headers[Wire.Missing].ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var missing) ? missing : 0);

    /// <summary>Notes the contact; answers the news that the probe is back, if it was silent.</summary>
    public INews[] Note(ProbeContact contact, Probe probe, DateTimeOffset now)
    {
        var wasSilent = contact.Silent;
        (contact.LastContact, contact.SilentAt, contact.Silent) = (now, now.AddSeconds(probe.SilentAfterSeconds), false);
        (contact.ProbeVersion, contact.Trouble) = (Version, Trouble);
        if (Clock is { } clock) contact.SkewMs = (long)(clock - now).TotalMilliseconds;
        return wasSilent ? [new ProbeIsBack(probe.Id.Value, probe.Customer, now)] : [];
    }

    static string Cut(string text, int length) => text.Length > length ? text[..length] : text;
}
