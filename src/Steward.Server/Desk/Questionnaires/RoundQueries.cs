// What the pages of periodic surveys show: all rounds with how many answered, one round beside the one before, and what a contract asks whom and when.
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Contracts;
using Steward.Desk.Cases;
using Steward.Desk.Pages;
using Steward.People;
using Steward.Platform.Fields;
using Steward.Sla;

namespace Steward.Desk.Questionnaires;

public sealed record RoundRow(RoundId Id, Respondents For, string Period, ContractId Contract, string ContractNumber, string CustomerName, DateTimeOffset SendAt, DateTimeOffset? SentAt, DateTimeOffset? ClosesAt, long Asked, long Answers, decimal? Mean, decimal? SatisfiedPercent)
{
    [JsonIgnore] public Satisfaction Said { get; init; } = new(0, new Dictionary<int, long>());
}

public sealed record ContractRow(ContractId Id, string Number, string Name, string CustomerName);
public sealed record RoundList(IReadOnlyList<RoundRow> Rounds, IReadOnlyList<ContractRow> Contracts);

/// <summary>How a question of one's own was answered: a score's or a choice's counts in the order of its options, or the words.</summary>
public sealed record OwnQuestion(FormField Field, IReadOnlyList<long> Counts, IReadOnlyList<string> Words)
{
    [JsonIgnore] public decimal? Mean => Field.Kind == FieldKind.Number && Counts.Sum() is > 0 and var all ? (decimal)Counts.Select((n, i) => n * (i + 1)).Sum() / all : null;
}

/// <summary>Somebody who was asked; who they are, only for whoever may call them.</summary>
public sealed record RespondentRow(SurveyId Survey, string Name, string Department, DateTimeOffset? AnsweredAt, int Overall, int Lowest, string Comment, DateTimeOffset? CallBackDue, DateTimeOffset? CalledAt, string CallResult);

public sealed record RoundFigures(string Period, long Asked, IReadOnlyList<DimensionFigures> Dimensions)
{
    [JsonIgnore] public Satisfaction Said => Dimensions.Single(d => d.Of == Dimension.Overall).Said(Asked);
}

public sealed record RoundView(SurveyRound Round, string ContractNumber, string CustomerName, Questionnaire? Questions, RoundFigures Figures, RoundFigures? Before, IReadOnlyList<OwnQuestion> Own, IReadOnlyList<RespondentRow> People, bool MayWork);

/// <summary>What is asked of one group and when next.</summary>
public sealed record GroupPlan(Respondents For, Questionnaire? Questions, SurveyRound? Next, IReadOnlyList<Respondent> People);

public sealed record ContractSurveys(ContractRow Contract, IReadOnlyList<GroupPlan> Groups, IReadOnlyList<RoundRow> Rounds, bool MayWork);

sealed class RoundQueries(StewardDb db, SurveyBook book, ContractBook contracts, PeopleBook people, RoundPeople asked, Me me)
{
    const int MostRounds = 100;

    public async Task<RoundList> Many(CancellationToken stop)
    {
        var known = (await Contracts(contracts.All.Where(c => c.State == ContractState.Signed), stop)).Where(c => May(c.Contract, Right.Work)).Select(c => c.Row).ToList();
        return new(await Rows(Readable.OrderByDescending(r => r.SentAt ?? r.SendAt).ThenBy(r => r.Id).Take(MostRounds), stop), known);
    }

    public async Task<RoundView?> Of(RoundId id, CancellationToken stop)
    {
        if (await Readable.SingleOrDefaultAsync(r => r.Id == id, stop) is not { } round) return null;
        var (contract, row) = (await Contracts(contracts.All.Where(c => c.Id == round.Contract), stop)).Single();
        var questions = round.Questionnaire is { } with ? await db.Set<Questionnaire>().AsNoTracking().SingleAsync(q => q.Id == with, stop) : null;
        var surveys = await book.OfRounds.Where(s => s.Round == id).OrderBy(s => s.Id).ToListAsync(stop);
        var before = round.SentAt is { } sent ? await db.Set<SurveyRound>().AsNoTracking().Where(r => r.Contract == round.Contract && r.For == round.For && r.SentAt < sent).OrderByDescending(r => r.SentAt).FirstOrDefaultAsync(stop) : null;
        return new(round, row.Number, row.CustomerName, questions, Figures(round, surveys), before is null ? null : Figures(before, await book.OfRounds.Where(s => s.Round == before.Id).ToListAsync(stop)),
            [.. (questions?.Form ?? []).Select(f => Own(f, surveys))], await People(surveys, May(contract, Right.Work), stop), May(contract, Right.Work));
    }

    public async Task<ContractSurveys?> Plan(ContractId id, CancellationToken stop)
    {
        var known = await Contracts(contracts.All.Where(c => c.Id == id), stop);
        if (known.Count == 0 || !May(known[0].Contract, Right.Read)) return null;
        var (contract, row) = known[0];
        var groups = new List<GroupPlan>();
        foreach (var of in Enum.GetValues<Respondents>())
            groups.Add(new(of, await db.Set<Questionnaire>().AsNoTracking().Where(q => q.Contract == id && q.For == of).OrderByDescending(q => q.Number).FirstOrDefaultAsync(stop),
                await db.Set<SurveyRound>().AsNoTracking().Where(r => r.Contract == id && r.For == of && r.SentAt == null && r.NextDuty != null).OrderBy(r => r.SendAt).FirstOrDefaultAsync(stop), await asked.Of(contract, of, stop)));
        return new(row, groups, await Rows(Readable.Where(r => r.Contract == id).OrderByDescending(r => r.SentAt ?? r.SendAt).ThenBy(r => r.Id).Take(MostRounds), stop), May(contract, Right.Work));
    }

    IQueryable<SurveyRound> Readable => db.Set<SurveyRound>().AsNoTracking().Of(me, Thing.Report, Right.Read);

    bool May(Contract contract, Right right) => me.Can(Thing.Report, right, new Place(contract.Customer, Contract: contract.Id.Value));

    async Task<List<(Contract Contract, ContractRow Row)>> Contracts(IQueryable<Contract> some, CancellationToken stop) =>
        (await (from c in some join k in people.Customers on c.Customer equals k.Id orderby k.Name, c.Number select new { c, k.Name }).ToListAsync(stop)).ConvertAll(x => (x.c, new ContractRow(x.c.Id, x.c.Number, x.c.Name, x.Name)));

    async Task<IReadOnlyList<RoundRow>> Rows(IQueryable<SurveyRound> some, CancellationToken stop)
    {
        var rounds = await some.ToListAsync(stop);
        var (ids, of) = (rounds.ConvertAll(r => r.Id), rounds.Select(r => r.Contract).Distinct().ToList());
        var scores = (await book.OfRounds.Where(s => ids.Contains(s.Round!.Value)).GroupBy(s => new { s.Round, s.Overall }).Select(g => new { g.Key.Round, g.Key.Overall, Count = g.LongCount() }).ToListAsync(stop)).ToLookup(g => g.Round!.Value);
        var known = (await Contracts(contracts.All.Where(c => of.Contains(c.Id)), stop)).ToDictionary(c => c.Contract.Id, c => c.Row);
        return [.. rounds.Select(r =>
        {
            var said = new Satisfaction(scores[r.Id].Sum(s => s.Count), scores[r.Id].Where(s => s.Overall > 0).ToDictionary(s => s.Overall, s => s.Count));
            var contract = known[r.Contract];
            return new RoundRow(r.Id, r.For, r.Period, r.Contract, contract.Number, contract.CustomerName, r.SendAt, r.SentAt, r.ClosesAt, said.Asked, said.Answers, said.Mean, said.Satisfied.Percent) { Said = said };
        })];
    }

    static RoundFigures Figures(SurveyRound round, List<Survey> surveys)
    {
        var given = surveys.FindAll(s => s.AnsweredAt is not null);
        return new(round.Period, surveys.Count, [.. Enum.GetValues<Dimension>().Select(d => new DimensionFigures(d, [.. Enumerable.Range(1, 5).Select(score => given.LongCount(s => s.Score(d) == score))]))]);
    }

    static OwnQuestion Own(FormField field, List<Survey> surveys)
    {
        var said = surveys.SelectMany(s => s.Answers).Where(a => a.Key == field.Key).ToList();
        IReadOnlyList<string> options = field.Kind == FieldKind.Number ? ["1", "2", "3", "4", "5"] : field.Choices ?? [];
        return new(field, [.. options.Select(o => said.LongCount(a => a.Value == o))], options.Count > 0 ? [] : [.. said.Select(a => a.Value)]);
    }

    async Task<IReadOnlyList<RespondentRow>> People(List<Survey> surveys, bool named, CancellationToken stop)
    {
        if (!named) return [];
        var ids = surveys.ConvertAll(s => s.Requester);
        var known = await people.Contacts.Where(c => ids.Contains(c.Id)).ToDictionaryAsync(c => c.Id, stop);
        return [.. surveys.Select(s => new RespondentRow(s.Id, known[s.Requester].Name, known[s.Requester].Department, s.AnsweredAt, s.Overall, s.AnsweredAt is null ? 0 : s.Lowest, s.Comment, s.CallBackDue, s.CalledAt, s.CallResult))];
    }
}
