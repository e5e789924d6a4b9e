// The door of Sla: starts clocks, takes facts, answers verdicts with their explanation, and keeps agreement versions.
using Microsoft.EntityFrameworkCore;
using Steward.Platform.Web.Lists;
using Steward.Sla.Store;

namespace Steward.Sla;

/// <summary>What the door knows of a subject: the agreement version in force for it, all facts told, in order, and the version that it was <paramref name="OpenedUnder"/>.</summary>
public sealed record SubjectFacts(Guid Subject, Guid Contract, Agreement Agreement, IReadOnlyList<ClockFact> Facts, Agreement OpenedUnder);

/// <summary>The judged clocks of an imported record, on their way into the database.</summary>
public sealed record HistoricClocks(object Subject, IReadOnlyList<object> Facts, IReadOnlyList<ClockRow> Clocks);

/// <summary>
/// Adds to the caller's unit of work and never saves. Stored clocks are a cache: <see cref="SlaClock"/> over the facts is the truth.
/// </summary>
public sealed class SlaClocks(StewardDb db, IServiceProvider services)
{
    readonly Shelf shelf = services.GetRequiredService<Shelf>();

    /// <summary>Starts every clock that the agreement promises for a record of this contract.</summary>
    public async Task<SlaReading> Start(CustomerId customer, Guid contract, Guid subject, AgreementRef agreement, ClockFact.Opened opened, DateTimeOffset now, CancellationToken stop, params IReadOnlyList<ClockFact> more)
    {
        var row = new SubjectRow { Subject = subject, Customer = customer, Contract = contract, Agreement = agreement.Id, AgreementNumber = agreement.Number, Request = opened.Item is not null };
        db.Add(row);
        IReadOnlyList<ClockFact> facts = [opened, .. more];
        db.AddRange(facts.Select((f, i) => new FactRow { Subject = subject, Order = i + 1, Customer = customer, OccurredAt = f.OccurredAt, Body = SlaJson.Write(f) }));
        var reading = await Read(agreement, facts, now, stop);
        row.NextMoment = Told.NextMoment(row, reading);
        db.AddRange(Rows(row, reading));
        return reading;
    }

    /// <summary>Adds facts and brings the stored clocks up to date.</summary>
    public async Task<SlaReading> Tell(Guid subject, DateTimeOffset now, CancellationToken stop, params IReadOnlyList<ClockFact> told)
    {
        var row = await db.Set<SubjectRow>().SingleAsync(r => r.Subject == subject, stop);
        var known = await db.Set<FactRow>().AsNoTracking().Where(f => f.Subject == subject).OrderBy(f => f.Order).Select(f => f.Body).ToListAsync(stop);
        var facts = known.Select(SlaJson.Read<ClockFact>).Concat(told).ToList();
        await ShelveWhat(facts, stop);
        for (var i = 0; i < told.Count; i++)
            db.Add(new FactRow { Subject = subject, Order = known.Count + 1 + i, Customer = row.Customer, OccurredAt = told[i].OccurredAt, Body = SlaJson.Write(told[i]) });
        var reading = await Read(new(row.Agreement, row.AgreementNumber), facts, now, stop);
        await Store(row, reading, stop);
        return reading;
    }

    /// <summary>Whether the record has clocks at all: one outside every contract has none.</summary>
    public Task<bool> Has(Guid subject, CancellationToken stop) => db.Set<SubjectRow>().AnyAsync(r => r.Subject == subject, stop);

    public async Task<SubjectFacts?> Facts(Guid subject, CancellationToken stop)
    {
        if (await SubjectOf.In(db)(db, subject, stop) is not { } row) return null;
        var facts = new List<ClockFact>();
        await foreach (var body in FactsOf.In(db)(db, subject).WithCancellation(stop)) facts.Add(SlaJson.Read<ClockFact>(body));
        return await Known(row, facts, stop);
    }

    async Task<SubjectFacts> Known(SubjectRow row, List<ClockFact> facts, CancellationToken stop)
    {
        await ShelveWhat(facts, stop);
        var openedUnder = await Agreement(new(row.Agreement, row.AgreementNumber), stop);
        var now = facts.OfType<ClockFact.AgreementChanged>().MaxBy(f => f.EffectiveAt) is { } renewed ? await Agreement(renewed.To, stop) : openedUnder;
        return new(row.Subject, row.Contract, now, facts, openedUnder);
    }

    /// <summary>Calendars and versions that the facts name beside those of the agreement.</summary>
    async Task ShelveWhat(IEnumerable<ClockFact> facts, CancellationToken stop)
    {
        foreach (var fact in facts)
            if (fact is ClockFact.CalendarChanged changed) await Calendar(changed.To, stop);
            else if (fact is ClockFact.AgreementChanged renewed) await Agreement(renewed.To, stop);
            else if (fact is ClockFact.Opened { Calendars: { } own })
            {
                await Calendar(own.Business, stop);
                await Calendar(own.FullTime, stop);
            }
    }

    static readonly KnownQuery<Func<StewardDb, Guid, CancellationToken, Task<SubjectRow?>>> SubjectOf = new(() =>
        EF.CompileAsyncQuery((StewardDb db, Guid subject, CancellationToken stop) => db.Set<SubjectRow>().AsNoTracking().SingleOrDefault(r => r.Subject == subject)));

    static readonly KnownQuery<Func<StewardDb, Guid, IAsyncEnumerable<string>>> FactsOf = new(() =>
        EF.CompileAsyncQuery((StewardDb db, Guid subject) => db.Set<FactRow>().AsNoTracking().Where(f => f.Subject == subject).OrderBy(f => f.Order).Select(f => f.Body)));

    /// <summary>All clocks of a record as its facts tell them now.</summary>
    public SlaReading Read(SubjectFacts known, DateTimeOffset now) => SlaClock.Read(known.Facts, known.OpenedUnder, shelf.Calendars, now);

    /// <summary>Whose time a record's life was until now.</summary>
    public Attribution Attribute(SubjectFacts known, DateTimeOffset now) => SlaClock.Attribute(known.Facts, known.OpenedUnder, shelf.Calendars, now);

    public async Task<SlaReading?> ReadNow(Guid subject, DateTimeOffset now, CancellationToken stop) =>
        await Facts(subject, stop) is { } known ? Read(known, now) : null;

    public async Task<Explanation?> Explain(Guid subject, ClockKind kind, DateTimeOffset now, CancellationToken stop) =>
        await Facts(subject, stop) is { } known ? SlaClock.Explain(known.Facts, known.OpenedUnder, shelf.Calendars, now, kind) : null;

    /// <summary>Stored clocks of some records, for lists and tiles.</summary>
    public Task<List<ClockRow>> Clocks(IReadOnlyCollection<Guid> subjects, CancellationToken stop) =>
        db.Set<ClockRow>().AsNoTracking().Where(c => subjects.Contains(c.Subject)).ToListAsync(stop);

    /// <summary>All stored clocks that this unit of work may see, to filter and count in the database.</summary>
    public IQueryable<ClockRow> All => db.Set<ClockRow>().AsNoTracking();

    /// <summary>Clocks that run or wait.</summary>
    public IQueryable<ClockRow> Live => All.Where(c => c.Phase == ClockPhase.Running || c.Phase == ClockPhase.Paused);

    /// <summary>Live clocks that will be late at a moment, or are: two stretches of two indexes, so that those with time left are not looked at. A breach stays one where its date was moved afterwards.</summary>
    public IQueryable<ClockRow> Late(DateTimeOffset at) => Past(at).Concat(Broken(at));

    IQueryable<ClockRow> Past(DateTimeOffset at) => Live.Where(c => !c.DueIsProjected && c.Due < at);
    IQueryable<ClockRow> Broken(DateTimeOffset at) => Live.Where(c => c.Verdict == Verdict.Breached && (c.DueIsProjected || c.Due == null || c.Due >= at));

    /// <summary>Of each record that is late the clock that was due first, in the two stretches of <see cref="Late"/>: a list takes its first rows along their indexes, however much is late.</summary>
    public (IQueryable<ClockRow> Past, IQueryable<ClockRow> Broken) FirstLate(DateTimeOffset at)
    {
        return (First(Past(at)), First(Broken(at)));

        IQueryable<ClockRow> First(IQueryable<ClockRow> some) => some.Where(c => !Live.Any(e => e.Subject == c.Subject && e.Kind != c.Kind && (!e.DueIsProjected && e.Due < at || e.Verdict == Verdict.Breached)
            && (e.Due < c.Due || e.Due != null && c.Due == null || (e.Due == c.Due || e.Due == null && c.Due == null) && InDatabase.Compare(e.Kind, c.Kind) < 0)));
    }

    public ValueTask<Agreement> Agreement(AgreementRef key, CancellationToken stop) => shelf.Agreement(db, key, stop);
    public ValueTask<ServiceCalendar> Calendar(CalendarRef key, CancellationToken stop) => shelf.Calendar(db, key, stop);

    public async Task<bool> HasCalendar(CalendarRef key, CancellationToken stop) =>
        shelf.Calendars.Has(key) || await db.Set<CalendarRow>().AnyAsync(c => c.Id == key.Id && c.Number == key.Version, stop);

    /// <summary>Keeps a new version of an agreement; the versions before it stay.</summary>
    public Result<Done> Keep(Agreement agreement)
    {
        if (agreement.Fault() is { } fault) return fault;
        db.Add(new AgreementRow { Id = agreement.Ref.Id, Number = agreement.Ref.Number, Body = SlaJson.Write(agreement) });
        return new Done();
    }

    public Result<Done> Keep(CalendarDefinition calendar)
    {
        if (!ServiceCalendar.From(calendar).TryGet(out _, out var fault)) return fault;
        db.Add(new CalendarRow { Id = calendar.Ref.Id, Number = calendar.Ref.Version, Body = SlaJson.Write(calendar) });
        return new Done();
    }

    /// <summary>The number of the next version of a calendar or agreement of this name.</summary>
    public async Task<int> NextCalendar(string id, CancellationToken stop) => 1 + (await db.Set<CalendarRow>().Where(c => c.Id == id).MaxAsync(c => (int?)c.Number, stop) ?? 0);
    public async Task<int> NextAgreement(string id, CancellationToken stop) => 1 + (await db.Set<AgreementRow>().Where(a => a.Id == id).MaxAsync(a => (int?)a.Number, stop) ?? 0);

    /// <summary>The records of a contract that are open: only their clocks may move (SLA rule 8).</summary>
    IQueryable<ClockRow> Open(Guid contract) =>
        db.Set<ClockRow>().Where(c => c.Contract == contract && c.Kind == ClockKind.Resolution && (c.Phase == ClockPhase.Running || c.Phase == ClockPhase.Paused));

    /// <summary>What is known of every open record of a contract, in three queries however many they are.</summary>
    async Task<List<SubjectFacts>> OpenFacts(Guid contract, CancellationToken stop)
    {
        var rows = await Open(contract).AsNoTracking().Join(db.Set<SubjectRow>(), c => c.Subject, s => s.Subject, (c, s) => s).AsNoTracking().ToListAsync(stop);
        var facts = new Dictionary<Guid, List<ClockFact>>(rows.Count);
        await foreach (var fact in Open(contract).AsNoTracking().Join(db.Set<FactRow>(), c => c.Subject, f => f.Subject, (c, f) => new { f.Subject, f.Order, f.Body }).OrderBy(f => f.Subject).ThenBy(f => f.Order).AsAsyncEnumerable().WithCancellation(stop))
        {
            if (!facts.TryGetValue(fact.Subject, out var of)) facts[fact.Subject] = of = [];
            of.Add(SlaJson.Read<ClockFact>(fact.Body));
        }
        var known = new List<SubjectFacts>(rows.Count);
        foreach (var row in rows) known.Add(await Known(row, facts[row.Subject], stop));
        return known;
    }

    /// <summary>Which open clocks of a contract another calendar would move, and to when; nothing is changed by asking.</summary>
    public Task<IReadOnlyList<MovedClock>> Preview(Guid contract, CalendarUse use, ServiceCalendar next, DateTimeOffset now, CancellationToken stop) =>
        Preview(contract, new ClockFact.CalendarChanged(now, now, use, next.Ref), tried => tried.With(next), now, stop);

    /// <summary>Which open clocks another version of the agreement would move, and which verdicts it would change.</summary>
    public Task<IReadOnlyList<MovedClock>> Preview(Guid contract, Agreement next, ChangeRule rule, DateTimeOffset now, CancellationToken stop) =>
        Preview(contract, new ClockFact.AgreementChanged(now, now, next.Ref, rule), tried => tried.With(next), now, stop);

    async Task<IReadOnlyList<MovedClock>> Preview(Guid contract, ClockFact fact, Func<CalendarShelf, CalendarShelf> with, DateTimeOffset now, CancellationToken stop)
    {
        var known = await OpenFacts(contract, stop);
        var tried = with(shelf.Calendars);
        return [.. known.AsParallel().AsOrdered().WithCancellation(stop).SelectMany(of =>
        {
            var after = SlaClock.Read([.. of.Facts, fact], of.OpenedUnder, tried, now);
            return Read(of, now).Clocks.Zip(after.Clocks).Where(c => c.First.StoppedAt is null && (c.First.Due != c.Second.Due || c.First.Provisional != c.Second.Provisional || c.First.Verdict != c.Second.Verdict))
                .Select(c => new MovedClock(of.Subject, c.First.Kind, c.First.Due, c.Second.Due, c.Second.Provisional, c.First.Verdict, c.Second.Verdict));
        })];
    }

    /// <summary>Lets every open clock of a contract go on in another calendar version from now on; what was consumed stays consumed. The version must be on disk.</summary>
    public async Task<int> ChangeCalendar(Guid contract, CalendarUse use, CalendarRef to, DateTimeOffset now, CancellationToken stop)
    {
        await Calendar(to, stop);
        var fact = new ClockFact.CalendarChanged(now, now, use, to);
        return (await ChangeOpen(contract, _ => fact, now, stop)).Count;
    }

    /// <summary>
    /// Lets every open clock of a contract go on under another version of its agreement from now on, and keeps what each showed until then; what has stopped stays as it is. The version must be on disk. The answer
    /// names the records.
    /// </summary>
    public async Task<IReadOnlyList<Guid>> ChangeAgreement(Guid contract, AgreementRef to, ChangeRule rule, string by, DateTimeOffset now, CancellationToken stop)
    {
        await Agreement(to, stop);
        return await ChangeOpen(contract, of => new ClockFact.AgreementChanged(now, now, to, rule, by,
            [.. Read(of, now).Clocks.Where(c => c.Phase is ClockPhase.Running or ClockPhase.Paused).Select(c => new KeptVerdict(c.Kind, c.Due, c.Verdict))]), now, stop);
    }

    /// <summary>Tells one fact to every open record of a contract.</summary>
    async Task<IReadOnlyList<Guid>> ChangeOpen(Guid contract, Func<SubjectFacts, ClockFact> tell, DateTimeOffset now, CancellationToken stop)
    {
        var known = await OpenFacts(contract, stop);
        var rows = await Open(contract).Join(db.Set<SubjectRow>(), c => c.Subject, s => s.Subject, (c, s) => s).AsTracking().ToDictionaryAsync(s => s.Subject, stop);
        var stored = (await Open(contract).Join(db.Set<ClockRow>(), c => c.Subject, s => s.Subject, (c, s) => s).AsTracking().ToListAsync(stop)).ToLookup(c => c.Subject);
        var readings = known.AsParallel().AsOrdered().WithCancellation(stop).Select(of =>
        {
            var fact = tell(of);
            return (Of: of, Fact: fact, Reading: SlaClock.Read([.. of.Facts, fact], of.OpenedUnder, shelf.Calendars, now));
        }).ToList();
        foreach (var (of, fact, reading) in readings)
        {
            db.Add(new FactRow { Subject = of.Subject, Order = of.Facts.Count + 1, Customer = rows[of.Subject].Customer, OccurredAt = now, Body = SlaJson.Write(fact) });
            Store(rows[of.Subject], reading, stored[of.Subject]);
        }
        return readings.ConvertAll(r => r.Of.Subject);
    }

    /// <summary>Judges a record that is imported whole, all facts known; <see cref="WriteHistory"/> stores it in the import's transaction.</summary>
    public async Task<HistoricClocks> Judge(CustomerId customer, Guid contract, Guid subject, AgreementRef agreement, IReadOnlyList<ClockFact> facts, DateTimeOffset now, CancellationToken stop)
    {
        var row = new SubjectRow { Subject = subject, Customer = customer, Contract = contract, Agreement = agreement.Id, AgreementNumber = agreement.Number };
        var reading = await Read(agreement, facts, now, stop);
        (row.NextMoment, row.Excluded, row.Told) = (reading.NextMoment, reading.Excluded, Told.Nothing);
        return new(row, [.. facts.Select((f, i) => new FactRow { Subject = subject, Order = i + 1, Customer = customer, OccurredAt = f.OccurredAt, Body = SlaJson.Write(f) })], Rows(row, reading));
    }

    public async Task WriteHistory(IReadOnlyCollection<HistoricClocks> judged, CancellationToken stop)
    {
        await BulkWriter.Insert(db, [.. judged.Select(j => (SubjectRow)j.Subject)], stop);
        await BulkWriter.Insert(db, [.. judged.SelectMany(j => j.Facts.Cast<FactRow>())], stop);
        await BulkWriter.Insert(db, [.. judged.SelectMany(j => j.Clocks)], stop);
    }

    async Task<SlaReading> Read(AgreementRef agreement, IReadOnlyList<ClockFact> facts, DateTimeOffset now, CancellationToken stop) =>
        SlaClock.Read(facts, await shelf.Agreement(db, agreement, stop), shelf.Calendars, now);

    /// <summary>Writes a reading into the stored clocks: the same function after a fact and after a sweep.</summary>
    internal async Task Store(SubjectRow row, SlaReading reading, CancellationToken stop)
    {
        Store(row, reading, await db.Set<ClockRow>().Where(c => c.Subject == row.Subject).ToListAsync(stop));
    }

    void Store(SubjectRow row, SlaReading reading, IEnumerable<ClockRow> stored)
    {
        (row.NextMoment, row.Excluded) = (Told.NextMoment(row, reading), reading.Excluded);
        var there = stored.ToDictionary(c => c.Kind);
        foreach (var fresh in Rows(row, reading))
            if (there.TryGetValue(fresh.Kind, out var old)) db.Entry(old).CurrentValues.SetValues(fresh);
            else db.Add(fresh);
    }

    static List<ClockRow> Rows(SubjectRow row, SlaReading reading) =>
        [.. reading.Clocks.Where(c => c.BudgetSeconds is not null || c.Verdict != Verdict.NotMeasured).Select(c => new ClockRow
        {
            Subject = row.Subject, Kind = c.Kind, Customer = row.Customer, Contract = row.Contract, Priority = reading.Priority, Verdict = c.Verdict, Phase = c.Phase,
            StartedAt = c.StartedAt, StoppedAt = c.StoppedAt, Due = c.Due, DueIsProjected = c.DueIsProjected, Provisional = c.Provisional, BreachedAt = c.BreachedAt,
            BudgetSeconds = c.BudgetSeconds, UsedSeconds = c.UsedSeconds, GrossSeconds = c.GrossSeconds, Excluded = reading.Excluded, Request = row.Request,
            JudgedAt = c.Verdict == Verdict.Breached ? c.BreachedAt ?? c.Due : c.StoppedAt ?? c.Due,
        })];
}
