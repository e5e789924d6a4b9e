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
                name: "access_display",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    customers = table.Column<string>(type: "text", nullable: false),
                    sites = table.Column<string>(type: "text", nullable: false),
                    language = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    made_by = table.Column<string>(type: "text", nullable: false),
                    made_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    revoked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    last_seen_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_access_display", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "platform_node",
                columns: table => new
                {
                    name = table.Column<string>(type: "text", nullable: false),
                    version = table.Column<string>(type: "text", nullable: false),
                    started_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    seen_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    disk_free = table.Column<long>(type: "bigint", nullable: false),
                    disk_bytes = table.Column<long>(type: "bigint", nullable: false),
                    faults = table.Column<string>(type: "text", nullable: false),
                    backup_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    drill_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    audit_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    audit_fault = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_platform_node", x => x.name);
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "access_display");

            migrationBuilder.DropTable(
                name: "platform_node");
        }
    }
}
