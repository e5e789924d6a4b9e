// What there is to watch at the sample company's site, and how fast it answers: the same in its year and afterwards.
using Steward.Protocol;

namespace Steward.Demo;

/// <summary>One thing that is watched; <paramref name="Asset"/> and <paramref name="Service"/> are what it stands for.</summary>
sealed record DemoTarget(string Name, CheckKind Kind, string Target, int Port, string Url, string? Asset, string? Service, double Ms, DateOnly? From = null);

static class DemoSite
{
    public const string Machine = "xxqy-probe";
    public const int IntervalSeconds = 900;

    public static readonly DemoTarget[] Targets =
    [
        new("OA 登录页", CheckKind.Http, "", 0, "https://oa.xxqy.example/login", "OA 应用服务器", "OA 系统", 42), new("ERP 数据库", CheckKind.Tcp, "10.20.100.21", 1521, "", "ERP 数据库服务器", "ERP 财务系统", 3.1),
        new("虚拟化主机 1", CheckKind.Icmp, "10.20.100.11", 0, "", "虚拟化主机 1", null, 0.6), new("核心交换机", CheckKind.Icmp, "10.20.250.1", 0, "", "核心交换机", "网络接入", 0.4),
        new("3F 接入交换机", CheckKind.Icmp, "10.20.250.31", 0, "", "3F 接入交换机", "网络接入", 0.9), new("邮件服务 SMTP", CheckKind.Tcp, "10.20.100.25", 25, "", null, "电子邮件", 6.5),
        // Promised from the first day and forgotten until May: the coverage of the months before says so.
        new("6F 接入交换机", CheckKind.Icmp, "10.20.250.61", 0, "", "6F 接入交换机", "网络接入", 1.1, new(2026, 5, 11)),
    ];

    /// <summary>Slower while people work, and never twice the same; found from check and second alone.</summary>
    public static double Milliseconds(Guid check, DateTimeOffset at, double usual)
    {
        var (seconds, local) = (at.ToUnixTimeSeconds(), at.ToOffset(TimeSpan.FromHours(8)));
        var noise = Mixed(check.GetHashCode(), seconds) / (double)uint.MaxValue;
        var load = local.Hour is >= 9 and < 18 && local.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) ? 1.6 + 0.4 * Math.Sin((local.Hour - 9) / 9.0 * Math.PI) : 1;
        return Math.Round(usual * load * (0.8 + 0.4 * noise), 2);
    }

    /// <summary>The moments in (from, to] at which a check is looked at.</summary>
    public static IEnumerable<DateTimeOffset> Slots(Guid check, DateTimeOffset from, DateTimeOffset to)
    {
        var offset = Mixed(check.GetHashCode(), 0) % IntervalSeconds;
        var first = (from.ToUnixTimeSeconds() - offset) / IntervalSeconds * IntervalSeconds + offset;
        for (var at = first; at <= to.ToUnixTimeSeconds(); at += IntervalSeconds)
            if (DateTimeOffset.FromUnixTimeSeconds(at) > from) yield return DateTimeOffset.FromUnixTimeSeconds(at);
    }

    /// <summary>The same in every process, unlike the hash codes of the platform.</summary>
    static uint Mixed(int of, long second)
    {
        var mixed = unchecked((ulong)of * 0x9E3779B97F4A7C15 ^ (ulong)second * 0xC2B2AE3D27D4EB4F);
        return unchecked((uint)(mixed ^ mixed >> 29 ^ mixed >> 47));
    }
}
