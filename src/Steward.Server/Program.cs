// Starts the command line; `steward serve` is the server. Exit codes: 0 all good, 1 some refused, 2 failed.
using System.CommandLine;
using Steward.Commands;
using Steward.Platform.Settings;

var root = new RootCommand("""
    Steward 运维管家: everything an IT operations provider promises, and the proof.

    Try it:       steward demo                      (a sample company at http://localhost:5080)
    Use it:       steward serve --data /var/lib/steward
    Bring it in:  steward replay incidents log.csv.gz --customer XXQY
    Keep it:      steward backup steward.zip --drill · steward restore steward.zip --data DIR
    Prove it:     steward sla explain INC-XXQY-20260301-0001 · steward verify-audit
    """)
{
    Shared.Data, Shared.Database, Shared.Json,
    Serve.Command(), DemoCommand.Command(), Migrate.Command(), CheckConfig.Command(), ImportHistory.Replay(), ImportCommand.Command(), ReportCommand.Command(), BackupCommand.Backup(), BackupCommand.RestoreFrom(), MoveCommand.Command(), SupportCommand.Command(), SlaCommands.Command(), CheckCalendar.Command(), TokenCommand.Command(), ResetFactorsCommand.Command(), TlsCommand.Command(), VerifyAudit.Command(),
};

try
{
    var parsed = root.Parse(args);
    if (parsed.Errors.Count == 0) return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
    await parsed.InvokeAsync();
    return Exit.Failed;
}
catch (SettingsException fault)
{
    Console.Error.WriteLine(fault.Message);
    return Exit.Failed;
}
catch (OperationCanceledException) { return Exit.Failed; }
// The world around the program: a port that is taken, a folder that may not be written, a file that is cut off, a database that is away.
catch (UnauthorizedAccessException fault)
{
    Console.Error.WriteLine($"{fault.Message} (This is the user {Environment.UserName}.)");
    return Exit.Failed;
}
catch (Exception fault) when (fault is IOException or InvalidDataException)
{
    Console.Error.WriteLine(fault.Message);
    return Exit.Failed;
}
catch (Exception fault) when (EngineValues.IsAway(fault))
{
    Console.Error.WriteLine($"The database cannot be reached: {fault.GetBaseException().Message}");
    return Exit.Failed;
}
catch (System.Data.Common.DbException fault)
{
    Console.Error.WriteLine($"The database refused: {fault.Message}");
    return Exit.Failed;
}

/// <summary>Named so that tests can start the program.</summary>
public partial class Program;
