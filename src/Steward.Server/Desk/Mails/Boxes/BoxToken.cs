// Asks for the token by which Steward shows a mail server who it is (OAuth 2.0, RFC 6749), where the server takes no password.
using System.Security.Authentication;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Steward.Desk.Mails.Boxes;

/// <param name="Renewed">What replaces the refresh token that was used; null: that one stays good.</param>
sealed record BoxToken(string Access, string? Renewed)
{
    /// <summary>The client by which it is asked: follows nobody elsewhere, since it carries secrets.</summary>
    public const string Client = "mailbox-token";

    public static async Task<BoxToken> Ask(HttpClient http, Mailbox box, string secret, string refresh, CancellationToken stop)
    {
        var form = new Dictionary<string, string> { ["grant_type"] = box.SignIn == BoxSignIn.RefreshToken ? "refresh_token" : "client_credentials", ["client_id"] = box.ClientId };
        if (secret.Length > 0) form["client_secret"] = secret;
        if (box.SignIn == BoxSignIn.RefreshToken) form["refresh_token"] = refresh;
        if (box.Scope.Length > 0) form["scope"] = box.Scope;
        using var answer = await http.PostAsync(box.TokenUrl, new FormUrlEncodedContent(form), stop);
        var said = Read(await answer.Content.ReadAsStringAsync(stop));
        string Said(string name) => said?[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : "";
        return answer.IsSuccessStatusCode && Said("access_token") is { Length: > 0 } access
            ? new(access, Said("refresh_token") is { Length: > 0 } renewed ? renewed : null)
            : throw new AuthenticationException($"{box.TokenUrl}: {(int)answer.StatusCode} {Said("error")} {Said("error_description")}".TrimEnd());
    }

    static JsonObject? Read(string text)
    {
        try { return JsonNode.Parse(text) as JsonObject; }
        catch (JsonException) { return null; }
    }
}
