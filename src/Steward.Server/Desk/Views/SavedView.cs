// A list of tickets that somebody keeps under a name: what it is cut by, how it is sorted, which columns it shows; and the one that opens first.
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Steward.Access;
using Steward.People;
using Steward.Platform.Audit;

namespace Steward.Desk.Views;

public readonly record struct SavedViewId(Guid Value) : IId<SavedViewId> { public static SavedViewId From(Guid value) => new(value); public override string ToString() => Value.ToString(); }

/// <summary>It belongs to an account, not to a customer: whoever opens it sees what they may see.</summary>
sealed class SavedView : IVersioned
{
    public SavedViewId Id { get; init; }
    public AccountId Account { get; init; }
    public required string Name { get; init; }
    /// <summary>The part of the list's address after the question mark.</summary>
    public required string Query { get; set; }
    /// <summary>The group with whom it is shared.</summary>
    public TeamId? Team { get; set; }
    public int Version { get; set; }
}

/// <summary>What a person's list opens with.</summary>
sealed class FirstView : INotAudited
{
    public AccountId Account { get; init; }
    public SavedViewId View { get; set; }
}

sealed class ViewTables : IEntityTypeConfiguration<SavedView>, IEntityTypeConfiguration<FirstView>
{
    public void Configure(EntityTypeBuilder<SavedView> row)
    {
        row.ToTable("desk_saved_view").HasKey(r => r.Id);
        row.HasIndex(r => new { r.Account, r.Name }).IsUnique();
        row.HasIndex(r => r.Team).HasFilter("team is not null");
    }

    public void Configure(EntityTypeBuilder<FirstView> row) => row.ToTable("desk_first_view").HasKey(r => r.Account);
}
