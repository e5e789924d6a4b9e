// steward token: makes an API token for an account, for scripts that are set up without a browser.
using System.CommandLine;
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Platform.Text;

namespace Steward.Commands;

static class TokenCommand
{
    static readonly Argument<string> Account = new("USER") { Description = "User name of the account that the token acts as." };
    static readonly Option<string> Name = new("--name") { Description = "What the token is for.", DefaultValueFactory = _ => "command line" };
    static readonly Option<string[]> Scopes = new("--scope") { Description = "Rights such as Incident:Read; none means all that the account may.", AllowMultipleArgumentsPerToken = true };
    static readonly Option<int?> Days = new("--days") { Description = "Valid for so many days; without it until revoked." };

    public static Command Command()
    {
        var command = new Command("token", "Makes an API token; it is shown once. 创建访问令牌") { Account, Name, Scopes, Days };
        command.SetAction((parsed, stop) => Installation.Run(parsed, "MakeToken", stop, async (services, output) =>
        {
            var now = services.GetRequiredService<TimeProvider>().Now();
            var result = await services.GetRequiredService<TokenDesk>().Make(parsed.GetValue(Account)!, parsed.GetValue(Name)!, parsed.GetValue(Scopes) ?? [], parsed.GetValue(Days) is { } days ? now.AddDays(days) : null, stop);
            if (!result.TryGet(out var token, out var refusal))
            {
                output.Say(new { error = refusal.Code, reason = refusal.Sentence }, refusal.Sentence);
                return Exit.Failed;
            }
            output.Say(new { token }, token);
            return Exit.AllGood;
        }));
        return command;
    }
}
