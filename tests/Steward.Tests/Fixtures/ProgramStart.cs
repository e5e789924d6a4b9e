// What happens before the first test happens in the order of the program: its own start comes first, then the libraries that tests use too.
using System.Runtime.CompilerServices;
using Steward.Platform.Host;

namespace Steward.Fixtures;

static class ProgramStart
{
    [ModuleInitializer]
    internal static void Begin() => RuntimeHelpers.RunModuleConstructor(typeof(StewardHost).Module.ModuleHandle);
}
