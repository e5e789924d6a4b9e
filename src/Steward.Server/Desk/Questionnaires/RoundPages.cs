// Addresses, rights and verbs of periodic surveys: all rounds, one round's results, and what a contract asks and when.
using Steward.Access;
using Steward.Platform.Sweeps;
using Steward.Platform.Web;
using Steward.Platform.Web.Help;

namespace Steward.Desk.Questionnaires;

static class RoundPages
{
    static readonly string Figures = Needs.OverOthers(Thing.Report, Right.Read), Work = Needs.The(Thing.Report, Right.Work);

    public static void Add(IServiceCollection services)
    {
        services.AddScoped<RoundPeople>().AddScoped<RoundQueries>().AddScoped<ISweep, RoundSweep>();
        services.AddSingleton(new AuditSubject("desk_survey_round", "/surveys/rounds/{0}")).AddSingleton(new AuditSubject("desk_questionnaire", "/contracts/{0}/surveys", "Contract"));
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.Shows<RoundsPage, RoundList>("/surveys/rounds", Figures, "SurveyRounds", (RoundQueries rounds, CancellationToken stop) => rounds.Many(stop));
        routes.Shows<RoundPage, RoundView>("/surveys/rounds/{round:guid}", Figures, "SurveyRound", (Guid round, RoundQueries rounds, CancellationToken stop) => rounds.Of(RoundId.From(round), stop));
        routes.Shows<ContractSurveysPage, ContractSurveys>("/contracts/{contract:guid}/surveys", Figures, "ContractSurveys", (Guid contract, RoundQueries rounds, CancellationToken stop) => rounds.Plan(Contracts.ContractId.From(contract), stop));
        routes.Verb<DesignQuestionnaire, QuestionnaireId, DesignQuestionnaireHandler>("contracts/{contract}/questionnaires/{for}", Work, new() { Then = (ask, _) => $"/contracts/{ask.Contract}/surveys", Again = Redraw.Of("/contracts/{contract:guid}/surveys") });
        routes.Verb<PlanRound, RoundId, PlanRoundHandler>("contracts/{contract}/survey-rounds/{for}", Work, new() { Then = (ask, _) => $"/contracts/{ask.Contract}/surveys", Again = Redraw.Of("/contracts/{contract:guid}/surveys") });
    }
}
