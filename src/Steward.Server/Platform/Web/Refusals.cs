// The one place where a refusal becomes an HTTP answer: problem details (RFC 9457) for programs.
using System.Diagnostics;

namespace Steward.Platform.Web;

static class Refusals
{
    public static IResult Problem(HttpContext http, Refusal refusal)
    {
        var fields = refusal switch
        {
            BadInput input => input.Fields,
            BadField field => [field],
            _ => (IReadOnlyList<BadField>)[],
        };
        var more = new Dictionary<string, object?>
        {
            ["code"] = refusal.Code,
            ["traceId"] = TraceOf(http),
        };
        if (fields.Count > 0) more["errors"] = fields.GroupBy(f => f.Name).ToDictionary(f => f.Key, f => f.Select(x => x.Sentence).ToArray());
        return Results.Problem(title: refusal.Sentence, statusCode: refusal.Status, type: $"https://steward.example/refusals/{refusal.Code}", extensions: more);
    }

    public static string TraceOf(HttpContext http) => Activity.Current?.TraceId.ToString() ?? http.TraceIdentifier;
}
