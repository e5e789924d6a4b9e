// Turns a bug into 500 with a trace id, and a bare 4xx into a page or problem details, in the reader's language.
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Diagnostics;
using Steward.Platform.Text;

namespace Steward.Platform.Web;

/// <summary>Draws the error page; the shell hands it in, since Platform's pages need the shell.</summary>
public delegate IResult ErrorPageMaker(HttpContext http, int status, string sentence, string trace);

/// <summary>There is no room to write it down: nothing was changed, nothing counts as done.</summary>
sealed record DiskFull() : Refusal("STW-507") { public override int Status => 507; }

/// <summary>The database cannot be reached at present.</summary>
sealed record DatabaseAway() : Refusal("STW-503") { public override int Status => 503; }

sealed partial class ErrorAnswers(RequestDelegate next, ILogger<ErrorAnswers> log, Room room, ErrorPageMaker? page = null)
{
    public async Task Invoke(HttpContext http)
    {
        try
        {
            await next(http);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested) { return; }
        catch (AntiforgeryValidationException) when (!http.Response.HasStarted) { http.Response.StatusCode = 400; await Answer(http, "error.form-expired"); return; }
        catch (BadHttpRequestException bad) when (!http.Response.HasStarted) { http.Response.StatusCode = bad.StatusCode; }
        catch (Exception fault) when (!http.Response.HasStarted && EngineValues.IsFull(fault)) { room.Refused(); await Refuse(http, new DiskFull(), fault); return; }
        catch (Exception fault) when (!http.Response.HasStarted && EngineValues.IsAway(fault)) { await Refuse(http, new DatabaseAway(), fault); return; }
        catch (Exception bug) when (!http.Response.HasStarted)
        {
            Bug(bug, http.Request.Method, http.Request.Path);
            http.Response.Clear();
            http.Response.StatusCode = 500;
        }
        // Over HTTP/2 an answer to HEAD that has a body is a breach of the protocol, and the client drops the whole answer.
        if (HttpMethods.IsHead(http.Request.Method)) return;
        if (http.Response is { HasStarted: false, StatusCode: >= 400, ContentLength: null, ContentType: null }) await Answer(http, null);
    }

    async Task Refuse(HttpContext http, Refusal refusal, Exception fault)
    {
        Refused(refusal.Code, http.Request.Method, http.Request.Path, fault.GetBaseException().Message);
        ViewerCulture.Enter(http);
        http.Response.Headers.RetryAfter = "30";
        await (WantsPage(http) ? page!(http, refusal.Status, refusal.Sentence, Refusals.TraceOf(http)) : Refusals.Problem(http, refusal)).ExecuteAsync(http);
    }

    bool WantsPage(HttpContext http) => page is not null && !http.Request.Path.StartsWithSegments("/api") && http.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal);

    async Task Answer(HttpContext http, string? key)
    {
        ViewerCulture.Enter(http);
        var status = http.Response.StatusCode;
        key ??= status switch { 401 => "error.401", 403 => "STW-403", 404 => "STW-404", 405 => "error.405", 413 => "error.413", 429 => "error.429", < 500 => "error.400", _ => "error.500" };
        var (sentence, trace) = (Texts.T(key), Refusals.TraceOf(http));
        await (WantsPage(http) ? page!(http, status, sentence, trace)
            : Results.Problem(title: sentence, statusCode: status, extensions: new Dictionary<string, object?> { ["traceId"] = trace })).ExecuteAsync(http);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} {Path} failed")]
    partial void Bug(Exception bug, string method, string path);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Code}: {Method} {Path} was refused: {Reason}")]
    partial void Refused(string code, string method, string path, string reason);
}
