// The probe's three commands. Exit codes: 0 all good, 1 refused, 2 failed.
using System.Runtime.InteropServices;
using Steward.Probe.Link;

namespace Steward.Probe;

static class CommandLine
{
    /// <summary>The program as its package puts it, whose unit has a folder of its own.</summary>
    public static bool Installed => Environment.ProcessPath == "/usr/bin/steward-probe";

    static string Usual => Installed ? "/var/lib/steward-probe" : ".data/probe";

    static readonly string Help = $$"""
        steward-probe: checks at the customer's site for Steward.

          steward-probe enrol --server URL --token ONE-TIME   exchanges the token for this probe's credential
          steward-probe run                                   checks and reports until it is stopped
          steward-probe status                                what it did last

        Options:
          --data FOLDER     credential, work list and spool (default {{Usual}})
          --ca FILE         enrol: trust this authority (PEM) instead of the system's, for a server with its own
          --insecure-http   enrol: allow http:// to this same machine, for trials
          --spool-mb N      run: the spool holds so many MiB at most (default 1024)

        Pings need CAP_NET_RAW: setcap cap_net_raw+ep steward-probe, or the systemd unit that comes with it.
        """;

    public static async Task<int> Run(string[] args, TextWriter output, TextWriter errors)
    {
        var options = Options(args.Skip(1), errors);
        if (args.Length == 0 || args[0] is "help" or "--help" or "-h") { output.WriteLine(Help); return 0; }
        if (options is null) return 2;
        var home = new Home(options.GetValueOrDefault("data", Usual));
        try
        {
            switch (args[0])
            {
                case "enrol":
                    if (!options.TryGetValue("server", out var server) || !options.TryGetValue("token", out var token)) { errors.WriteLine("enrol needs --server and --token."); return 2; }
                    return await Enrolling.Run(home, server, token, options.GetValueOrDefault("ca"), options.ContainsKey("insecure-http"), output, errors);
                case "run":
                    if (!long.TryParse(options.GetValueOrDefault("spool-mb", "1024"), out var megabytes) || megabytes < 1) { errors.WriteLine("--spool-mb needs a number of 1 or more."); return 2; }
                    using (var stop = new CancellationTokenSource())
                    using (PosixSignalRegistration.Create(PosixSignal.SIGTERM, Ends(stop)))
                    using (PosixSignalRegistration.Create(PosixSignal.SIGINT, Ends(stop)))
                        return await Running.Run(home, megabytes * 1024 * 1024, new Log(errors), stop.Token);
                case "status":
                    return Status.Show(home, output);
                default:
                    errors.WriteLine($"Unknown command {args[0]}. steward-probe --help");
                    return 2;
            }
        }
        catch (ProbeException fault)
        {
            errors.WriteLine(fault.Message);
            return 2;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            errors.WriteLine(fault.Message);
            return 2;
        }
    }

    static Action<PosixSignalContext> Ends(CancellationTokenSource stop) => signal => { signal.Cancel = true; stop.Cancel(); };

    static Dictionary<string, string>? Options(IEnumerable<string> args, TextWriter errors)
    {
        var options = new Dictionary<string, string>();
        string? name = null;
        foreach (var word in args)
        {
            if (name is not null) { options[name] = word; name = null; }
            else if (word == "--insecure-http") options["insecure-http"] = "";
            else if (word is "--data" or "--server" or "--token" or "--ca" or "--spool-mb") name = word[2..];
            else { errors.WriteLine($"Unknown option {word}. steward-probe --help"); return null; }
        }
        if (name is null) return options;
        errors.WriteLine($"--{name} needs a value.");
        return null;
    }
}

/// <summary>A reason to end, said in one sentence to whoever started the probe.</summary>
sealed class ProbeException(string message) : Exception(message);

/// <summary>Lines for the journal, with their time.</summary>
sealed class Log(TextWriter to)
{
    readonly Lock gate = new();
    string last = "";

    public void Say(string line)
    {
        lock (gate)
        {
            // A trouble that lasts is said once.
            if (line == last) return;
            last = line;
            to.WriteLine(FormattableString.Invariant($"{TimeProvider.System.GetUtcNow():yyyy-MM-ddTHH:mm:ssZ} {line}"));
            to.Flush();
        }
    }
}
