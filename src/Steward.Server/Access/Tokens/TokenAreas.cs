// Whole areas of rights, so that nobody ticks sixty boxes for a token that reads the desk.
using Steward.Platform.Text;

namespace Steward.Access.Tokens;

/// <summary>What belongs together when a token is made.</summary>
public enum TokenArea { Desk, Infrastructure, Service, People, System }

/// <summary>An area to look at, or to look at and change.</summary>
public enum AreaReach { Read, Write }

static class TokenAreas
{
    public static TokenArea Of(Thing thing) => thing switch
    {
        Thing.Incident or Thing.Problem or Thing.Change or Thing.Complaint => TokenArea.Desk,
        Thing.Asset or Thing.Monitoring or Thing.Alert or Thing.Patrol or Thing.Security or Thing.Emergency => TokenArea.Infrastructure,
        Thing.Contract or Thing.Report or Thing.Knowledge => TokenArea.Service,
        Thing.People or Thing.Rota => TokenArea.People,
        Thing.Account or Thing.Grant or Thing.Delegation or Thing.Settings or Thing.Audit or Thing.Display or Thing.Webhook => TokenArea.System,
    };

    /// <summary>The rights behind an area, of those that somebody holds; none where it is no area or they hold none there.</summary>
    public static IReadOnlyList<string> Scopes(string area, string reach, IEnumerable<string> held) =>
        Enum.TryParse<TokenArea>(area, ignoreCase: true, out var of) && Enum.IsDefined(of) && Enum.TryParse<AreaReach>(reach, ignoreCase: true, out var far) && Enum.IsDefined(far)
            ? [.. held.Where(s => AreaOf(s) == of && (far == AreaReach.Write || s.EndsWith($":{Right.Read}", StringComparison.Ordinal)))] : [];

    public static TokenArea? AreaOf(string scope) => scope.Split(':') is [var thing, _] && Enum.TryParse<Thing>(thing, out var of) ? Of(of) : null;

    /// <summary>A token's rights in few words: each thing once, with the letters of what may be done with it.</summary>
    public static string Said(IReadOnlyList<string> scopes) => string.Join(" · ", scopes.Select(s => s.Split(':')).Where(s => s.Length == 2).GroupBy(s => s[0])
        .Select(g => $"{Texts.T($"Thing.{g.Key}")} {string.Concat(g.Select(s => Texts.T($"Right.{s[1]}.Letter")))}"));
}
