// The probe ships alone: of Steward it uses the protocol and nothing else.
using System.Reflection;
using Xunit;

namespace Steward.Probe.House;

public sealed class ProbeHouseTests
{
    static IEnumerable<string> Uses(Assembly assembly) => assembly.GetReferencedAssemblies().Select(a => a.Name!).Where(n => !n.StartsWith("System.", StringComparison.Ordinal));

    [Fact]
    public void The_probe_uses_the_protocol_and_the_framework_only() => Assert.Equal(["Steward.Protocol"], Uses(typeof(Home).Assembly));

    [Fact]
    public void Canary() => Assert.Contains("steward-probe", Uses(typeof(ProbeHouseTests).Assembly));
}
