// Plans when a contract's people are asked next; the rounds after it plan themselves, a quarter or a year later.
using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Contracts;
using Steward.Platform.Web;

namespace Steward.Desk.Questionnaires;

/// <summary>What is planned and not yet sent is moved; otherwise a round is planned anew.</summary>
public sealed record PlanRound(ContractId Contract, Respondents For, DateTimeOffset SendAt, [property: Range(3, 60)] int Days = 14);

sealed record NothingDesigned() : Refusal("DESK-640");
sealed record AskedAlready(string Period) : Refusal("DESK-641", Period);

/// <summary>Nobody is asked in the past, nor after the contract has ended.</summary>
sealed record NotThen() : Refusal("DESK-642") { public override string? Field => "sendAt"; public override int Status => 400; }

sealed class PlanRoundHandler(StewardDb db, ContractBook contracts, Me me, IdSource ids, TimeProvider time) : IVerb<PlanRound, RoundId>
{
    public async Task<Result<RoundId>> Handle(PlanRound ask, CancellationToken stop)
    {
        if (await contracts.All.SingleOrDefaultAsync(c => c.Id == ask.Contract, stop) is not { } contract) return new NotFound();
        if (!me.Can(Thing.Report, Right.Work, new(contract.Customer, Contract: contract.Id.Value))) return new NotAllowed();
        if (!await db.Set<Questionnaire>().AnyAsync(q => q.Contract == contract.Id && q.For == ask.For, stop)) return new NothingDesigned();
        var now = time.Now();
        // Forms name minutes: this very one is now.
        if (ask.SendAt <= now.AddMinutes(-1) || !ContractBook.InForce(contract, ask.SendAt)) return new NotThen();
        var period = RoundPlan.Period(contract, ask.For, ask.SendAt);
        var round = await db.Set<SurveyRound>().Where(r => r.Contract == contract.Id && r.For == ask.For && r.SentAt == null).OrderBy(r => r.SendAt).FirstOrDefaultAsync(stop);
        if (await db.Set<SurveyRound>().AnyAsync(r => r.Contract == contract.Id && r.For == ask.For && r.Period == period && r.SentAt != null, stop)) return new AskedAlready(period);
        if (round is null) db.Add(round = RoundPlan.New(contract, ask.For, ask.SendAt, ask.Days, ids, now));
        else (round.SendAt, round.Period, round.Days, round.NextDuty) = (ask.SendAt, period, ask.Days, ask.SendAt);
        return (await db.TryCommit(stop)).Refusal is { } lost ? lost : round.Id;
    }
}

static class RoundPlan
{
    public static string Period(Contract contract, Respondents of, DateTimeOffset at) => SurveyRound.PeriodOf(of, DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, TimeZoneInfo.FindSystemTimeZoneById(contract.Zone)).DateTime));

    public static SurveyRound New(Contract contract, Respondents of, DateTimeOffset sendAt, int days, IdSource ids, DateTimeOffset now) => new()
    {
        Id = ids.New<RoundId>(now), Customer = contract.Customer, Contract = contract.Id, For = of, Period = Period(contract, of, sendAt), SendAt = sendAt, Days = days, NextDuty = sendAt,
    };

    /// <summary>The same day and time of day a quarter or a year later, on the contract's clocks.</summary>
    public static DateTimeOffset Next(Contract contract, Respondents of, DateTimeOffset sendAt)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(contract.Zone);
        var local = TimeZoneInfo.ConvertTime(sendAt, zone).DateTime.AddMonths(of == Respondents.DepartmentHeads ? 3 : 12);
        while (zone.IsInvalidTime(local)) local = local.AddMinutes(15);
        return new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime();
    }
}
