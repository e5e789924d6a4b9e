// The names under which Steward's own traces and meters appear.
using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Steward.Platform.Sweeps;

public static class Telemetry
{
    public const string Name = "Steward";
    public static readonly ActivitySource Source = new(Name);
    public static readonly Meter Meter = new(Name);
}
