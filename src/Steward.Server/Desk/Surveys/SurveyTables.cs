// How surveys are laid out in the database.
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Steward.Desk.Surveys;

sealed class SurveyTables : IEntityTypeConfiguration<Survey>
{
    public void Configure(EntityTypeBuilder<Survey> row)
    {
        row.ToTable("desk_survey").HasKey(r => r.Id);
        // One a ticket, whoever closes it and however often it is asked for.
        row.HasIndex(r => r.Ticket).IsUnique();
        row.HasIndex(r => new { r.Requester, r.AskedAt });
        row.HasIndex(r => new { r.Customer, r.AskedAt });
        row.HasIndex(r => new { r.Customer, r.AnsweredAt });
        row.HasIndex(r => r.CallBackDue).HasFilter("call_back_due is not null and called_at is null");
        row.HasIndex(r => r.NextDuty).HasFilter("next_duty is not null");
    }
}
