// steward-probe enrol: exchanges the one-time token for the credential and keeps it.
using System.Net.Http.Json;
using System.Security.Authentication;
using Steward.Probe.Spool;
using Steward.Protocol;

namespace Steward.Probe.Link;

static class Enrolling
{
    public static async Task<int> Run(Home home, string server, string token, string? authority, bool insecure, TextWriter output, TextWriter errors)
    {
        using var alone = home.Lock();
        var address = Line.Checked(server, insecure);
        using var http = Line.Client(address, authority);
        using var spool = new ResultSpool(home.Spool, long.MaxValue, errors.WriteLine);
        HttpResponseMessage answer;
        try { answer = await http.PostAsJsonAsync(Wire.EnrolPath, new Enrol(token, Environment.MachineName, Line.Version, TimeProvider.System.GetUtcNow(), spool.Taken), ProtocolJson.Default.Enrol); }
        catch (HttpRequestException fault) { throw new ProbeException($"{address} cannot be reached: {(fault.InnerException?.Message ?? fault.Message).TrimEnd('.')}.{(fault.InnerException is AuthenticationException ? Advice(authority) : "")}"); }
        using (answer)
        {
            if (!answer.IsSuccessStatusCode)
            {
                errors.WriteLine((int)answer.StatusCode == 403 ? "The token is not valid: used, expired or revoked. Make a new command on the probe's page." : $"The server answered {(int)answer.StatusCode}.");
                return 1;
            }
            var enrolled = await answer.Content.ReadFromJsonAsync(ProtocolJson.Default.Enrolled) ?? throw new ProbeException("The server's answer cannot be read.");
            home.Keep(new(address.ToString(), enrolled.Probe, enrolled.Name, enrolled.Credential, authority is null ? null : home.KeepAuthority(authority)));
            output.WriteLine($"Enrolled as {enrolled.Name}. Start it: {(CommandLine.Installed ? "systemctl restart steward-probe" : "./steward-probe run")}");
            return 0;
        }
    }

    static string Advice(string? authority) => authority is null
        ? " If the server made its certificate itself (steward tls), bring its ca.crt here and add --ca ca.crt."
        : $" Is {authority} the authority of this server, and is the server's name in the address one that its certificate names?";
}
