// What one look at a target gave, before it becomes a result; and which faults are the probe's own.
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Steward.Protocol;

namespace Steward.Probe.Checks;

sealed record Look(Outcome Outcome, string Detail, DateTimeOffset? CertificateUntil = null)
{
    public static Look Up(string detail = "", DateTimeOffset? certificateUntil = null) => new(Outcome.Up, detail, certificateUntil);
    public static Look Down(string detail, DateTimeOffset? certificateUntil = null) => new(Outcome.Down, detail, certificateUntil);
    public static Look Blind(string detail) => new(Outcome.Blind, detail);

    /// <summary>Without sockets, memory or a network of its own the probe has seen nothing; a name that is not found or a closed port is the target's fault.</summary>
    public static Look Of(SocketException fault) => fault.SocketErrorCode switch
    {
        SocketError.TooManyOpenSockets or SocketError.NoBufferSpaceAvailable or SocketError.AddressNotAvailable or SocketError.NetworkDown => Blind(fault.Message),
        SocketError.NetworkUnreachable or SocketError.TryAgain when !NetworkInterface.GetIsNetworkAvailable() => Blind(fault.Message),
        SocketError.ConnectionRefused => Down("connection refused"),
        SocketError.HostNotFound => Down("name not found"),
        _ => Down(fault.Message),
    };
}
