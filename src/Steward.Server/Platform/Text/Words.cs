// What people wrote in two languages, as the reader reads.
namespace Steward.Platform.Text;

/// <summary>What is written in two languages, as the reader reads; where there is no English, the Chinese.</summary>
static class Words
{
    public static string In(string chinese, string english) => Texts.Current == Language.En && english.Length > 0 ? english : chinese;
}
