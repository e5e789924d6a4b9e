// The routes that probes call: enrol once, then fetch work and hand over batches.
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Platform.Web;
using Steward.Protocol;

namespace Steward.Probes.Link;

static class ProbeRoutes
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost(Wire.EnrolPath, async (HttpContext http, EnrolProbe enrol, CancellationToken stop) =>
            await Read(http, ProtocolJson.Default.Enrol, stop) is not { } ask ? Bad(http)
            : (await enrol.Handle(ask, stop)).TryGet(out var done, out var refusal) ? Results.Json(done, ProtocolJson.Default.Enrolled) : Refusals.Problem(http, refusal))
            .RequireAuthorization(Needs.Anyone).ExcludeFromDescription();

        routes.MapGet(Wire.WorkPath, Work).RequireAuthorization(ProbeAuthentication.Policy).ExcludeFromDescription();

        routes.MapPost(Wire.BatchPath, async (HttpContext http, TakeBatch take, CancellationToken stop) =>
        {
            if (await Read(http, ProtocolJson.Default.Batch, stop) is not { } batch) return Bad(http);
            var hearing = Hearing.Of(http.Request) with { Clock = batch.SentAt };
            if ((await take.Handle(ProbeAuthentication.Of(http), batch, hearing, stop)).TryGet(out var taken, out var refusal))
            {
                Says(http, taken.Sequence);
                return Results.Json(taken, ProtocolJson.Default.Taken);
            }
            if (refusal is NumbersLeftOut left) Says(http, left.Has);
            // Another contact of the same probe was quicker: the same batch may come again at once.
            else if (refusal is ChangedMeanwhile) return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
            return Refusals.Problem(http, refusal);
        }).RequireAuthorization(ProbeAuthentication.Policy).ExcludeFromDescription();
    }

    /// <summary>The orders, unless the probe has this version already (304). The probe's sign of life when there is nothing else to say.</summary>
    static async Task<IResult> Work(HttpContext http, string? have, StewardDb db, IEnumerable<IProbeWork> rooms, TimeProvider time, CancellationToken stop)
    {
        var (probe, now) = (ProbeAuthentication.Of(http), time.Now());
        db.Work.Verb = "FetchWork";
        var contact = await db.Set<ProbeContact>().SingleAsync(c => c.Probe == probe.Id, stop);
        var taken = contact.Taken;
        // If another contact was noted at the same moment, the probe was heard all the same.
        await db.TryCommit(stop, Hearing.Of(http.Request).Note(contact, probe, now));
        Says(http, taken);
        List<CheckOrder> orders = [];
        foreach (var room in rooms) orders.AddRange(await room.Orders(probe.Id, stop));
        var version = VersionOf(orders);
        return have == version ? Results.StatusCode(StatusCodes.Status304NotModified) : Results.Json(new WorkList(version, orders), ProtocolJson.Default.WorkList);
    }

    static string VersionOf(List<CheckOrder> orders) =>
        Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(new WorkList("", orders), ProtocolJson.Default.WorkList)).AsSpan(0, 8));

    static void Says(HttpContext http, long taken) => http.Response.Headers[Wire.Taken] = taken.ToString(CultureInfo.InvariantCulture);

    static IResult Bad(HttpContext http) => Refusals.Problem(http, new BadField("$", "field.unreadable"));

    static async Task<T?> Read<T>(HttpContext http, JsonTypeInfo<T> kind, CancellationToken stop) where T : class
    {
        try { return await JsonSerializer.DeserializeAsync(http.Request.Body, kind, stop); }
        catch (JsonException) { return null; }
    }
}
