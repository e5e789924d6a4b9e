// Addresses, rights and navigation of surveys: the page behind a link, the figures, and the verbs.
using Steward.Access;
using Steward.Desk.Surveys;
using Steward.Platform.Web;
using Steward.Platform.Web.Components;
using Steward.Platform.Web.Help;
using Steward.Platform.Web.Lists;

namespace Steward.Desk.Pages;

static class SurveyPages
{
    static readonly string Figures = Needs.OverOthers(Thing.Report, Right.Read);

    public static void Add(IServiceCollection services)
    {
        Questionnaires.RoundPages.Add(services);
        services.AddSingleton<SurveyLinks>().AddScoped<SurveyBook>().AddScoped<Invitations>().AddScoped<Answers>().AddScoped<SurveyQueries>();
        services.AddSingleton(new AuditSubject("desk_survey", "/tickets/{0}", "Ticket"));
        services.AddNav(new NavEntry("Nav.Promises", "Survey.Satisfaction", "/surveys", "mood-happy", Figures, 340));
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        Questionnaires.RoundPages.Map(routes);
        // GET shows and changes nothing, however often a mail scanner looks.
        routes.Shows<SurveyPage, SurveyModel>("/survey/{token}", Needs.Anyone, "Survey", (SurveyQueries surveys, string token, CancellationToken stop) => surveys.Behind(token, stop));
        routes.Shows<SurveysPage, SurveysModel>("/surveys", Figures, "Surveys", (HttpContext http, SurveyQueries surveys, CancellationToken stop) => surveys.Many(QueryValues.Of(http), stop));
        routes.Verb<AnswerSurvey, Done, AnswerSurveyHandler>("survey/{token}", Needs.Anyone, new() { Quiet = true, Then = (ask, _) => $"/survey/{ask.Token}", Again = Redraw.Of("/survey/{token}") });
        routes.Verb<RateTicket, Done, RateTicketHandler>("tickets/{ticket}/rate", Needs.The(Thing.Report, Right.Create), DeskPages.OnTicket<RateTicket>(a => a.Ticket));
        routes.Verb<RecordCallBack, Done, RecordCallBackHandler>("surveys/{survey}/call-back", Needs.The(Thing.Incident, Right.Work), new() { Then = (_, _) => "/surveys", Again = Redraw.Of("/surveys") });
    }
}
