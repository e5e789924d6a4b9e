// The models of the pages that are seen before anyone is known: sign-in, first set-up, errors.
using Steward.Platform.Text;

namespace Steward.Platform.Web.Components;

/// <param name="Sentence">The refusal's own sentence, where there is one.</param>
/// <param name="TraceId">What support needs to find the fault in the log.</param>
public sealed record ErrorModel(
    int Status, string? Sentence = null, string? TraceId = null, string? RetryHref = null, Theme Theme = Theme.Auto, string Path = "/");

/// <summary>Posts userName, password, remember and returnUrl to /sign-in; a demo account posts userName and returnUrl to /sign-in/demo.</summary>
public sealed record SignInModel
{
    public string? Error { get; init; }

    /// <summary>Why the reader stands here: signed out, or the session has ended.</summary>
    public FlashMessage? Message { get; init; }
    public string? ReturnUrl { get; init; }
    public string? UserName { get; init; }

    /// <summary>Whose system this is.</summary>
    public string? Organisation { get; init; }
    /// <summary>The people of the demo are still being entered.</summary>
    public bool Founding { get; init; }
    public IReadOnlyList<DemoAccount> DemoAccounts { get; init; } = [];
    public bool Demo => Founding || DemoAccounts.Count > 0;
    public IReadOnlyList<SignInProvider> Providers { get; init; } = [];
    public Theme Theme { get; init; }
    public string Path { get; init; } = "/sign-in";
}

public sealed record DemoAccount(string UserName, string Name, string Role);

/// <summary>Another way in: a company directory.</summary>
public sealed record SignInProvider(string Name, string Href);

/// <summary>Posts company, name, userName, password, passwordAgain and language ("zh" or "en") to /setup; refuse with BadInput under these names.</summary>
public sealed record SetupModel
{
    public string? Company { get; init; }
    public string? Name { get; init; }
    public string? UserName { get; init; }
    public Language Language { get; init; } = Texts.Current;
    public required int PasswordLength { get; init; }
    public Refusal? Refusal { get; init; }
    public Theme Theme { get; init; }
    public string Path { get; init; } = "/setup";
}
