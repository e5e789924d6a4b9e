// The door of Reports: drafts, reads, composes and compares reports.
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Contracts;
using Steward.Fulfilment;
using Steward.People;
using Steward.Platform.Documents;
using Steward.Platform.Files;
using Steward.Platform.Settings;
using Steward.Platform.Text;
using Steward.Reports.Monthly;

namespace Steward.Reports;

/// <summary>A report with the figures that it stands on.</summary>
public sealed record FullReport(Report Report, MonthlyFigures Figures);

/// <summary>The process does not allow this step from the state the report is in.</summary>
sealed record ReportStepNotAllowed(string Verb, ReportState State) : Refusal("REP-101", Texts.T($"verb.{Verb}"), Texts.Name(State));
sealed record NoSuchMonth() : Refusal("REP-102") { public override string? Field => "period"; public override int Status => 400; }
sealed record ReportUnderWay(string Number) : Refusal("REP-103", Number);

public sealed class ReportDesk(StewardDb db, PromiseBook promises, PeopleBook people, FileStore files, DocumentComposer composer, StewardSettings settings, Me me, IdSource ids, TimeProvider time, IServiceProvider services)
{
    /// <summary>By name: in the database states are words and have no order.</summary>
    static readonly ReportState[] UnderWay = [ReportState.Draft, ReportState.Reviewed, ReportState.Approved];

    public DateTimeOffset Now { get; } = time.Now();

    /// <summary>The reports that the caller may read, newest month first. A draft is the provider's own affair: customers see what was sent.</summary>
    public async Task<IReadOnlyList<Report>> List(Guid? contract, CancellationToken stop)
    {
        var id = ContractId.From(contract ?? Guid.Empty);
        var found = await db.Set<Report>().AsNoTracking().Where(r => contract == null || r.Contract == id).OrderByDescending(r => r.Month).ThenByDescending(r => r.Number).Take(500).ToListAsync(stop);
        return [.. found.Where(Visible)];
    }

    /// <summary>Which of some reports the caller may read.</summary>
    public async Task<List<Guid>> Readable(IReadOnlyCollection<Guid> reports, CancellationToken stop)
    {
        var named = reports.Select(ReportId.From).ToList();
        return [.. (await db.Set<Report>().AsNoTracking().Where(r => named.Contains(r.Id)).ToListAsync(stop)).Where(Visible).Select(r => r.Id.Value)];
    }

    public async Task<Result<Report>> Find(ReportId id, CancellationToken stop) =>
        await db.Set<Report>().SingleOrDefaultAsync(r => r.Id == id, stop) is { } report && Visible(report) ? report : new NotFound();

    public async Task<Result<FullReport>> Full(ReportId id, CancellationToken stop) =>
        (await Find(id, stop)).TryGet(out var report, out var refusal) ? new FullReport(report, MonthlyFigures.Read(await Body(report, stop))) : refusal;

    public Task<string> Body(Report report, CancellationToken stop) => db.Set<ReportFigures>().Where(f => f.Report == report.Id).Select(f => f.Body).SingleAsync(stop);

    public bool May(Report report, Right right) => me.Can(Thing.Report, right, Place(report));

    /// <summary>Approving and sending are the provider's; the customer's administrator, who holds the same right, answers.</summary>
    public bool IsProvider => me.IsSystem || me.Contact is null && me.Can(Thing.Report, Right.Work);
    public bool MayAnswer(Report report) => me.Grants.Any(g => g.Role == Role.CustAdm && g.Covers(Place(report)));

    bool Visible(Report report) => May(report, Right.Read) && (IsProvider || me.Contact is null && !me.Is(Role.CustAdm) || report.State >= ReportState.Sent);

    static Place Place(Report report) => new(report.Customer, Contract: report.Contract.Value);

    /// <summary>Counts a month anew; nothing is stored.</summary>
    public async Task<MonthlyFigures> Count(PromiseContract of, ReportingMonth month, CancellationToken stop) =>
        CountMonth.Of(await services.GetRequiredService<GatherMonth>().Of(of, month, Now, stop));

    /// <summary>
    /// Makes the draft of a month, or counts the present draft anew. Adds to the unit of work; the number is taken when it commits.
    /// A month whose report has gone further gets a second one only after that was sent: a correction.
    /// </summary>
    public async Task<Result<FullReport>> Draft(ContractId contract, string period, Language language, CancellationToken stop)
    {
        if ((await promises.Contracts(stop, Thing.Report)).FirstOrDefault(c => c.Contract.Id == contract) is not { } of) return new NotFound();
        if (!me.Can(Thing.Report, Right.Work, new Place(of.Contract.Customer, Contract: contract.Value)) || !IsProvider) return new NotAllowed();
        if (!ReportingMonth.TryParse(period, out var month) || month.In(of.Contract).From > Now) return new NoSuchMonth();
        var name = month.ToString();
        var present = await db.Set<Report>().Where(r => r.Contract == contract && r.Month == name && r.Language == language && UnderWay.Contains(r.State)).OrderByDescending(r => r.Number).FirstOrDefaultAsync(stop);
        if (present is { State: not ReportState.Draft }) return new ReportUnderWay(present.Number);
        var figures = await Count(of, month, stop);
        var body = figures.Write();
        var report = present ?? new Report { Id = ids.New<ReportId>(Now), Customer = of.Contract.Customer, Contract = contract, Month = name, Language = language, DraftedAt = Now };
        (report.CutOff, report.SnapshotHash, report.Author, report.AuthorName) = (Now, MonthlyFigures.Hash(body), me.Id.Value, me.Name);
        if (present is null)
        {
            var series = $"REP-{of.CustomerShort}-{month.Year:0000}{month.Month:00}";
            db.TakeNumber(series, n => report.Number = FormattableString.Invariant($"{series}-{n:00}"));
            db.Add(report);
            db.Add(new ReportFigures { Report = report.Id, Customer = report.Customer, Body = body });
        }
        else (await db.Set<ReportFigures>().SingleAsync(f => f.Report == report.Id, stop)).Body = body;
        return new FullReport(report, figures);
    }

    /// <summary>The report as a document, in its own language.</summary>
    public Composition Compose(FullReport full) => ComposeMonth.Of(full.Report, full.Figures, Uri.TryCreate(settings.PublicUrl, UriKind.Absolute, out var address) ? address : null);

    /// <summary>
    /// The file of a report. What was stored when it was approved is given out as it lies there, byte for byte; a draft is composed afresh, and so is a PDF.
    /// </summary>
    public async Task<Result<byte[]>> File(FullReport full, DocumentKind kind, CancellationToken stop)
    {
        var stored = kind switch { DocumentKind.Word => full.Report.Word, DocumentKind.Excel => full.Report.Excel, _ => null };
        if (stored is { } id)
        {
            await using var stream = files.Open(await db.Set<StoredFile>().AsNoTracking().SingleAsync(f => f.Id == id, stop));
            using var memory = new MemoryStream();
            await stream.CopyToAsync(memory, stop);
            return memory.ToArray();
        }
        return await composer.Compose(Compose(full), kind, await ForeignNames(full.Report, stop), stop);
    }

    /// <summary>What the same month would say if it were counted now, where that differs from the frozen figures.</summary>
    public async Task<IReadOnlyList<Difference>> Differences(FullReport full, CancellationToken stop) =>
        (await promises.Contracts(stop, Thing.Report)).FirstOrDefault(c => c.Contract.Id == full.Report.Contract) is { } of
            ? Difference.Between(full.Figures, await Count(of, full.Report.Period, stop)) : [];

    /// <summary>Names of other customers, which no report may show.</summary>
    Task<List<string>> ForeignNames(Report report, CancellationToken stop) => people.Customers.AsNoTracking().Where(c => c.Id != report.Customer).Select(c => c.Name).ToListAsync(stop);

    internal Result<Report> Step(Report report, string verb)
    {
        if (ReportProcess.Table.Step(report.State, verb) is not { } step) return new ReportStepNotAllowed(verb, report.State);
        report.State = step.To ?? report.State;
        return report;
    }
}
