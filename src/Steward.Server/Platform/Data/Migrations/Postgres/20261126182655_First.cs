using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Steward.Platform.Data.Migrations.Postgres
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
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    user_name = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    password_hash = table.Column<string>(type: "text", nullable: false),
                    stamp = table.Column<Guid>(type: "uuid", nullable: false),
                    staff = table.Column<Guid>(type: "uuid", nullable: true),
                    contact = table.Column<Guid>(type: "uuid", nullable: true),
                    language = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    theme = table.Column<string>(type: "text", nullable: false),
                    zone = table.Column<string>(type: "text", nullable: false),
                    disabled = table.Column<bool>(type: "boolean", nullable: false),
                    failures = table.Column<int>(type: "integer", nullable: false),
                    locked_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_access_account", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "access_grant",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    account = table.Column<Guid>(type: "uuid", nullable: false),
                    role = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    customer = table.Column<Guid>(type: "uuid", nullable: true),
                    site = table.Column<Guid>(type: "uuid", nullable: true),
                    contract = table.Column<Guid>(type: "uuid", nullable: true),
                    team = table.Column<Guid>(type: "uuid", nullable: true),
                    from = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_access_grant", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "access_token",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    account = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    scopes = table.Column<string>(type: "text", nullable: false),
                    made_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    revoked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_access_token", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "alerting_acknowledgement",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    alert = table.Column<Guid>(type: "uuid", nullable: false),
                    customer = table.Column<Guid>(type: "uuid", nullable: false),
                    by = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    comment = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_alerting_acknowledgement", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "alerting_alert",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    customer = table.Column<Guid>(type: "uuid", nullable: false),
                    key = table.Column<string>(type: "text", nullable: false),
                    labels = table.Column<string>(type: "text", nullable: false),
                    source = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    about = table.Column<Guid>(type: "uuid", nullable: false),
                    site = table.Column<Guid>(type: "uuid", nullable: true),
                    contract = table.Column<Guid>(type: "uuid", nullable: true),
                    service = table.Column<Guid>(type: "uuid", nullable: true),
                    full_time = table.Column<bool>(type: "boolean", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    severity = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    summary = table.Column<string>(type: "text", nullable: false),
                    description = table.Column<string>(type: "text", nullable: false),
                    link = table.Column<string>(type: "text", nullable: false),
                    starts_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    received_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    last_seen_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    ends_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    state = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    cover = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    covered_by = table.Column<Guid>(type: "uuid", nullable: false),
                    look_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    raised_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    ticket = table.Column<Guid>(type: "uuid", nullable: true),
                    acked_by = table.Column<string>(type: "text", nullable: false),
                    acked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    ack_comment = table.Column<string>(type: "text", nullable: false),
                    sights = table.Column<int>(type: "integer", nullable: false),
                    steps = table.Column<int>(type: "integer", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_alerting_alert", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "alerting_group",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    customer = table.Column<Guid>(type: "uuid", nullable: false),
                    receiver = table.Column<string>(type: "text", nullable: false),
                    path = table.Column<string>(type: "text", nullable: false),
                    key = table.Column<string>(type: "text", nullable: false),
                    wait_seconds = table.Column<long>(type: "bigint", nullable: false),
                    interval_seconds = table.Column<long>(type: "bigint", nullable: false),
                    repeat_seconds = table.Column<long>(type: "bigint", nullable: false),
                    muted_during = table.Column<string>(type: "text", nullable: false),
                    active_during = table.Column<string>(type: "text", nullable: false),
                    next_tick = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    last_told = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    told = table.Column<int>(type: "integer", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_alerting_group", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "alerting_member",
                columns: table => new
                {
                    group = table.Column<Guid>(type: "uuid", nullable: false),
                    alert = table.Column<Guid>(type: "uuid", nullable: false),
                    customer = table.Column<Guid>(type: "uuid", nullable: false),
                    told = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_alerting_member", x => new { x.group, x.alert });
                });

            migrationBuilder.CreateTable(
                name: "alerting_notice",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    customer = table.Column<Guid>(type: "uuid", nullable: false),
                    group = table.Column<Guid>(type: "uuid", nullable: false),
                    receiver = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    firing = table.Column<int>(type: "integer", nullable: false),
                    over = table.Column<int>(type: "integer", nullable: false),
                    addresses = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_alerting_notice", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "alerting_route",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    text = table.Column<string>(type: "text", nullable: false),
                    author = table.Column<string>(type: "text", nullable: false),
                    saved_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    comment = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_alerting_route", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "alerting_silence",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    customer = table.Column<Guid>(type: "uuid", nullable: false),
                    matchers = table.Column<string>(type: "text", nullable: false),
                    author = table.Column<string>(type: "text", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    ticket = table.Column<Guid>(type: "uuid", nullable: true),
                    from = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_alerting_silence", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "alerting_step",
                columns: table => new
                {
                    alert = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    customer = table.Column<Guid>(type: "uuid", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    stage = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    words = table.Column<string>(type: "text", nullable: false),
                    args = table.Column<string>(type: "text", nullable: false),
                    held = table.Column<bool>(type: "boolean", nullable: false),
                    by = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_alerting_step", x => new { x.alert, x.number });
                });

            migrationBuilder.CreateTable(
                name: "alerting_window",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    customer = table.Column<Guid>(type: "uuid", nullable: false),
                    site = table.Column<Guid>(type: "uuid", nullable: true),
                    about = table.Column<Guid>(type: "uuid", nullable: false),
                    matchers = table.Column<string>(type: "text", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    author = table.Column<string>(type: "text", nullable: false),
                    from = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_alerting_window", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "assets_asset",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    customer = table.Column<Guid>(type: "uuid", nullable: false),
                    tag = table.Column<string>(type: "text", nullable: false),
                    site = table.Column<Guid>(type: "uuid", nullable: true),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    state = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    manufacturer = table.Column<string>(type: "text", nullable: false),
                    model = table.Column<string>(type: "text", nullable: false),
                    serial = table.Column<string>(type: "text", nullable: false),
                    place = table.Column<string>(type: "text", nullable: false),
                    owner = table.Column<Guid>(type: "uuid", nullable: true),
                    remark = table.Column<string>(type: "text", nullable: false),
                    warranty_until = table.Column<DateOnly>(type: "date", nullable: true),
                    added_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    retired_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    retired_why = table.Column<string>(type: "text", nullable: false),
                    seen_name = table.Column<string>(type: "text", nullable: false),
                    seen_manufacturer = table.Column<string>(type: "text", nullable: false),
                    seen_model = table.Column<string>(type: "text", nullable: false),
                    seen_serial = table.Column<string>(type: "text", nullable: false),
                    seen_system = table.Column<string>(type: "text", nullable: false),
                    seen_processor = table.Column<string>(type: "text", nullable: false),
                    seen_memory_mb = table.Column<long>(type: "bigint", nullable: false),
                    seen_user = table.Column<string>(type: "text", nullable: false),
                    seen_addresses = table.Column<string>(type: "text", nullable: false),
                    seen_by = table.Column<string>(type: "text", nullable: false),
                    seen_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    said_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    received_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_assets_asset", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "assets_change",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    asset = table.Column<Guid>(type: "uuid", nullable: false),
                    customer = table.Column<Guid>(type: "uuid", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    section = table.Column<string>(type: "text", nullable: false),
                    deed = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    what = table.Column<string>(type: "text", nullable: false),
                    field = table.Column<string>(type: "text", nullable: false),
                    was = table.Column<string>(type: "text", nullable: false),
                    became = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_assets_change", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "assets_identity",
                columns: table => new
                {
                    asset = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    value = table.Column<string>(type: "text", nullable: false),
                    customer = table.Column<Guid>(type: "uuid", nullable: false),
                    since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_assets_identity", x => new { x.asset, x.kind, x.value });
                });

            migrationBuilder.CreateTable(
                name: "assets_intake",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    asset = table.Column<Guid>(type: "uuid", nullable: false),
                    customer = table.Column<Guid>(type: "uuid", nullable: false),
                    sha256 = table.Column<string>(type: "text", nullable: false),
                    file = table.Column<string>(type: "text", nullable: false),
                    agent = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    by = table.Column<string>(type: "text", nullable: false),
                    outcome = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    partial = table.Column<bool>(type: "boolean", nullable: false),
                    changes = table.Column<int>(type: "integer", nullable: false),
                    sections = table.Column<string>(type: "text", nullable: false),
                    left = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_assets_intake", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "assets_part",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    asset = table.Column<Guid>(type: "uuid", nullable: false),
                    customer = table.Column<Guid>(type: "uuid", nullable: false),
                    section = table.Column<string>(type: "text", nullable: false),
                    title = table.Column<string>(type: "text", nullable: false),
                    body = table.Column<string>(type: "text", nullable: false),
                    since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_assets_part", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "contracts_clause",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    customer = table.Column<Guid>(type: "uuid", nullable: false),
                    contract = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<string>(type: "text", nullable: false),
                    text = table.Column<string>(type: "text", nullable: false),
                    text_en = table.Column<string>(type: "text", nullable: false),
                    measure = table.Column<string>(type: "text", nullable: false),
                    comparison = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    target = table.Column<decimal>(type: "numeric", nullable: false),
                    period = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_contracts_clause", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "contracts_contract",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    customer = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    state = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    first_day = table.Column<DateOnly>(type: "date", nullable: false),
                    last_day = table.Column<DateOnly>(type: "date", nullable: false),
                    zone = table.Column<string>(type: "text", nullable: false),
                    price = table.Column<decimal>(type: "numeric", nullable: false),
                    agreement = table.Column<string>(type: "text", nullable: false),
                    agreement_number = table.Column<int>(type: "integer", nullable: false),
                    month_starts_on = table.Column<int>(type: "integer", nullable: false),
                    signed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    signed_by = table.Column<string>(type: "text", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_contracts_contract", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "contracts_cover",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    customer = table.Column<Guid>(type: "uuid", nullable: false),
                    contract = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<string>(type: "text", nullable: false),
                    text = table.Column<string>(type: "text", nullable: false),
                    text_en = table.Column<string>(type: "text", nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    site = table.Column<Guid>(type: "uuid", nullable: true),
                    must_watch = table.Column<bool>(type: "boolean", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_contracts_cover", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "contracts_service",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    customer = table.Column<Guid>(type: "uuid", nullable: false),
                    contract = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    name_en = table.Column<string>(type: "text", nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    scope_in = table.Column<string>(type: "text", nullable: false),
                    scope_out = table.Column<string>(type: "text", nullable: false),
                    mode = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    critical = table.Column<bool>(type: "boolean", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_contracts_service", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "desk_ticket",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    customer = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<string>(type: "text", nullable: false),
                    contract = table.Column<Guid>(type: "uuid", nullable: true),
                    service = table.Column<Guid>(type: "uuid", nullable: true),
                    site = table.Column<Guid>(type: "uuid", nullable: true),
                    summary = table.Column<string>(type: "text", nullable: false),
                    description = table.Column<string>(type: "text", nullable: false),
                    requester = table.Column<Guid>(type: "uuid", nullable: true),
                    channel = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    impact = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    urgency = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    priority = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    state = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    category = table.Column<string>(type: "text", nullable: false),
                    place = table.Column<string>(type: "text", nullable: false),
                    device = table.Column<string>(type: "text", nullable: false),
                    team = table.Column<Guid>(type: "uuid", nullable: true),
                    assignee = table.Column<Guid>(type: "uuid", nullable: true),
                    opened_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    recorded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    accepted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    resolved_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    closed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    reopened = table.Column<int>(type: "integer", nullable: false),
                    reassigned = table.Column<int>(type: "integer", nullable: false),
                    urged = table.Column<int>(type: "integer", nullable: false),
                    cause = table.Column<string>(type: "text", nullable: false),
                    solution = table.Column<string>(type: "text", nullable: false),
                    minutes_spent = table.Column<int>(type: "integer", nullable: false),
                    waits_for = table.Column<string>(type: "text", nullable: false),
                    expected_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    next_duty = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    notices = table.Column<int>(type: "integer", nullable: false),
                    source = table.Column<string>(type: "text", nullable: false),
                    source_number = table.Column<string>(type: "text", nullable: false),
                    key = table.Column<string>(type: "text", nullable: false),
                    nonconforming = table.Column<int>(type: "integer", nullable: false),
                    process_version = table.Column<int>(type: "integer", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_desk_ticket", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "desk_ticket_asset",
                columns: table => new
                {
                    ticket = table.Column<Guid>(type: "uuid", nullable: false),
                    asset = table.Column<Guid>(type: "uuid", nullable: false),
                    customer = table.Column<Guid>(type: "uuid", nullable: false),
                    since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_desk_ticket_asset", x => new { x.ticket, x.asset });
                });

            migrationBuilder.CreateTable(
                name: "desk_ticket_entry",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    ticket = table.Column<Guid>(type: "uuid", nullable: false),
                    customer = table.Column<Guid>(type: "uuid", nullable: false),
                    occurred_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    recorded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    by = table.Column<string>(type: "text", nullable: false),
                    account = table.Column<Guid>(type: "uuid", nullable: false),
                    verb = table.Column<string>(type: "text", nullable: false),
                    from = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    to = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    text = table.Column<string>(type: "text", nullable: false),
                    @public = table.Column<bool>(name: "public", type: "boolean", nullable: false),
                    nonconforming = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_desk_ticket_entry", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "monitoring_check",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    customer = table.Column<Guid>(type: "uuid", nullable: false),
                    site = table.Column<Guid>(type: "uuid", nullable: false),
                    contract = table.Column<Guid>(type: "uuid", nullable: true),
                    service = table.Column<Guid>(type: "uuid", nullable: true),
                    asset = table.Column<Guid>(type: "uuid", nullable: true),
                    probe = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    target = table.Column<string>(type: "text", nullable: false),
                    port = table.Column<int>(type: "integer", nullable: false),
                    url = table.Column<string>(type: "text", nullable: false),
                    contains = table.Column<string>(type: "text", nullable: false),
                    verify_certificate = table.Column<bool>(type: "boolean", nullable: false),
                    interval_seconds = table.Column<int>(type: "integer", nullable: false),
                    timeout_ms = table.Column<int>(type: "integer", nullable: false),
                    confirmations = table.Column<int>(type: "integer", nullable: false),
                    hours = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    state = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    removed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_monitoring_check", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "monitoring_fact",
                columns: table => new
                {
                    check = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    customer = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    from = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    to = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    recorded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    by = table.Column<string>(type: "text", nullable: false),
                    approved_by = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_monitoring_fact", x => new { x.check, x.number });
                });

            migrationBuilder.CreateTable(
                name: "monitoring_sample",
                columns: table => new
                {
                    position = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    check = table.Column<Guid>(type: "uuid", nullable: false),
                    customer = table.Column<Guid>(type: "uuid", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    outcome = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    ms = table.Column<double>(type: "double precision", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_monitoring_sample", x => x.position);
                });

            migrationBuilder.CreateTable(
                name: "monitoring_sight",
                columns: table => new
                {
                    check = table.Column<Guid>(type: "uuid", nullable: false),
                    customer = table.Column<Guid>(type: "uuid", nullable: false),
                    watched_from = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    known = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    known_since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    blind = table.Column<bool>(type: "boolean", nullable: false),
                    failures = table.Column<int>(type: "integer", nullable: false),
                    first_failure = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    last_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    last_ms = table.Column<double>(type: "double precision", nullable: false),
                    last_detail = table.Column<string>(type: "text", nullable: false),
                    certificate_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    blind_after = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    facts = table.Column<int>(type: "integer", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_monitoring_sight", x => x.check);
                });

            migrationBuilder.CreateTable(
                name: "notify_mail",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    customer = table.Column<Guid>(type: "uuid", nullable: false),
                    about = table.Column<Guid>(type: "uuid", nullable: false),
                    address = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    language = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    title = table.Column<string>(type: "text", nullable: false),
                    body = table.Column<string>(type: "text", nullable: false),
                    key = table.Column<string>(type: "text", nullable: false),
                    written_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    state = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    tries = table.Column<int>(type: "integer", nullable: false),
                    next_try = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    sent_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    fault = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_notify_mail", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "people_contact",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    customer = table.Column<Guid>(type: "uuid", nullable: false),
                    site = table.Column<Guid>(type: "uuid", nullable: true),
                    name = table.Column<string>(type: "text", nullable: false),
                    department = table.Column<string>(type: "text", nullable: false),
                    position = table.Column<string>(type: "text", nullable: false),
                    phone = table.Column<string>(type: "text", nullable: false),
                    email = table.Column<string>(type: "text", nullable: false),
                    place = table.Column<string>(type: "text", nullable: false),
                    vip = table.Column<bool>(type: "boolean", nullable: false),
                    active = table.Column<bool>(type: "boolean", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_people_contact", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "people_customer",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    short_name = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    zone = table.Column<string>(type: "text", nullable: false),
                    active = table.Column<bool>(type: "boolean", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_people_customer", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "people_provider",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_people_provider", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "people_site",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    customer = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    address = table.Column<string>(type: "text", nullable: false),
                    zone = table.Column<string>(type: "text", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_people_site", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "people_staff",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    position = table.Column<string>(type: "text", nullable: false),
                    phone = table.Column<string>(type: "text", nullable: false),
                    email = table.Column<string>(type: "text", nullable: false),
                    active = table.Column<bool>(type: "boolean", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_people_staff", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "people_supplier",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    service = table.Column<string>(type: "text", nullable: false),
                    phone = table.Column<string>(type: "text", nullable: false),
                    email = table.Column<string>(type: "text", nullable: false),
                    active = table.Column<bool>(type: "boolean", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_people_supplier", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "people_team",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    line = table.Column<int>(type: "integer", nullable: false),
                    active = table.Column<bool>(type: "boolean", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_people_team", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "people_team_member",
                columns: table => new
                {
                    team = table.Column<Guid>(type: "uuid", nullable: false),
                    staff = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_people_team_member", x => new { x.team, x.staff });
                });

            migrationBuilder.CreateTable(
                name: "platform_approval",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    customer = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    subject = table.Column<Guid>(type: "uuid", nullable: false),
                    key = table.Column<string>(type: "text", nullable: false),
                    title = table.Column<string>(type: "text", nullable: false),
                    href = table.Column<string>(type: "text", nullable: false),
                    asked_by = table.Column<Guid>(type: "uuid", nullable: false),
                    asked_by_name = table.Column<string>(type: "text", nullable: false),
                    asked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    body = table.Column<string>(type: "text", nullable: false),
                    needed = table.Column<int>(type: "integer", nullable: false),
                    deciders = table.Column<int>(type: "integer", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    state = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    decided_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    decided_by = table.Column<string>(type: "text", nullable: false),
                    answer = table.Column<string>(type: "text", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_platform_approval", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "platform_approval_vote",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    approval = table.Column<Guid>(type: "uuid", nullable: false),
                    customer = table.Column<Guid>(type: "uuid", nullable: false),
                    by = table.Column<Guid>(type: "uuid", nullable: false),
                    by_name = table.Column<string>(type: "text", nullable: false),
                    agree = table.Column<bool>(type: "boolean", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_platform_approval_vote", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "platform_audit",
                columns: table => new
                {
                    sequence = table.Column<long>(type: "bigint", nullable: false),
                    recorded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    occurred_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    actor = table.Column<Guid>(type: "uuid", nullable: false),
                    actor_name = table.Column<string>(type: "text", nullable: false),
                    on_behalf_of = table.Column<string>(type: "text", nullable: true),
                    customer = table.Column<Guid>(type: "uuid", nullable: true),
                    verb = table.Column<string>(type: "text", nullable: false),
                    subject = table.Column<string>(type: "text", nullable: false),
                    subject_id = table.Column<Guid>(type: "uuid", nullable: false),
                    change = table.Column<string>(type: "text", nullable: false),
                    trace = table.Column<string>(type: "text", nullable: false),
                    hash = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_platform_audit", x => x.sequence);
                });

            migrationBuilder.CreateTable(
                name: "platform_audit_head",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false),
                    sequence = table.Column<long>(type: "bigint", nullable: false),
                    hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    seal = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_platform_audit_head", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "platform_event",
                columns: table => new
                {
                    position = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    kind = table.Column<string>(type: "text", nullable: false),
                    subject = table.Column<Guid>(type: "uuid", nullable: false),
                    customer = table.Column<Guid>(type: "uuid", nullable: true),
                    occurred_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    recorded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    body = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_platform_event", x => x.position);
                });

            migrationBuilder.CreateTable(
                name: "platform_event_reader",
                columns: table => new
                {
                    name = table.Column<string>(type: "text", nullable: false),
                    position = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_platform_event_reader", x => x.name);
                });

            migrationBuilder.CreateTable(
                name: "platform_file",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    customer = table.Column<Guid>(type: "uuid", nullable: false),
                    subject = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    content_type = table.Column<string>(type: "text", nullable: false),
                    bytes = table.Column<long>(type: "bigint", nullable: false),
                    sha256 = table.Column<string>(type: "text", nullable: false),
                    stored_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_platform_file", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "platform_idempotency",
                columns: table => new
                {
                    actor = table.Column<Guid>(type: "uuid", nullable: false),
                    key = table.Column<string>(type: "text", nullable: false),
                    verb = table.Column<string>(type: "text", nullable: false),
                    subject = table.Column<Guid>(type: "uuid", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    answer = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_platform_idempotency", x => new { x.actor, x.key });
                });

            migrationBuilder.CreateTable(
                name: "platform_number",
                columns: table => new
                {
                    series = table.Column<string>(type: "text", nullable: false),
                    last = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_platform_number", x => x.series);
                });

            migrationBuilder.CreateTable(
                name: "platform_search",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    kind = table.Column<string>(type: "text", nullable: false),
                    subject = table.Column<Guid>(type: "uuid", nullable: false),
                    customer = table.Column<Guid>(type: "uuid", nullable: true),
                    title = table.Column<string>(type: "text", nullable: false),
                    href = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_platform_search", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "probes_contact",
                columns: table => new
                {
                    probe = table.Column<Guid>(type: "uuid", nullable: false),
                    customer = table.Column<Guid>(type: "uuid", nullable: false),
                    last_contact = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    probe_version = table.Column<string>(type: "text", nullable: false),
                    skew_ms = table.Column<long>(type: "bigint", nullable: false),
                    trouble = table.Column<string>(type: "text", nullable: false),
                    silent_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    silent = table.Column<bool>(type: "boolean", nullable: false),
                    taken = table.Column<long>(type: "bigint", nullable: false),
                    missing = table.Column<long>(type: "bigint", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_probes_contact", x => x.probe);
                });

            migrationBuilder.CreateTable(
                name: "probes_probe",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    customer = table.Column<Guid>(type: "uuid", nullable: false),
                    site = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    silent_after_seconds = table.Column<int>(type: "integer", nullable: false),
                    added_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    enrol_hash = table.Column<byte[]>(type: "bytea", nullable: true),
                    enrol_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    credential_hash = table.Column<byte[]>(type: "bytea", nullable: true),
                    enrolled_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    machine = table.Column<string>(type: "text", nullable: false),
                    revoked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_probes_probe", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "reports_figures",
                columns: table => new
                {
                    report = table.Column<Guid>(type: "uuid", nullable: false),
                    customer = table.Column<Guid>(type: "uuid", nullable: false),
                    body = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_reports_figures", x => x.report);
                });

            migrationBuilder.CreateTable(
                name: "reports_report",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    customer = table.Column<Guid>(type: "uuid", nullable: false),
                    contract = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<string>(type: "text", nullable: false),
                    month = table.Column<string>(type: "text", nullable: false),
                    language = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    state = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    cut_off = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    snapshot_hash = table.Column<string>(type: "text", nullable: false),
                    summary = table.Column<string>(type: "text", nullable: false),
                    next_month = table.Column<string>(type: "text", nullable: false),
                    author = table.Column<Guid>(type: "uuid", nullable: false),
                    author_name = table.Column<string>(type: "text", nullable: false),
                    reviewer_name = table.Column<string>(type: "text", nullable: false),
                    approver_name = table.Column<string>(type: "text", nullable: false),
                    drafted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    reviewed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    approved_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    sent_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    answered_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    answered_by = table.Column<string>(type: "text", nullable: false),
                    answer = table.Column<string>(type: "text", nullable: false),
                    word = table.Column<Guid>(type: "uuid", nullable: true),
                    excel = table.Column<Guid>(type: "uuid", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_reports_report", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "sla_agreement",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    body = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_sla_agreement", x => new { x.id, x.number });
                });

            migrationBuilder.CreateTable(
                name: "sla_calendar",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    body = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_sla_calendar", x => new { x.id, x.number });
                });

            migrationBuilder.CreateTable(
                name: "sla_clock",
                columns: table => new
                {
                    subject = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    customer = table.Column<Guid>(type: "uuid", nullable: false),
                    contract = table.Column<Guid>(type: "uuid", nullable: false),
                    priority = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    verdict = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    phase = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    started_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    stopped_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    due = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    due_is_projected = table.Column<bool>(type: "boolean", nullable: false),
                    provisional = table.Column<bool>(type: "boolean", nullable: false),
                    breached_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    budget_seconds = table.Column<long>(type: "bigint", nullable: true),
                    used_seconds = table.Column<long>(type: "bigint", nullable: false),
                    gross_seconds = table.Column<long>(type: "bigint", nullable: false),
                    excluded = table.Column<bool>(type: "boolean", nullable: false),
                    judged_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_sla_clock", x => new { x.subject, x.kind });
                });

            migrationBuilder.CreateTable(
                name: "sla_fact",
                columns: table => new
                {
                    subject = table.Column<Guid>(type: "uuid", nullable: false),
                    order = table.Column<int>(type: "integer", nullable: false),
                    customer = table.Column<Guid>(type: "uuid", nullable: false),
                    occurred_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    body = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_sla_fact", x => new { x.subject, x.order });
                });

            migrationBuilder.CreateTable(
                name: "sla_subject",
                columns: table => new
                {
                    subject = table.Column<Guid>(type: "uuid", nullable: false),
                    customer = table.Column<Guid>(type: "uuid", nullable: false),
                    contract = table.Column<Guid>(type: "uuid", nullable: false),
                    agreement = table.Column<string>(type: "text", nullable: false),
                    agreement_number = table.Column<int>(type: "integer", nullable: false),
                    next_moment = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    told_share = table.Column<int>(type: "integer", nullable: false),
                    excluded = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_sla_subject", x => x.subject);
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
                name: "ix_alerting_acknowledgement_alert",
                table: "alerting_acknowledgement",
                column: "alert");

            migrationBuilder.CreateIndex(
                name: "ix_alerting_alert_about_starts_at",
                table: "alerting_alert",
                columns: new[] { "about", "starts_at" });

            migrationBuilder.CreateIndex(
                name: "ix_alerting_alert_covered_by",
                table: "alerting_alert",
                column: "covered_by",
                filter: "state = 'Firing'");

            migrationBuilder.CreateIndex(
                name: "ix_alerting_alert_customer_key",
                table: "alerting_alert",
                columns: new[] { "customer", "key" },
                unique: true,
                filter: "state = 'Firing'");

            migrationBuilder.CreateIndex(
                name: "ix_alerting_alert_customer_state_starts_at",
                table: "alerting_alert",
                columns: new[] { "customer", "state", "starts_at" });

            migrationBuilder.CreateIndex(
                name: "ix_alerting_alert_expires_at",
                table: "alerting_alert",
                column: "expires_at",
                filter: "expires_at is not null");

            migrationBuilder.CreateIndex(
                name: "ix_alerting_alert_look_at",
                table: "alerting_alert",
                column: "look_at",
                filter: "look_at is not null");

            migrationBuilder.CreateIndex(
                name: "ix_alerting_alert_starts_at_id",
                table: "alerting_alert",
                columns: new[] { "starts_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_alerting_alert_ticket",
                table: "alerting_alert",
                column: "ticket");

            migrationBuilder.CreateIndex(
                name: "ix_alerting_group_customer_receiver_path_key",
                table: "alerting_group",
                columns: new[] { "customer", "receiver", "path", "key" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_alerting_group_next_tick",
                table: "alerting_group",
                column: "next_tick");

            migrationBuilder.CreateIndex(
                name: "ix_alerting_member_alert",
                table: "alerting_member",
                column: "alert");

            migrationBuilder.CreateIndex(
                name: "ix_alerting_route_number",
                table: "alerting_route",
                column: "number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_alerting_silence_customer_until",
                table: "alerting_silence",
                columns: new[] { "customer", "until" });

            migrationBuilder.CreateIndex(
                name: "ix_alerting_step_by",
                table: "alerting_step",
                column: "by");

            migrationBuilder.CreateIndex(
                name: "ix_alerting_window_customer_until",
                table: "alerting_window",
                columns: new[] { "customer", "until" });

            migrationBuilder.CreateIndex(
                name: "ix_assets_asset_added_at_id",
                table: "assets_asset",
                columns: new[] { "added_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_assets_asset_customer_kind_state",
                table: "assets_asset",
                columns: new[] { "customer", "kind", "state" });

            migrationBuilder.CreateIndex(
                name: "ix_assets_asset_customer_tag",
                table: "assets_asset",
                columns: new[] { "customer", "tag" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_assets_asset_name_id",
                table: "assets_asset",
                columns: new[] { "name", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_assets_asset_owner",
                table: "assets_asset",
                column: "owner");

            migrationBuilder.CreateIndex(
                name: "ix_assets_change_asset_at_id",
                table: "assets_change",
                columns: new[] { "asset", "at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_assets_identity_customer_kind_value",
                table: "assets_identity",
                columns: new[] { "customer", "kind", "value" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_assets_intake_asset_at",
                table: "assets_intake",
                columns: new[] { "asset", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_assets_intake_customer_sha256",
                table: "assets_intake",
                columns: new[] { "customer", "sha256" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_assets_part_asset_section_title_id",
                table: "assets_part",
                columns: new[] { "asset", "section", "title", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_assets_part_customer_section_title",
                table: "assets_part",
                columns: new[] { "customer", "section", "title" });

            migrationBuilder.CreateIndex(
                name: "ix_contracts_clause_contract",
                table: "contracts_clause",
                column: "contract");

            migrationBuilder.CreateIndex(
                name: "ix_contracts_contract_customer_first_day",
                table: "contracts_contract",
                columns: new[] { "customer", "first_day" });

            migrationBuilder.CreateIndex(
                name: "ix_contracts_cover_contract",
                table: "contracts_cover",
                column: "contract");

            migrationBuilder.CreateIndex(
                name: "ix_contracts_service_contract",
                table: "contracts_service",
                column: "contract");

            migrationBuilder.CreateIndex(
                name: "ix_desk_ticket_assignee_state_opened_at",
                table: "desk_ticket",
                columns: new[] { "assignee", "state", "opened_at" });

            migrationBuilder.CreateIndex(
                name: "ix_desk_ticket_contract_resolved_at",
                table: "desk_ticket",
                columns: new[] { "contract", "resolved_at" });

            migrationBuilder.CreateIndex(
                name: "ix_desk_ticket_customer_key",
                table: "desk_ticket",
                columns: new[] { "customer", "key" },
                unique: true,
                filter: "key <> '' and state not in ('Closed', 'Cancelled')");

            migrationBuilder.CreateIndex(
                name: "ix_desk_ticket_customer_opened_at_id",
                table: "desk_ticket",
                columns: new[] { "customer", "opened_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_desk_ticket_customer_source_source_number",
                table: "desk_ticket",
                columns: new[] { "customer", "source", "source_number" },
                unique: true,
                filter: "source <> ''");

            migrationBuilder.CreateIndex(
                name: "ix_desk_ticket_customer_state_opened_at_id",
                table: "desk_ticket",
                columns: new[] { "customer", "state", "opened_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_desk_ticket_next_duty",
                table: "desk_ticket",
                column: "next_duty",
                filter: "next_duty is not null");

            migrationBuilder.CreateIndex(
                name: "ix_desk_ticket_number",
                table: "desk_ticket",
                column: "number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_desk_ticket_opened_at_id",
                table: "desk_ticket",
                columns: new[] { "opened_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_desk_ticket_requester_opened_at",
                table: "desk_ticket",
                columns: new[] { "requester", "opened_at" });

            migrationBuilder.CreateIndex(
                name: "ix_desk_ticket_state_opened_at_id",
                table: "desk_ticket",
                columns: new[] { "state", "opened_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_desk_ticket_team_state_opened_at",
                table: "desk_ticket",
                columns: new[] { "team", "state", "opened_at" });

            migrationBuilder.CreateIndex(
                name: "ix_desk_ticket_asset_asset",
                table: "desk_ticket_asset",
                column: "asset");

            migrationBuilder.CreateIndex(
                name: "ix_desk_ticket_entry_customer_from_to_occurred_at_ticket",
                table: "desk_ticket_entry",
                columns: new[] { "customer", "from", "to", "occurred_at", "ticket" });

            migrationBuilder.CreateIndex(
                name: "ix_desk_ticket_entry_customer_kind_occurred_at",
                table: "desk_ticket_entry",
                columns: new[] { "customer", "kind", "occurred_at" });

            migrationBuilder.CreateIndex(
                name: "ix_desk_ticket_entry_ticket_occurred_at_id",
                table: "desk_ticket_entry",
                columns: new[] { "ticket", "occurred_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_monitoring_check_asset",
                table: "monitoring_check",
                column: "asset");

            migrationBuilder.CreateIndex(
                name: "ix_monitoring_check_contract",
                table: "monitoring_check",
                column: "contract");

            migrationBuilder.CreateIndex(
                name: "ix_monitoring_check_customer_state",
                table: "monitoring_check",
                columns: new[] { "customer", "state" });

            migrationBuilder.CreateIndex(
                name: "ix_monitoring_check_probe",
                table: "monitoring_check",
                column: "probe");

            migrationBuilder.CreateIndex(
                name: "ix_monitoring_sight_blind_after",
                table: "monitoring_sight",
                column: "blind_after",
                filter: "blind_after is not null");

            migrationBuilder.CreateIndex(
                name: "ix_notify_mail_about",
                table: "notify_mail",
                column: "about");

            migrationBuilder.CreateIndex(
                name: "ix_notify_mail_key",
                table: "notify_mail",
                column: "key",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_notify_mail_next_try",
                table: "notify_mail",
                column: "next_try",
                filter: "next_try is not null");

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
                name: "ix_platform_approval_asked_at_id",
                table: "platform_approval",
                columns: new[] { "asked_at", "id" },
                filter: "state = 'Waiting'");

            migrationBuilder.CreateIndex(
                name: "ix_platform_approval_asked_by_asked_at_id",
                table: "platform_approval",
                columns: new[] { "asked_by", "asked_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_platform_approval_decided_at_id",
                table: "platform_approval",
                columns: new[] { "decided_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_platform_approval_expires_at",
                table: "platform_approval",
                column: "expires_at",
                filter: "state = 'Waiting' and expires_at is not null");

            migrationBuilder.CreateIndex(
                name: "ix_platform_approval_kind_subject_key",
                table: "platform_approval",
                columns: new[] { "kind", "subject", "key" },
                unique: true,
                filter: "state = 'Waiting'");

            migrationBuilder.CreateIndex(
                name: "ix_platform_approval_subject",
                table: "platform_approval",
                column: "subject");

            migrationBuilder.CreateIndex(
                name: "ix_platform_approval_vote_approval_by",
                table: "platform_approval_vote",
                columns: new[] { "approval", "by" },
                unique: true);

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

            migrationBuilder.CreateIndex(
                name: "ix_probes_contact_silent_at",
                table: "probes_contact",
                column: "silent_at",
                filter: "silent_at is not null");

            migrationBuilder.CreateIndex(
                name: "ix_probes_probe_customer_site",
                table: "probes_probe",
                columns: new[] { "customer", "site" });

            migrationBuilder.CreateIndex(
                name: "ix_reports_report_contract_month",
                table: "reports_report",
                columns: new[] { "contract", "month" });

            migrationBuilder.CreateIndex(
                name: "ix_reports_report_customer_month",
                table: "reports_report",
                columns: new[] { "customer", "month" });

            migrationBuilder.CreateIndex(
                name: "ix_reports_report_number",
                table: "reports_report",
                column: "number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_sla_clock_contract_kind_judged_at_verdict_phase_excluded_st",
                table: "sla_clock",
                columns: new[] { "contract", "kind", "judged_at", "verdict", "phase", "excluded", "started_at", "stopped_at", "breached_at", "due" });

            migrationBuilder.CreateIndex(
                name: "ix_sla_clock_customer_kind_due",
                table: "sla_clock",
                columns: new[] { "customer", "kind", "due" },
                filter: "phase in ('Running', 'Paused')");

            migrationBuilder.CreateIndex(
                name: "ix_sla_subject_next_moment",
                table: "sla_subject",
                column: "next_moment",
                filter: "next_moment is not null");
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
                name: "alerting_acknowledgement");

            migrationBuilder.DropTable(
                name: "alerting_alert");

            migrationBuilder.DropTable(
                name: "alerting_group");

            migrationBuilder.DropTable(
                name: "alerting_member");

            migrationBuilder.DropTable(
                name: "alerting_notice");

            migrationBuilder.DropTable(
                name: "alerting_route");

            migrationBuilder.DropTable(
                name: "alerting_silence");

            migrationBuilder.DropTable(
                name: "alerting_step");

            migrationBuilder.DropTable(
                name: "alerting_window");

            migrationBuilder.DropTable(
                name: "assets_asset");

            migrationBuilder.DropTable(
                name: "assets_change");

            migrationBuilder.DropTable(
                name: "assets_identity");

            migrationBuilder.DropTable(
                name: "assets_intake");

            migrationBuilder.DropTable(
                name: "assets_part");

            migrationBuilder.DropTable(
                name: "contracts_clause");

            migrationBuilder.DropTable(
                name: "contracts_contract");

            migrationBuilder.DropTable(
                name: "contracts_cover");

            migrationBuilder.DropTable(
                name: "contracts_service");

            migrationBuilder.DropTable(
                name: "desk_ticket");

            migrationBuilder.DropTable(
                name: "desk_ticket_asset");

            migrationBuilder.DropTable(
                name: "desk_ticket_entry");

            migrationBuilder.DropTable(
                name: "monitoring_check");

            migrationBuilder.DropTable(
                name: "monitoring_fact");

            migrationBuilder.DropTable(
                name: "monitoring_sample");

            migrationBuilder.DropTable(
                name: "monitoring_sight");

            migrationBuilder.DropTable(
                name: "notify_mail");

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
                name: "platform_approval");

            migrationBuilder.DropTable(
                name: "platform_approval_vote");

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

            migrationBuilder.DropTable(
                name: "probes_contact");

            migrationBuilder.DropTable(
                name: "probes_probe");

            migrationBuilder.DropTable(
                name: "reports_figures");

            migrationBuilder.DropTable(
                name: "reports_report");

            migrationBuilder.DropTable(
                name: "sla_agreement");

            migrationBuilder.DropTable(
                name: "sla_calendar");

            migrationBuilder.DropTable(
                name: "sla_clock");

            migrationBuilder.DropTable(
                name: "sla_fact");

            migrationBuilder.DropTable(
                name: "sla_subject");
        }
    }
}
