// Asks for decisions, finds what waits for whom, and ends what is decided: what modules and pages use of approvals.
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Steward.Platform.Events;

namespace Steward.Platform.Approvals;

/// <summary>What a module asks. Whoever acts is the asker unless <paramref name="By"/> names another, such as the author of what is to be approved.</summary>
public sealed record Question(string Kind, TenantId Customer, Guid Subject, string Title, string Href, object Body, string Reason = "", string Key = "",
    int Needed = 1, int Deciders = 1, DateTimeOffset? ExpiresAt = null, Actor? By = null);

/// <summary>An approval as one reader sees it.</summary>
public sealed record ApprovalLine(
    ApprovalId Id, string Kind, Guid Subject, string Title, string Href, TenantId Customer, string Words, string Reason, Guid AskedBy, string AskedByName, DateTimeOffset AskedAt,
    DateTimeOffset? ExpiresAt, int Needed, int Deciders, IReadOnlyList<ApprovalWord> Said, ApprovalState State, DateTimeOffset? DecidedAt, string DecidedBy, string Answer,
    bool MayDecide, bool MayWithdraw, bool OnItsOwnPage);

public sealed record ApprovalWord(string By, bool Agree, string Reason, DateTimeOffset At);

public sealed class ApprovalDesk(StewardDb db, IdSource ids, TimeProvider time, IServiceProvider services)
{
    // Asked for late: a kind may need what in turn needs this desk, and most requests need no kind at all.
    IReadOnlyDictionary<string, IApprovalKind> Kinds => field ??= services.GetServices<IApprovalKind>().ToDictionary(k => k.Name);

    public IApprovalKind KindOf(Approval approval) => Kinds[approval.Kind];

    Guid Caller => db.Work.Actor.Id;
    /// <summary>In whose place the caller acts; otherwise the caller again.</summary>
    Guid InPlaceOf => db.Work.OnBehalfOf?.Id ?? Caller;

    /// <summary>Everything that is or was for the caller to decide.</summary>
    public IQueryable<Approval> Deciding => db.Set<Approval>().Where(Conditions.Any(Kinds.Values.Select(kind =>
    {
        var name = kind.Name;
        return Conditions.Both<Approval>(a => a.Kind == name, kind.MayDecide);
    })));

    /// <summary>What waits for the caller's word now. One's own questions and those already answered do not.</summary>
    public IQueryable<Approval> Waiting
    {
        get
        {
            var (caller, giver, now) = (Caller, InPlaceOf, time.Now());
            return Deciding.Where(a => a.State == ApprovalState.Waiting && a.AskedBy != caller && a.AskedBy != giver && (a.ExpiresAt == null || a.ExpiresAt > now)
                && !db.Set<ApprovalVote>().Any(v => v.Approval == a.Id && (v.By == caller || v.By == giver || v.InPlaceOf == caller || v.InPlaceOf == giver)));
        }
    }

    public IQueryable<Approval> AskedByCaller
    {
        get
        {
            var caller = Caller;
            return db.Set<Approval>().Where(a => a.AskedBy == caller);
        }
    }

    /// <summary>Asks; adds to the unit of work. A question of the same kind and key that still waits is replaced by the new one.</summary>
    public async Task<Approval> Ask(Question question, CancellationToken stop)
    {
        var (now, by) = (time.Now(), question.By ?? db.Work.Actor);
        await Settle(question.Kind, question.Subject, ApprovalState.Withdrawn, "", stop, question.Key);
        var approval = new Approval
        {
            Id = ids.New<ApprovalId>(now), Customer = question.Customer, Kind = question.Kind, Subject = question.Subject, Key = question.Key, Title = question.Title, Href = question.Href,
            AskedBy = by.Id, AskedByName = by.Name, AskedAt = now, Reason = question.Reason, Body = JsonSerializer.Serialize(question.Body, Web.Json.Options),
            Needed = question.Needed, Deciders = Math.Max(question.Needed, question.Deciders), ExpiresAt = question.ExpiresAt,
        };
        db.Add(approval);
        return approval;
    }

    /// <summary>Ends what waits on a subject, because the module's own process decided it or events have overtaken it. The kind is not told: it knows.</summary>
    public async Task Settle(string kind, Guid subject, ApprovalState how, string answer, CancellationToken stop, string? key = null)
    {
        foreach (var approval in await db.Set<Approval>().Where(a => a.Kind == kind && a.Subject == subject && a.State == ApprovalState.Waiting && (key == null || a.Key == key)).ToListAsync(stop))
            approval.End(how, db.Work.Signed, answer, time.Now());
    }

    /// <summary>Ends an approval and lets its kind do what follows.</summary>
    internal async Task<Result<INews[]>> End(Approval approval, ApprovalState how, string answer, CancellationToken stop)
    {
        approval.End(how, db.Work.Signed, answer, time.Now());
        return how == ApprovalState.Granted ? await KindOf(approval).Granted(approval, stop) : await KindOf(approval).NotGranted(approval, stop);
    }

    /// <summary>What waits on a subject, for whoever reads its page.</summary>
    public async Task<IReadOnlyList<ApprovalLine>> On(Guid subject, CancellationToken stop)
    {
        var waiting = new List<Approval>();
        await foreach (var approval in WaitingOn.In(db)(db, subject).WithCancellation(stop)) waiting.Add(approval);
        return await Lines(waiting, stop);
    }

    static readonly KnownQuery<Func<StewardDb, Guid, IAsyncEnumerable<Approval>>> WaitingOn = new(() => EF.CompileAsyncQuery((StewardDb db, Guid subject) =>
        db.Set<Approval>().AsNoTracking().Where(a => a.Subject == subject && a.State == ApprovalState.Waiting).OrderBy(a => a.AskedAt).ThenBy(a => a.Id).AsQueryable()));

    public async Task<IReadOnlyList<ApprovalLine>> Lines(IReadOnlyList<Approval> approvals, CancellationToken stop)
    {
        if (approvals.Count == 0) return [];
        var all = approvals.Select(a => a.Id).ToList();
        var mine = approvals.Any(a => a.State == ApprovalState.Waiting) ? await Waiting.Where(a => all.Contains(a.Id)).Select(a => a.Id).ToListAsync(stop) : [];
        var said = (await db.Set<ApprovalVote>().AsNoTracking().Where(v => all.Contains(v.Approval)).OrderBy(v => v.At).ThenBy(v => v.Id).ToListAsync(stop)).ToLookup(v => v.Approval);
        return [.. approvals.Select(a =>
        {
            var kind = KindOf(a);
            return new ApprovalLine(a.Id, a.Kind, a.Subject, a.Title, a.Href, a.Customer, kind.Words(a), a.Reason, a.AskedBy, a.AskedByName, a.AskedAt,
                a.ExpiresAt, a.Needed, a.Deciders, [.. said[a.Id].Select(v => new ApprovalWord(v.ByName, v.Agree, v.Reason, v.At))], a.State, a.DecidedAt, a.DecidedBy, a.Answer,
                mine.Contains(a.Id), a.State == ApprovalState.Waiting && a.AskedBy == Caller && !kind.OnItsOwnPage, kind.OnItsOwnPage);
        })];
    }
}
