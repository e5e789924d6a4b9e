// steward-probe run: checks, keeps and reports until it is stopped.
using Steward.Probe.Checks;
using Steward.Probe.Link;
using Steward.Probe.Spool;
using Steward.Probe.Wheel;
using Steward.Protocol;

namespace Steward.Probe;

static class Running
{
    public static async Task<int> Run(Home home, long spoolBytes, Log log, CancellationToken asked)
    {
        if (home.Identity is not { } identity) throw new ProbeException($"Not enrolled yet: no credential in {home.Path}. steward-probe --help");
        using var alone = home.Lock();
        var time = TimeProvider.System;
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(asked);
        var stop = ending.Token;
        using var spool = new ResultSpool(home.Spool, spoolBytes, log.Say);
        using var http = Line.Client(new Uri(identity.Server), home.Authority, identity.Credential);
        var (writer, clockwork) = (new SpoolWriter(spool, log.Say), new Clockwork());
        using var tcp = new TcpCheck();
        using var icmp = new IcmpCheck(clockwork);
        var runner = new CheckRunner(clockwork, writer, tcp, icmp, time, stop);
        var known = home.Work;
        runner.Follow(known.Orders);
        var courier = new Courier(http, spool, writer, known, work =>
        {
            runner.Follow(work.Orders);
            if (!icmp.Permitted && work.Orders.Any(o => o.Kind == CheckKind.Icmp)) log.Say(IcmpCheck.NotPermitted);
            try { home.Work = work; }
            catch (IOException fault) { log.Say($"The work list could not be kept: {fault.Message}"); }
        }, time, log.Say);
        log.Say($"{identity.Name}: {known.Orders.Count} checks from the last work list, {spool.Last - spool.Taken} results to hand over to {identity.Server}");

        async Task Tell()
        {
            while (!stop.IsCancellationRequested)
            {
                Status.Keep(home, new(time.GetUtcNow(), courier.LastContact, courier.State, writer.Trouble, runner.Checks, runner.Looks, runner.NotLooked, spool.Last - spool.Taken, spool.Taken));
                try { await Task.Delay(TimeSpan.FromSeconds(2), stop); }
                catch (OperationCanceledException) { return; }
            }
        }

        var code = 0;
        // A probe of which a part has fallen over must not go on as if all were well: it ends, and systemd starts it anew.
        async Task Part(string name, Task part)
        {
            try { await part; }
            catch (Exception bug)
            {
                log.Say($"{name} fell over: {bug}");
                code = 2;
                await ending.CancelAsync();
            }
        }
        await Task.WhenAll(Part("The wheel", clockwork.Turn(stop)), Part("The ear for pings", icmp.Listen(stop)), Part("The spool", writer.Run(stop)), Part("The line", courier.Run(stop)), Part("The status", Tell()));
        return code;
    }
}
