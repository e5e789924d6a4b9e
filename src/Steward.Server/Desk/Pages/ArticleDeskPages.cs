// Knowledge where the work is: suggestions while somebody reports, the card on a ticket's page, figures and gaps.
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Desk.Articles;
using Steward.Desk.Process;
using Steward.Desk.Tickets;
using Steward.Knowledge;
using Steward.People;
using Steward.Platform.Web;
using Steward.Platform.Web.Components;
using Steward.Platform.Web.Help;
using Steward.Platform.Web.Lists;

namespace Steward.Desk.Pages;

public sealed record ArticlesOfTicketModel(TicketId Ticket, IReadOnlyList<ArticleHit> Used, IReadOnlyList<ArticleHit> Suggested, bool MayUse, bool MayDraft);

sealed class TicketArticles(TicketWork work, TicketAtHand hand, KnowledgeBook book, Me me)
{
    const int Most = 4, MostWords = 300;

    public async Task<object?> OfTicket(Guid id, CancellationToken stop)
    {
        if (!me.Can(Thing.Knowledge, Right.Read) || await hand.Of(id, stop) is not { } ticket || !work.May(ticket, Right.Read)) return null;
        var used = !(await hand.Hangs(ticket.Id, stop)).Articles ? [] : await book.Uses.Where(u => u.Subject == id).Select(u => u.Article).ToListAsync(stop);
        var may = me.Contact is null && work.May(ticket, Right.Work) && ticket.State is not (TicketState.Cancelled or TicketState.Rejected);
        var words = $"{ticket.Summary} {ticket.Category} {ticket.Description}";
        var fitting = ticket.State is TicketState.Closed or TicketState.Cancelled or TicketState.Rejected ? [] : await book.Fitting(words.Length > MostWords ? words[..MostWords] : words, ticket.Customer, Most + used.Count, stop);
        var model = new ArticlesOfTicketModel(ticket.Id, await book.Hits(used, stop), [.. fitting.Where(f => !used.Contains(f.Id)).Take(Most)], may, me.Contact is null && book.MayWrite);
        return model is { Used.Count: 0, Suggested.Count: 0, MayUse: false, MayDraft: false } ? null : model;
    }
}

static class ArticleDeskPages
{
    static readonly string Create = Needs.The(Thing.Incident, Right.Create), Work = Needs.The(Thing.Incident, Right.Work), Staff = Needs.OfStaff(Thing.Knowledge, Right.Read);

    public static void Add(IServiceCollection services)
    {
        services.AddScoped<Suggesting>().AddScoped<TicketArticles>().AddScoped<FigureQueries>();
        services.AddSlot<ArticlesOfTicket>(PageSlot.Ticket, 5, (s, ticket, stop) => s.GetRequiredService<TicketArticles>().OfTicket(ticket, stop));
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.Shows<SuggestionsPart, Suggestions>("/suggestions", Create, "Suggestions", (HttpContext http, Suggesting suggesting, CancellationToken stop) => suggesting.While(QueryValues.Of(http), stop));
        routes.MapPost("/report/look", (HttpContext http, IAntiforgery antiforgery, IntakeViews views, Me me, CancellationToken stop) => Look<ReportPage>(http, antiforgery, views, me.Contact, stop)).RequireAuthorization(Create).ExcludeFromDescription();
        routes.MapPost("/tickets/new/look", (HttpContext http, IAntiforgery antiforgery, IntakeViews views, CancellationToken stop) => Look<IntakePage>(http, antiforgery, views, null, stop)).RequireAuthorization(Create).ExcludeFromDescription();
        routes.Process(ArticleProcess.Table, Thing.Knowledge, "Knowledge", "/knowledge", s => s.Tone());
        routes.Shows<KnowledgeFiguresPage, KnowledgeFigures>("/knowledge/figures", Staff, "KnowledgeFigures", (FigureQueries figures, CancellationToken stop) => figures.Now(stop));
        routes.Verb<UseArticle, Done, UseArticleHandler>("tickets/{ticket}/articles", Work, DeskPages.OnTicket<UseArticle>(a => a.Ticket));
        routes.Verb<UnuseArticle, Done, UnuseArticleHandler>("tickets/{ticket}/articles/{article}/remove", Work, DeskPages.OnTicket<UnuseArticle>(a => a.Ticket));
        routes.Verb<DraftFromTicket, ArticleId, DraftFromTicketHandler>("tickets/{ticket}/article", Staff, new() { Then = (_, id) => $"/knowledge/{id}/edit" });
    }

    /// <summary>Without script: the form as it was written, with what may answer it.</summary>
    static async Task<IResult> Look<TPage>(HttpContext http, IAntiforgery antiforgery, IntakeViews views, ContactId? me, CancellationToken stop) where TPage : Microsoft.AspNetCore.Components.IComponent
    {
        await antiforgery.ValidateRequestAsync(http);
        var fields = Asking.FromForm(await http.Request.ReadFormAsync(stop));
        var requester = me ?? (Guid.TryParse(fields["requester"]?.ToString(), out var id) ? ContactId.From(id) : null);
        return Page.Of<TPage>(await views.Of(null, null, requester, null, stop, fields));
    }

    static Tone Tone(this ArticleState state) => state switch
    {
        ArticleState.Draft => Platform.Web.Components.Tone.Neutral,
        ArticleState.Review => Platform.Web.Components.Tone.Warn,
        ArticleState.Revising => Platform.Web.Components.Tone.Info,
        ArticleState.Published => Platform.Web.Components.Tone.Good,
        ArticleState.Retired => Platform.Web.Components.Tone.Muted,
    };
}
