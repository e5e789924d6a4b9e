// Puts the standard items of the trade into a contract's catalogue, published, each once: those whose code is there already stay as they are.
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Steward.Platform.Fields;
using Steward.Platform.Web;

namespace Steward.Contracts.Catalogue;

/// <summary>Without a <paramref name="Service"/> the first of the contract offers them.</summary>
public sealed record LoadStandardItems(ContractId Contract, ServiceId? Service = null);

public sealed record ItemsLoaded(int Added, int Known);

sealed class LoadStandardItemsHandler(StewardDb db, CatalogueWork work, IdSource ids) : IVerb<LoadStandardItems, ItemsLoaded>
{
    public async Task<Result<ItemsLoaded>> Handle(LoadStandardItems ask, CancellationToken stop)
    {
        if (!(await work.Contract(ask.Contract, stop)).TryGet(out var contract, out var refusal)) return refusal;
        var services = await db.Set<ServiceItem>().Where(s => s.Contract == contract.Id).OrderBy(s => s.Id).Select(s => s.Id).ToListAsync(stop);
        if (services.Count == 0 || ask.Service is { } named && !services.Contains(named)) return new ServiceOfContract();
        var known = (await db.Set<CatalogueItem>().Where(i => i.Contract == contract.Id).Select(i => i.Code).Distinct().ToListAsync(stop)).ToHashSet();
        var added = 0;
        foreach (var item in StandardItems.All.Where(i => !known.Contains(i.Code)))
        {
            db.Add(new CatalogueItem
            {
                Id = ids.New<CatalogueItemId>(work.Now), Customer = contract.Customer, Contract = contract.Id, Service = ask.Service ?? services[0], Code = item.Code, State = ItemState.Published, Name = item.Name, NameEn = item.NameEn,
                Description = item.Description, DescriptionEn = item.DescriptionEn, Category = item.Category, Audience = item.Audience, Approval = item.Approval, ResponseMinutes = item.ResponseMinutes,
                FulfilmentMinutes = item.FulfilmentMinutes, CostCentre = item.CostCentre, Form = item.Form, Tasks = item.Tasks, CreatedAt = work.Now, PublishedAt = work.Now,
            });
            added++;
        }
        return (await db.TryCommit(stop)).TryGet(out _, out var lost) ? new ItemsLoaded(added, known.Count) : lost;
    }
}

sealed record StandardItem(
    string Code, CatalogueCategory Category, Audience Audience, ApprovalBy Approval, int ResponseMinutes, int FulfilmentMinutes, bool CostCentre, string Name, string NameEn, string Description, string DescriptionEn,
    IReadOnlyList<FormField> Form, IReadOnlyList<TaskTemplate> Tasks);

/// <summary>Read from Data/catalogue.tsv: a line for each item, below it its questions and its tasks.</summary>
static class StandardItems
{
    public static readonly IReadOnlyList<StandardItem> All = Read();

    static List<StandardItem> Read()
    {
        var items = new List<StandardItem>();
        using var reader = new StreamReader(typeof(StandardItems).Assembly.GetManifestResourceStream("Contracts/Data/catalogue.tsv")!);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length == 0 || line[0] == '#') continue;
            var c = line.Split('\t');
            if (c[0] == "item")
                items.Add(new(c[1], Enum.Parse<CatalogueCategory>(c[2]), Enum.Parse<Audience>(c[3]), Enum.Parse<ApprovalBy>(c[4]), Whole(c[5]), Whole(c[6]), c[7] == "charged", c[8], c[9], c[10], c[11], [], []));
            else
            {
                var item = items[^1];
                items[^1] = c[0] == "field" ? item with { Form = [.. item.Form, Field(c)] } : item with { Tasks = [.. item.Tasks, new(Whole(c[1]), c[3], c[4], "", null, Enum.Parse<TaskDuty>(c[2]))] };
            }
        }
        return items;
    }

    static FormField Field(string[] c) => new(c[1], Enum.Parse<FieldKind>(c[2]), c[4], c[5], c[3] == "required", Least: Number(c, 8), Most: Number(c, 9), Choices: Choices(c, 6), ChoicesEn: Choices(c, 7));

    static int Whole(string text) => int.Parse(text, CultureInfo.InvariantCulture);
    static decimal? Number(string[] c, int at) => c.Length > at && c[at].Length > 0 ? decimal.Parse(c[at], CultureInfo.InvariantCulture) : null;
    static IReadOnlyList<string>? Choices(string[] c, int at) => c.Length > at && c[at].Length > 0 ? c[at].Split('|') : null;
}
