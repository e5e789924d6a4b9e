// Texts that are written again and again: an answer to a requester, or the beginning of a ticket, with places to be filled.
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Steward.People;
using Steward.Platform.Text;
using Steward.Sla;

namespace Steward.Desk.Templates;

public readonly record struct TemplateId(Guid Value) : IId<TemplateId> { public static TemplateId From(Guid value) => new(value); public override string ToString() => Value.ToString(); }

/// <summary>快捷回复 or the beginning of a ticket.</summary>
public enum TemplateKind { Answer, Ticket }

public sealed class Template : IVersioned
{
    public TemplateId Id { get; init; }
    public TemplateKind Kind { get; init; }
    public required string Name { get; set; }
    /// <summary>The answer, or the description of the ticket.</summary>
    public required string Text { get; set; }
    /// <summary>Of a ticket's.</summary>
    public string Summary { get; set; } = "";
    public string Category { get; set; } = "";
    public Impact? Impact { get; set; }
    public Urgency? Urgency { get; set; }
    /// <summary>For the tickets of one customer; without it for all.</summary>
    public CustomerId? ForCustomer { get; set; }
    /// <summary>For readers of one language; without it for all.</summary>
    public Language? Language { get; set; }
    public int Version { get; set; }
}

sealed class TemplateTable : IEntityTypeConfiguration<Template>
{
    public void Configure(EntityTypeBuilder<Template> row)
    {
        row.ToTable("desk_template").HasKey(r => r.Id);
        row.HasIndex(r => new { r.Kind, r.ForCustomer, r.Name });
    }
}
