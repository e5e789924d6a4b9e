// How surveys are laid out in the database.
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Steward.Desk.Surveys;

sealed class SurveyTables : IEntityTypeConfiguration<Survey>
{
    public void Configure(EntityTypeBuilder<Survey> row)
    {
        row.ToTable("desk_survey").HasKey(r => r.Id);
        row.Property(r => r.Answers).AsJson();
        row.Ignore(r => r.Lowest);
        // One a ticket, whoever closes it and however often it is asked for.
        row.HasIndex(r => r.Ticket).IsUnique();
        row.HasIndex(r => new { r.Round, r.Requester }).HasFilter("round is not null").IsUnique();
        row.HasIndex(r => new { r.Requester, r.AskedAt });
        row.HasIndex(r => new { r.Customer, r.AskedAt });
        row.HasIndex(r => new { r.Customer, r.AnsweredAt });
        row.HasIndex(r => r.CallBackDue).HasFilter("call_back_due is not null and called_at is null");
        row.HasIndex(r => r.NextDuty).HasFilter("next_duty is not null");
    }
}
