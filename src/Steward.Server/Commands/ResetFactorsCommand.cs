// steward reset-factors: lets the last administrator in again who has lost phone and recovery codes.
using System.CommandLine;
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Access.Factors;
using Steward.Platform.Web;

namespace Steward.Commands;

static class ResetFactorsCommand
{
    static readonly Argument<string> User = new("USER") { Description = "User name of the account." };

    public static Command Command()
    {
        var command = new Command("reset-factors", "Removes authenticator, recovery codes and passkeys of an account and ends its sessions. 重置第二重验证") { User };
        command.SetAction((parsed, stop) => Installation.Run(parsed, nameof(ResetFactors), stop, async (services, output) =>
        {
            var name = parsed.GetValue(User)!.ToLowerInvariant();
            var account = await services.GetRequiredService<StewardDb>().Set<Account>().Where(a => a.UserName == name).Select(a => a.Id).SingleOrDefaultAsync(stop);
            if (!(await services.GetRequiredService<IVerb<ResetFactors, Done>>().Handle(new(account), stop)).TryGet(out _, out var refusal))
            {
                output.Say(new { error = refusal.Code, reason = refusal.Sentence }, refusal.Sentence);
                return Exit.Failed;
            }
            output.Say(new { user = name }, $"{name}: removed. The next sign-in asks for the password alone.");
            return Exit.AllGood;
        }));
        return command;
    }
}
