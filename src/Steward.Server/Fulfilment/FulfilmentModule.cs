// Fulfilment: was each promise kept. Measures, the board that both parties see, and the evidence behind every figure.
using Microsoft.Extensions.DependencyInjection.Extensions;
using Steward.Access;
using Steward.Desk;
using Steward.Fulfilment.Measuring;
using Steward.Fulfilment.Pages;
using Steward.Platform.Documents;
using Steward.Platform.Documents.Pdf;
using Steward.Platform.Host;
using Steward.Platform.Settings;
using Steward.Platform.Web;
using Steward.Sla;

namespace Steward.Fulfilment;

public sealed class FulfilmentModule : IModule
{
    public void Add(IServiceCollection services, StewardSettings settings)
    {
        services.AddScoped<PromiseBook>();
        services.TryAddSingleton(new PdfSettings());
        services.TryAddSingleton<PdfWriter>();
        services.TryAddSingleton<DocumentComposer>();
        services.AddScoped<IMeasure>(s => Attainment(s, Contracts.Measures.ResponseAttainment, ClockKind.Response));
        services.AddScoped<IMeasure>(s => Attainment(s, "arrival-attainment", ClockKind.Arrival));
        services.AddScoped<IMeasure>(s => Attainment(s, Contracts.Measures.ResolutionAttainment, ClockKind.Resolution));
        services.AddScoped<IMeasure>(s => Attainment(s, Contracts.Measures.RequestAttainment, ClockKind.Resolution, requests: true));
        services.AddScoped<IMeasure, ResolutionRateMeasure>();
        services.AddScoped<IMeasure, ReopenRateMeasure>().AddScoped<IMeasure, AvailabilityMeasure>().AddScoped<IMeasure, CoverageMeasure>().AddScoped<IMeasure, ArticleShareMeasure>();
        services.AddScoped<IMeasure, ComplaintHandlingMeasure>().AddScoped<IMeasure, ComplaintRateMeasure>().AddScoped<IMeasure, MajorNoticesMeasure>().AddScoped<IMeasure, MajorRestoreMeasure>().AddScoped<IMeasure, PeriodicSatisfactionMeasure>();
        services.AddScoped<IMeasure>(s => new ChangeMeasure(Contracts.Measures.ChangeSuccess, emergencies: false, s.GetRequiredService<CaseBook>())).AddScoped<IMeasure>(s => new ChangeMeasure(Contracts.Measures.EmergencyShare, emergencies: true, s.GetRequiredService<CaseBook>()));
        services.AddScoped<IMeasure>(s => Satisfied(s, Contracts.Measures.Satisfaction, silenceIsGood: false)).AddScoped<IMeasure>(s => Satisfied(s, Contracts.Measures.SatisfactionWithSilence, silenceIsGood: true));
        services.AddNav(new NavEntry("Nav.Promises", "Fulfilment.Nav", "/promises", "heart-handshake", Needs.OverOthers(Thing.Contract, Right.Read), 300, OnPhone: true, Key: 'p'));
    }

    public void Map(IEndpointRouteBuilder routes) => PromisePages.Map(routes);

    static SatisfactionMeasure Satisfied(IServiceProvider services, string name, bool silenceIsGood) => new(name, silenceIsGood, services.GetRequiredService<SurveyBook>(), services.GetRequiredService<ServiceDesk>());

    static AttainmentMeasure Attainment(IServiceProvider services, string name, ClockKind kind, bool requests = false) =>
        new(name, kind, services.GetRequiredService<SlaClocks>(), services.GetRequiredService<ServiceDesk>(), requests);
}
