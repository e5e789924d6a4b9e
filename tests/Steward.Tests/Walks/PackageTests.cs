// The Debian packages, built, and installed by dpkg on a bare Debian of their own: started as their units say, removed with the data left, purged without them.
using System.Diagnostics;
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
        try
        {
            await Tool.Run("debootstrap", "--variant=minbase", "--include=adduser,ca-certificates,libicu72,libssl3,libstdc++6,tzdata,zlib1g", "bookworm", bare, "http://deb.debian.org/debian");
            await Tool.Run("mount", "-t", "proc", "proc", Path.Combine(bare, "proc")); // .NET finds itself by it
            foreach (var package in packages) File.Copy(package, Path.Combine(bare, "tmp", Path.GetFileName(package)));
            await Tool.Run("chroot", [bare, "dpkg", "-i", .. packages.Select(p => $"/tmp/{Path.GetFileName(p)}")]);
            Assert.Contains("steward", await Tool.Run("chroot", bare, "steward", "--help"));
            Assert.Contains("is good", await Tool.Run("chroot", bare, "steward", "check-config"));
            Assert.Contains("enrol", await Tool.Run("chroot", bare, "steward-probe", "--help"));
            Assert.StartsWith("steward:steward 700", await Tool.Run("chroot", bare, "stat", "-c", "%U:%G %a", "/var/lib/steward"));

            // There is no systemd in there: what the unit starts is started as the user that it names.
            var port = ServerProcess.FreePort();
            var start = Unit(bare, "steward", "ExecStart").Split(' ');
            using (var server = Process.Start(new ProcessStartInfo("chroot", [$"--userspec={Unit(bare, "steward", "User")}", bare, .. start, "--urls", $"http://127.0.0.1:{port}"]) { RedirectStandardOutput = true, RedirectStandardError = true })!)
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
                    await Tool.Run("chroot", bare, "steward", "backup", "/var/backups/steward/first.zip", "--drill");
                    Assert.StartsWith("steward:steward 600", await Tool.Run("chroot", bare, "stat", "-c", "%U:%G %a", "/var/backups/steward/first.zip"));
                }
                finally { server.Kill(); await server.WaitForExitAsync(); }

            await Tool.Run("chroot", bare, "dpkg", "-r", "steward", "steward-probe");
            Assert.True(File.Exists(Path.Combine(bare, "var/lib/steward/steward.db")));
            await Tool.Run("chroot", bare, "dpkg", "-P", "steward", "steward-probe");
            Assert.False(Directory.Exists(Path.Combine(bare, "var/lib/steward")));
            Assert.True(File.Exists(Path.Combine(bare, "var/backups/steward/first.zip")));
        }
        finally
        {
            using (var proc = Process.Start("umount", [Path.Combine(bare, "proc")])!) await proc.WaitForExitAsync();
            await Tool.Run("rm", "-rf", "--one-file-system", bare);
        }
    }

    static string Unit(string system, string unit, string key) =>
        File.ReadLines(Path.Combine(system, "lib/systemd/system", $"{unit}.service")).Single(l => l.StartsWith(key + "=", StringComparison.Ordinal))[(key.Length + 1)..];
}
