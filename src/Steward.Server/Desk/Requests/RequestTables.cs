// How requests and their tasks are laid out in the database.
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Steward.Desk.Requests;

sealed class RequestTables : IEntityTypeConfiguration<ServiceRequest>, IEntityTypeConfiguration<RequestTask>
{
    public void Configure(EntityTypeBuilder<ServiceRequest> row)
    {
        row.ToTable("desk_request").HasKey(r => r.Ticket);
        row.Property(r => r.Answers).AsJson();
    }

    public void Configure(EntityTypeBuilder<RequestTask> row)
    {
        row.ToTable("desk_request_task").HasKey(r => r.Id);
        row.HasIndex(r => new { r.Ticket, r.Step, r.Id });
        row.HasIndex(r => new { r.Assignee, r.State, r.ReadyAt });
        row.HasIndex(r => new { r.Team, r.State, r.ReadyAt });
    }
}
