// Service sheets and releases in different states for walks over all pages.
using Steward.Access;
using Steward.Fixtures;

namespace Steward.Desk;

static class FieldWork
{
    public static async Task<(Guid[] Sheets, Guid[] Releases)> Make(TestServer server, Company company, Guid ticket, string word = "清理进纸轮")
    {
        using var onsite = await Board.In(server, Role.Onsite);
        async Task<Guid> Written(bool signed)
        {
            var sheet = await onsite.Make($"tickets/{ticket}/sheets", new { kind = "Remote", arrived = true });
            await onsite.Do($"sheets/{sheet}/finish", new { workDone = word, result = "Solved", parts = word, signature = Ink.Drawn() });
            if (signed) await onsite.Do($"sheets/{sheet}/sign", new { signer = word, opinion = "Satisfied", opinionText = word, signature = Ink.Drawn() });
            return sheet;
        }
        var (signed, waiting, refused, voided) = (await Written(true), await Written(false), await Written(false), await Written(false));
        await onsite.Do($"sheets/{refused}/refuse", new { reason = word });
        await onsite.Do($"sheets/{voided}/void", new { reason = word });
        var open = await onsite.Make($"tickets/{ticket}/sheets", new { kind = "Visit" });

        using var author = await Board.In(server, Role.L2);
        using var chair = await Board.In(server, Role.ChgMgr);
        var approved = await ReleaseTests.Approved(server, company, author, chair, word);
        var planned = await author.Make("releases", new { summary = word, customer = company.Customer, backoutPlan = word });
        var halted = await ReleaseTests.Approved(server, company, author, chair, word);
        var change = (await author.Get("changes?group=All"))["items"]!.AsArray().First(c => c!["state"]!.ToString() == "Scheduled")!["number"]!.ToString();
        await author.Do($"releases/{halted}/change", new { change });
        await author.Do($"releases/{halted}/pilot");
        var host = (await author.Get($"releases/{halted}"))["hosts"]!.AsArray().First(h => h!["wave"]!.GetValue<int>() == 1)!["asset"]!;
        await author.Do($"releases/{halted}/targets/{host}/result", new { outcome = "Failed", note = word });
        return ([signed, open, waiting, refused, voided], [halted, planned, approved]);
    }
}
