// A catalogue item (服务目录项): one thing that a customer's people may ask for, with its form, approval, times and tasks. Each row is one version.
using Steward.People;
using Steward.Platform.Fields;
using Steward.Platform.Text;

namespace Steward.Contracts;

public readonly record struct CatalogueItemId(Guid Value) : IId<CatalogueItemId> { public static CatalogueItemId From(Guid value) => new(value); public override string ToString() => Value.ToString(); }

/// <summary>Under what people look for it.</summary>
public enum CatalogueCategory { Workplace, Software, Account, Network, Supply, Support }

/// <summary>A draft is designed and asked for by nobody; a published version stays as it is until the next one replaces it or the item is retired.</summary>
public enum ItemState { Draft, Published, Replaced, Retired }

/// <summary>Who may ask.</summary>
public enum Audience { Everyone, DepartmentHeads, Named }

/// <summary>Whose word it takes; a department without a head has the customer's administrator.</summary>
public enum ApprovalBy { Nobody, DepartmentHead, CustomerAdministrator }

/// <summary>What a task must have seen to before the request of somebody who leaves is over; such a task cannot be passed over.</summary>
public enum TaskDuty { None, CloseAccounts, ReturnAssets, ReassignCustody }

/// <summary>A piece of work. Those of one step go on side by side, the next step begins when all before are done.</summary>
public sealed record TaskTemplate(int Step, string Name, string NameEn, string Text = "", TeamId? Team = null, TaskDuty Duty = TaskDuty.None);

public sealed class CatalogueItem : ITenantRow, IVersioned
{
    public CatalogueItemId Id { get; init; }
    public CustomerId Customer { get; init; }
    public ContractId Contract { get; init; }
    /// <summary>Names the item through all of its versions.</summary>
    public required string Code { get; init; }
    public int Number { get; init; } = 1;
    public ItemState State { get; set; }
    /// <summary>The service that offers it.</summary>
    public ServiceId Service { get; set; }
    public required string Name { get; set; }
    public required string NameEn { get; set; }
    public string Description { get; set; } = "";
    public string DescriptionEn { get; set; } = "";
    public CatalogueCategory Category { get; set; }
    public Audience Audience { get; set; }
    /// <summary>Those who may ask where the audience is named.</summary>
    public IReadOnlyList<ContactId> Named { get; set; } = [];
    public ApprovalBy Approval { get; set; }
    /// <summary>Service minutes from approval: to the first human acceptance, and to fulfilment.</summary>
    public int ResponseMinutes { get; set; }
    public int FulfilmentMinutes { get; set; }
    /// <summary>It is charged, so whoever asks names the cost centre.</summary>
    public bool CostCentre { get; set; }
    public IReadOnlyList<FormField> Form { get; set; } = [];
    public IReadOnlyList<TaskTemplate> Tasks { get; set; } = [];
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? PublishedAt { get; set; }
    public int Version { get; set; }

    public string Said => Words.In(Name, NameEn);
    public string DescriptionSaid => Words.In(Description, DescriptionEn);

    /// <summary>Whether somebody may ask for it.</summary>
    public bool IsFor(Contact contact) => contact.Customer == Customer && Audience switch
    {
        Audience.Everyone => true,
        Audience.DepartmentHeads => contact.Head,
        Audience.Named => Named.Contains(contact.Id),
    };
}
