using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Steward.Platform.Data.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Release_0_2 : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateIndex(
                name: "ix_monitoring_sample_check_at",
                table: "monitoring_sample",
                columns: new[] { "check", "at" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_monitoring_sample_check_at",
                table: "monitoring_sample");
        }
    }
}
