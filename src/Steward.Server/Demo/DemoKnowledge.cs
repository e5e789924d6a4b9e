// What the sample company knows and wrote down: articles by its engineers, reviewed by the knowledge manager, used on tickets and by users themselves.
using Steward.Desk;
using Steward.Desk.Articles;
using Steward.Knowledge;
using Steward.Knowledge.Articles;

namespace Steward.Demo;

/// <summary>The dice are of their own, so that the story around them stays as it is.</summary>
sealed class DemoKnowledge(DemoWorld world, DemoCast cast, Action<DateTimeOffset, Func<CancellationToken, Task>> at)
{
    readonly Random dice = new(17);
    readonly List<(ArticleId Id, string Category, bool Public)> published = [];

    /// <summary>Two of three in the first weeks of the year, the rest when somebody found the time; one waits for review, one is being written.</summary>
    public void Plan(DateTimeOffset from, DateTimeOffset asOf)
    {
        var day = from.AddDays(9).AddHours(6);
        foreach (var (text, number) in Articles.Select((a, i) => (a, i)))
        {
            var (writer, written) = (number % 3 == 0 ? cast.OnSiteA : number % 3 == 1 ? cast.OnSiteB : cast.SecondLine, day.AddDays(number < 9 ? number : number * 12));
            if (written > asOf) break;
            at(written, async stop =>
            {
                var article = await world.Do<WriteArticle, ArticleId>(writer, text, stop);
                at(written.AddMinutes(20), s => world.Do<SubmitArticle, Done>(writer, new(article), s));
                at(written.AddDays(1), async s =>
                {
                    await world.Do<PublishArticle, Done>(cast.Librarian, new(article), s);
                    published.Add((article, text.Category, text.Audience == ArticleAudience.Public));
                    if (number == 0) Revise(article, text, writer, written.AddDays(120));
                });
            });
        }
        at(asOf.AddDays(-2), async stop =>
        {
            var article = await world.Do<WriteArticle, ArticleId>(cast.OnSiteA, Waiting, stop);
            await world.Do<SubmitArticle, Done>(cast.OnSiteA, new(article), stop);
            await world.Do<WriteArticle, ArticleId>(cast.OnSiteB, new("OA 附件上传失败的检查顺序", "上传时进度条停在 99%，或提示“文件格式不允许”。", Category: "业务系统"), stop);
        });
        // Users who look before they ask.
        for (var week = from.AddDays(30); week < asOf; week = week.AddDays(3 + dice.Next(5)))
            at(week.AddHours(2 + dice.Next(7)), async stop =>
            {
                var readable = published.FindAll(a => a.Public);
                if (readable.Count == 0) return;
                var article = readable[dice.Next(readable.Count)].Id;
                var (summary, helpful) = (Asked[dice.Next(Asked.Length)], dice.NextDouble() < 0.9);
                if (helpful) await world.Do<SolvedByArticle, Done>(cast.User, new(article, summary), stop);
                await world.Do<RateArticle, Done>(cast.User, new(article, helpful, helpful ? "" : "步骤里说的菜单在我的电脑上没有找到"), stop);
            });
    }

    /// <summary>Found wanting in May: another step and a clearer symptom, reviewed again.</summary>
    void Revise(ArticleId article, WriteArticle text, Person writer, DateTimeOffset when) => at(when, async stop =>
    {
        await world.Do<ReviseArticle, Done>(writer, new(article), stop);
        await world.Do<EditArticle, Done>(writer, new(article, text.Title, text.Symptom + "\n同一位置一周内卡纸两次以上的，按第 6 步处理。", text.Environment,
            text.Solution.Replace("轻轻关上前盖", "合上前盖", StringComparison.Ordinal) + "\n6. 一周内反复卡纸：进纸轮多半已老化，报给驻场更换（备件在 3 楼备件柜）。", text.Keywords, text.Category, text.AssetKinds, text.Links, text.Audience, text.Customers,
            "补充反复卡纸时更换进纸轮"), stop);
        await world.Do<SubmitArticle, Done>(writer, new(article), stop);
        at(when.AddDays(1), s => world.Do<PublishArticle, Done>(cast.Librarian, new(article), s));
    });

    /// <summary>Whoever solved a ticket notes the article, if there was one and they think of it.</summary>
    public async Task Solved(Person engineer, TicketId ticket, string category, CancellationToken stop)
    {
        var fitting = published.FindAll(a => a.Category == category);
        if (dice.NextDouble() > 0.4 || fitting.Count == 0) return;
        await world.Do<UseArticle, Done>(engineer, new(ticket, fitting[dice.Next(fitting.Count)].Id), stop);
    }

    static readonly string[] Asked = ["打印机卡纸", "连不上打印机", "密码过期登录不了", "无线网络老是断", "电脑很慢", "收到奇怪的邮件", "会议室投影没信号", "文档打不开", "C 盘满了"];

    static readonly WriteArticle Waiting = new("显示器不亮时先查的四件事", "主机已开机（风扇在转、指示灯亮），显示器黑屏或显示“无信号”。", "台式机与外接显示器的笔记本",
        "1. 看显示器电源灯：不亮就换一个插座，确认电源线两头都插紧。\n2. 按显示器上的输入键，选中实际接线的接口（HDMI 或 DP）。\n3. 拔下视频线重新插紧，有条件换一根线。\n4. 笔记本按 `Win+P` 选“复制”。\n仍不亮时请报障，写明显示器资产编号。",
        "显示器 黑屏 无信号 不亮", "硬件", [Assets.AssetKind.Computer, Assets.AssetKind.Peripheral], Audience: ArticleAudience.Public);

    static readonly WriteArticle[] Articles =
    [
        new("打印机卡纸怎么办", "打印中途停下，面板提示“卡纸”或“请打开前盖”，纸露在外面或看不到纸。", "各楼层 HP M4 系列与 FP 多功能一体机",
            "1. 先在面板上取消打印任务，不要反复按开始。\n2. 打开前盖，取出硒鼓放在阴凉处，不要碰感光面。\n3. 双手捏住纸的两边，顺着走纸方向慢慢拉出；撕破了要把碎片找全。\n4. 拉出纸盒，把纸抖松、墨线以下，再推到底。\n5. 装回硒鼓，轻轻关上前盖，打印一张测试页。",
            "卡纸 打印机 进纸 硒鼓", "打印", [Assets.AssetKind.Printer], Audience: ArticleAudience.Public),
        new("电脑连不上打印机：先看这几步", "点打印没有反应，打印机显示“脱机”，或队列里任务一直在等。", "Windows 10 / 11，网络打印机",
            "1. 看打印机面板有没有报错、缺纸，网线灯是否亮。\n2. 打开 **设置 → 蓝牙和设备 → 打印机和扫描仪**，点开这台打印机，看是不是勾了“脱机使用打印机”，有就去掉。\n3. 打开队列，取消所有卡住的任务。\n4. 还不行就重启打印服务：以管理员打开命令行，运行\n```\nnet stop spooler\nnet start spooler\n```\n5. 仍然脱机：删除这台打印机，再按标签上的地址重新添加。",
            "打印机 脱机 打印队列 打印驱动 无法打印", "打印", [Assets.AssetKind.Printer, Assets.AssetKind.Computer], Audience: ArticleAudience.Public),
        new("密码过期或账号被锁：自己怎么处理", "登录时提示“密码已过期”“账户已锁定”，或 OA、邮箱同时登录不了。", "域账号统一登录的电脑、OA、邮箱",
            "1. 密码过期：在登录界面按提示输入旧密码，再输两遍新密码。新密码至少 10 位，含大小写字母和数字，不能和前 5 次相同。\n2. 改完后，手机邮箱、无线网络里保存的旧密码也要一起改，否则会再次锁定。\n3. 账号被锁：等 15 分钟会自动解锁，期间不要再试。\n4. 忘了旧密码：请本人报障，服务台核对身份后重置，首次登录必须修改。\n\n**服务台不会向您要密码**，有人要就是骗子。",
            "密码 过期 账号 锁定 解锁 登录 重置密码", "账号权限", [Assets.AssetKind.Computer], Audience: ArticleAudience.Public),
        new("无线网络经常断：排查步骤", "信号满格但网页打不开，或几分钟断一次，别人正常。", "办公区无线网络，笔记本与手机",
            "1. 断开后重新连接，确认连的是办公网而不是访客网。\n2. 忘记此网络后重新输入密码；改过域密码的必须做这一步。\n3. 命令行运行 `ipconfig /release` 再 `ipconfig /renew`，看地址是否以 10. 开头。\n4. 换个位置试：只在某个工位断的，报障时写清楼层和座位号。\n5. 多人同时断：不用逐个试，直接报障，很可能是无线接入点故障。",
            "无线 无线网络 断网 掉线 上网", "网络", [Assets.AssetKind.Notebook, Assets.AssetKind.Phone], Audience: ArticleAudience.Public),
        new("电脑很慢时先做的五件事", "开机要好几分钟，点什么都转圈，风扇声音大。", "Windows 10 / 11 办公电脑",
            "1. 重启一次（不是合上盖子）：一周没重启过的先做这步。\n2. 按 `Ctrl+Shift+Esc` 打开任务管理器，看谁占用最高；浏览器标签太多就关掉。\n3. **启动应用** 里停用不用的开机启动项。\n4. C 盘剩余少于 10 GB：运行“磁盘清理”，清空回收站和下载目录。\n5. 做完仍慢：报障时附上任务管理器截图。",
            "电脑 很慢 卡顿 开机 磁盘空间 启动项", "操作系统", [Assets.AssetKind.Computer, Assets.AssetKind.Notebook], Audience: ArticleAudience.Public),
        new("蓝屏后怎么收集信息", "屏幕变蓝，显示停止代码，随后自动重启。", "Windows 10 / 11",
            "1. 拍下停止代码（例如 `MEMORY_MANAGEMENT`）。\n2. 能进系统：到 `C:\\Windows\\Minidump` 看有没有当时的文件。\n3. 想一想之前做了什么：装软件、插新设备、更新。新设备先拔掉。\n4. 同一天蓝屏两次以上，停止使用并报障，避免数据损坏。\n5. 处理人：用内存诊断与磁盘检查先排除硬件，再看驱动。",
            "蓝屏 停止代码 死机 重启", "操作系统", [Assets.AssetKind.Computer, Assets.AssetKind.Notebook], Audience: ArticleAudience.Customer),
        new("文档打不开或提示已损坏", "双击文档提示“无法打开文件”“文件已损坏”，或打开是乱码。", "办公软件 2016 以上，WPS",
            "1. 把文件复制到本机桌面再打开，排除网络盘和邮件附件的只读限制。\n2. 右键 → 属性，看到“解除锁定”就勾上。\n3. 用 **打开并修复**：先开软件，再“打开”里选中文件，点箭头选“打开并修复”。\n4. 共享目录里的文件：右键 → 属性 → 以前的版本，找昨天的副本。\n5. 都不行请报障，不要反复另存，以免盖掉可恢复的版本。",
            "文档 打不开 乱码 办公软件 修复 表格", "办公软件", [Assets.AssetKind.Computer], Audience: ArticleAudience.Public),
        new("收到可疑邮件怎么办", "邮件要求点链接改密码、下载附件、转账，或发件人名字对、地址不对。", "所有邮箱用户",
            "1. **不点链接、不开附件、不回复**。\n2. 鼠标停在链接上，看真实网址是不是公司域名。\n3. 用邮箱的“举报”按钮，或作为附件转发给服务台。\n4. 已经点了或输了密码：马上改密码，拔网线，打服务台电话，越快越好。\n5. 不要自己删除，留作分析。",
            "钓鱼邮件 可疑邮件 病毒 附件 链接 诈骗", "病毒安全", Audience: ArticleAudience.Public),
        new("提示发现病毒：用户该做的", "右下角弹出“发现威胁”，或文件名变成看不懂的后缀。", "装有终端防护的电脑",
            "1. 拔掉网线、断开无线，不要关机。\n2. 拍下提示画面，记下时间和当时在做什么。\n3. U 盘、移动硬盘不要再插到别的电脑上。\n4. 打服务台电话（不要发邮件），等人来处理。\n5. 文件后缀变了、出现勒索说明：按疑似勒索处理，服务台会升级为安全事件。",
            "病毒 杀毒 勒索 木马 断网 安全", "病毒安全", [Assets.AssetKind.Computer, Assets.AssetKind.Notebook], Audience: ArticleAudience.Public),
        new("会议室投影没有画面", "插上线后屏幕显示“无信号”，或只有一半画面。", "各楼层会议室，无线投屏与 HDMI",
            "1. 看遥控器上的信号源，选桌面线上贴的接口号。\n2. 笔记本按 `Win+P` 选“复制”。\n3. 转接头换一个（备用的在会议桌抽屉里）。\n4. 分辨率不对、画面不全：显示设置里改成 1920×1080。\n5. 会议马上开始：打服务台电话说“会议室紧急”，驻场十分钟内到。",
            "会议室 投影 无信号 转接线 投屏", "其他", [Assets.AssetKind.Peripheral], Audience: ArticleAudience.Public),
        new("共享目录申请与常见报错", "提示“您没有权限访问”，或映射的盘符打红叉。", "文件服务器共享目录",
            "1. 红叉但能访问：双击一次即可，是开机时网络还没通。\n2. 没有权限：在服务目录提交“共享目录权限”，由部门负责人审批，通过后注销再登录生效。\n3. 提示用户名密码错误：控制面板 → 凭据管理器，删除旧的凭据再试。\n4. 找不到路径：问同事当前路径，旧路径去年已停用。",
            "共享目录 权限 共享文件 凭据 映射", "账号权限", [Assets.AssetKind.Computer], "/catalogue", ArticleAudience.Public),
        new("核心交换机更换后的验证清单", "更换或升级核心、汇聚交换机后，需要确认业务已恢复。", "总部机房核心交换机，双机热备",
            "# 更换前\n- 备份配置并与上次备份比对。\n- 记录各端口状态与上联流量作基线。\n# 更换后\n1. `display stp brief` 确认根桥没有变。\n2. 每个楼层抽一台电脑：能上网、能打印、能登录 OA。\n3. 监控里核对端口流量回到基线的八成以上。\n4. 断开一条上联，确认切换时间小于 3 秒，再恢复。\n5. 清单拍照归档到变更单。",
            "交换机 更换 验证 双机 变更", "网络", [Assets.AssetKind.NetworkDevice], Audience: ArticleAudience.Internal),
        new("ERP 报表导出很慢：给二线的定位办法", "财务导出凭证明细超过十分钟或报超时。", "ERP 财务系统，月末月初",
            "1. 先问导出范围：跨年的拆成按月。\n2. 看数据库会话里等待最久的语句，确认是不是同一张报表。\n3. 月末 28 日到次月 3 日是高峰，建议错峰到 18:00 以后。\n4. 执行计划变差：请 DBA 更新统计信息，不要直接加索引。\n5. 恢复后在工单里写明耗时前后对比。",
            "报表 导出 财务系统 数据库 超时", "业务系统", [Assets.AssetKind.Server], Audience: ArticleAudience.Internal),
    ];
}
