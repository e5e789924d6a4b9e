// Routes of the audit log: reading, verifying, exporting. Only the auditor's role gives the right.
using System.Globalization;
using Steward.Platform.Audit;
using Steward.Platform.Text;
using Steward.Platform.Web;
using Steward.Platform.Web.Help;

namespace Steward.Access.Pages;

static class AuditPages
{
    static readonly string Read = Needs.The(Thing.Audit, Right.Read), Export = Needs.The(Thing.Audit, Right.Confirm);

    public static void Add(IServiceCollection services)
    {
        services.AddScoped<AuditQueries>().AddNav(new NavEntry("Nav.System", "Audit.Title", "/audit", "history", Read, 920));
        foreach (var subject in new AuditSubject[]
        {
            new("access_account", "/accounts/{0}"), new("access_grant", "/accounts/{0}", "Account"), new("access_token", "/accounts/{0}", "Account"),
            new("people_customer", "/customers/{0}"), new("people_site", "/customers/{0}", "Customer"), new("people_contact", "/contacts/{0}"),
            new("people_staff", "/staff#staff-{0}"), new("people_team", "/staff?team={0}"), new("people_team_member", "/staff?team={0}"), new("people_supplier", "/suppliers#supplier-{0}"), new("people_provider"),
        }) services.AddSingleton(subject);
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.Shows<AuditPage, AuditPageModel>("/audit", Read, "Audit",
            (AuditQueries audit, [AsParameters] Asked asked, string? after, string? before, bool? verify, CancellationToken stop) => audit.Lines(asked.Filter, after, before, verify == true, stop));
        routes.MapGet("/api/v1/audit/verify", (AuditQueries audit, CancellationToken stop) => audit.Verify(stop)).RequireAuthorization(Read)
            .WithName("VerifyAudit").WithTags("audit").WithSummary(Texts.In(Language.En, "page.VerifyAudit")).WithDescription(Texts.In(Language.Zh, "page.VerifyAudit")).Produces<AuditVerdict>().ProducesProblem(403);
        routes.MapGet("/audit/export.csv", (AuditQueries audit, [AsParameters] Asked asked, TimeProvider time, CancellationToken stop) =>
            Results.Stream(to => audit.Export(asked.Filter, to, stop), "text/csv; charset=utf-8", $"audit-{time.GetUtcNow():yyyyMMdd-HHmm}.csv")).RequireAuthorization(Export).ExcludeFromDescription();
    }

    /// <summary>The filter as it stands in an address; a blank field of the form means no filter.</summary>
    internal readonly record struct Asked(string? Actor, string? Subject, string? Verb, string? Customer, string? From, string? To)
    {
        public AuditFilter Filter => new(Id(Actor), Id(Subject), string.IsNullOrWhiteSpace(Verb) ? null : Verb.Trim(), Id(Customer), Day(From), Day(To));

        static Guid? Id(string? text) => Guid.TryParse(text, out var id) ? id : null;
        static DateOnly? Day(string? text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
    }
}
