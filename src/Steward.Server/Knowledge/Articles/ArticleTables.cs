// How articles, their versions, readers, uses and terms are laid out in the database.
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Steward.Knowledge.Articles;

sealed class ArticleTables :
    IEntityTypeConfiguration<KnowledgeArticle>, IEntityTypeConfiguration<ArticleVersion>, IEntityTypeConfiguration<ArticleReader>, IEntityTypeConfiguration<ArticleUse>,
    IEntityTypeConfiguration<ArticleFeedback>, IEntityTypeConfiguration<ArticleTerm>
{
    public void Configure(EntityTypeBuilder<KnowledgeArticle> row)
    {
        row.ToTable("knowledge_article").HasKey(r => r.Id);
        row.HasIndex(r => r.Number).IsUnique();
        row.HasIndex(r => new { r.ChangedAt, r.Id });
        row.HasIndex(r => r.Category);
    }

    public void Configure(EntityTypeBuilder<ArticleVersion> row)
    {
        row.ToTable("knowledge_version").HasKey(r => r.Id);
        row.HasIndex(r => new { r.Article, r.Number }).IsUnique();
        row.Property(r => r.AssetKinds).AsJson();
        row.Property(r => r.Customers).AsJson();
        row.Property(r => r.Writers).AsJson();
    }

    public void Configure(EntityTypeBuilder<ArticleReader> row)
    {
        row.ToTable("knowledge_reader").HasKey(r => new { r.Article, r.Customer });
        row.HasIndex(r => r.Customer);
    }

    public void Configure(EntityTypeBuilder<ArticleUse> row)
    {
        row.ToTable("knowledge_use").HasKey(r => r.Id);
        // An article solves a ticket once, however often somebody says so.
        row.HasIndex(r => new { r.Article, r.Subject }).IsUnique();
        row.HasIndex(r => r.Subject);
        row.HasIndex(r => new { r.Customer, r.At });
    }

    public void Configure(EntityTypeBuilder<ArticleFeedback> row)
    {
        row.ToTable("knowledge_feedback").HasKey(r => new { r.Article, r.Account });
        row.HasIndex(r => r.Customer);
    }

    public void Configure(EntityTypeBuilder<ArticleTerm> row)
    {
        row.ToTable("knowledge_term").HasKey(r => new { r.Article, r.Term });
        row.Property(r => r.Term).HasMaxLength(60);
        row.HasIndex(r => r.Term);
    }
}
