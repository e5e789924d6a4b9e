// Sends each round once when its time has come, reminds whoever has not answered, and plans the round after it; on any number of nodes.
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Contracts;
using Steward.Desk.Surveys;
using Steward.Notify;
using Steward.People;
using Steward.Platform.Sweeps;
using Steward.Platform.Text;
using Steward.Platform.Web.Components;

namespace Steward.Desk.Questionnaires;

/// <summary>One of those who are asked.</summary>
public sealed record Respondent(ContactId Id, string Name, string Department, string Email)
{
    [System.Text.Json.Serialization.JsonIgnore] public Language Language { get; init; }
}

/// <summary>Whom a contract wants asked: those it names for it; where it names no heads of departments, all of the customer's who are marked as such.</summary>
sealed class RoundPeople(StewardDb db, ContractBook contracts, PeopleBook people)
{
    public async Task<List<Respondent>> Of(Contract contract, Respondents of, CancellationToken stop)
    {
        var post = of == Respondents.DepartmentHeads ? ContractPost.DepartmentHead : ContractPost.Management;
        var named = await contracts.People.Where(p => p.Contract == contract.Id && p.Post == post && p.Contact != null).Select(p => p.Contact!.Value).ToListAsync(stop);
        var customer = contract.Customer;
        var wanted = people.Contacts.Where(c => c.Customer == customer && c.Active);
        wanted = named.Count > 0 || of == Respondents.Management ? wanted.Where(c => named.Contains(c.Id)) : wanted.Where(c => c.Head);
        return (await wanted.OrderBy(c => c.Department).ThenBy(c => c.Name).Select(c => new { c.Id, c.Name, c.Department, c.Email, Language = db.Set<Account>().Where(a => a.Contact == c.Id).Select(a => (Language?)a.Language).FirstOrDefault() }).ToListAsync(stop))
            .ConvertAll(c => new Respondent(c.Id, c.Name, c.Department, c.Email) { Language = c.Language ?? Language.Zh });
    }
}

sealed class RoundSweep(StewardDb db, ContractBook contracts, RoundPeople people, SurveyLinks links, Mailroom mails, IdSource ids, Me me) : ISweep
{
    public string Name => "survey-rounds";
    public TimeSpan Every => TimeSpan.FromSeconds(30);

    public async Task<int> RunOnce(DateTimeOffset now, CancellationToken stop)
    {
        me.BecomeSystem();
        var done = 0;
        foreach (var id in await db.Set<SurveyRound>().AsNoTracking().Where(r => r.NextDuty <= now).OrderBy(r => r.NextDuty).Select(r => r.Id).Take(50).ToListAsync(stop))
        {
            db.ChangeTracker.Clear();
            var round = await db.Set<SurveyRound>().SingleAsync(r => r.Id == id, stop);
            if (round.NextDuty is not { } due || due > now) continue;
            var contract = await contracts.All.SingleAsync(c => c.Id == round.Contract, stop);
            if (round.SentAt is null) await Send(round, contract, now, stop);
            else await Remind(round, contract, now, stop);
            // The row's version makes this a compare-and-set: a second node is refused and passes on.
            if ((await db.TryCommit(stop)).Refusal is null) done++;
        }
        return done;
    }

    async Task Send(SurveyRound round, Contract contract, DateTimeOffset now, CancellationToken stop)
    {
        if (!ContractBook.InForce(contract, now)) { round.NextDuty = null; return; }
        var asked = (await people.Of(contract, round.For, stop)).FindAll(p => p.Email.Length > 0);
        // Whom to ask may still be named: looked at again tomorrow.
        if (asked.Count == 0) { round.NextDuty = now.AddDays(1); return; }
        var questions = await db.Set<Questionnaire>().AsNoTracking().Where(q => q.Contract == contract.Id && q.For == round.For).OrderByDescending(q => q.Number).FirstAsync(stop);
        (round.SentAt, round.ClosesAt, round.Questionnaire) = (now, now.AddDays(round.Days), questions.Id);
        round.NextDuty = round.NextReminder();
        foreach (var person in asked)
        {
            var survey = new Survey { Id = ids.New<SurveyId>(now), Customer = round.Customer, Contract = round.Contract, Round = round.Id, Requester = person.Id, AskedAt = now, ExpiresAt = round.ClosesAt.Value };
            db.Add(survey);
            Write(survey, round, contract, questions, person, "questionnaire", now);
        }
        await PlanNext(round, contract, now, stop);
    }

    async Task Remind(SurveyRound round, Contract contract, DateTimeOffset now, CancellationToken stop)
    {
        round.Reminders++;
        round.NextDuty = round.NextReminder();
        var questions = await db.Set<Questionnaire>().AsNoTracking().SingleAsync(q => q.Id == round.Questionnaire, stop);
        var silent = await db.Set<Survey>().AsNoTracking().Where(s => s.Round == round.Id && s.AnsweredAt == null && s.ExpiresAt > now).ToListAsync(stop);
        var addresses = (await people.Of(contract, round.For, stop)).ToDictionary(p => p.Id);
        // Who has left the list meanwhile is not pressed.
        foreach (var survey in silent.Where(s => addresses.ContainsKey(s.Requester))) Write(survey, round, contract, questions, addresses[survey.Requester], "questionnaire-reminder", now);
    }

    void Write(Survey survey, SurveyRound round, Contract contract, Questionnaire questions, Respondent to, string template, DateTimeOffset now) =>
        mails.Post(round.Customer, survey.Id.Value, new(to.Name, to.Email, to.Language), template, $"{survey.Id.Value:N}-{template}-{round.Reminders}", now,
            to.Language == Language.En && questions.TitleEn.Length > 0 ? questions.TitleEn : questions.Title, round.Period, to.Name, mails.Link($"/survey/{links.Token(survey)}"), Format.Date(survey.ExpiresAt, TimeZoneInfo.FindSystemTimeZoneById(contract.Zone)));

    async Task PlanNext(SurveyRound round, Contract contract, DateTimeOffset now, CancellationToken stop)
    {
        var next = RoundPlan.Next(contract, round.For, round.SendAt);
        // Of periods that nobody sent in, none is made up for.
        while (next <= now) next = RoundPlan.Next(contract, round.For, next);
        var period = RoundPlan.Period(contract, round.For, next);
        if (ContractBook.InForce(contract, next) && !await db.Set<SurveyRound>().AnyAsync(r => r.Contract == round.Contract && r.For == round.For && (r.SentAt == null && r.Id != round.Id || r.Period == period), stop))
            db.Add(RoundPlan.New(contract, round.For, next, round.Days, ids, now));
    }
}
