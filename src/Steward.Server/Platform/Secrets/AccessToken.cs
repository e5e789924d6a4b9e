// Asks for the token by which Steward shows a mail server who it is (OAuth 2.0, RFC 6749), where the server takes no password.
using System.Security.Authentication;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Steward.Platform.Secrets;

/// <summary>What proves to a giver of tokens that Steward may ask. With a <paramref name="Refresh"/> token it asks in the name of whoever gave that, without one in its own (client credentials).</summary>
sealed record TokenClient(string TokenUrl, string ClientId, string Secret, string Scope, string Refresh);

/// <param name="Renewed">What replaces the refresh token that was used; null: that one stays good.</param>
sealed record AccessToken(string Access, string? Renewed)
{
    /// <summary>The client by which it is asked: follows nobody elsewhere, since it carries secrets.</summary>
    public const string Http = "access-token";

    public static void AddTo(IServiceCollection services) =>
        services.AddHttpClient(Http, http => (http.Timeout, http.MaxResponseContentBufferSize) = (TimeSpan.FromSeconds(30), 1 << 20)).ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false });

    /// <exception cref="AuthenticationException">The giver refuses; the message says why.</exception>
    public static async Task<AccessToken> Ask(HttpClient http, TokenClient client, CancellationToken stop)
    {
        var form = new Dictionary<string, string> { ["grant_type"] = client.Refresh.Length > 0 ? "refresh_token" : "client_credentials", ["client_id"] = client.ClientId };
        if (client.Secret.Length > 0) form["client_secret"] = client.Secret;
        if (client.Refresh.Length > 0) form["refresh_token"] = client.Refresh;
        if (client.Scope.Length > 0) form["scope"] = client.Scope;
        using var answer = await http.PostAsync(client.TokenUrl, new FormUrlEncodedContent(form), stop);
        var said = Read(await answer.Content.ReadAsStringAsync(stop));
        string Said(string name) => said?[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : "";
        return answer.IsSuccessStatusCode && Said("access_token") is { Length: > 0 } access
            ? new(access, Said("refresh_token") is { Length: > 0 } renewed ? renewed : null)
            : throw new AuthenticationException($"{client.TokenUrl}: {(int)answer.StatusCode} {Said("error")} {Said("error_description")}".TrimEnd());
    }

    static JsonObject? Read(string text)
    {
        try { return JsonNode.Parse(text) as JsonObject; }
        catch (JsonException) { return null; }
    }
}
