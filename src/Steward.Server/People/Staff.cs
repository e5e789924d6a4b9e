// The provider's side (乙方): staff, the teams they work in, and suppliers behind them.
namespace Steward.People;

/// <summary>The provider itself: whose system this is. One row.</summary>
public sealed class Provider
{
    public Guid Id { get; init; }
    public required string Name { get; set; }
}

/// <summary>A person of the provider.</summary>
public sealed class Staff : IVersioned
{
    public StaffId Id { get; init; }
    public required string Name { get; set; }
    /// <summary>For example 驻场工程师 or department head: a position, not a right.</summary>
    public string Position { get; set; } = "";
    public string Phone { get; set; } = "";
    public string Email { get; set; } = "";
    public bool Active { get; set; } = true;
    public int Version { get; set; }
}

/// <summary>A group that tickets are assigned to: desk, on-site, second line, a maker.</summary>
public sealed class Team : IVersioned
{
    public TeamId Id { get; init; }
    public required string Name { get; set; }
    /// <summary>1 first line, 2 second line, 3 third line or maker.</summary>
    public int Line { get; set; } = 1;
    /// <summary>Who answers for the group, and is called when its work runs out of time.</summary>
    public StaffId? Lead { get; set; }
    public bool Active { get; set; } = true;
    public int Version { get; set; }
}

public sealed class TeamMember
{
    public TeamId Team { get; init; }
    public StaffId Staff { get; init; }
}

/// <summary>A third party: maker's warranty, carrier, leasing, cabling.</summary>
public sealed class Supplier : IVersioned
{
    public SupplierId Id { get; init; }
    public required string Name { get; set; }
    public string Service { get; set; } = "";
    /// <summary>A carrier of lines (运营商): the time that it takes is told apart from other suppliers'.</summary>
    public bool Carrier { get; set; }
    public string Phone { get; set; } = "";
    public string Email { get; set; } = "";
    public bool Active { get; set; } = true;
    public int Version { get; set; }
}
