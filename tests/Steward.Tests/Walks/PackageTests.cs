// The Debian packages, built, and installed by apt on a bare Debian of their own: started as their units say, removed with the data left, purged without them.
using System.Diagnostics;
using Steward.Access;
using Steward.Fixtures;
using Steward.House;
using Xunit;

namespace Steward.Walks;

public sealed class PackageTests
{
    [Fact]
    public async Task Both_packages_install_start_as_their_units_say_and_leave_the_data_until_purged()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("STEWARD_LONG") == "1", "building packages and a Debian to put them on takes minutes; it runs in make test-long");
        var root = HouseTests.FindRoot();
        var built = await Tool.Run(Path.Combine(root, "packaging", "build"));
        var packages = built.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(l => l.EndsWith(".deb")).Select(p => Path.Combine(root, p)).ToList();
        Assert.Equal(2, packages.Count);
        foreach (var package in packages) Assert.DoesNotContain("error", await Tool.Run("dpkg-deb", "--info", package));

        var bare = Directory.CreateTempSubdirectory("steward-debian").FullName;
        File.SetUnixFileMode(bare, (UnixFileMode)0b111_101_101);
        Task<string> In(params string[] words) => Inside(bare, words);
        try
        {
            await Tool.Run("debootstrap", "--variant=minbase", "bookworm", bare, "http://deb.debian.org/debian");
            await Tool.Run("mount", "-t", "proc", "proc", Path.Combine(bare, "proc")); // .NET finds itself by it
            foreach (var package in packages) File.Copy(package, Path.Combine(bare, "tmp", Path.GetFileName(package)));
            // As the handbook has it: apt brings what the packages say that they need; the programs start, so it was enough.
            await In("apt-get", "update", "-q");
            await In(["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "install", "-y", "-q", "--no-install-recommends", .. packages.Select(p => $"/tmp/{Path.GetFileName(p)}")]);
            Assert.Contains("steward", await In("steward", "--help"));
            Assert.Contains("is good", await In("steward", "check-config"));
            Assert.Contains("/var/lib/steward-probe", await In("steward-probe", "--help"));
            Assert.StartsWith("steward:steward 700", await In("stat", "-c", "%U:%G %a", "/var/lib/steward"));

            // There is no systemd in there: what the unit starts is started as the user and with the environment that it names, and no other.
            var (port, secure, key) = (ServerProcess.FreePort(), ServerProcess.FreePort(), Convert.ToBase64String(System.Security.Cryptography.RandomNumberGenerator.GetBytes(32)));
            await File.WriteAllTextAsync(Path.Combine(bare, "etc/default/steward"), $"STEWARD_MASTER_KEY={key}\n");
            await In("steward", "tls", "127.0.0.1", "--port", $"{secure}");
            using (var server = Start(bare, "steward", Unit(bare, "steward", "User"), $" --urls http://127.0.0.1:{port} https://127.0.0.1:{secure}", $"STEWARD_MASTER_KEY={key}", "HOME=/var/lib/steward"))
                try
                {
                    using var http = new HttpClient();
                    for (var i = 0; ; i++)
                    {
                        try { if (await http.GetStringAsync($"http://127.0.0.1:{port}/healthz/ready") == "Healthy") break; }
                        catch (HttpRequestException) when (i < 300 && !server.HasExited) { await Task.Delay(100); }
                    }
                    http.DefaultRequestHeaders.Accept.ParseAdd("text/html"); // as a browser asks
                    Assert.Contains("/setup", (await http.GetAsync($"http://127.0.0.1:{port}/")).RequestMessage!.RequestUri!.ToString());
                    Assert.True((await http.GetAsync($"http://127.0.0.1:{port}/lib/steward.css")).IsSuccessStatusCode);
                    await Probe(bare, new($"http://127.0.0.1:{port}"), secure);
                    await In("steward", "backup", "/var/backups/steward/first.zip", "--drill");
                    Assert.StartsWith("steward:steward 600", await In("stat", "-c", "%U:%G %a", "/var/backups/steward/first.zip"));
                    Assert.Contains("is whole", await In("steward", "verify-audit"));
                    Assert.False(File.Exists(Path.Combine(bare, "var/lib/steward/keys/master.key")), "commands went by another master key than the server");
                }
                finally { server.Kill(); await server.WaitForExitAsync(); }

            await In("apt-get", "remove", "-y", "-q", "steward", "steward-probe");
            Assert.True(File.Exists(Path.Combine(bare, "var/lib/steward/steward.db")));
            Assert.True(File.Exists(Path.Combine(bare, "var/lib/steward-probe/identity.json")));
            await In("apt-get", "purge", "-y", "-q", "steward", "steward-probe");
            Assert.False(Directory.Exists(Path.Combine(bare, "var/lib/steward")));
            Assert.False(Directory.Exists(Path.Combine(bare, "var/lib/steward-probe")));
            Assert.True(File.Exists(Path.Combine(bare, "var/backups/steward/first.zip")));
        }
        finally
        {
            using (var proc = Process.Start("umount", [Path.Combine(bare, "proc")])!) await proc.WaitForExitAsync();
            await Tool.Run("rm", "-rf", "--one-file-system", bare);
        }
    }

    /// <summary>The native probe, enrolled by root as the handbook says, then run by a user of its own to whom the unit gives the folder.</summary>
    static async Task Probe(string bare, Uri server, int secure)
    {
        const string Password = "Plain-Words-7!", User = "64999";
        using var admin = new Client(server);
        await admin.Do("setup", new { company = "测试运维公司", name = "管理员", userName = "admin", password = Password, passwordAgain = Password });
        var customer = await admin.Make("customers", new { shortName = "XXQY", name = "XX企业", zone = "Asia/Shanghai" });
        var site = await admin.Make($"customers/{customer}/sites", new { name = "总部" });
        var account = await admin.Make("accounts", new { userName = "keeper", name = "Keeper", password = Password });
        await admin.Do($"accounts/{account}/grants", new { role = Role.CfgMgr });
        using var keeper = new Client(server);
        await keeper.SignIn("keeper", Password);
        var command = (await keeper.Do("probes", new { site, name = "机房探针" }))["command"]!.GetValue<string>();
        Assert.StartsWith($"steward-probe enrol --server https://127.0.0.1:{secure} --token ", command);
        var brought = Path.Combine(bare, "ca.crt"); // where chroot begins
        File.Copy(Path.Combine(bare, "var/lib/steward/tls/ca.crt"), brought);
        Assert.Contains("systemctl restart steward-probe", await Inside(bare, command.Split(' ')));
        File.Delete(brought);

        await Inside(bare, "chown", User, "/var/lib/steward-probe"); // systemd looks at the folder alone
        await Inside(bare, Unit(bare, "steward-probe", "ExecStartPre").TrimStart('+').Split(' '));
        using var probe = Start(bare, "steward-probe", $"{User}:{User}");
        try
        {
            var status = Path.Combine(bare, "var/lib/steward-probe/status.json");
            for (var i = 0; !File.Exists(status) || !(await File.ReadAllTextAsync(status)).Contains("\"connected\"", StringComparison.Ordinal); i++)
            {
                Assert.True(i < 300 && !probe.HasExited, "the probe did not connect");
                await Task.Delay(100);
            }
            Assert.Contains("Line: connected", await Inside(bare, "steward-probe", "status"));
        }
        finally { probe.Kill(); await probe.WaitForExitAsync(); }
    }

    /// <summary>In there the folder for passing things is another one.</summary>
    static Task<string> Inside(string bare, params string[] words) => Tool.Run("chroot", [bare, "env", "-u", "TMPDIR", .. words]);

    static Process Start(string bare, string unit, string user, string more = "", params IReadOnlyList<string> with)
    {
        string[] words = ["env", "-i", .. Unit(bare, unit, "Environment").Split(' '), .. with, .. (Unit(bare, unit, "ExecStart") + more).Split(' ')];
        var process = Process.Start(new ProcessStartInfo("chroot", [$"--userspec={user}", bare, .. words]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    static string Unit(string system, string unit, string key) =>
        File.ReadLines(Path.Combine(system, "lib/systemd/system", $"{unit}.service")).Single(l => l.StartsWith(key + "=", StringComparison.Ordinal))[(key.Length + 1)..];
}
