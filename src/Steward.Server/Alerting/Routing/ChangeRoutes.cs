// Stores a new version of the routes, once all in it can be read and everybody named in it is there.
using System.ComponentModel.DataAnnotations;
using Steward.Access;
using Steward.Alerting.Notices;
using Steward.Platform.Text;
using Steward.Platform.Web;

namespace Steward.Alerting.Routing;

/// <summary><paramref name="Number"/> is the version that was read: whoever changes an older one is told.</summary>
public sealed record ChangeRoutes([property: StringLength(100_000)] string Text, [property: StringLength(400)] string Comment = "", int? Number = null);

sealed class ChangeRoutesHandler(StewardDb db, RouteBook routes, Receivers receivers, Me me, IdSource ids, TimeProvider time) : IVerb<ChangeRoutes, int>
{
    public async Task<Result<int>> Handle(ChangeRoutes ask, CancellationToken stop)
    {
        var now = time.Now();
        var current = await routes.Current(stop);
        if (ask.Number is { } read && read != current.Number) return new ChangedMeanwhile();
        var (file, faults) = RouteFile.Read(ask.Text);
        if (file is not null) faults = await receivers.Missing(file, stop);
        if (faults.Count > 0) return new BadInput([.. faults.Select(f => new BadField("text", "ALR-120", f.Line, f.Key, Texts.T(f.Reason)))]);
        // The number is unique: of two who store at one moment the second is told.
        db.Add(new RouteVersion { Id = ids.Next(now), Number = current.Number + 1, Text = ask.Text, Author = me.Name, SavedAt = now, Comment = ask.Comment.Trim() });
        return (await db.TryCommit(stop)).TryGet(out _, out var refusal) ? current.Number + 1 : refusal;
    }
}
