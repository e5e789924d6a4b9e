// A monthly report as rich as a real one, in either language, for everything that has to be looked at.
using Steward.Platform.Text;

namespace Steward.Platform.Documents;

static class SampleReport
{
    static readonly DateTimeOffset CutOff = new(2026, 6, 30, 24 - 1, 59, 59, TimeSpan.FromHours(8));

    public static Composition In(Language language, int repeats = 1, int records = 60)
    {
        string Say(string zh, string en) => language == Language.Zh ? zh : en;
        var blocks = new List<Block>();
        for (var i = 0; i < repeats; i++) blocks.AddRange([.. Summary(Say), .. Staff(Say), .. Attainment(Say), .. Incidents(Say), .. Availability(Say)]);
        return new Composition(Cover(Say), [.. blocks, .. Closing(Say), .. Appendix(Say, records)]) { Language = language, BaseAddress = new Uri("https://steward.example.com/") };
    }

    static Cover Cover(Func<string, string, string> say) => new(say("IT运维服务月度报告", "Monthly IT Service Report"))
    {
        Subtitle = say("2026年6月", "June 2026"), Organisation = say("华信运维服务有限公司", "Huaxin Managed Services Ltd"), Mark = say("内部资料 注意保密", "Confidential"),
        Lines =
        [
            new(say("客户", "Customer"), say("XX企业", "XX Enterprise")), new(say("合同", "Contract"), "XXQY-2026-001"),
            new(say("报告期间", "Period"), "2026-06-01 – 2026-06-30"), new(say("服务地点", "Site"), say("总部大楼 1–8 层", "Headquarters, floors 1–8")),
        ],
        Number = "RPT-XXQY-202606-M01", Version = "1.0", Author = say("李明", "Li Ming"), Reviewer = say("王芳", "Wang Fang"), Approver = say("赵强", "Zhao Qiang"),
        Date = new DateOnly(2026, 7, 3), CutOff = CutOff, SnapshotHash = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    };

    static IEnumerable<Block> Summary(Func<string, string, string> say) =>
    [
        new Heading(1, say("摘要", "Summary")),
        new Paragraph(say("本月共受理事件与请求 ", "This month we took in "), new Run(say("412 件", "412 incidents and requests"), Bold: true),
            say("，较上月下降 6.8%。响应及时率与解决及时率均达到合同目标；核心业务系统可用率 99.93%，其中 OA 系统因 6 月 10 日市电中断演练计划停机 120 分钟，已按合同条款 5.3 剔除。详见",
                ", 6.8 % fewer than last month. Response and resolution met their targets; core services were available 99.93 % of the time. The planned outage of the OA service on 10 June (120 minutes) is excluded under clause 5.3. See "),
            new Run(say("达成明细", "the attainment records"), Link: "/reports/2026-06/sla"), say("。", ".")),
        new KeyFigures(
            new(say("响应及时率", "Response attainment"), Cell.Percent(0.9878m) with { Tone = Tone.Good, Link = "/measures/response" }, say("目标 ≥ 98%　407/412", "target ≥ 98 %, 407/412")),
            new(say("解决及时率", "Resolution attainment"), Cell.Percent(0.9612m) with { Tone = Tone.Good }, say("目标 ≥ 95%　396/412", "target ≥ 95 %, 396/412")),
            new(say("核心系统可用率", "Core availability"), Cell.Percent(0.9993m) with { Tone = Tone.Good }, say("目标 ≥ 99.9%", "target ≥ 99.9 %")),
            new(say("平均解决时长", "Mean time to resolve"), TimeSpan.FromMinutes(134), say("上月 2小时31分", "last month 2h31m")),
            new(say("用户满意度", "User satisfaction"), Cell.Percent(0.942m) with { Tone = Tone.Warn }, say("目标 ≥ 95%　样本 86", "target ≥ 95 %, n = 86")),
            new(say("未关闭事件", "Open incidents"), Cell.Number(17, unit: say("件", "")) with { Tone = Tone.Plain }, say("其中超 30 天 2 件", "2 of them older than 30 days"))),
        new Bullets(
            new Paragraph(new Run(say("需贵方协调：", "Needs you: "), Bold: true), say("3 层弱电间空调老化，建议 7 月底前更换，否则夏季高温存在停机风险。", "the air conditioning of the riser room on floor 3 should be replaced before the end of July.")),
            say("6 月 18 日一台办公电脑感染勒索病毒，14 分钟内隔离，未扩散，数据自备份恢复。", "One office PC caught ransomware on 18 June; it was isolated within 14 minutes and restored from backup."),
            say("打印机卡纸类重复故障 9 起集中于 5 层同一机型，已列入问题管理 PRB-XXQY-20260612-0001。", "Nine repeated paper jams on one model on floor 5 are followed up as problem PRB-XXQY-20260612-0001.")),
    ];

    static IEnumerable<Block> Staff(Func<string, string, string> say) =>
    [
        new Heading(1, say("服务范围与人员", "Scope and people")),
        new Table(say("驻场人员出勤与工时", "Attendance and hours"),
            [new(say("姓名", "Name"), Width: 1.2), new(say("岗位", "Position"), Width: 1.6), new(say("出勤天数", "Days present"), ColumnKind.Number), new(say("登记工时", "Logged hours"), ColumnKind.Number) { Decimals = 1 },
             new(say("可用工时", "Available hours"), ColumnKind.Number) { Decimals = 1 }, new(say("饱和度", "Utilisation"), ColumnKind.Percent) { Decimals = 1 }],
            [
                [say("李明", "Li Ming"), say("驻场主管", "Site lead"), 21, 158.5m, 168m, Cell.Percent(0.943m)],
                [say("王小虎", "Wang Xiaohu"), say("桌面工程师", "Desktop engineer"), 20, 151m, 160m, Cell.Percent(0.944m)],
                [say("陈静", "Chen Jing"), say("服务台", "Service desk"), 21, 166m, 168m, Cell.Percent(0.988m) with { Tone = Tone.Warn }],
                [say("刘洋", "Liu Yang"), say("网络工程师", "Network engineer"), 19, 128.5m, 152m, Cell.Percent(0.845m)],
            ])
        { Total = [say("合计", "Total"), Cell.None, 81, 604m, 648m, Cell.Percent(0.932m)], Note = say("饱和度 = 登记工时 ÷ 可用工时。", "Utilisation = logged hours ÷ available hours.") },
    ];

    static IEnumerable<Block> Attainment(Func<string, string, string> say) =>
    [
        new Heading(1, say("SLA达成", "Service level attainment")),
        new Heading(2, say("总体达成情况", "Overall")),
        new Table(say("按优先级的响应与解决", "Response and resolution by priority"),
            [new(say("优先级", "Priority"), Width: 0.8), new(say("数量", "Count"), ColumnKind.Number, 0.7), new(say("剔除", "Excluded"), ColumnKind.Number, 0.8), new(say("响应达成", "Responded"), ColumnKind.Number, 0.9), new(say("响应率", "Rate"), ColumnKind.Percent),
             new(say("解决达成", "Resolved"), ColumnKind.Number, 0.9), new(say("解决率", "Rate"), ColumnKind.Percent), new(say("平均响应", "Mean resp."), ColumnKind.Duration, 1.1), new(say("平均解决", "Mean resol."), ColumnKind.Duration, 1.2), new("P90", ColumnKind.Duration, 1.2)],
            [
                ["P1", 3, 0, 3, Cell.Percent(1m), 3, Cell.Percent(1m), TimeSpan.FromSeconds(252), TimeSpan.FromMinutes(96), TimeSpan.FromMinutes(151)],
                ["P2", 41, 1, 40, Cell.Percent(1m), 39, Cell.Percent(0.975m), TimeSpan.FromSeconds(544), TimeSpan.FromMinutes(182), TimeSpan.FromMinutes(336)],
                ["P3", 256, 4, 249, Cell.Percent(0.9881m), 243, Cell.Percent(0.9643m), TimeSpan.FromSeconds(801), TimeSpan.FromMinutes(127), TimeSpan.FromMinutes(410)],
                ["P4", 112, 2, 108, Cell.Percent(0.9818m) with { Tone = Tone.Warn }, 104, Cell.Percent(0.9455m) with { Tone = Tone.Bad }, TimeSpan.FromMinutes(26), TimeSpan.FromMinutes(141), TimeSpan.FromHours(25)],
            ])
        {
            Total = [say("合计", "All"), 412, 7, 400, Cell.Percent(0.9877m), 389, Cell.Percent(0.9605m), TimeSpan.FromSeconds(1003), TimeSpan.FromMinutes(134), TimeSpan.FromMinutes(437)],
            Note = say("及时率 = 达成数 ÷（数量 − 剔除数）。剔除原因与审批见附表。", "Rate = met ÷ (count − excluded). Reasons and approvals of exclusions are in the appendix."), Sheet = say("SLA达成", "SLA"),
        },
        new SourceLine(say("查询 SLA-202606，2026-07-01 00:05 冻结", "query SLA-202606, frozen 2026-07-01 00:05"), "/queries/sla-202606"),
        new Heading(2, say("近十二个月趋势", "Twelve months")),
        new Chart(ChartKind.Line, say("响应与解决及时率趋势", "Attainment over twelve months"), [.. Enumerable.Range(0, 12).Select(i => new DateTime(2025, 7, 1).AddMonths(i).ToString("yyyy-MM", null))],
            [new(say("响应及时率", "Response"), 0.981, 0.984, 0.979, 0.986, 0.99, 0.988, 0.987, 0.972, 0.985, 0.989, 0.986, 0.9878), new(say("解决及时率", "Resolution"), 0.951, 0.956, 0.949, 0.96, 0.958, null, 0.962, 0.941, 0.955, 0.963, 0.958, 0.9612)])
        { Alt = say("两条折线：响应及时率全年高于 97%，解决及时率二月低于目标 95%。", "Two lines; response above 97 % all year, resolution below its target in February."), Percent = true, Target = new(0.95, say("解决目标 95%", "Resolution target 95 %")), Note = say("月度冻结快照", "monthly snapshots") },
        new Heading(3, say("违约明细", "Breaches")),
        new Table(say("本期违约事件", "Breached records"),
            [new(say("编号", "Number"), Width: 2.2), new(say("发生时间", "Time"), ColumnKind.Moment, 1.6), new(say("现象", "Symptom"), Width: 3), new(say("超时", "Late by"), ColumnKind.Duration, 1.1), new(say("原因", "Cause"), Width: 2)],
            [
                [(Cell)"INC-XXQY-20260609-0003" with { Link = "/t/INC-XXQY-20260609-0003" }, new DateTimeOffset(2026, 6, 9, 9, 12, 0, TimeSpan.FromHours(8)), Cell.Quote(say("财务部打印机卡纸，屏幕显示 TODO 与 XXX 字样", "Printer jam in finance, display shows TODO and XXX")), TimeSpan.FromMinutes(47), say("备件到货延迟", "spare part late")],
                [(Cell)"INC-XXQY-20260615-0011" with { Link = "/t/INC-XXQY-20260615-0011" }, new DateTimeOffset(2026, 6, 15, 14, 3, 0, TimeSpan.FromHours(8)), Cell.Quote(say("=HYPERLINK(\"http://evil\") 邮箱无法收取外部邮件", "=HYPERLINK(\"http://evil\") no external mail")), TimeSpan.FromMinutes(132), say("第三方邮件网关", "third-party gateway")],
            ])
        { SmallSample = true },
    ];

    static IEnumerable<Block> Incidents(Func<string, string, string> say)
    {
        string[] causes = say("打印耗材,网络链路,操作系统,应用配置,账号权限,硬件老化,外设,第三方服务,其他", "Printing,Network,OS,Application,Accounts,Ageing,Peripherals,Third party,Other").Split(',');
        string[] days = say("周一,周二,周三,周四,周五,周六,周日", "Mon,Tue,Wed,Thu,Fri,Sat,Sun").Split(',');
        string[] weeks = say("第1周,第2周,第3周,第4周,第5周", "Week 1,Week 2,Week 3,Week 4,Week 5").Split(',');
        return
        [
            new Heading(1, say("事件分析", "Incidents")),
            new Heading(2, say("原因与时段", "Causes and hours")),
            new Chart(ChartKind.Pareto, say("事件原因帕累托图", "Pareto of causes"), causes, [new(say("事件数", "Incidents"), 96, 71, 58, 44, 39, 28, 22, 15, 39)]) { Alt = say("打印耗材与网络链路两类占四成。", "Printing and network make up two fifths."), YLabel = say("件", "count") },
            new Chart(ChartKind.HeatMap, say("事件时段分布（小时×星期）", "Incidents by hour and weekday"), [.. Enumerable.Range(0, 24).Select(h => $"{h}")],
                [.. days.Select((d, i) => new Series(d, [.. Enumerable.Range(0, 24).Select(h => (double?)(i > 4 ? (h == 10 ? 1 : 0) : h is >= 8 and <= 18 ? (h * 7 + i * 5) % 11 + (h is 9 or 14 ? 6 : 0) : h == 22 ? 1 : 0))]))])
            { Alt = say("工作日 9 时与 14 时最集中。", "Most at 9 and 14 on working days."), XLabel = say("小时", "hour") },
            new Paragraph(say("工作日 9 时与 14 时为报障高峰，与上班、午休后开机时段一致。服务台已在两个时段各增加一名值守。", "Calls peak at 9 and 14 on working days, when machines are switched on. The desk has one more person at these hours.")),
            new Chart(ChartKind.StackedBar, say("按周受理与分类", "Intake by week"), weeks, [new(say("桌面", "Desktop"), 42, 38, 44, 40, 12), new(say("网络", "Network"), 18, 14, 16, 15, 8), new(say("应用", "Application"), 12, 22, 18, 16, 6), new(say("打印", "Printing"), 24, 20, 26, 18, 3)]) { Alt = say("每周受理量平稳。", "Intake is even.") },
            new Chart(ChartKind.Bar, say("部门报障数", "Incidents by department"), say("办公室,财务部,人力资源部,市场部,研发中心,生产管理部,质量部,采购部,信息中心", "Office,Finance,HR,Marketing,R&D,Production,Quality,Purchasing,IT").Split(','), [new(say("上月", "Last month"), 31, 42, 22, 55, 71, 63, 19, 25, 12), new(say("本月", "This month"), 28, 47, 20, 49, 66, 70, 16, 22, 9)]) { Alt = say("研发中心与生产管理部最多。", "R&D and production lead.") },
            new Chart(ChartKind.Donut, say("受理渠道", "Channels"), say("电话,自助门户,邮件,监控告警,巡检", "Phone,Portal,Mail,Monitoring,Patrol").Split(','), [new(say("件", "count"), 171, 124, 52, 48, 17)]) { Alt = say("电话占四成。", "Phone is two fifths.") },
        ];
    }

    static IEnumerable<Block> Availability(Func<string, string, string> say) =>
    [
        new Heading(1, say("可用性与容量", "Availability and capacity")),
        new Table(say("核心业务系统可用性", "Availability of core services"),
            [new(say("服务", "Service"), Width: 1.8), new(say("约定服务时间", "Agreed time"), ColumnKind.Duration, 1.3), new(say("中断次数", "Outages"), ColumnKind.Number), new(say("中断时长", "Down"), ColumnKind.Duration), new(say("可用率", "Availability"), ColumnKind.Percent) { Decimals = 3 }, new(say("目标", "Target"), ColumnKind.Percent), new(say("结论", "Verdict"), Width: 0.9) { Align = Align.Center }],
            [
                [say("OA 办公系统", "Office automation"), TimeSpan.FromDays(30), 1, TimeSpan.FromMinutes(31), Cell.Percent(0.99928m), Cell.Percent(0.999m), (Cell)say("达成", "met") with { Tone = Tone.Good }],
                [say("ERP 系统", "ERP"), TimeSpan.FromDays(30), 0, TimeSpan.Zero, Cell.Percent(1m), Cell.Percent(0.999m), (Cell)say("达成", "met") with { Tone = Tone.Good }],
                [say("文件服务器", "File server"), TimeSpan.FromDays(30), 2, TimeSpan.FromMinutes(58), Cell.Percent(0.99866m), Cell.Percent(0.999m), (Cell)say("未达成", "missed") with { Tone = Tone.Bad }],
                [say("互联网出口", "Internet access"), TimeSpan.FromDays(30), Cell.None, Cell.None, Cell.None, Cell.Percent(0.999m), say("无数据", "no data")],
            ]),
        new Table(say("本期重大变更", "Major changes"), [new(say("编号", "Number")), new(say("内容", "What"))], []),
    ];

    static IEnumerable<Block> Closing(Func<string, string, string> say) =>
    [
        new Heading(1, say("指标定义", "Definitions")),
        new Definitions(
            new(say("响应及时率", "Response attainment"), say("在约定响应时限内响应的事件数 ÷（事件总数 − 剔除数）。时限按合同服务日历计算，等待用户期间不计时。", "Incidents responded to in time ÷ (all − excluded). Time runs by the contract's calendar and stops while waiting for the user.")),
            new(say("可用率", "Availability"), say("（约定服务时间 − 计划外中断时长）÷ 约定服务时间。", "(Agreed service time − unplanned downtime) ÷ agreed service time.")),
            new("P90", say("九成事件在此时长内解决。", "Nine tenths were resolved within this time."))),
        new Heading(1, say("客户确认", "Sign-off")),
        new SignOff(say("客户：XX企业", "Customer: XX Enterprise"), say("服务方：华信运维服务有限公司", "Provider: Huaxin Managed Services Ltd")) { Statement = say("双方确认本报告所载数据与结论。", "Both parties confirm the figures and findings of this report.") },
    ];

    static IEnumerable<Block> Appendix(Func<string, string, string> say, int records) =>
    [
        new PageBreak(Landscape: true),
        new Heading(1, say("附表", "Appendix")),
        new Table(say("本期工单一览", "Records of the period"),
            [new(say("编号", "Number"), Width: 2.1), new(say("受理时间", "Time"), ColumnKind.Moment, 1.5), new(say("部门", "Department"), Width: 1.1), new(say("报障人", "Reported by"), Width: 0.9), new(say("现象", "Symptom"), Width: 2.6), new(say("优先级", "Priority"), Width: 0.7) { Align = Align.Center },
             new(say("处理人", "Handled by"), Width: 0.9), new(say("措施", "Action"), Width: 2.2), new(say("状态", "State"), Width: 0.8), new(say("用时", "Time spent"), ColumnKind.Duration)],
            [.. Enumerable.Range(1, records).Select(i => (IReadOnlyList<Cell>)
            [
                (Cell)$"INC-XXQY-202606{i % 30 + 1:00}-{i:0000}" with { Link = $"/t/{i}" }, new DateTimeOffset(2026, 6, i % 30 + 1, 8 + i % 10, i % 60, 0, TimeSpan.FromHours(8)), say("财务部", "Finance"), say("张伟", "Zhang Wei"),
                Cell.Quote(i % 7 == 0 ? say("+86 电话打不通 😀 显示 @错误", "+86 phone dead 😀 shows @error") : say("电脑开机蓝屏，提示内存错误代码 0x0000001A", "Blue screen on start, code 0x0000001A")), $"P{i % 4 + 1}", say("王小虎", "Wang Xiaohu"), say("重插并更换内存条", "Memory reseated and replaced"), say("已关闭", "Closed"), TimeSpan.FromMinutes(12 + i * 7 % 190),
            ])]),
        new PageBreak(),
        new Heading(1, say("下月计划", "Next month")),
        new Bullets(say("完成 5 层打印机更换。", "Replace the printers on floor 5."), say("8 月补丁窗口预演。", "Rehearse the August patch window.")),
    ];
}
