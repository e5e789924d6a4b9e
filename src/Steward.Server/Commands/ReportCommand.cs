// steward report monthly: drafts a month's report (or every month's), writes its files, and prints the headline figures with their hash.
using System.CommandLine;
using System.Globalization;
using Steward.Fulfilment;
using Steward.Platform.Documents;
using Steward.Platform.Text;
using Steward.Reports;
using Steward.Sla;

namespace Steward.Commands;

static class ReportCommand
{
    static readonly Option<string> Customer = new("--customer") { Description = "Short name of the customer. 客户简称", Required = true };
    static readonly Option<string?> Contract = new("--contract") { Description = "Contract number, if the customer has several. 合同编号" };
    static readonly Option<string?> Month = new("--period") { Description = "The reporting month, e.g. 2016-05. 月份" };
    static readonly Option<bool> All = new("--all") { Description = "Every month that has records. 有记录的每个月" };
    static readonly Option<string> InLanguage = new("--language") { Description = "zh or en. 报告语言", DefaultValueFactory = _ => "zh" };
    static readonly Option<DirectoryInfo?> Out = new("--out") { Description = "Folder for the docx, xlsx and (if the machine can print it) pdf files. 输出目录" };

    public static Command Command()
    {
        InLanguage.AcceptOnlyFromAmong("zh", "en");
        var monthly = new Command("monthly", "Drafts a monthly report as the web would, to be reviewed there. An existing draft is counted anew. 月报") { Customer, Contract, Month, All, InLanguage, Out };
        monthly.SetAction((parsed, stop) => Installation.Run(parsed, "DraftReport", stop, (services, output) => Run(parsed, services, output, stop)));
        return new Command("report", "Reports for customers. 服务报告") { monthly };
    }

    static async Task<int> Run(ParseResult parsed, IServiceProvider services, Output output, CancellationToken stop)
    {
        var book = services.GetRequiredService<PromiseBook>();
        var found = (await book.Contracts(stop)).Where(c => c.CustomerShort == parsed.GetValue(Customer) && (parsed.GetValue(Contract) is not { } number || c.Contract.Number == number)).ToList();
        if (found.Count != 1)
            return Fail(output, found.Count == 0 ? $"Customer {parsed.GetValue(Customer)} has no signed contract{(parsed.GetValue(Contract) is { } asked ? $" with the number {asked}" : "")}." : $"Name one with --contract: {string.Join(", ", found.Select(c => c.Contract.Number))}");
        if (!ReportingMonth.TryParse(parsed.GetValue(Month), out var month) && !parsed.GetValue(All)) return Fail(output, "Give --period, such as 2016-05, or --all.");
        var months = parsed.GetValue(All) ? await book.MonthsWithRecords(found[0].Contract, stop) : [month];
        if (months.Count == 0) return Fail(output, "This contract has no records yet.");
        var language = parsed.GetValue(InLanguage) == "en" ? Language.En : Language.Zh;
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = Texts.Culture(language);
        var (made, lines, refused) = (new List<object>(), new List<string>(), 0);
        foreach (var one in months)
        {
            var result = await Draft(services, found[0], one, language, parsed.GetValue(Out), output, stop);
            if (!result.TryGet(out var done, out var refusal))
            {
                refused++;
                output.Warn($"{one}: {refusal.Sentence}");
                made.Add(new { month = one, refused = refusal.Code, reason = refusal.Sentence });
                continue;
            }
            made.Add(done.Value);
            lines.AddRange(done.Lines);
        }
        output.Say(parsed.GetValue(All) ? new { reports = made } : made[0], lines);
        return refused == 0 ? Exit.AllGood : refused < months.Count ? Exit.SomeRefused : Exit.Failed;
    }

    static async Task<Result<(object Value, string[] Lines)>> Draft(IServiceProvider services, PromiseContract of, ReportingMonth month, Language language, DirectoryInfo? folder, Output output, CancellationToken stop)
    {
        var desk = services.GetRequiredService<ReportDesk>();
        var db = services.GetRequiredService<StewardDb>();
        if (!(await desk.Draft(of.Contract.Id, month.ToString(), language, stop)).TryGet(out var full, out var refusal)) return refusal;
        await db.Commit(stop, new ReportMoved(full.Report.Id, full.Report.Customer, full.Report.Number, ReportState.Draft, desk.Now));
        var files = new List<string>();
        if (folder is not null)
        {
            folder.Create();
            foreach (var kind in new[] { DocumentKind.Word, DocumentKind.Excel, DocumentKind.Pdf })
            {
                if (!(await desk.File(full, kind, stop)).TryGet(out var bytes, out refusal))
                {
                    // A machine that cannot print still has the other two.
                    if (kind != DocumentKind.Pdf) return refusal;
                    output.Warn(refusal.Sentence);
                    continue;
                }
                files.Add(Path.Combine(folder.FullName, full.Report.Number + (language == Language.En ? ".en" : "") + kind.Extension()));
                await File.WriteAllBytesAsync(files[^1], bytes, stop);
            }
        }
        db.ChangeTracker.Clear();
        var figures = full.Figures;
        var (response, resolution) = (Ratio.Sum(figures.Sla.Select(l => l.Response)), Ratio.Sum(figures.Sla.Select(l => l.Resolution)));
        return (new
            {
                full.Report.Id, full.Report.Number, month, from = figures.Scope.FirstDay, through = figures.Scope.LastDay, zone = figures.Scope.Zone, cutOff = figures.CutOff, hash = full.Report.SnapshotHash,
                created = figures.Deeds.Created, reopened = figures.Deeds.Reopened, reassigned = figures.Deeds.Reassigned, closed = figures.Deeds.Closed, open = figures.Backlog,
                byPriority = figures.ByPriority, byState = figures.ByState, byGroup = figures.ByGroup,
                response = new { numerator = response.Part, denominator = response.Whole, percent = response.Percent }, resolution = new { numerator = resolution.Part, denominator = resolution.Whole, percent = resolution.Percent },
                promises = figures.Promises.Select(p => new { p.Number, p.Measure, target = p.Target, numerator = p.Actual?.Part, denominator = p.Actual?.Whole, percent = p.Actual?.Percent, p.Verdict }),
                breaches = figures.Breaches.Count, files,
            },
            [
                $"{full.Report.Number}  {of.CustomerName}  {month} ({figures.Scope.FirstDay:yyyy-MM-dd} – {figures.Scope.LastDay:yyyy-MM-dd}, {figures.Scope.Zone})",
                $"  {Texts.T("Deed.Created")} {figures.Deeds.Created:N0} · {Texts.T("Deed.Reopened")} {figures.Deeds.Reopened:N0} · {Texts.T("Deed.Reassigned")} {figures.Deeds.Reassigned:N0} · {Texts.T("Deed.Closed")} {figures.Deeds.Closed:N0} · {Texts.T("Reports.Backlog")} {figures.Backlog:N0}",
                $"  {Texts.T("measure.response-attainment")} {Said(response)} · {Texts.T("measure.resolution-attainment")} {Said(resolution)}",
                .. figures.Promises.Select(p => $"  {p.Number} {(language == Language.En ? p.TextEn : p.Text)}: {(p.Actual is { } actual ? Said(actual) : "—")} {Texts.T($"PromiseVerdict.{p.Verdict}")}"),
                $"  SHA-256 {full.Report.SnapshotHash}",
                .. files.Select(f => $"  {f}"),
            ]);
    }

    static string Said(Ratio ratio) => ratio.Percent is { } percent ? string.Create(CultureInfo.InvariantCulture, $"{percent:0.00}% ({ratio.Part}/{ratio.Whole})") : "—";

    static int Fail(Output output, string sentence)
    {
        output.Say(new { error = sentence }, sentence);
        return Exit.Failed;
    }
}
