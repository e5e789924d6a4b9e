// The rooms of the house, bottom to top: the one place that knows them all.
using Steward.Access;
using Steward.Alerting;
using Steward.Assets;
using Steward.Contracts;
using Steward.Demo;
using Steward.Desk;
using Steward.Fulfilment;
using Steward.Home;
using Steward.Knowledge;
using Steward.Monitoring;
using Steward.Notify;
using Steward.Outlets;
using Steward.People;
using Steward.Platform.Host;
using Steward.Probes;
using Steward.Reports;
using Steward.Sla;

namespace Steward.Commands;

public static class Modules
{
    public static IReadOnlyList<IModule> All { get; } =
        [new PeopleModule(), new SlaModule(), new NotifyModule(), new AccessModule(), new ProbesModule(), new OutletsModule(), new AssetsModule(), new ContractsModule(), new KnowledgeModule(), new DeskModule(), new AlertingModule(), new MonitoringModule(), new FulfilmentModule(), new ReportsModule(), new HomeModule(), new DemoModule()];
}
