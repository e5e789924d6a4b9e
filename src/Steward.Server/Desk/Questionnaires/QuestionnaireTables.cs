// How questionnaires and their rounds are laid out in the database; what was answered lies with the other surveys.
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Steward.Desk.Questionnaires;

sealed class QuestionnaireTables : IEntityTypeConfiguration<Questionnaire>, IEntityTypeConfiguration<SurveyRound>
{
    public void Configure(EntityTypeBuilder<Questionnaire> row)
    {
        row.ToTable("desk_questionnaire").HasKey(r => r.Id);
        row.Property(r => r.Form).AsJson();
        row.Ignore(r => r.Said).Ignore(r => r.IntroSaid);
        row.HasIndex(r => new { r.Contract, r.For, r.Number }).IsUnique();
    }

    public void Configure(EntityTypeBuilder<SurveyRound> row)
    {
        row.ToTable("desk_survey_round").HasKey(r => r.Id);
        // Nobody is asked twice in one quarter or year, whoever plans and however many nodes send.
        row.HasIndex(r => new { r.Contract, r.For, r.Period }).IsUnique();
        row.HasIndex(r => new { r.Customer, r.SentAt });
        row.HasIndex(r => r.NextDuty).HasFilter("next_duty is not null");
    }
}
