using System;
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
            migrationBuilder.CreateTable(
                name: "platform_event_missed",
                columns: table => new
                {
                    ear = table.Column<string>(type: "text", nullable: false),
                    position = table.Column<long>(type: "bigint", nullable: false),
                    tries = table.Column<int>(type: "integer", nullable: false),
                    next_try = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    fault = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_platform_event_missed", x => new { x.ear, x.position });
                });

            migrationBuilder.CreateIndex(
                name: "ix_monitoring_sample_check_at",
                table: "monitoring_sample",
                columns: new[] { "check", "at" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "platform_event_missed");

            migrationBuilder.DropIndex(
                name: "ix_monitoring_sample_check_at",
                table: "monitoring_sample");
        }
    }
}
