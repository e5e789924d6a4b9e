using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Steward.Platform.Data.Migrations.Sqlite
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
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    hash = table.Column<byte[]>(type: "BLOB", nullable: false),
                    customers = table.Column<string>(type: "TEXT", nullable: false),
                    sites = table.Column<string>(type: "TEXT", nullable: false),
                    language = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    made_by = table.Column<string>(type: "TEXT", nullable: false),
                    made_at = table.Column<long>(type: "INTEGER", nullable: false),
                    until = table.Column<long>(type: "INTEGER", nullable: false),
                    revoked_at = table.Column<long>(type: "INTEGER", nullable: true),
                    last_seen_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_access_display", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "platform_node",
                columns: table => new
                {
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    version = table.Column<string>(type: "TEXT", nullable: false),
                    started_at = table.Column<long>(type: "INTEGER", nullable: false),
                    seen_at = table.Column<long>(type: "INTEGER", nullable: false),
                    disk_free = table.Column<long>(type: "INTEGER", nullable: false),
                    disk_bytes = table.Column<long>(type: "INTEGER", nullable: false),
                    faults = table.Column<string>(type: "TEXT", nullable: false),
                    backup_at = table.Column<long>(type: "INTEGER", nullable: true),
                    drill_at = table.Column<long>(type: "INTEGER", nullable: true),
                    audit_at = table.Column<long>(type: "INTEGER", nullable: true),
                    audit_fault = table.Column<string>(type: "TEXT", nullable: false)
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
