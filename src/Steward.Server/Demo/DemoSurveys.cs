// What users of the sample company answer when they are asked: 55 % do, and give 62/24/8/4/2 % of fives down to ones.
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Steward.Desk;
using Steward.Desk.Surveys;
using Steward.Notify;
using Steward.Sla;

namespace Steward.Demo;

/// <summary>Answers come by the link in the mail, as everywhere. The dice are of their own, so that the story around them stays as it is.</summary>
sealed partial class DemoSurveys(DemoWorld world, DemoCast cast, Action<DateTimeOffset, Func<CancellationToken, Task>> at)
{
    static readonly string[] Good = ["", "", "", "", "很快就解决了，谢谢", "师傅很耐心", "服务态度好", "解决得很彻底"], Fair = ["", "", "还可以", "等的时间有点长", "问题解决了，但来得晚"],
        Bad = ["等了一上午才有人来", "同样的问题又出现了", "没有说明原因就关闭了", "电话一直占线"];

    readonly Random dice = new(11);
    DateTimeOffset since;

    ServiceCalendar Hours => cast.Customers[0].Hours;

    /// <summary>Whoever was asked since the last look answers within a day and a half of work, or never.</summary>
    public async Task LookAround(CancellationToken stop)
    {
        var (from, now) = (since, world.Clock.Now());
        since = now;
        var asked = await world.As(null, "Surveys", async services =>
        {
            var found = await services.GetRequiredService<SurveyBook>().All.Where(s => s.AskedAt > from && s.AskedAt <= now && s.AnsweredAt == null).OrderBy(s => s.Id).Select(s => s.Id).ToListAsync(stop);
            var mails = new List<(SurveyId Survey, string Token)>();
            foreach (var survey in found)
                if ((await services.GetRequiredService<Mailroom>().About(survey.Value, stop)).FirstOrDefault() is { } mail) mails.Add((survey, TokenIn(mail.Body)));
            return mails;
        });
        foreach (var (survey, token) in asked)
        {
            var (answers, overall, hours, others, words) = (dice.NextDouble() < 0.55, dice.NextDouble() switch { < 0.62 => 5, < 0.86 => 4, < 0.94 => 3, < 0.98 => 2, _ => 1 }, 0.2 + dice.NextDouble() * 40, dice.Next(), dice.Next());
            if (!answers) continue;
            // The other four are as the whole, or a step away; a dissatisfied user is so with something in particular.
            int Near(int shift) => Math.Clamp(overall + (others >> shift & 7) switch { 0 => -1, 1 => 1, _ => 0 }, overall > 2 ? 3 : 1, 5);
            var said = overall >= 4 ? Good : overall == 3 ? Fair : Bad;
            at(Hours.Due(now, (long)(hours * 1000)), async s =>
            {
                await world.Do<AnswerSurvey, Done>(null, new(token, Near(0), Near(3), Near(6), Near(9), overall, said[words % said.Length]), s);
                if (overall <= 2) at(Hours.Due(world.Clock.Now(), 5 * 3600), again => Call(survey, again));
            });
        }
    }

    /// <summary>The service manager calls whoever was dissatisfied.</summary>
    Task Call(SurveyId survey, CancellationToken stop) => world.Do<RecordCallBack, Done>(cast.Manager, new(survey, "已电话致歉并说明原因，安排工程师回访确认"), stop);

    public static string TokenIn(string body) => Link().Match(body).Groups[1].Value;

    [GeneratedRegex(@"/survey/(\S+)")] private static partial Regex Link();
}
