// steward verify-audit: walks the hash chain from the first line and says whether any was edited, deleted, inserted or cut off.
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Steward.Platform.Audit;
using Steward.Platform.Host;
using Steward.Platform.Settings;

namespace Steward.Commands;

static class VerifyAudit
{
    public static Command Command()
    {
        var command = new Command("verify-audit", "Proves that the audit log is whole. 校验审计日志");
        var outside = new Option<AuditAnchor[]>("--anchor")
        {
            Description = "A line's number and hash as they were sent out of the house: NUMBER:HASH. May be given again. 寄存在外的链尾", AllowMultipleArgumentsPerToken = true,
            CustomParser = given => [.. given.Tokens.Select(t => Read(t.Value, given))],
        };
        command.Add(outside);
        command.SetAction((parsed, stop) => Installation.Run(parsed, "VerifyAudit", stop, async (services, output) =>
        {
            List<AuditAnchor> anchors = [.. AuditAnchors.Read(services.GetRequiredService<DataFolder>()), .. parsed.GetValue(outside) ?? []];
            var verdict = await output.Progress("Reading audit lines", null, tell => AuditVerifier.Verify(services.GetRequiredService<StewardDb>(), anchors, stop, n => tell((int)n)));
            UpkeepNotes.Note(services.GetRequiredService<DataFolder>(), n => n with { Audit = TimeProvider.System.Now(), AuditFault = verdict.Fault?.ToString() ?? "" });
            output.Say(verdict, verdict.Fault is null
                ? $"The audit log is whole: {verdict.Lines:N0} lines, {anchors.Count} anchors, head {verdict.Head}."
                : $"The audit log is NOT whole: {verdict.Fault} at line {verdict.At}; {verdict.Lines:N0} lines before it are good.");
            return verdict.Fault is null ? Exit.AllGood : Exit.Failed;
        }));
        return command;
    }

    static AuditAnchor Read(string text, ArgumentResult given)
    {
        if (text.Split(':') is [var number, { Length: 64 } hash] && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var line)) return new(line, hash.ToLowerInvariant());
        given.AddError($"{text} is no anchor: it wants a line's number and its hash, as 1234:9f…");
        return new(0, "");
    }
}
