// How webhooks, their deliveries and each try are laid out in the database.
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Steward.Outlets.Hooks;

sealed class WebhookTables : IEntityTypeConfiguration<Webhook>, IEntityTypeConfiguration<WebhookProgress>, IEntityTypeConfiguration<Delivery>, IEntityTypeConfiguration<DeliveryTry>
{
    public void Configure(EntityTypeBuilder<Webhook> row)
    {
        row.ToTable("outlets_webhook").HasKey(r => r.Id);
        row.Property(r => r.Kinds).AsJson();
        row.HasIndex(r => r.Customer);
    }

    public void Configure(EntityTypeBuilder<WebhookProgress> row)
    {
        row.ToTable("outlets_webhook_progress").HasKey(r => r.Webhook);
        row.Property(r => r.Position).IsConcurrencyToken();
    }

    public void Configure(EntityTypeBuilder<Delivery> row)
    {
        row.ToTable("outlets_delivery").HasKey(r => r.Id);
        row.HasIndex(r => new { r.Webhook, r.Event }).IsUnique();
        row.HasIndex(r => new { r.Webhook, r.WrittenAt, r.Id });
        row.HasIndex(r => r.DoneAt).HasFilter("done_at is not null");
        row.HasIndex(r => new { r.Webhook, r.NextTry }).HasFilter("next_try is not null");
    }

    public void Configure(EntityTypeBuilder<DeliveryTry> row) => row.ToTable("outlets_delivery_try").HasKey(r => new { r.Delivery, r.Number });
}
