// steward-probe: looks at things at the customer's site and reports to Steward over a line that only it opens.
using Steward.Probe;

return await CommandLine.Run(args, Console.Out, Console.Error);
