// Says that an article solved a ticket, or that it did not after all; the article counts it, the ticket's story tells it.
using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Desk.Tickets;
using Steward.Knowledge;
using Steward.Platform.Web;

namespace Steward.Desk.Articles;

/// <summary>The article by id, or by its number as people say it.</summary>
public sealed record UseArticle(TicketId Ticket, ArticleId? Article = null, [property: StringLength(20)] string Number = "");
public sealed record UnuseArticle(TicketId Ticket, ArticleId Article);

sealed class UseArticleHandler(TicketWork work, KnowledgeBook book) : IVerb<UseArticle, Done>
{
    public async Task<Result<Done>> Handle(UseArticle ask, CancellationToken stop)
    {
        if (!(await work.Load(ask.Ticket, Right.Work, stop)).TryGet(out var ticket, out var refusal)) return refusal;
        var number = ask.Number.Trim().ToUpperInvariant();
        var field = ask.Article is null ? "number" : "article";
        if (ask.Article is null && number.Length == 0) return new BadField(field, "field.required");
        if (await book.Readable.SingleOrDefaultAsync(a => a.Shown && (ask.Article != null ? a.Id == ask.Article : a.Number == number), stop) is not { } article) return new BadField(field, "KNOW-108");
        if (await book.Uses.AnyAsync(u => u.Article == article.Id && u.Subject == ask.Ticket.Value, stop)) return new Done();
        await book.Use(article.Id, ticket.Customer, ticket.Id.Value, work.Now, stop);
        work.Write(ticket, EntryKind.Note, $"{article.Number} {article.Title}", visible: false, nameof(UseArticle));
        ticket.Version++;
        return await work.Commit(stop, new TicketNoted(ticket.Id, ticket.Customer, false, work.Now));
    }
}

sealed class UnuseArticleHandler(TicketWork work, KnowledgeBook book) : IVerb<UnuseArticle, Done>
{
    public async Task<Result<Done>> Handle(UnuseArticle ask, CancellationToken stop)
    {
        if (!(await work.Load(ask.Ticket, Right.Work, stop)).TryGet(out var ticket, out var refusal)) return refusal;
        if (await book.Readable.SingleOrDefaultAsync(a => a.Id == ask.Article, stop) is not { } article) return new NotFound();
        await book.Unuse(article.Id, ticket.Id.Value, stop);
        work.Write(ticket, EntryKind.Note, $"{article.Number} {article.Title}", visible: false, nameof(UnuseArticle));
        ticket.Version++;
        return await work.Commit(stop, new TicketNoted(ticket.Id, ticket.Customer, false, work.Now));
    }
}
