// What every verb on a case shares: who may touch it, which step it is, and how the step is written down.
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Desk.Process;
using Steward.People;
using Steward.Platform.Events;
using Steward.Platform.Processes;
using Steward.Platform.Search;
using Steward.Platform.Text;

namespace Steward.Desk.Cases;

/// <summary>A kind of case: its name in search and audit, the letters of its numbers, where its pages are, whose rights it goes by, and its process.</summary>
sealed record CaseKind<TState>(string Name, string Letters, string Path, Thing Thing, ProcessTable<TState> Table) where TState : struct, Enum;

/// <summary>The process does not allow this step from the state the case is in.</summary>
sealed record CaseStepNotAllowed(string Verb, string State) : Refusal("DESK-201", Texts.T($"verb.{Verb}"), State);

abstract class Casework<TCase, TId, TState>(StewardDb db, Me me, IdSource ids, TimeProvider time, CaseKind<TState> kind)
    where TCase : class, ICase<TId, TState> where TId : struct, IId<TId> where TState : struct, Enum
{
    public DateTimeOffset Now { get; } = time.Now();
    public CaseKind<TState> Kind => kind;

    /// <summary>The cases that the caller may read: the tenant filter has already cut by customer, a grant for one site, contract or team gives none.</summary>
    public virtual IQueryable<TCase> Visible => db.Set<TCase>().Of(me, kind.Thing, Right.Read);

    public bool May(CustomerId customer, Right right) => me.Can(kind.Thing, right, new Place(customer));

    /// <summary>Whether the caller may take the step on this case; a process may say more than its table's right.</summary>
    public virtual bool May(TCase one, Transition<TState> step) => May(one.Customer, RightsOf.Of(step.Right));

    /// <summary>The case and the step that <paramref name="verb"/> is now, if the caller may see it, has the right, and the process allows it.</summary>
    public async Task<Result<(TCase Case, Transition<TState> Step)>> Load(TId id, string verb, CancellationToken stop)
    {
        if (await Visible.SingleOrDefaultAsync(c => c.Id.Equals(id), stop) is not { } one) return new NotFound();
        var step = kind.Table.Step(one.State, verb);
        if (!May(one, step ?? kind.Table.Transitions.First(t => t.Verb == verb))) return new NotAllowed();
        return step is null ? new CaseStepNotAllowed(verb, Texts.Name(one.State)) : (one, step);
    }

    /// <summary>The steps that the caller may take now, by their verbs.</summary>
    public IReadOnlyCollection<string> Steps(TCase one) => kind.Table.Transitions.Where(t => t.From.Contains(one.State) && May(one, t)).Select(t => t.Verb).ToHashSet();

    public INews Move(TCase one, Transition<TState> step, string text = "", bool visible = true, DateTimeOffset? occurredAt = null)
    {
        var from = one.State;
        one.State = step.To ?? from;
        Write(one, step.Verb, text, visible, from, one.State, occurredAt);
        return Changed(one, step.Verb, from);
    }

    /// <summary>A line of the story. Also a line alone is a change of the case, so that two at once are told apart.</summary>
    public void Write(TCase one, string verb, string text, bool visible, TState? from = null, TState? to = null, DateTimeOffset? occurredAt = null)
    {
        one.Version++;
        db.Add(new CaseEntry
        {
            Id = ids.New<EntryId>(Now), Case = one.Id.Value, Customer = one.Customer, OccurredAt = occurredAt ?? Now, RecordedAt = Now, By = me.SignedIn ? me.Signed : db.Work.Actor.Name, Account = me.Id.Value,
            Verb = verb, From = from?.ToString() ?? "", To = to?.ToString() ?? "", Text = text, Public = visible,
        });
    }

    /// <summary>A new case: its number in the commit, its first line, its place in the search.</summary>
    public async Task Begin(TCase one, string verb, CancellationToken stop, string text = "")
    {
        var owner = await db.Set<Customer>().AsNoTracking().SingleAsync(c => c.Id == one.Customer, stop);
        var day = TimeZoneInfo.ConvertTime(one.OpenedAt, TimeZoneInfo.FindSystemTimeZoneById(owner.Zone));
        var series = FormattableString.Invariant($"{kind.Letters}-{owner.ShortName}-{day:yyyyMMdd}");
        db.TakeNumber(series, n => one.Number = FormattableString.Invariant($"{series}-{n:0000}"));
        db.Add(one);
        Write(one, verb, text, visible: true, to: one.State);
        Index(one);
    }

    public void Index(TCase one) => db.Index(() => new SearchEntry(SearchKind(one), one.Id.Value, one.Customer, $"{one.Number} {one.Summary}", Words(one), $"{kind.Path}/{one.Id.Value}", one.OpenedAt));

    /// <summary>The newest part of the story, as this reader may see it.</summary>
    public Task<List<CaseEntry>> Story(TId id, CancellationToken stop)
    {
        var lines = db.Set<CaseEntry>().AsNoTracking().Where(e => e.Case == id.Value);
        if (me.Contact is not null) lines = lines.Where(e => e.Public);
        return lines.OrderByDescending(e => e.OccurredAt).ThenByDescending(e => e.Id).Take(200).ToListAsync(stop);
    }

    /// <summary>The kind under which the search knows it: usually the name of the thing whose readers find it.</summary>
    protected virtual string SearchKind(TCase one) => kind.Name;

    /// <summary>What the search finds it by, beside number and summary.</summary>
    protected abstract string Words(TCase one);

    /// <summary>What is told upwards when a step was taken or a line written.</summary>
    public abstract INews Changed(TCase one, string verb, TState from);
}

static class CasesOf
{
    /// <summary>The cases of the customers for whom the caller holds the right without narrowing.</summary>
    public static IQueryable<TCase> Of<TCase>(this IQueryable<TCase> cases, Me me, Thing thing, Right right) where TCase : class, ITenantRow
    {
        if (me.IsSystem) return cases;
        var wide = me.Giving(thing, right).Where(g => g is { Wide: true, Grant: { Site: null, Contract: null, Team: null } }).Select(g => g.Grant.Customer).ToList();
        if (wide.Contains(null)) return cases;
        var customers = wide.OfType<CustomerId>().ToList();
        return cases.Where(c => customers.Contains(c.Customer));
    }
}
