// The tools with which agents work on many tickets: one line for each.
using Steward.Desk.Breaching;
using Steward.Desk.Bulk;
using Steward.Desk.Calls;
using Steward.Desk.Effort;
using Steward.Desk.Labels;
using Steward.Desk.Links;
using Steward.Desk.Mentions;
using Steward.Desk.Recurring;
using Steward.Desk.Reminders;
using Steward.Desk.Replies;
using Steward.Desk.Templates;
using Steward.Desk.Views;

namespace Steward.Desk.Pages;

static class AgentPages
{
    public static void Add(IServiceCollection services)
    {
        BoardPages.Add(services);
        ViewPages.Add(services);
        BulkPages.Add(services);
        TemplatePages.Add(services);
        SplitPages.Add(services);
        MentionRoutes.Add(services);
        ReminderPages.Add(services);
        EffortPages.Add(services);
        RecurringPages.Add(services);
        ReplyPages.Add(services);
        CallPages.Add(services);
        LabelPages.Add(services);
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        BoardPages.Map(routes);
        ViewPages.Map(routes);
        BulkPages.Map(routes);
        TemplatePages.Map(routes);
        SplitPages.Map(routes);
        MentionRoutes.Map(routes);
        ReminderPages.Map(routes);
        EffortPages.Map(routes);
        RecurringPages.Map(routes);
        ReplyPages.Map(routes);
        CallPages.Map(routes);
        LabelPages.Map(routes);
    }
}
