// Measures what no request shows. usage: dotnet run -c Release --project bench/Steward.Bench -- samples [millions] | echoes [seconds]
using System.Globalization;
using Steward.Bench;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
switch (args)
{
    case ["samples", ..]: await Samples.Measure(Number(43)); return 0;
    case ["echoes", ..]: await Echoes.Measure(TimeSpan.FromSeconds(Number(10))); return 0;
    default: Console.Error.WriteLine("usage: Steward.Bench samples [millions] | echoes [seconds]"); return 2;
}

int Number(int otherwise) => args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : otherwise;
