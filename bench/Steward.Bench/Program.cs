// Measures what no request shows. usage: dotnet run -c Release --project bench/Steward.Bench -- samples [millions] | echoes [seconds] | desk DATA [tickets assets customers] | judge DATA
using System.Globalization;
using Steward.Bench;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
switch (args)
{
    case ["samples", ..]: await Samples.Measure(Number(43)); return 0;
    case ["echoes", ..]: await Echoes.Measure(TimeSpan.FromSeconds(Number(10))); return 0;
    case ["desk", var data, ..]: await DeskFill.Fill(data, At(2, 1_000_000), At(3, 200_000), At(4, 500)); return 0;
    case ["judge", var data]: await DeskFill.Judge(data); return 0;
    default: Console.Error.WriteLine("usage: Steward.Bench samples [millions] | echoes [seconds] | desk DATA [tickets assets customers] | judge DATA"); return 2;
}

int Number(int otherwise) => At(1, otherwise);
int At(int place, int otherwise) => args.Length > place ? int.Parse(args[place], CultureInfo.InvariantCulture) : otherwise;
