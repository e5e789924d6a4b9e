// How far knowledge carries the desk: tickets solved with an article, users who needed no ticket, and what should be written next.
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Knowledge;
using Steward.Platform.Settings;

namespace Steward.Desk.Articles;

/// <summary>A category with many tickets and no article.</summary>
public sealed record KnowledgeGap(string Category, int Tickets);
public sealed record UsedArticle(ArticleId Id, string Number, string Title, int OnTickets, int SelfSolved);

public sealed record KnowledgeFigures(
    int Days, DateTimeOffset From, int Published, int Resolved, int WithArticle, int SelfSolved, int Helpful, int Ratings, int ReviewDue, int Unused, int ToReview, IReadOnlyList<KnowledgeGap> Gaps, IReadOnlyList<UsedArticle> Most)
{
    public decimal? Share => Resolved == 0 ? null : 100m * WithArticle / Resolved;
    /// <summary>Of those who had a question and an answer, how many needed no ticket.</summary>
    public decimal? Deflected => SelfSolved + Resolved == 0 ? null : 100m * SelfSolved / (SelfSolved + Resolved);
}

sealed class FigureQueries(ServiceDesk desk, KnowledgeBook book, StewardSettings settings, Me me, TimeProvider time)
{
    const int MostRows = 50, MostUsed = 10;

    public async Task<KnowledgeFigures?> Now(CancellationToken stop)
    {
        if (me.Contact is not null) return null;
        var now = time.Now();
        var (days, unusedSince) = (settings.Knowledge.GapDays, now.AddMonths(-settings.Knowledge.UnusedMonths));
        var from = now.AddDays(-days);
        var (shown, all) = (book.Readable.Where(a => a.Shown), book.Uses);
        var uses = all.Where(u => u.At >= from);
        var resolved = desk.Tickets.Where(t => t.ResolvedAt >= from && t.Item == null);
        var most = await uses.GroupBy(u => u.Article).Select(g => new { g.Key, Tickets = g.Count(u => u.Kind == ArticleUseKind.OnTicket), Self = g.Count(u => u.Kind == ArticleUseKind.SelfSolved) })
            .OrderByDescending(g => g.Tickets + g.Self).Take(MostUsed).ToListAsync(stop);
        var ids = most.Select(m => m.Key).ToList();
        var named = await book.Readable.Where(a => ids.Contains(a.Id)).ToDictionaryAsync(a => a.Id, stop);
        return new(days, from, await shown.CountAsync(stop), await resolved.CountAsync(stop), await resolved.CountAsync(t => all.Any(u => u.Subject == (Guid)(object)t.Id), stop),
            await uses.CountAsync(u => u.Kind == ArticleUseKind.SelfSolved, stop), await book.Feedback.CountAsync(f => f.Helpful && f.At >= from, stop), await book.Feedback.CountAsync(f => f.At >= from, stop),
            await shown.CountAsync(a => a.ReviewDue <= now, stop), await shown.CountAsync(a => a.PublishedAt < unusedSince && !all.Any(u => u.Article == a.Id && u.At >= unusedSince), stop),
            await book.Readable.CountAsync(a => a.State == ArticleState.Review, stop), await Gaps(from, stop),
            [.. most.Where(m => named.ContainsKey(m.Key)).Select(m => new UsedArticle(m.Key, named[m.Key].Number, named[m.Key].Title, m.Tickets, m.Self))]);
    }

    async Task<IReadOnlyList<KnowledgeGap>> Gaps(DateTimeOffset from, CancellationToken stop)
    {
        var least = settings.Knowledge.GapTickets;
        var many = await desk.Tickets.Where(t => t.OpenedAt >= from && t.Category != "" && t.Item == null && t.State != TicketState.Cancelled).GroupBy(t => t.Category).Where(g => g.Count() >= least)
            .Select(g => new KnowledgeGap(g.Key, g.Count())).ToListAsync(stop);
        var written = await book.Readable.Where(a => a.Shown).Select(a => a.Category).Distinct().ToListAsync(stop);
        return [.. many.Where(g => !written.Contains(g.Category)).OrderByDescending(g => g.Tickets).ThenBy(g => g.Category, StringComparer.Ordinal).Take(MostRows)];
    }
}
