// Makes GB 18030 and the other old character sets known before anything else happens.
using System.Runtime.CompilerServices;
using System.Text;

namespace Steward.Platform.Text;

static class CodePages
{
    /// <summary>Runs when the program is loaded: the library that reads mails learns of character sets once, when it is first used, and a mail may be sent before one is read.</summary>
    [ModuleInitializer]
    internal static void Register() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
}
