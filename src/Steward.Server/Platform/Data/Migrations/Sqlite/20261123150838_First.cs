using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Steward.Platform.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class First : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "access_account",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    user_name = table.Column<string>(type: "TEXT", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    password_hash = table.Column<string>(type: "TEXT", nullable: false),
                    stamp = table.Column<byte[]>(type: "BLOB", nullable: false),
                    staff = table.Column<byte[]>(type: "BLOB", nullable: true),
                    contact = table.Column<byte[]>(type: "BLOB", nullable: true),
                    language = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    theme = table.Column<string>(type: "TEXT", nullable: false),
                    zone = table.Column<string>(type: "TEXT", nullable: false),
                    disabled = table.Column<bool>(type: "INTEGER", nullable: false),
                    failures = table.Column<int>(type: "INTEGER", nullable: false),
                    locked_until = table.Column<long>(type: "INTEGER", nullable: true),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_access_account", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "access_grant",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    account = table.Column<byte[]>(type: "BLOB", nullable: false),
                    role = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    customer = table.Column<byte[]>(type: "BLOB", nullable: true),
                    site = table.Column<byte[]>(type: "BLOB", nullable: true),
                    contract = table.Column<byte[]>(type: "BLOB", nullable: true),
                    team = table.Column<byte[]>(type: "BLOB", nullable: true),
                    from = table.Column<long>(type: "INTEGER", nullable: false),
                    until = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_access_grant", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "access_token",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    account = table.Column<byte[]>(type: "BLOB", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    hash = table.Column<byte[]>(type: "BLOB", nullable: false),
                    scopes = table.Column<string>(type: "TEXT", nullable: false),
                    made_at = table.Column<long>(type: "INTEGER", nullable: false),
                    until = table.Column<long>(type: "INTEGER", nullable: true),
                    revoked_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_access_token", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "people_contact",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    customer = table.Column<byte[]>(type: "BLOB", nullable: false),
                    site = table.Column<byte[]>(type: "BLOB", nullable: true),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    department = table.Column<string>(type: "TEXT", nullable: false),
                    position = table.Column<string>(type: "TEXT", nullable: false),
                    phone = table.Column<string>(type: "TEXT", nullable: false),
                    email = table.Column<string>(type: "TEXT", nullable: false),
                    place = table.Column<string>(type: "TEXT", nullable: false),
                    vip = table.Column<bool>(type: "INTEGER", nullable: false),
                    active = table.Column<bool>(type: "INTEGER", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_people_contact", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "people_customer",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    short_name = table.Column<string>(type: "TEXT", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    zone = table.Column<string>(type: "TEXT", nullable: false),
                    active = table.Column<bool>(type: "INTEGER", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_people_customer", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "people_provider",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_people_provider", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "people_site",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    customer = table.Column<byte[]>(type: "BLOB", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    address = table.Column<string>(type: "TEXT", nullable: false),
                    zone = table.Column<string>(type: "TEXT", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_people_site", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "people_staff",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    position = table.Column<string>(type: "TEXT", nullable: false),
                    phone = table.Column<string>(type: "TEXT", nullable: false),
                    email = table.Column<string>(type: "TEXT", nullable: false),
                    active = table.Column<bool>(type: "INTEGER", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_people_staff", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "people_supplier",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    service = table.Column<string>(type: "TEXT", nullable: false),
                    phone = table.Column<string>(type: "TEXT", nullable: false),
                    email = table.Column<string>(type: "TEXT", nullable: false),
                    active = table.Column<bool>(type: "INTEGER", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_people_supplier", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "people_team",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    line = table.Column<int>(type: "INTEGER", nullable: false),
                    active = table.Column<bool>(type: "INTEGER", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_people_team", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "people_team_member",
                columns: table => new
                {
                    team = table.Column<byte[]>(type: "BLOB", nullable: false),
                    staff = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_people_team_member", x => new { x.team, x.staff });
                });

            migrationBuilder.CreateTable(
                name: "platform_audit",
                columns: table => new
                {
                    sequence = table.Column<long>(type: "INTEGER", nullable: false),
                    recorded_at = table.Column<long>(type: "INTEGER", nullable: false),
                    occurred_at = table.Column<long>(type: "INTEGER", nullable: false),
                    actor = table.Column<byte[]>(type: "BLOB", nullable: false),
                    actor_name = table.Column<string>(type: "TEXT", nullable: false),
                    on_behalf_of = table.Column<string>(type: "TEXT", nullable: true),
                    customer = table.Column<byte[]>(type: "BLOB", nullable: true),
                    verb = table.Column<string>(type: "TEXT", nullable: false),
                    subject = table.Column<string>(type: "TEXT", nullable: false),
                    subject_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    change = table.Column<string>(type: "TEXT", nullable: false),
                    trace = table.Column<string>(type: "TEXT", nullable: false),
                    hash = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_platform_audit", x => x.sequence);
                });

            migrationBuilder.CreateTable(
                name: "platform_audit_head",
                columns: table => new
                {
                    id = table.Column<int>(type: "INTEGER", nullable: false),
                    sequence = table.Column<long>(type: "INTEGER", nullable: false),
                    hash = table.Column<byte[]>(type: "BLOB", nullable: false),
                    seal = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_platform_audit_head", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "platform_event",
                columns: table => new
                {
                    position = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    kind = table.Column<string>(type: "TEXT", nullable: false),
                    subject = table.Column<byte[]>(type: "BLOB", nullable: false),
                    customer = table.Column<byte[]>(type: "BLOB", nullable: true),
                    occurred_at = table.Column<long>(type: "INTEGER", nullable: false),
                    recorded_at = table.Column<long>(type: "INTEGER", nullable: false),
                    body = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_platform_event", x => x.position);
                });

            migrationBuilder.CreateTable(
                name: "platform_event_reader",
                columns: table => new
                {
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    position = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_platform_event_reader", x => x.name);
                });

            migrationBuilder.CreateTable(
                name: "platform_file",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    customer = table.Column<byte[]>(type: "BLOB", nullable: false),
                    subject = table.Column<byte[]>(type: "BLOB", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    content_type = table.Column<string>(type: "TEXT", nullable: false),
                    bytes = table.Column<long>(type: "INTEGER", nullable: false),
                    sha256 = table.Column<string>(type: "TEXT", nullable: false),
                    stored_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_platform_file", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "platform_idempotency",
                columns: table => new
                {
                    actor = table.Column<byte[]>(type: "BLOB", nullable: false),
                    key = table.Column<string>(type: "TEXT", nullable: false),
                    verb = table.Column<string>(type: "TEXT", nullable: false),
                    subject = table.Column<byte[]>(type: "BLOB", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    answer = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_platform_idempotency", x => new { x.actor, x.key });
                });

            migrationBuilder.CreateTable(
                name: "platform_number",
                columns: table => new
                {
                    series = table.Column<string>(type: "TEXT", nullable: false),
                    last = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_platform_number", x => x.series);
                });

            migrationBuilder.CreateTable(
                name: "platform_search",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    kind = table.Column<string>(type: "TEXT", nullable: false),
                    subject = table.Column<byte[]>(type: "BLOB", nullable: false),
                    customer = table.Column<byte[]>(type: "BLOB", nullable: true),
                    title = table.Column<string>(type: "TEXT", nullable: false),
                    href = table.Column<string>(type: "TEXT", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_platform_search", x => x.id);
                });

            migrationBuilder.InsertData(
                table: "platform_audit_head",
                columns: new[] { "id", "hash", "seal", "sequence" },
                values: new object[] { 1, new byte[] { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 }, new byte[0], 0L });

            migrationBuilder.CreateIndex(
                name: "ix_access_account_contact",
                table: "access_account",
                column: "contact");

            migrationBuilder.CreateIndex(
                name: "ix_access_account_staff",
                table: "access_account",
                column: "staff");

            migrationBuilder.CreateIndex(
                name: "ix_access_account_user_name",
                table: "access_account",
                column: "user_name",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_access_grant_account",
                table: "access_grant",
                column: "account");

            migrationBuilder.CreateIndex(
                name: "ix_access_token_account",
                table: "access_token",
                column: "account");

            migrationBuilder.CreateIndex(
                name: "ix_people_contact_customer_name_id",
                table: "people_contact",
                columns: new[] { "customer", "name", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_people_contact_email",
                table: "people_contact",
                column: "email");

            migrationBuilder.CreateIndex(
                name: "ix_people_contact_phone",
                table: "people_contact",
                column: "phone");

            migrationBuilder.CreateIndex(
                name: "ix_people_customer_short_name",
                table: "people_customer",
                column: "short_name",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_people_site_customer_name",
                table: "people_site",
                columns: new[] { "customer", "name" });

            migrationBuilder.CreateIndex(
                name: "ix_people_team_name",
                table: "people_team",
                column: "name");

            migrationBuilder.CreateIndex(
                name: "ix_people_team_member_staff",
                table: "people_team_member",
                column: "staff");

            migrationBuilder.CreateIndex(
                name: "ix_platform_audit_customer_sequence",
                table: "platform_audit",
                columns: new[] { "customer", "sequence" });

            migrationBuilder.CreateIndex(
                name: "ix_platform_audit_subject_id_sequence",
                table: "platform_audit",
                columns: new[] { "subject_id", "sequence" });

            migrationBuilder.CreateIndex(
                name: "ix_platform_event_subject",
                table: "platform_event",
                column: "subject");

            migrationBuilder.CreateIndex(
                name: "ix_platform_file_subject_id",
                table: "platform_file",
                columns: new[] { "subject", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_platform_idempotency_at",
                table: "platform_idempotency",
                column: "at");

            migrationBuilder.CreateIndex(
                name: "ix_platform_search_customer_at",
                table: "platform_search",
                columns: new[] { "customer", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_platform_search_subject",
                table: "platform_search",
                column: "subject",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "access_account");

            migrationBuilder.DropTable(
                name: "access_grant");

            migrationBuilder.DropTable(
                name: "access_token");

            migrationBuilder.DropTable(
                name: "people_contact");

            migrationBuilder.DropTable(
                name: "people_customer");

            migrationBuilder.DropTable(
                name: "people_provider");

            migrationBuilder.DropTable(
                name: "people_site");

            migrationBuilder.DropTable(
                name: "people_staff");

            migrationBuilder.DropTable(
                name: "people_supplier");

            migrationBuilder.DropTable(
                name: "people_team");

            migrationBuilder.DropTable(
                name: "people_team_member");

            migrationBuilder.DropTable(
                name: "platform_audit");

            migrationBuilder.DropTable(
                name: "platform_audit_head");

            migrationBuilder.DropTable(
                name: "platform_event");

            migrationBuilder.DropTable(
                name: "platform_event_reader");

            migrationBuilder.DropTable(
                name: "platform_file");

            migrationBuilder.DropTable(
                name: "platform_idempotency");

            migrationBuilder.DropTable(
                name: "platform_number");

            migrationBuilder.DropTable(
                name: "platform_search");
        }
    }
}
