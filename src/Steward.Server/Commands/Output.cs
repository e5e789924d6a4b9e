// What a command says: tables and sentences for people, one JSON object for programs; progress goes to standard error.
using System.Text.Json;
using Spectre.Console;
using Steward.Platform.Web;

namespace Steward.Commands;

sealed class Output(bool json)
{
    static readonly IAnsiConsole Aside = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });

    public bool Json => json;

    /// <summary>The result: <paramref name="value"/> for programs, <paramref name="lines"/> for people.</summary>
    public void Say(object value, params IEnumerable<string> lines)
    {
        if (json) Console.WriteLine(JsonSerializer.Serialize(value, Platform.Web.Json.Options));
        else foreach (var line in lines) Console.WriteLine(line);
    }

    /// <summary>A file in root's own folder looks as if it were not there to the user that the installed program works as.</summary>
    public static string NoFile(string path) => $"There is no file {path} that the user {Environment.UserName} may read.";

    public void Warn(string line)
    {
        if (!json) Console.Error.WriteLine(line);
    }

    /// <summary>A bar on a terminal, a line every few seconds elsewhere, nothing for programs. The work tells how far it is.</summary>
    public async Task<T> Progress<T>(string title, int? total, Func<Action<int>, Task<T>> work)
    {
        if (json) return await work(_ => { });
        if (!Aside.Profile.Capabilities.Interactive || Console.IsErrorRedirected)
        {
            var last = 0L;
            return await work(done =>
            {
                var now = Environment.TickCount64;
                if (now - last < 2000) return;
                last = now;
                Console.Error.WriteLine(total is null ? $"{title}: {done:N0}" : $"{title}: {done:N0} / {total:N0}");
            });
        }
        return await Aside.Progress().Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn(), new SpinnerColumn())
            .StartAsync(async context =>
            {
                var task = context.AddTask(Markup.Escape(title), maxValue: total ?? 1);
                if (total is null) task.IsIndeterminate = true;
                var result = await work(done => { task.Value = done; if (total is null) task.Description = Markup.Escape($"{title} {done:N0}"); });
                task.Value = task.MaxValue;
                return result;
            });
    }
}
