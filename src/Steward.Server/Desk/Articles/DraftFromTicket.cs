// Begins an article from a ticket: what was seen and how it was solved are there already, whoever knows it adds the rest.
using Steward.Access;
using Steward.Assets;
using Steward.Desk.Tickets;
using Steward.Knowledge;
using Steward.Platform.Web;

namespace Steward.Desk.Articles;

public sealed record DraftFromTicket(TicketId Ticket);

sealed class DraftFromTicketHandler(StewardDb db, TicketWork work, KnowledgeBook book) : IVerb<DraftFromTicket, ArticleId>
{
    public async Task<Result<ArticleId>> Handle(DraftFromTicket ask, CancellationToken stop)
    {
        if (!(await work.Load(ask.Ticket, Right.Read, stop)).TryGet(out var ticket, out var refusal)) return refusal;
        if (book.Draft(new FromTicket(ticket), ticket.Id.Value) is not { } article) return new NotAllowed();
        return (await db.TryCommit(stop, new ArticleMoved(article.Id, nameof(DraftFromTicket), ArticleState.Draft, ArticleState.Draft, work.Now))).TryGet(out _, out var lost) ? article.Id : lost;
    }

    /// <summary>A ticket may hold what concerns its customer alone, so the draft is for those who work there until its writer says more.</summary>
    sealed class FromTicket(Ticket ticket) : IArticleText
    {
        public string Title => ticket.Summary;
        public string Symptom => ticket.Description.Length == 0 ? ticket.Summary : ticket.Description.Length > 4000 ? ticket.Description[..4000] : ticket.Description;
        public string Environment => "";
        public string Solution => ticket.Solution;
        public string Keywords => ticket.Category;
        public string Category => ticket.Category;
        public IReadOnlyList<AssetKind>? AssetKinds => [];
        public string Links => "";
        public ArticleAudience Audience => ArticleAudience.Internal;
        public IReadOnlyList<CustomerId>? Customers => [ticket.Customer];
    }
}
