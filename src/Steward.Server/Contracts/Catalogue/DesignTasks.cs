// Designs the tasks of a draft: which work, by whom, in which step. A task is known by its place in the list, counted from one.
using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Steward.People;
using Steward.Platform.Web;

namespace Steward.Contracts.Catalogue;

/// <summary>Without a <paramref name="Place"/> a task is added.</summary>
public sealed record SetTask(
    CatalogueItemId Item, [property: Range(1, 50)] int Step, [property: Required, StringLength(120)] string Name, [property: Required, StringLength(120)] string NameEn, [property: StringLength(1000)] string Text = "", TeamId? Team = null,
    TaskDuty Duty = TaskDuty.None, [property: Range(1, 50)] int? Place = null);

public sealed record DropTask(CatalogueItemId Item, [property: Range(1, 50)] int Place);

static class TaskDesign
{
    public static IReadOnlyList<TaskTemplate> InOrder(IEnumerable<TaskTemplate> tasks) => [.. tasks.OrderBy(t => t.Step)];
}

sealed class SetTaskHandler(StewardDb db, CatalogueWork work) : IVerb<SetTask, Done>
{
    public async Task<Result<Done>> Handle(SetTask ask, CancellationToken stop)
    {
        if (!(await work.Draft(ask.Item, stop)).TryGet(out var item, out var refusal)) return refusal;
        if (ask.Team is { } team && !await db.Set<Team>().AnyAsync(t => t.Id == team && t.Active, stop)) return new BadInput([new("team", "STW-404")]);
        var task = new TaskTemplate(ask.Step, ask.Name.Trim(), ask.NameEn.Trim(), ask.Text.Trim(), ask.Team, ask.Duty);
        if (ask.Place > item.Tasks.Count) return new NotFound();
        item.Tasks = TaskDesign.InOrder(ask.Place is { } place ? item.Tasks.Select((t, i) => i == place - 1 ? task : t) : item.Tasks.Append(task));
        return await db.TryCommit(stop);
    }
}

sealed class DropTaskHandler(StewardDb db, CatalogueWork work) : IVerb<DropTask, Done>
{
    public async Task<Result<Done>> Handle(DropTask ask, CancellationToken stop)
    {
        if (!(await work.Draft(ask.Item, stop)).TryGet(out var item, out var refusal)) return refusal;
        if (ask.Place > item.Tasks.Count) return new NotFound();
        item.Tasks = [.. item.Tasks.Where((_, i) => i != ask.Place - 1)];
        return await db.TryCommit(stop);
    }
}
