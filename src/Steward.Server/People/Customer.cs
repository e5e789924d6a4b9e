// Customers (甲方), their sites and their people: contacts report faults, confirm and rate.
using Steward.Platform.Text;

namespace Steward.People;

/// <summary>A customer: the tenant to which all of its records belong.</summary>
public sealed class Customer : ITenantRow, IVersioned
{
    public CustomerId Id { get; init; }
    /// <summary>2-8 capital letters or digits, part of every number people see: <c>INC-XXQY-20260301-0001</c>.</summary>
    public required string ShortName { get; init; }
    public required string Name { get; set; }
    /// <summary>IANA zone in which the customer's days begin.</summary>
    public required string Zone { get; set; }
    /// <summary>In which the system writes by itself for this customer: tickets that alerts open, notes in their stories.</summary>
    public Language Language { get; set; }
    public bool Active { get; set; } = true;
    public int Version { get; set; }
    CustomerId ITenantRow.Customer => Id;
}

/// <summary>A place where the customer works, with its own zone.</summary>
public sealed class Site : ITenantRow, IVersioned
{
    public SiteId Id { get; init; }
    public CustomerId Customer { get; init; }
    public required string Name { get; set; }
    public string Address { get; set; } = "";
    public required string Zone { get; set; }
    public int Version { get; set; }
}

/// <summary>A person of the customer: end user, department head or IT head.</summary>
public sealed class Contact : ITenantRow, IVersioned
{
    public ContactId Id { get; init; }
    public CustomerId Customer { get; init; }
    public SiteId? Site { get; set; }
    public required string Name { get; set; }
    public string Department { get; set; } = "";
    public string Position { get; set; } = "";
    public string Phone { get; set; } = "";
    public string Email { get; set; } = "";
    public string Place { get; set; } = "";
    /// <summary>Raises the priority of this person's tickets one step, never above P2 (intake rule of the desk).</summary>
    public bool Vip { get; set; }
    /// <summary>Heads the department: decides on what its people ask for, and may ask for what is for heads.</summary>
    public bool Head { get; set; }
    public bool Active { get; set; } = true;
    public int Version { get; set; }
}
