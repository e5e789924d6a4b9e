// How probe and server talk: enrolment, the work list, and what every contact carries.
namespace Steward.Protocol;

/// <summary>The first contact. <paramref name="Taken"/>: the number up to which an earlier life of this probe's spool was already handed over.</summary>
public sealed record Enrol(string Token, string Machine, string Version, DateTimeOffset Clock, long Taken);

/// <summary>The probe's own credential, from now on its only way in.</summary>
public sealed record Enrolled(Guid Probe, string Name, string Credential);

/// <summary>All that the probe is to look at; the version is the same as long as the orders are.</summary>
public sealed record WorkList(string Version, IReadOnlyList<CheckOrder> Orders);

/// <summary>The number of the last result that the server has on disk, whatever was sent.</summary>
public sealed record Taken(long Sequence);

/// <summary>Addresses and headers.</summary>
public static class Wire
{
    public const string EnrolPath = "/probe/v1/enrol", WorkPath = "/probe/v1/work", BatchPath = "/probe/v1/batches";

    /// <summary>The scheme of the Authorization header that carries the credential.</summary>
    public const string Scheme = "Probe";

    /// <summary>The probe's version and its clock (ISO 8601, UTC), with every contact.</summary>
    public const string Version = "Steward-Probe-Version", Clock = "Steward-Probe-Clock";

    /// <summary>What keeps the probe from its work (percent-encoded), if anything does.</summary>
    public const string Trouble = "Steward-Probe-Trouble";

    /// <summary>How many results just before this batch exist no more, because the probe's disk lost them: only so may numbers be left out.</summary>
    public const string Missing = "Steward-Probe-Missing";

    /// <summary>The last number that the server has, in the answer to every contact.</summary>
    public const string Taken = "Steward-Probe-Taken";
}
