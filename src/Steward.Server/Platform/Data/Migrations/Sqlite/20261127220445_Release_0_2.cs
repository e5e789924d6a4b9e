using System;
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
            migrationBuilder.DropIndex(
                name: "ix_sla_clock_contract_kind_judged_at_verdict_phase_excluded_started_at_stopped_at_breached_at_due",
                table: "sla_clock");

            migrationBuilder.DropIndex(
                name: "ix_desk_ticket_assignee_state_opened_at",
                table: "desk_ticket");

            migrationBuilder.DropIndex(
                name: "ix_desk_ticket_state_opened_at_id",
                table: "desk_ticket");

            migrationBuilder.DropIndex(
                name: "ix_desk_ticket_team_state_opened_at",
                table: "desk_ticket");

            migrationBuilder.AddColumn<bool>(
                name: "request",
                table: "sla_subject",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "told",
                table: "sla_subject",
                type: "TEXT",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<bool>(
                name: "request",
                table: "sla_clock",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<byte[]>(
                name: "in_place_of",
                table: "platform_approval_vote",
                type: "BLOB",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "lead",
                table: "people_team",
                type: "BLOB",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "carrier",
                table: "people_supplier",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "language",
                table: "people_customer",
                type: "TEXT",
                maxLength: 40,
                nullable: false,
                defaultValue: "Zh");

            migrationBuilder.AddColumn<bool>(
                name: "head",
                table: "people_contact",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "failed",
                table: "notify_mail",
                type: "TEXT",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "template",
                table: "notify_mail",
                type: "TEXT",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "thread",
                table: "notify_mail",
                type: "TEXT",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<bool>(
                name: "urgent",
                table: "notify_mail",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<byte[]>(
                name: "within",
                table: "notify_mail",
                type: "BLOB",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "words",
                table: "notify_mail",
                type: "TEXT",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<bool>(
                name: "behind",
                table: "monitoring_sight",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<bool>(
                name: "untold",
                table: "monitoring_sight",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<byte[]>(
                name: "cause",
                table: "monitoring_fact",
                type: "BLOB",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "whole",
                table: "desk_ticket_entry",
                type: "TEXT",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<long>(
                name: "approved_at",
                table: "desk_ticket",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "item",
                table: "desk_ticket",
                type: "BLOB",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "altered_under",
                table: "assets_asset",
                type: "TEXT",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<bool>(
                name: "controlled",
                table: "assets_asset",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<byte[]>(
                name: "behind",
                table: "alerting_window",
                type: "BLOB",
                nullable: false,
                defaultValue: new byte[0]);

            migrationBuilder.AddColumn<int>(
                name: "per_minute",
                table: "access_token",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "source",
                table: "access_grant",
                type: "TEXT",
                maxLength: 40,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "source",
                table: "access_account",
                type: "TEXT",
                maxLength: 40,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "source_id",
                table: "access_account",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "access_approval_told",
                columns: table => new
                {
                    approval = table.Column<byte[]>(type: "BLOB", nullable: false),
                    customer = table.Column<byte[]>(type: "BLOB", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_access_approval_told", x => x.approval);
                });

            migrationBuilder.CreateTable(
                name: "access_authenticator",
                columns: table => new
                {
                    account = table.Column<byte[]>(type: "BLOB", nullable: false),
                    @sealed = table.Column<string>(name: "sealed", type: "TEXT", nullable: false),
                    confirmed_at = table.Column<long>(type: "INTEGER", nullable: true),
                    last_step = table.Column<long>(type: "INTEGER", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_access_authenticator", x => x.account);
                });

            migrationBuilder.CreateTable(
                name: "access_delegation",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    giver = table.Column<byte[]>(type: "BLOB", nullable: false),
                    deputy = table.Column<byte[]>(type: "BLOB", nullable: false),
                    roles = table.Column<string>(type: "TEXT", nullable: false),
                    from = table.Column<long>(type: "INTEGER", nullable: false),
                    until = table.Column<long>(type: "INTEGER", nullable: false),
                    reason = table.Column<string>(type: "TEXT", nullable: false),
                    ended_at = table.Column<long>(type: "INTEGER", nullable: true),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_access_delegation", x => x.id);
                });

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
                name: "access_passkey",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    account = table.Column<byte[]>(type: "BLOB", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    credential = table.Column<byte[]>(type: "BLOB", nullable: false),
                    public_key = table.Column<byte[]>(type: "BLOB", nullable: false),
                    sign_count = table.Column<long>(type: "INTEGER", nullable: false),
                    made_at = table.Column<long>(type: "INTEGER", nullable: false),
                    used_at = table.Column<long>(type: "INTEGER", nullable: true),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_access_passkey", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "access_recovery_code",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    account = table.Column<byte[]>(type: "BLOB", nullable: false),
                    hash = table.Column<byte[]>(type: "BLOB", nullable: false),
                    used_at = table.Column<long>(type: "INTEGER", nullable: true),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_access_recovery_code", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "access_token_use",
                columns: table => new
                {
                    token = table.Column<byte[]>(type: "BLOB", nullable: false),
                    requests = table.Column<long>(type: "INTEGER", nullable: false),
                    refused = table.Column<long>(type: "INTEGER", nullable: false),
                    last_used_at = table.Column<long>(type: "INTEGER", nullable: false),
                    last_refused_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_access_token_use", x => x.token);
                });

            migrationBuilder.CreateTable(
                name: "assets_dependency",
                columns: table => new
                {
                    asset = table.Column<byte[]>(type: "BLOB", nullable: false),
                    on = table.Column<byte[]>(type: "BLOB", nullable: false),
                    customer = table.Column<byte[]>(type: "BLOB", nullable: false),
                    since = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_assets_dependency", x => new { x.asset, x.on });
                });

            migrationBuilder.CreateTable(
                name: "contracts_catalogue_item",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    customer = table.Column<byte[]>(type: "BLOB", nullable: false),
                    contract = table.Column<byte[]>(type: "BLOB", nullable: false),
                    code = table.Column<string>(type: "TEXT", nullable: false),
                    number = table.Column<int>(type: "INTEGER", nullable: false),
                    state = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    service = table.Column<byte[]>(type: "BLOB", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    name_en = table.Column<string>(type: "TEXT", nullable: false),
                    description = table.Column<string>(type: "TEXT", nullable: false),
                    description_en = table.Column<string>(type: "TEXT", nullable: false),
                    category = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    audience = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    named = table.Column<string>(type: "TEXT", nullable: false),
                    approval = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    response_minutes = table.Column<int>(type: "INTEGER", nullable: false),
                    fulfilment_minutes = table.Column<int>(type: "INTEGER", nullable: false),
                    cost_centre = table.Column<bool>(type: "INTEGER", nullable: false),
                    form = table.Column<string>(type: "TEXT", nullable: false),
                    tasks = table.Column<string>(type: "TEXT", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    published_at = table.Column<long>(type: "INTEGER", nullable: true),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_contracts_catalogue_item", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "contracts_person",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    customer = table.Column<byte[]>(type: "BLOB", nullable: false),
                    contract = table.Column<byte[]>(type: "BLOB", nullable: false),
                    post = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    staff = table.Column<byte[]>(type: "BLOB", nullable: true),
                    contact = table.Column<byte[]>(type: "BLOB", nullable: true),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_contracts_person", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "desk_announcement",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    customer = table.Column<byte[]>(type: "BLOB", nullable: false),
                    site = table.Column<byte[]>(type: "BLOB", nullable: true),
                    kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    title = table.Column<string>(type: "TEXT", nullable: false),
                    text = table.Column<string>(type: "TEXT", nullable: false),
                    from = table.Column<long>(type: "INTEGER", nullable: false),
                    until = table.Column<long>(type: "INTEGER", nullable: true),
                    about = table.Column<byte[]>(type: "BLOB", nullable: true),
                    by = table.Column<string>(type: "TEXT", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_desk_announcement", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "desk_bulk_run",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    account = table.Column<byte[]>(type: "BLOB", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    deed = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    ask = table.Column<string>(type: "TEXT", nullable: false),
                    lines = table.Column<string>(type: "TEXT", nullable: false),
                    takes_back = table.Column<byte[]>(type: "BLOB", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_desk_bulk_run", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "desk_case_entry",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    @case = table.Column<byte[]>(name: "case", type: "BLOB", nullable: false),
                    customer = table.Column<byte[]>(type: "BLOB", nullable: false),
                    occurred_at = table.Column<long>(type: "INTEGER", nullable: false),
                    recorded_at = table.Column<long>(type: "INTEGER", nullable: false),
                    by = table.Column<string>(type: "TEXT", nullable: false),
                    account = table.Column<byte[]>(type: "BLOB", nullable: false),
                    verb = table.Column<string>(type: "TEXT", nullable: false),
                    from = table.Column<string>(type: "TEXT", nullable: false),
                    to = table.Column<string>(type: "TEXT", nullable: false),
                    text = table.Column<string>(type: "TEXT", nullable: false),
                    @public = table.Column<bool>(name: "public", type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_desk_case_entry", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "desk_change",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    customer = table.Column<byte[]>(type: "BLOB", nullable: false),
                    number = table.Column<string>(type: "TEXT", nullable: false),
                    kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    from_model = table.Column<byte[]>(type: "BLOB", nullable: true),
                    summary = table.Column<string>(type: "TEXT", nullable: false),
                    reason = table.Column<string>(type: "TEXT", nullable: false),
                    state = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    requester = table.Column<byte[]>(type: "BLOB", nullable: true),
                    problem = table.Column<byte[]>(type: "BLOB", nullable: true),
                    opened_at = table.Column<long>(type: "INTEGER", nullable: false),
                    opened_by = table.Column<byte[]>(type: "BLOB", nullable: false),
                    opened_by_name = table.Column<string>(type: "TEXT", nullable: false),
                    impact = table.Column<int>(type: "INTEGER", nullable: true),
                    likelihood = table.Column<int>(type: "INTEGER", nullable: true),
                    test_result = table.Column<string>(type: "TEXT", nullable: false),
                    rehearsal = table.Column<string>(type: "TEXT", nullable: false),
                    backout_plan = table.Column<string>(type: "TEXT", nullable: false),
                    backout_at = table.Column<long>(type: "INTEGER", nullable: true),
                    to_notify = table.Column<string>(type: "TEXT", nullable: false),
                    window_from = table.Column<long>(type: "INTEGER", nullable: true),
                    window_to = table.Column<long>(type: "INTEGER", nullable: true),
                    implementer = table.Column<byte[]>(type: "BLOB", nullable: true),
                    security_relevant = table.Column<bool>(type: "INTEGER", nullable: false),
                    ground = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    ground_reference = table.Column<string>(type: "TEXT", nullable: false),
                    asked_at = table.Column<long>(type: "INTEGER", nullable: true),
                    approved_at = table.Column<long>(type: "INTEGER", nullable: true),
                    started_at = table.Column<long>(type: "INTEGER", nullable: true),
                    work_ended_at = table.Column<long>(type: "INTEGER", nullable: true),
                    result = table.Column<string>(type: "TEXT", nullable: false),
                    unauthorised = table.Column<bool>(type: "INTEGER", nullable: false),
                    papers_due = table.Column<long>(type: "INTEGER", nullable: true),
                    papers_at = table.Column<long>(type: "INTEGER", nullable: true),
                    review_due = table.Column<long>(type: "INTEGER", nullable: true),
                    reviewed_at = table.Column<long>(type: "INTEGER", nullable: true),
                    review = table.Column<string>(type: "TEXT", nullable: false),
                    closed_at = table.Column<long>(type: "INTEGER", nullable: true),
                    next_duty = table.Column<long>(type: "INTEGER", nullable: true),
                    told_until = table.Column<long>(type: "INTEGER", nullable: true),
                    process_version = table.Column<int>(type: "INTEGER", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_desk_change", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "desk_change_asset",
                columns: table => new
                {
                    change = table.Column<byte[]>(type: "BLOB", nullable: false),
                    asset = table.Column<byte[]>(type: "BLOB", nullable: false),
                    customer = table.Column<byte[]>(type: "BLOB", nullable: false),
                    since = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_desk_change_asset", x => new { x.change, x.asset });
                });

            migrationBuilder.CreateTable(
                name: "desk_change_freeze",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    for_customer = table.Column<byte[]>(type: "BLOB", nullable: true),
                    from = table.Column<long>(type: "INTEGER", nullable: false),
                    until = table.Column<long>(type: "INTEGER", nullable: false),
                    reason = table.Column<string>(type: "TEXT", nullable: false),
                    by_name = table.Column<string>(type: "TEXT", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_desk_change_freeze", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "desk_change_model",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    reason = table.Column<string>(type: "TEXT", nullable: false),
                    steps = table.Column<string>(type: "TEXT", nullable: false),
                    test_result = table.Column<string>(type: "TEXT", nullable: false),
                    backout_plan = table.Column<string>(type: "TEXT", nullable: false),
                    to_notify = table.Column<string>(type: "TEXT", nullable: false),
                    impact = table.Column<int>(type: "INTEGER", nullable: false),
                    likelihood = table.Column<int>(type: "INTEGER", nullable: false),
                    for_desk = table.Column<bool>(type: "INTEGER", nullable: false),
                    active = table.Column<bool>(type: "INTEGER", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_desk_change_model", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "desk_change_step",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    change = table.Column<byte[]>(type: "BLOB", nullable: false),
                    customer = table.Column<byte[]>(type: "BLOB", nullable: false),
                    position = table.Column<int>(type: "INTEGER", nullable: false),
                    what = table.Column<string>(type: "TEXT", nullable: false),
                    minutes = table.Column<int>(type: "INTEGER", nullable: false),
                    done_at = table.Column<long>(type: "INTEGER", nullable: true),
                    done_by = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_desk_change_step", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "desk_change_ticket",
                columns: table => new
                {
                    change = table.Column<byte[]>(type: "BLOB", nullable: false),
                    ticket = table.Column<byte[]>(type: "BLOB", nullable: false),
                    customer = table.Column<byte[]>(type: "BLOB", nullable: false),
                    tie = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    since = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_desk_change_ticket", x => new { x.change, x.ticket });
                });

            migrationBuilder.CreateTable(
                name: "desk_change_waiver",
                columns: table => new
                {
                    change = table.Column<byte[]>(type: "BLOB", nullable: false),
                    collision = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    customer = table.Column<byte[]>(type: "BLOB", nullable: false),
                    reason = table.Column<string>(type: "TEXT", nullable: false),
                    by_name = table.Column<string>(type: "TEXT", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_desk_change_waiver", x => new { x.change, x.collision });
                });

            migrationBuilder.CreateTable(
                name: "desk_chat_code",
                columns: table => new
                {
                    code = table.Column<string>(type: "TEXT", nullable: false),
                    chat = table.Column<byte[]>(type: "BLOB", nullable: false),
                    user = table.Column<string>(type: "TEXT", nullable: false),
                    until = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_desk_chat_code", x => x.code);
                });

            migrationBuilder.CreateTable(
                name: "desk_chat_colleague",
                columns: table => new
                {
                    chat = table.Column<byte[]>(type: "BLOB", nullable: false),
                    user = table.Column<string>(type: "TEXT", nullable: false),
                    staff = table.Column<byte[]>(type: "BLOB", nullable: false),
                    since = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_desk_chat_colleague", x => new { x.chat, x.user, x.staff });
                });

            migrationBuilder.CreateTable(
                name: "desk_chat_hearing",
                columns: table => new
                {
                    chat = table.Column<byte[]>(type: "BLOB", nullable: false),
                    word = table.Column<string>(type: "TEXT", nullable: false),
                    user = table.Column<string>(type: "TEXT", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    ticket = table.Column<byte[]>(type: "BLOB", nullable: true),
                    answer = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_desk_chat_hearing", x => new { x.chat, x.word });
                });

            migrationBuilder.CreateTable(
                name: "desk_chat_person",
                columns: table => new
                {
                    chat = table.Column<byte[]>(type: "BLOB", nullable: false),
                    user = table.Column<string>(type: "TEXT", nullable: false),
                    contact = table.Column<byte[]>(type: "BLOB", nullable: false),
                    customer = table.Column<byte[]>(type: "BLOB", nullable: false),
                    since = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_desk_chat_person", x => new { x.chat, x.user, x.contact });
                });

            migrationBuilder.CreateTable(
                name: "desk_complaint",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    customer = table.Column<byte[]>(type: "BLOB", nullable: false),
                    number = table.Column<string>(type: "TEXT", nullable: false),
                    summary = table.Column<string>(type: "TEXT", nullable: false),
                    description = table.Column<string>(type: "TEXT", nullable: false),
                    level = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    state = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    channel = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    complainant = table.Column<byte[]>(type: "BLOB", nullable: true),
                    ticket = table.Column<byte[]>(type: "BLOB", nullable: true),
                    about = table.Column<byte[]>(type: "BLOB", nullable: true),
                    recorded_by = table.Column<byte[]>(type: "BLOB", nullable: false),
                    opened_at = table.Column<long>(type: "INTEGER", nullable: false),
                    recorded_at = table.Column<long>(type: "INTEGER", nullable: false),
                    acknowledge_due = table.Column<long>(type: "INTEGER", nullable: false),
                    reply_due = table.Column<long>(type: "INTEGER", nullable: false),
                    settle_due = table.Column<long>(type: "INTEGER", nullable: false),
                    acknowledged_at = table.Column<long>(type: "INTEGER", nullable: true),
                    replied_at = table.Column<long>(type: "INTEGER", nullable: true),
                    settled_at = table.Column<long>(type: "INTEGER", nullable: true),
                    justified = table.Column<bool>(type: "INTEGER", nullable: true),
                    judgement = table.Column<string>(type: "TEXT", nullable: false),
                    proposal = table.Column<string>(type: "TEXT", nullable: false),
                    proposed_by = table.Column<byte[]>(type: "BLOB", nullable: false),
                    verify_due = table.Column<long>(type: "INTEGER", nullable: true),
                    closed_at = table.Column<long>(type: "INTEGER", nullable: true),
                    escalated = table.Column<int>(type: "INTEGER", nullable: false),
                    next_duty = table.Column<long>(type: "INTEGER", nullable: true),
                    process_version = table.Column<int>(type: "INTEGER", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_desk_complaint", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "desk_escalation",
                columns: table => new
                {
                    ticket = table.Column<byte[]>(type: "BLOB", nullable: false),
                    kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    priority = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    since = table.Column<long>(type: "INTEGER", nullable: false),
                    level = table.Column<int>(type: "INTEGER", nullable: false),
                    round = table.Column<int>(type: "INTEGER", nullable: false),
                    customer = table.Column<byte[]>(type: "BLOB", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    told_at = table.Column<long>(type: "INTEGER", nullable: false),
                    names = table.Column<string>(type: "TEXT", nullable: false),
                    to = table.Column<byte[]>(type: "BLOB", nullable: true),
                    sender = table.Column<byte[]>(type: "BLOB", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_desk_escalation", x => new { x.ticket, x.kind, x.priority, x.since, x.level, x.round });
                });

            migrationBuilder.CreateTable(
                name: "desk_first_view",
                columns: table => new
                {
                    account = table.Column<byte[]>(type: "BLOB", nullable: false),
                    view = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_desk_first_view", x => x.account);
                });

            migrationBuilder.CreateTable(
                name: "desk_history_line",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    customer = table.Column<byte[]>(type: "BLOB", nullable: false),
                    ticket = table.Column<byte[]>(type: "BLOB", nullable: true),
                    form = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    number = table.Column<string>(type: "TEXT", nullable: false),
                    line = table.Column<long>(type: "INTEGER", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: true),
                    month = table.Column<string>(type: "TEXT", nullable: false),
                    state = table.Column<string>(type: "TEXT", nullable: false),
                    step = table.Column<string>(type: "TEXT", nullable: false),
                    impact = table.Column<string>(type: "TEXT", nullable: false),
                    urgency = table.Column<string>(type: "TEXT", nullable: false),
                    priority = table.Column<string>(type: "TEXT", nullable: false),
                    person = table.Column<string>(type: "TEXT", nullable: false),
                    group = table.Column<string>(type: "TEXT", nullable: false),
                    organisation = table.Column<string>(type: "TEXT", nullable: false),
                    item = table.Column<string>(type: "TEXT", nullable: false),
                    service = table.Column<string>(type: "TEXT", nullable: false),
                    category = table.Column<string>(type: "TEXT", nullable: false),
                    type = table.Column<string>(type: "TEXT", nullable: false),
                    failed = table.Column<string>(type: "TEXT", nullable: false),
                    fields = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_desk_history_line", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "desk_lost_call",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    phone = table.Column<string>(type: "TEXT", nullable: false),
                    for_customer = table.Column<byte[]>(type: "BLOB", nullable: true),
                    contact = table.Column<byte[]>(type: "BLOB", nullable: true),
                    occurred_at = table.Column<long>(type: "INTEGER", nullable: false),
                    ring_seconds = table.Column<int>(type: "INTEGER", nullable: false),
                    due = table.Column<long>(type: "INTEGER", nullable: false),
                    next_duty = table.Column<long>(type: "INTEGER", nullable: true),
                    called_at = table.Column<long>(type: "INTEGER", nullable: true),
                    by = table.Column<string>(type: "TEXT", nullable: false),
                    text = table.Column<string>(type: "TEXT", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_desk_lost_call", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "desk_mail",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    key = table.Column<string>(type: "TEXT", nullable: false),
                    message_id = table.Column<string>(type: "TEXT", nullable: false),
                    mailbox = table.Column<byte[]>(type: "BLOB", nullable: true),
                    received_at = table.Column<long>(type: "INTEGER", nullable: false),
                    sent_at = table.Column<long>(type: "INTEGER", nullable: true),
                    sender = table.Column<string>(type: "TEXT", nullable: false),
                    sender_name = table.Column<string>(type: "TEXT", nullable: false),
                    subject = table.Column<string>(type: "TEXT", nullable: false),
                    mail_kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    fate = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    reason = table.Column<string>(type: "TEXT", nullable: false),
                    ticket = table.Column<byte[]>(type: "BLOB", nullable: true),
                    file = table.Column<byte[]>(type: "BLOB", nullable: true),
                    bytes = table.Column<long>(type: "INTEGER", nullable: false),
                    decided_by = table.Column<string>(type: "TEXT", nullable: false),
                    decided_at = table.Column<long>(type: "INTEGER", nullable: true),
                    remark = table.Column<string>(type: "TEXT", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_desk_mail", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "desk_mailbox",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    host = table.Column<string>(type: "TEXT", nullable: false),
                    port = table.Column<int>(type: "INTEGER", nullable: false),
                    security = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    user_name = table.Column<string>(type: "TEXT", nullable: false),
                    sign_in = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    secret = table.Column<string>(type: "TEXT", nullable: false),
                    token_url = table.Column<string>(type: "TEXT", nullable: false),
                    client_id = table.Column<string>(type: "TEXT", nullable: false),
                    scope = table.Column<string>(type: "TEXT", nullable: false),
                    folder = table.Column<string>(type: "TEXT", nullable: false),
                    done_folder = table.Column<string>(type: "TEXT", nullable: false),
                    for_customer = table.Column<byte[]>(type: "BLOB", nullable: true),
                    for_service = table.Column<byte[]>(type: "BLOB", nullable: true),
                    active = table.Column<bool>(type: "INTEGER", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_desk_mailbox", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "desk_mailbox_state",
                columns: table => new
                {
                    mailbox = table.Column<byte[]>(type: "BLOB", nullable: false),
                    uid_validity = table.Column<long>(type: "INTEGER", nullable: false),
                    last_uid = table.Column<long>(type: "INTEGER", nullable: false),
                    leased_by = table.Column<string>(type: "TEXT", nullable: false),
                    leased_until = table.Column<long>(type: "INTEGER", nullable: true),
                    last_ok_at = table.Column<long>(type: "INTEGER", nullable: true),
                    fault_at = table.Column<long>(type: "INTEGER", nullable: true),
                    fault = table.Column<string>(type: "TEXT", nullable: false),
                    unread = table.Column<int>(type: "INTEGER", nullable: false),
                    oldest_unread_at = table.Column<long>(type: "INTEGER", nullable: true),
                    taken = table.Column<long>(type: "INTEGER", nullable: false),
                    refresh_token = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_desk_mailbox_state", x => x.mailbox);
                });

            migrationBuilder.CreateTable(
                name: "desk_major_incident",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    customer = table.Column<byte[]>(type: "BLOB", nullable: false),
                    number = table.Column<string>(type: "TEXT", nullable: false),
                    ticket = table.Column<byte[]>(type: "BLOB", nullable: false),
                    summary = table.Column<string>(type: "TEXT", nullable: false),
                    trigger = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    users = table.Column<int>(type: "INTEGER", nullable: true),
                    state = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    opened_at = table.Column<long>(type: "INTEGER", nullable: false),
                    commander = table.Column<byte[]>(type: "BLOB", nullable: true),
                    technical_lead = table.Column<byte[]>(type: "BLOB", nullable: true),
                    scribe = table.Column<byte[]>(type: "BLOB", nullable: true),
                    communications = table.Column<byte[]>(type: "BLOB", nullable: true),
                    notice_minutes = table.Column<int>(type: "INTEGER", nullable: false),
                    notices = table.Column<int>(type: "INTEGER", nullable: false),
                    last_notice = table.Column<long>(type: "INTEGER", nullable: true),
                    next_notice = table.Column<long>(type: "INTEGER", nullable: true),
                    late_notices = table.Column<int>(type: "INTEGER", nullable: false),
                    restored_at = table.Column<long>(type: "INTEGER", nullable: true),
                    review_due = table.Column<long>(type: "INTEGER", nullable: true),
                    cause = table.Column<string>(type: "TEXT", nullable: false),
                    actions = table.Column<string>(type: "TEXT", nullable: false),
                    reviewed_at = table.Column<long>(type: "INTEGER", nullable: true),
                    closed_at = table.Column<long>(type: "INTEGER", nullable: true),
                    next_duty = table.Column<long>(type: "INTEGER", nullable: true),
                    process_version = table.Column<int>(type: "INTEGER", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_desk_major_incident", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "desk_mention",
                columns: table => new
                {
                    ticket = table.Column<byte[]>(type: "BLOB", nullable: false),
                    account = table.Column<byte[]>(type: "BLOB", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    customer = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_desk_mention", x => new { x.account, x.ticket, x.at });
                });

            migrationBuilder.CreateTable(
                name: "desk_problem",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    customer = table.Column<byte[]>(type: "BLOB", nullable: false),
                    number = table.Column<string>(type: "TEXT", nullable: false),
                    service = table.Column<byte[]>(type: "BLOB", nullable: true),
                    asset = table.Column<byte[]>(type: "BLOB", nullable: true),
                    category = table.Column<string>(type: "TEXT", nullable: false),
                    summary = table.Column<string>(type: "TEXT", nullable: false),
                    description = table.Column<string>(type: "TEXT", nullable: false),
                    priority = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    state = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    team = table.Column<byte[]>(type: "BLOB", nullable: true),
                    assignee = table.Column<byte[]>(type: "BLOB", nullable: true),
                    opened_at = table.Column<long>(type: "INTEGER", nullable: false),
                    impact_minutes = table.Column<int>(type: "INTEGER", nullable: false),
                    cause = table.Column<string>(type: "TEXT", nullable: false),
                    workaround = table.Column<string>(type: "TEXT", nullable: false),
                    known_at = table.Column<long>(type: "INTEGER", nullable: true),
                    decided_until = table.Column<long>(type: "INTEGER", nullable: true),
                    solution = table.Column<string>(type: "TEXT", nullable: false),
                    fixed_at = table.Column<long>(type: "INTEGER", nullable: true),
                    watch_until = table.Column<long>(type: "INTEGER", nullable: true),
                    closed_at = table.Column<long>(type: "INTEGER", nullable: true),
                    recurred = table.Column<int>(type: "INTEGER", nullable: false),
                    trend = table.Column<string>(type: "TEXT", nullable: false),
                    process_version = table.Column<int>(type: "INTEGER", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_desk_problem", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "desk_problem_ticket",
                columns: table => new
                {
                    ticket = table.Column<byte[]>(type: "BLOB", nullable: false),
                    problem = table.Column<byte[]>(type: "BLOB", nullable: false),
                    customer = table.Column<byte[]>(type: "BLOB", nullable: false),
                    since = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_desk_problem_ticket", x => x.ticket);
                });

            migrationBuilder.CreateTable(
                name: "desk_questionnaire",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    customer = table.Column<byte[]>(type: "BLOB", nullable: false),
                    contract = table.Column<byte[]>(type: "BLOB", nullable: false),
                    @for = table.Column<string>(name: "for", type: "TEXT", maxLength: 40, nullable: false),
                    number = table.Column<int>(type: "INTEGER", nullable: false),
                    title = table.Column<string>(type: "TEXT", nullable: false),
                    title_en = table.Column<string>(type: "TEXT", nullable: false),
                    intro = table.Column<string>(type: "TEXT", nullable: false),
                    intro_en = table.Column<string>(type: "TEXT", nullable: false),
                    form = table.Column<string>(type: "TEXT", nullable: false),
                    designed_at = table.Column<long>(type: "INTEGER", nullable: false),
                    designed_by = table.Column<string>(type: "TEXT", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_desk_questionnaire", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "desk_recurring_ticket",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    customer = table.Column<byte[]>(type: "BLOB", nullable: false),
                    service = table.Column<byte[]>(type: "BLOB", nullable: false),
                    requester = table.Column<byte[]>(type: "BLOB", nullable: false),
                    summary = table.Column<string>(type: "TEXT", nullable: false),
                    description = table.Column<string>(type: "TEXT", nullable: false),
                    category = table.Column<string>(type: "TEXT", nullable: false),
                    team = table.Column<byte[]>(type: "BLOB", nullable: true),
                    every = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    day = table.Column<int>(type: "INTEGER", nullable: false),
                    minute_of_day = table.Column<int>(type: "INTEGER", nullable: false),
                    zone = table.Column<string>(type: "TEXT", nullable: false),
                    next_duty = table.Column<long>(type: "INTEGER", nullable: true),
                    last_at = table.Column<long>(type: "INTEGER", nullable: true),
                    last_ticket = table.Column<byte[]>(type: "BLOB", nullable: true),
                    fault = table.Column<string>(type: "TEXT", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_desk_recurring_ticket", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "desk_release",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    customer = table.Column<byte[]>(type: "BLOB", nullable: false),
                    number = table.Column<string>(type: "TEXT", nullable: false),
                    summary = table.Column<string>(type: "TEXT", nullable: false),
                    description = table.Column<string>(type: "TEXT", nullable: false),
                    state = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    opened_at = table.Column<long>(type: "INTEGER", nullable: false),
                    opened_by = table.Column<byte[]>(type: "BLOB", nullable: false),
                    opened_by_name = table.Column<string>(type: "TEXT", nullable: false),
                    change = table.Column<byte[]>(type: "BLOB", nullable: true),
                    package_name = table.Column<string>(type: "TEXT", nullable: false),
                    package_version = table.Column<string>(type: "TEXT", nullable: false),
                    package_source = table.Column<string>(type: "TEXT", nullable: false),
                    licence = table.Column<string>(type: "TEXT", nullable: false),
                    package = table.Column<byte[]>(type: "BLOB", nullable: true),
                    package_hash = table.Column<string>(type: "TEXT", nullable: false),
                    test_record = table.Column<string>(type: "TEXT", nullable: false),
                    tested_by = table.Column<byte[]>(type: "BLOB", nullable: false),
                    backout_plan = table.Column<string>(type: "TEXT", nullable: false),
                    approved_at = table.Column<long>(type: "INTEGER", nullable: true),
                    approved_by_name = table.Column<string>(type: "TEXT", nullable: false),
                    stop_percent = table.Column<int>(type: "INTEGER", nullable: false),
                    wave = table.Column<int>(type: "INTEGER", nullable: false),
                    halted_at = table.Column<long>(type: "INTEGER", nullable: true),
                    halted_why = table.Column<string>(type: "TEXT", nullable: false),
                    failures_known = table.Column<int>(type: "INTEGER", nullable: false),
                    verification = table.Column<string>(type: "TEXT", nullable: false),
                    withdrawn_why = table.Column<string>(type: "TEXT", nullable: false),
                    closed_at = table.Column<long>(type: "INTEGER", nullable: true),
                    process_version = table.Column<int>(type: "INTEGER", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_desk_release", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "desk_release_target",
                columns: table => new
                {
                    release = table.Column<byte[]>(type: "BLOB", nullable: false),
                    asset = table.Column<byte[]>(type: "BLOB", nullable: false),
                    customer = table.Column<byte[]>(type: "BLOB", nullable: false),
                    wave = table.Column<int>(type: "INTEGER", nullable: false),
                    outcome = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    outcome_at = table.Column<long>(type: "INTEGER", nullable: true),
                    outcome_note = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_desk_release_target", x => new { x.release, x.asset });
                });

            migrationBuilder.CreateTable(
                name: "desk_reminder",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    ticket = table.Column<byte[]>(type: "BLOB", nullable: false),
                    customer = table.Column<byte[]>(type: "BLOB", nullable: false),
                    account = table.Column<byte[]>(type: "BLOB", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    text = table.Column<string>(type: "TEXT", nullable: false),
                    next_duty = table.Column<long>(type: "INTEGER", nullable: true),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_desk_reminder", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "desk_request",
                columns: table => new
                {
                    ticket = table.Column<byte[]>(type: "BLOB", nullable: false),
                    customer = table.Column<byte[]>(type: "BLOB", nullable: false),
                    item = table.Column<byte[]>(type: "BLOB", nullable: false),
                    answers = table.Column<string>(type: "TEXT", nullable: false),
                    cost_centre = table.Column<string>(type: "TEXT", nullable: false),
                    decider = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    head = table.Column<byte[]>(type: "BLOB", nullable: true),
                    decided_by = table.Column<string>(type: "TEXT", nullable: false),
                    answer = table.Column<string>(type: "TEXT", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_desk_request", x => x.ticket);
                });

            migrationBuilder.CreateTable(
                name: "desk_request_task",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    ticket = table.Column<byte[]>(type: "BLOB", nullable: false),
                    customer = table.Column<byte[]>(type: "BLOB", nullable: false),
                    step = table.Column<int>(type: "INTEGER", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    name_en = table.Column<string>(type: "TEXT", nullable: false),
                    text = table.Column<string>(type: "TEXT", nullable: false),
                    duty = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    state = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    team = table.Column<byte[]>(type: "BLOB", nullable: true),
                    assignee = table.Column<byte[]>(type: "BLOB", nullable: true),
                    ready_at = table.Column<long>(type: "INTEGER", nullable: true),
                    done_at = table.Column<long>(type: "INTEGER", nullable: true),
                    done_by = table.Column<string>(type: "TEXT", nullable: false),
                    note = table.Column<string>(type: "TEXT", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_desk_request_task", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "desk_route",
                columns: table => new
                {
                    staff = table.Column<byte[]>(type: "BLOB", nullable: false),
                    day = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    tickets = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_desk_route", x => x.staff);
                });

            migrationBuilder.CreateTable(
                name: "desk_running_watch",
                columns: table => new
                {
                    account = table.Column<byte[]>(type: "BLOB", nullable: false),
                    ticket = table.Column<byte[]>(type: "BLOB", nullable: false),
                    customer = table.Column<byte[]>(type: "BLOB", nullable: false),
                    since = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_desk_running_watch", x => new { x.account, x.ticket });
                });

            migrationBuilder.CreateTable(
                name: "desk_saved_view",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    account = table.Column<byte[]>(type: "BLOB", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    query = table.Column<string>(type: "TEXT", nullable: false),
                    team = table.Column<byte[]>(type: "BLOB", nullable: true),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_desk_saved_view", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "desk_sheet",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    customer = table.Column<byte[]>(type: "BLOB", nullable: false),
                    number = table.Column<string>(type: "TEXT", nullable: false),
                    ticket = table.Column<byte[]>(type: "BLOB", nullable: false),
                    kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    summary = table.Column<string>(type: "TEXT", nullable: false),
                    state = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    engineer = table.Column<byte[]>(type: "BLOB", nullable: true),
                    engineer_name = table.Column<string>(type: "TEXT", nullable: false),
                    opened_at = table.Column<long>(type: "INTEGER", nullable: false),
                    arrived_at = table.Column<long>(type: "INTEGER", nullable: true),
                    departed_at = table.Column<long>(type: "INTEGER", nullable: true),
                    work_done = table.Column<string>(type: "TEXT", nullable: false),
                    parts = table.Column<string>(type: "TEXT", nullable: false),
                    devices = table.Column<string>(type: "TEXT", nullable: false),
                    result = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    engineer_mark = table.Column<byte[]>(type: "BLOB", nullable: true),
                    finished_at = table.Column<long>(type: "INTEGER", nullable: true),
                    opinion = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    opinion_text = table.Column<string>(type: "TEXT", nullable: false),
                    signer = table.Column<string>(type: "TEXT", nullable: false),
                    signer_mark = table.Column<byte[]>(type: "BLOB", nullable: true),
                    signed_where = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    signed_at = table.Column<long>(type: "INTEGER", nullable: true),
                    refused_why = table.Column<string>(type: "TEXT", nullable: false),
                    follow_up = table.Column<string>(type: "TEXT", nullable: false),
                    voided_why = table.Column<string>(type: "TEXT", nullable: false),
                    archived_at = table.Column<long>(type: "INTEGER", nullable: true),
                    hash = table.Column<string>(type: "TEXT", nullable: false),
                    process_version = table.Column<int>(type: "INTEGER", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_desk_sheet", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "desk_survey",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    customer = table.Column<byte[]>(type: "BLOB", nullable: false),
                    ticket = table.Column<byte[]>(type: "BLOB", nullable: true),
                    round = table.Column<byte[]>(type: "BLOB", nullable: true),
                    contract = table.Column<byte[]>(type: "BLOB", nullable: true),
                    requester = table.Column<byte[]>(type: "BLOB", nullable: false),
                    asked_at = table.Column<long>(type: "INTEGER", nullable: false),
                    expires_at = table.Column<long>(type: "INTEGER", nullable: false),
                    answered_at = table.Column<long>(type: "INTEGER", nullable: true),
                    way = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    timeliness = table.Column<int>(type: "INTEGER", nullable: false),
                    skill = table.Column<int>(type: "INTEGER", nullable: false),
                    attitude = table.Column<int>(type: "INTEGER", nullable: false),
                    outcome = table.Column<int>(type: "INTEGER", nullable: false),
                    overall = table.Column<int>(type: "INTEGER", nullable: false),
                    answers = table.Column<string>(type: "TEXT", nullable: false),
                    comment = table.Column<string>(type: "TEXT", nullable: false),
                    call_back_due = table.Column<long>(type: "INTEGER", nullable: true),
                    next_duty = table.Column<long>(type: "INTEGER", nullable: true),
                    called_at = table.Column<long>(type: "INTEGER", nullable: true),
                    called_by = table.Column<string>(type: "TEXT", nullable: false),
                    call_result = table.Column<string>(type: "TEXT", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_desk_survey", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "desk_survey_round",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    customer = table.Column<byte[]>(type: "BLOB", nullable: false),
                    contract = table.Column<byte[]>(type: "BLOB", nullable: false),
                    @for = table.Column<string>(name: "for", type: "TEXT", maxLength: 40, nullable: false),
                    period = table.Column<string>(type: "TEXT", nullable: false),
                    send_at = table.Column<long>(type: "INTEGER", nullable: false),
                    days = table.Column<int>(type: "INTEGER", nullable: false),
                    questionnaire = table.Column<byte[]>(type: "BLOB", nullable: true),
                    sent_at = table.Column<long>(type: "INTEGER", nullable: true),
                    closes_at = table.Column<long>(type: "INTEGER", nullable: true),
                    reminders = table.Column<int>(type: "INTEGER", nullable: false),
                    next_duty = table.Column<long>(type: "INTEGER", nullable: true),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_desk_survey_round", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "desk_template",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    text = table.Column<string>(type: "TEXT", nullable: false),
                    summary = table.Column<string>(type: "TEXT", nullable: false),
                    category = table.Column<string>(type: "TEXT", nullable: false),
                    impact = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    urgency = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    for_customer = table.Column<byte[]>(type: "BLOB", nullable: true),
                    language = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_desk_template", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "desk_ticket_link",
                columns: table => new
                {
                    ticket = table.Column<byte[]>(type: "BLOB", nullable: false),
                    other = table.Column<byte[]>(type: "BLOB", nullable: false),
                    customer = table.Column<byte[]>(type: "BLOB", nullable: false),
                    kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    since = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_desk_ticket_link", x => new { x.ticket, x.other });
                });

            migrationBuilder.CreateTable(
                name: "desk_ticket_sight",
                columns: table => new
                {
                    ticket = table.Column<byte[]>(type: "BLOB", nullable: false),
                    account = table.Column<byte[]>(type: "BLOB", nullable: false),
                    customer = table.Column<byte[]>(type: "BLOB", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    writing = table.Column<bool>(type: "INTEGER", nullable: false),
                    seen_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_desk_ticket_sight", x => new { x.ticket, x.account });
                });

            migrationBuilder.CreateTable(
                name: "desk_ticket_watcher",
                columns: table => new
                {
                    ticket = table.Column<byte[]>(type: "BLOB", nullable: false),
                    contact = table.Column<byte[]>(type: "BLOB", nullable: false),
                    customer = table.Column<byte[]>(type: "BLOB", nullable: false),
                    since = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_desk_ticket_watcher", x => new { x.ticket, x.contact });
                });

            migrationBuilder.CreateTable(
                name: "desk_time_entry",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    ticket = table.Column<byte[]>(type: "BLOB", nullable: false),
                    customer = table.Column<byte[]>(type: "BLOB", nullable: false),
                    account = table.Column<byte[]>(type: "BLOB", nullable: false),
                    by = table.Column<string>(type: "TEXT", nullable: false),
                    kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    minutes = table.Column<int>(type: "INTEGER", nullable: false),
                    occurred_at = table.Column<long>(type: "INTEGER", nullable: false),
                    recorded_at = table.Column<long>(type: "INTEGER", nullable: false),
                    text = table.Column<string>(type: "TEXT", nullable: false),
                    takes_back = table.Column<byte[]>(type: "BLOB", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_desk_time_entry", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "desk_waiting_reply",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    ticket = table.Column<byte[]>(type: "BLOB", nullable: false),
                    customer = table.Column<byte[]>(type: "BLOB", nullable: false),
                    account = table.Column<byte[]>(type: "BLOB", nullable: false),
                    text = table.Column<string>(type: "TEXT", nullable: false),
                    next_duty = table.Column<long>(type: "INTEGER", nullable: true),
                    fault = table.Column<string>(type: "TEXT", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_desk_waiting_reply", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "knowledge_article",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    number = table.Column<string>(type: "TEXT", nullable: false),
                    state = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    shown = table.Column<bool>(type: "INTEGER", nullable: false),
                    published_number = table.Column<int>(type: "INTEGER", nullable: false),
                    latest_number = table.Column<int>(type: "INTEGER", nullable: false),
                    title = table.Column<string>(type: "TEXT", nullable: false),
                    category = table.Column<string>(type: "TEXT", nullable: false),
                    audience = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    for_all = table.Column<bool>(type: "INTEGER", nullable: false),
                    author = table.Column<byte[]>(type: "BLOB", nullable: false),
                    author_name = table.Column<string>(type: "TEXT", nullable: false),
                    source = table.Column<byte[]>(type: "BLOB", nullable: true),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    changed_at = table.Column<long>(type: "INTEGER", nullable: false),
                    published_at = table.Column<long>(type: "INTEGER", nullable: true),
                    review_due = table.Column<long>(type: "INTEGER", nullable: true),
                    retired_why = table.Column<string>(type: "TEXT", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_knowledge_article", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "knowledge_feedback",
                columns: table => new
                {
                    article = table.Column<byte[]>(type: "BLOB", nullable: false),
                    account = table.Column<byte[]>(type: "BLOB", nullable: false),
                    customer = table.Column<byte[]>(type: "BLOB", nullable: false),
                    by = table.Column<string>(type: "TEXT", nullable: false),
                    helpful = table.Column<bool>(type: "INTEGER", nullable: false),
                    comment = table.Column<string>(type: "TEXT", nullable: false),
                    number = table.Column<int>(type: "INTEGER", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_knowledge_feedback", x => new { x.article, x.account });
                });

            migrationBuilder.CreateTable(
                name: "knowledge_reader",
                columns: table => new
                {
                    article = table.Column<byte[]>(type: "BLOB", nullable: false),
                    customer = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_knowledge_reader", x => new { x.article, x.customer });
                });

            migrationBuilder.CreateTable(
                name: "knowledge_term",
                columns: table => new
                {
                    article = table.Column<byte[]>(type: "BLOB", nullable: false),
                    term = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    weight = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_knowledge_term", x => new { x.article, x.term });
                });

            migrationBuilder.CreateTable(
                name: "knowledge_use",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    article = table.Column<byte[]>(type: "BLOB", nullable: false),
                    customer = table.Column<byte[]>(type: "BLOB", nullable: false),
                    kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    subject = table.Column<byte[]>(type: "BLOB", nullable: false),
                    asked = table.Column<string>(type: "TEXT", nullable: false),
                    account = table.Column<byte[]>(type: "BLOB", nullable: false),
                    by = table.Column<string>(type: "TEXT", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_knowledge_use", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "knowledge_version",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    article = table.Column<byte[]>(type: "BLOB", nullable: false),
                    number = table.Column<int>(type: "INTEGER", nullable: false),
                    title = table.Column<string>(type: "TEXT", nullable: false),
                    symptom = table.Column<string>(type: "TEXT", nullable: false),
                    environment = table.Column<string>(type: "TEXT", nullable: false),
                    solution = table.Column<string>(type: "TEXT", nullable: false),
                    keywords = table.Column<string>(type: "TEXT", nullable: false),
                    category = table.Column<string>(type: "TEXT", nullable: false),
                    asset_kinds = table.Column<string>(type: "TEXT", nullable: true),
                    links = table.Column<string>(type: "TEXT", nullable: false),
                    audience = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    customers = table.Column<string>(type: "TEXT", nullable: true),
                    changes = table.Column<string>(type: "TEXT", nullable: false),
                    writers = table.Column<string>(type: "TEXT", nullable: false),
                    author_name = table.Column<string>(type: "TEXT", nullable: false),
                    written_at = table.Column<long>(type: "INTEGER", nullable: false),
                    reviewer_name = table.Column<string>(type: "TEXT", nullable: false),
                    remark = table.Column<string>(type: "TEXT", nullable: false),
                    published_at = table.Column<long>(type: "INTEGER", nullable: true),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_knowledge_version", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "monitoring_cover",
                columns: table => new
                {
                    line = table.Column<byte[]>(type: "BLOB", nullable: false),
                    asset = table.Column<byte[]>(type: "BLOB", nullable: false),
                    from = table.Column<long>(type: "INTEGER", nullable: false),
                    customer = table.Column<byte[]>(type: "BLOB", nullable: false),
                    contract = table.Column<byte[]>(type: "BLOB", nullable: false),
                    number = table.Column<string>(type: "TEXT", nullable: false),
                    watched = table.Column<bool>(type: "INTEGER", nullable: false),
                    until = table.Column<long>(type: "INTEGER", nullable: true),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_monitoring_cover", x => new { x.line, x.asset, x.from });
                });

            migrationBuilder.CreateTable(
                name: "monitoring_intake",
                columns: table => new
                {
                    position = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    customer = table.Column<byte[]>(type: "BLOB", nullable: false),
                    first_at = table.Column<long>(type: "INTEGER", nullable: false),
                    last_at = table.Column<long>(type: "INTEGER", nullable: false),
                    samples = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_monitoring_intake", x => x.position);
                });

            migrationBuilder.CreateTable(
                name: "notify_chat",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    webhook = table.Column<string>(type: "TEXT", nullable: false),
                    secret = table.Column<string>(type: "TEXT", nullable: false),
                    token = table.Column<string>(type: "TEXT", nullable: false),
                    crypt_key = table.Column<string>(type: "TEXT", nullable: false),
                    for_customer = table.Column<byte[]>(type: "BLOB", nullable: true),
                    tickets_from = table.Column<int>(type: "INTEGER", nullable: false),
                    promises = table.Column<bool>(type: "INTEGER", nullable: false),
                    majors = table.Column<bool>(type: "INTEGER", nullable: false),
                    active = table.Column<bool>(type: "INTEGER", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_notify_chat", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "notify_chat_message",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    chat = table.Column<byte[]>(type: "BLOB", nullable: false),
                    about = table.Column<byte[]>(type: "BLOB", nullable: false),
                    title = table.Column<string>(type: "TEXT", nullable: false),
                    text = table.Column<string>(type: "TEXT", nullable: false),
                    key = table.Column<string>(type: "TEXT", nullable: false),
                    written_at = table.Column<long>(type: "INTEGER", nullable: false),
                    state = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    tries = table.Column<int>(type: "INTEGER", nullable: false),
                    next_try = table.Column<long>(type: "INTEGER", nullable: true),
                    sent_at = table.Column<long>(type: "INTEGER", nullable: true),
                    fault = table.Column<string>(type: "TEXT", nullable: false),
                    failed = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_notify_chat_message", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "notify_wishes",
                columns: table => new
                {
                    person = table.Column<byte[]>(type: "BLOB", nullable: false),
                    zone = table.Column<string>(type: "TEXT", nullable: false),
                    ways = table.Column<string>(type: "TEXT", nullable: false),
                    quiet_from = table.Column<int>(type: "INTEGER", nullable: true),
                    quiet_until = table.Column<int>(type: "INTEGER", nullable: true),
                    digest_at = table.Column<int>(type: "INTEGER", nullable: false),
                    digest_day = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_notify_wishes", x => x.person);
                });

            migrationBuilder.CreateTable(
                name: "notify_wording",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    template = table.Column<string>(type: "TEXT", nullable: false),
                    for_customer = table.Column<byte[]>(type: "BLOB", nullable: false),
                    language = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    number = table.Column<int>(type: "INTEGER", nullable: false),
                    title = table.Column<string>(type: "TEXT", nullable: false),
                    body = table.Column<string>(type: "TEXT", nullable: false),
                    by = table.Column<string>(type: "TEXT", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    in_use = table.Column<bool>(type: "INTEGER", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_notify_wording", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "outlets_delivery",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    webhook = table.Column<byte[]>(type: "BLOB", nullable: false),
                    customer = table.Column<byte[]>(type: "BLOB", nullable: false),
                    @event = table.Column<string>(name: "event", type: "TEXT", nullable: false),
                    kind = table.Column<string>(type: "TEXT", nullable: false),
                    subject = table.Column<byte[]>(type: "BLOB", nullable: false),
                    occurred_at = table.Column<long>(type: "INTEGER", nullable: false),
                    written_at = table.Column<long>(type: "INTEGER", nullable: false),
                    body = table.Column<string>(type: "TEXT", nullable: false),
                    state = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    tries = table.Column<int>(type: "INTEGER", nullable: false),
                    waited = table.Column<int>(type: "INTEGER", nullable: false),
                    next_try = table.Column<long>(type: "INTEGER", nullable: true),
                    done_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_outlets_delivery", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "outlets_delivery_try",
                columns: table => new
                {
                    delivery = table.Column<byte[]>(type: "BLOB", nullable: false),
                    number = table.Column<int>(type: "INTEGER", nullable: false),
                    customer = table.Column<byte[]>(type: "BLOB", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    status = table.Column<int>(type: "INTEGER", nullable: false),
                    milliseconds = table.Column<int>(type: "INTEGER", nullable: false),
                    fault = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_outlets_delivery_try", x => new { x.delivery, x.number });
                });

            migrationBuilder.CreateTable(
                name: "outlets_webhook",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    customer = table.Column<byte[]>(type: "BLOB", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    url = table.Column<string>(type: "TEXT", nullable: false),
                    address = table.Column<string>(type: "TEXT", nullable: false),
                    kinds = table.Column<string>(type: "TEXT", nullable: false),
                    signing_key = table.Column<string>(type: "TEXT", nullable: false),
                    former_key = table.Column<string>(type: "TEXT", nullable: false),
                    former_key_until = table.Column<long>(type: "INTEGER", nullable: true),
                    of_provider = table.Column<bool>(type: "INTEGER", nullable: false),
                    keeper = table.Column<byte[]>(type: "BLOB", nullable: false),
                    keeper_name = table.Column<string>(type: "TEXT", nullable: false),
                    state = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    reason = table.Column<string>(type: "TEXT", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_outlets_webhook", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "outlets_webhook_progress",
                columns: table => new
                {
                    webhook = table.Column<byte[]>(type: "BLOB", nullable: false),
                    customer = table.Column<byte[]>(type: "BLOB", nullable: false),
                    position = table.Column<long>(type: "INTEGER", nullable: false),
                    failing_since = table.Column<long>(type: "INTEGER", nullable: true),
                    last_good_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_outlets_webhook_progress", x => x.webhook);
                });

            migrationBuilder.CreateTable(
                name: "platform_audit_forward",
                columns: table => new
                {
                    receiver = table.Column<string>(type: "TEXT", nullable: false),
                    sequence = table.Column<long>(type: "INTEGER", nullable: false),
                    head_at = table.Column<long>(type: "INTEGER", nullable: true),
                    sent_at = table.Column<long>(type: "INTEGER", nullable: true),
                    next_try = table.Column<long>(type: "INTEGER", nullable: true),
                    tries = table.Column<int>(type: "INTEGER", nullable: false),
                    fault = table.Column<string>(type: "TEXT", nullable: false),
                    failing_since = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_platform_audit_forward", x => x.receiver);
                });

            migrationBuilder.CreateTable(
                name: "platform_event_missed",
                columns: table => new
                {
                    ear = table.Column<string>(type: "TEXT", nullable: false),
                    position = table.Column<long>(type: "INTEGER", nullable: false),
                    tries = table.Column<int>(type: "INTEGER", nullable: false),
                    next_try = table.Column<long>(type: "INTEGER", nullable: false),
                    fault = table.Column<string>(type: "TEXT", maxLength: 500, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_platform_event_missed", x => new { x.ear, x.position });
                });

            migrationBuilder.CreateTable(
                name: "platform_field",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    record = table.Column<string>(type: "TEXT", nullable: false),
                    for_customer = table.Column<byte[]>(type: "BLOB", nullable: false),
                    key = table.Column<string>(type: "TEXT", nullable: false),
                    kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    number = table.Column<int>(type: "INTEGER", nullable: false),
                    question = table.Column<string>(type: "TEXT", nullable: false),
                    need = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    visible = table.Column<bool>(type: "INTEGER", nullable: false),
                    place = table.Column<int>(type: "INTEGER", nullable: false),
                    retired = table.Column<bool>(type: "INTEGER", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_platform_field", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "platform_field_sheet",
                columns: table => new
                {
                    subject = table.Column<byte[]>(type: "BLOB", nullable: false),
                    customer = table.Column<byte[]>(type: "BLOB", nullable: false),
                    record = table.Column<string>(type: "TEXT", nullable: false),
                    answers = table.Column<string>(type: "TEXT", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_platform_field_sheet", x => x.subject);
                });

            migrationBuilder.CreateTable(
                name: "platform_field_value",
                columns: table => new
                {
                    subject = table.Column<byte[]>(type: "BLOB", nullable: false),
                    field = table.Column<byte[]>(type: "BLOB", nullable: false),
                    customer = table.Column<byte[]>(type: "BLOB", nullable: false),
                    value = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_platform_field_value", x => new { x.subject, x.field });
                });

            migrationBuilder.CreateTable(
                name: "platform_field_version",
                columns: table => new
                {
                    field = table.Column<byte[]>(type: "BLOB", nullable: false),
                    number = table.Column<int>(type: "INTEGER", nullable: false),
                    question = table.Column<string>(type: "TEXT", nullable: false),
                    need = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    visible = table.Column<bool>(type: "INTEGER", nullable: false),
                    by = table.Column<string>(type: "TEXT", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_platform_field_version", x => new { x.field, x.number });
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

            migrationBuilder.CreateIndex(
                name: "ix_sla_clock_breached",
                table: "sla_clock",
                columns: new[] { "subject", "due", "due_is_projected", "customer" },
                filter: "phase in ('Running', 'Paused') and verdict = 'Breached'");

            migrationBuilder.CreateIndex(
                name: "ix_sla_clock_contract_kind_judged_at_verdict_phase_excluded_started_at_stopped_at_breached_at_due_request",
                table: "sla_clock",
                columns: new[] { "contract", "kind", "judged_at", "verdict", "phase", "excluded", "started_at", "stopped_at", "breached_at", "due", "request" });

            migrationBuilder.CreateIndex(
                name: "ix_sla_clock_due",
                table: "sla_clock",
                columns: new[] { "due", "subject", "kind", "due_is_projected", "customer" },
                filter: "phase in ('Running', 'Paused')");

            migrationBuilder.CreateIndex(
                name: "ix_notify_mail_address_id",
                table: "notify_mail",
                columns: new[] { "address", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_notify_mail_state_id",
                table: "notify_mail",
                columns: new[] { "state", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_monitoring_fact_cause",
                table: "monitoring_fact",
                column: "cause",
                filter: "cause is not null");

            migrationBuilder.CreateIndex(
                name: "ix_desk_ticket_assignee_opened_at_id_state",
                table: "desk_ticket",
                columns: new[] { "assignee", "opened_at", "id", "state" });

            migrationBuilder.CreateIndex(
                name: "ix_desk_ticket_category_opened_at_id_state",
                table: "desk_ticket",
                columns: new[] { "category", "opened_at", "id", "state" });

            migrationBuilder.CreateIndex(
                name: "ix_desk_ticket_channel_opened_at_id_state",
                table: "desk_ticket",
                columns: new[] { "channel", "opened_at", "id", "state" });

            migrationBuilder.CreateIndex(
                name: "ix_desk_ticket_ended",
                table: "desk_ticket",
                columns: new[] { "opened_at", "id", "customer", "state" },
                filter: "state in ('Closed', 'Rejected', 'Cancelled')");

            migrationBuilder.CreateIndex(
                name: "ix_desk_ticket_open",
                table: "desk_ticket",
                columns: new[] { "opened_at", "id", "customer", "state" },
                filter: "state in ('New', 'PendingApproval', 'Approved', 'Accepted', 'Assigned', 'InProgress', 'Fulfilling', 'PendingUser', 'PendingSupplier', 'PendingChange', 'PendingPart')");

            migrationBuilder.CreateIndex(
                name: "ix_desk_ticket_open_again",
                table: "desk_ticket",
                column: "id",
                filter: "state in ('New', 'PendingApproval', 'Approved', 'Accepted', 'Assigned', 'InProgress', 'Fulfilling', 'PendingUser', 'PendingSupplier', 'PendingChange', 'PendingPart') and reopened > 0");

            migrationBuilder.CreateIndex(
                name: "ix_desk_ticket_open_priority",
                table: "desk_ticket",
                columns: new[] { "priority", "id" },
                filter: "state in ('New', 'PendingApproval', 'Approved', 'Accepted', 'Assigned', 'InProgress', 'Fulfilling', 'PendingUser', 'PendingSupplier', 'PendingChange', 'PendingPart')");

            migrationBuilder.CreateIndex(
                name: "ix_desk_ticket_priority_opened_at_id_state",
                table: "desk_ticket",
                columns: new[] { "priority", "opened_at", "id", "state" });

            migrationBuilder.CreateIndex(
                name: "ix_desk_ticket_requests",
                table: "desk_ticket",
                columns: new[] { "opened_at", "id" },
                filter: "item is not null");

            migrationBuilder.CreateIndex(
                name: "ix_desk_ticket_resolved",
                table: "desk_ticket",
                columns: new[] { "opened_at", "id" },
                filter: "state = 'Resolved'");

            migrationBuilder.CreateIndex(
                name: "ix_desk_ticket_team_opened_at_id_state",
                table: "desk_ticket",
                columns: new[] { "team", "opened_at", "id", "state" });

            migrationBuilder.CreateIndex(
                name: "ix_desk_ticket_waiting",
                table: "desk_ticket",
                columns: new[] { "opened_at", "id", "customer", "state" },
                filter: "state in ('PendingApproval', 'PendingUser', 'PendingSupplier', 'PendingChange', 'PendingPart')");

            migrationBuilder.CreateIndex(
                name: "ix_access_account_source_source_id",
                table: "access_account",
                columns: new[] { "source", "source_id" },
                unique: true,
                filter: "source_id is not null");

            migrationBuilder.CreateIndex(
                name: "ix_access_delegation_deputy",
                table: "access_delegation",
                column: "deputy");

            migrationBuilder.CreateIndex(
                name: "ix_access_delegation_giver",
                table: "access_delegation",
                column: "giver");

            migrationBuilder.CreateIndex(
                name: "ix_access_passkey_account",
                table: "access_passkey",
                column: "account");

            migrationBuilder.CreateIndex(
                name: "ix_access_passkey_credential",
                table: "access_passkey",
                column: "credential",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_access_recovery_code_account",
                table: "access_recovery_code",
                column: "account");

            migrationBuilder.CreateIndex(
                name: "ix_assets_dependency_customer",
                table: "assets_dependency",
                column: "customer");

            migrationBuilder.CreateIndex(
                name: "ix_assets_dependency_on",
                table: "assets_dependency",
                column: "on");

            migrationBuilder.CreateIndex(
                name: "ix_contracts_catalogue_item_contract_code_number",
                table: "contracts_catalogue_item",
                columns: new[] { "contract", "code", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_contracts_catalogue_item_contract_code_state",
                table: "contracts_catalogue_item",
                columns: new[] { "contract", "code", "state" },
                unique: true,
                filter: "state = 'Draft'");

            migrationBuilder.CreateIndex(
                name: "ix_contracts_catalogue_item_published",
                table: "contracts_catalogue_item",
                columns: new[] { "contract", "code" },
                unique: true,
                filter: "state = 'Published'");

            migrationBuilder.CreateIndex(
                name: "ix_contracts_person_contract_post",
                table: "contracts_person",
                columns: new[] { "contract", "post" });

            migrationBuilder.CreateIndex(
                name: "ix_desk_announcement_about",
                table: "desk_announcement",
                column: "about",
                filter: "about is not null");

            migrationBuilder.CreateIndex(
                name: "ix_desk_announcement_customer_until_from",
                table: "desk_announcement",
                columns: new[] { "customer", "until", "from" });

            migrationBuilder.CreateIndex(
                name: "ix_desk_bulk_run_takes_back",
                table: "desk_bulk_run",
                column: "takes_back",
                unique: true,
                filter: "takes_back is not null");

            migrationBuilder.CreateIndex(
                name: "ix_desk_case_entry_case_occurred_at_id",
                table: "desk_case_entry",
                columns: new[] { "case", "occurred_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_desk_change_customer_state_opened_at_id",
                table: "desk_change",
                columns: new[] { "customer", "state", "opened_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_desk_change_implementer",
                table: "desk_change",
                column: "implementer",
                filter: "implementer is not null");

            migrationBuilder.CreateIndex(
                name: "ix_desk_change_next_duty",
                table: "desk_change",
                column: "next_duty",
                filter: "next_duty is not null");

            migrationBuilder.CreateIndex(
                name: "ix_desk_change_number",
                table: "desk_change",
                column: "number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_desk_change_opened_at_id",
                table: "desk_change",
                columns: new[] { "opened_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_desk_change_window_from",
                table: "desk_change",
                column: "window_from",
                filter: "window_from is not null");

            migrationBuilder.CreateIndex(
                name: "ix_desk_change_asset_asset",
                table: "desk_change_asset",
                column: "asset");

            migrationBuilder.CreateIndex(
                name: "ix_desk_change_freeze_until",
                table: "desk_change_freeze",
                column: "until");

            migrationBuilder.CreateIndex(
                name: "ix_desk_change_step_change_position",
                table: "desk_change_step",
                columns: new[] { "change", "position" });

            migrationBuilder.CreateIndex(
                name: "ix_desk_change_ticket_ticket",
                table: "desk_change_ticket",
                column: "ticket");

            migrationBuilder.CreateIndex(
                name: "ix_desk_chat_code_chat_user",
                table: "desk_chat_code",
                columns: new[] { "chat", "user" });

            migrationBuilder.CreateIndex(
                name: "ix_desk_chat_colleague_staff",
                table: "desk_chat_colleague",
                column: "staff");

            migrationBuilder.CreateIndex(
                name: "ix_desk_chat_hearing_chat_user_at",
                table: "desk_chat_hearing",
                columns: new[] { "chat", "user", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_desk_chat_person_contact",
                table: "desk_chat_person",
                column: "contact");

            migrationBuilder.CreateIndex(
                name: "ix_desk_complaint_customer_state_opened_at_id",
                table: "desk_complaint",
                columns: new[] { "customer", "state", "opened_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_desk_complaint_next_duty",
                table: "desk_complaint",
                column: "next_duty",
                filter: "next_duty is not null");

            migrationBuilder.CreateIndex(
                name: "ix_desk_complaint_number",
                table: "desk_complaint",
                column: "number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_desk_complaint_opened_at_id",
                table: "desk_complaint",
                columns: new[] { "opened_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_desk_history_line_customer_form_number",
                table: "desk_history_line",
                columns: new[] { "customer", "form", "number" });

            migrationBuilder.CreateIndex(
                name: "ix_desk_lost_call_due",
                table: "desk_lost_call",
                column: "due",
                filter: "called_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_desk_lost_call_next_duty",
                table: "desk_lost_call",
                column: "next_duty",
                filter: "next_duty is not null");

            migrationBuilder.CreateIndex(
                name: "ix_desk_lost_call_occurred_at_id",
                table: "desk_lost_call",
                columns: new[] { "occurred_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_desk_mail_fate_received_at_id",
                table: "desk_mail",
                columns: new[] { "fate", "received_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_desk_mail_key",
                table: "desk_mail",
                column: "key",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_desk_mail_message_id",
                table: "desk_mail",
                column: "message_id",
                filter: "message_id <> ''");

            migrationBuilder.CreateIndex(
                name: "ix_desk_mail_sender_received_at",
                table: "desk_mail",
                columns: new[] { "sender", "received_at" });

            migrationBuilder.CreateIndex(
                name: "ix_desk_mail_ticket",
                table: "desk_mail",
                column: "ticket",
                filter: "ticket is not null");

            migrationBuilder.CreateIndex(
                name: "ix_desk_major_incident_customer_state_opened_at_id",
                table: "desk_major_incident",
                columns: new[] { "customer", "state", "opened_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_desk_major_incident_next_duty",
                table: "desk_major_incident",
                column: "next_duty",
                filter: "next_duty is not null");

            migrationBuilder.CreateIndex(
                name: "ix_desk_major_incident_number",
                table: "desk_major_incident",
                column: "number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_desk_major_incident_opened_at_id",
                table: "desk_major_incident",
                columns: new[] { "opened_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_desk_major_incident_ticket",
                table: "desk_major_incident",
                column: "ticket",
                unique: true,
                filter: "state <> 'Closed'");

            migrationBuilder.CreateIndex(
                name: "ix_desk_problem_customer_state_opened_at_id",
                table: "desk_problem",
                columns: new[] { "customer", "state", "opened_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_desk_problem_customer_trend",
                table: "desk_problem",
                columns: new[] { "customer", "trend" },
                unique: true,
                filter: "trend <> ''");

            migrationBuilder.CreateIndex(
                name: "ix_desk_problem_number",
                table: "desk_problem",
                column: "number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_desk_problem_opened_at_id",
                table: "desk_problem",
                columns: new[] { "opened_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_desk_problem_watch_until",
                table: "desk_problem",
                column: "watch_until",
                filter: "watch_until is not null");

            migrationBuilder.CreateIndex(
                name: "ix_desk_problem_ticket_problem",
                table: "desk_problem_ticket",
                column: "problem");

            migrationBuilder.CreateIndex(
                name: "ix_desk_questionnaire_contract_for_number",
                table: "desk_questionnaire",
                columns: new[] { "contract", "for", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_desk_recurring_ticket_customer",
                table: "desk_recurring_ticket",
                column: "customer");

            migrationBuilder.CreateIndex(
                name: "ix_desk_recurring_ticket_next_duty",
                table: "desk_recurring_ticket",
                column: "next_duty",
                filter: "next_duty is not null");

            migrationBuilder.CreateIndex(
                name: "ix_desk_release_customer_state_opened_at_id",
                table: "desk_release",
                columns: new[] { "customer", "state", "opened_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_desk_release_number",
                table: "desk_release",
                column: "number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_desk_release_opened_at_id",
                table: "desk_release",
                columns: new[] { "opened_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_desk_release_target_asset",
                table: "desk_release_target",
                column: "asset");

            migrationBuilder.CreateIndex(
                name: "ix_desk_reminder_next_duty",
                table: "desk_reminder",
                column: "next_duty",
                filter: "next_duty is not null");

            migrationBuilder.CreateIndex(
                name: "ix_desk_reminder_ticket_account",
                table: "desk_reminder",
                columns: new[] { "ticket", "account" });

            migrationBuilder.CreateIndex(
                name: "ix_desk_request_task_assignee_state_ready_at",
                table: "desk_request_task",
                columns: new[] { "assignee", "state", "ready_at" });

            migrationBuilder.CreateIndex(
                name: "ix_desk_request_task_team_state_ready_at",
                table: "desk_request_task",
                columns: new[] { "team", "state", "ready_at" });

            migrationBuilder.CreateIndex(
                name: "ix_desk_request_task_ticket_step_id",
                table: "desk_request_task",
                columns: new[] { "ticket", "step", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_desk_saved_view_account_name",
                table: "desk_saved_view",
                columns: new[] { "account", "name" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_desk_saved_view_team",
                table: "desk_saved_view",
                column: "team",
                filter: "team is not null");

            migrationBuilder.CreateIndex(
                name: "ix_desk_sheet_customer_state_opened_at_id",
                table: "desk_sheet",
                columns: new[] { "customer", "state", "opened_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_desk_sheet_engineer_opened_at",
                table: "desk_sheet",
                columns: new[] { "engineer", "opened_at" });

            migrationBuilder.CreateIndex(
                name: "ix_desk_sheet_number",
                table: "desk_sheet",
                column: "number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_desk_sheet_opened_at_id",
                table: "desk_sheet",
                columns: new[] { "opened_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_desk_sheet_ticket",
                table: "desk_sheet",
                column: "ticket");

            migrationBuilder.CreateIndex(
                name: "ix_desk_survey_call_back_due",
                table: "desk_survey",
                column: "call_back_due",
                filter: "call_back_due is not null and called_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_desk_survey_customer_answered_at",
                table: "desk_survey",
                columns: new[] { "customer", "answered_at" });

            migrationBuilder.CreateIndex(
                name: "ix_desk_survey_customer_asked_at",
                table: "desk_survey",
                columns: new[] { "customer", "asked_at" });

            migrationBuilder.CreateIndex(
                name: "ix_desk_survey_next_duty",
                table: "desk_survey",
                column: "next_duty",
                filter: "next_duty is not null");

            migrationBuilder.CreateIndex(
                name: "ix_desk_survey_requester_asked_at",
                table: "desk_survey",
                columns: new[] { "requester", "asked_at" });

            migrationBuilder.CreateIndex(
                name: "ix_desk_survey_round_requester",
                table: "desk_survey",
                columns: new[] { "round", "requester" },
                unique: true,
                filter: "round is not null");

            migrationBuilder.CreateIndex(
                name: "ix_desk_survey_ticket",
                table: "desk_survey",
                column: "ticket",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_desk_survey_round_contract_for_period",
                table: "desk_survey_round",
                columns: new[] { "contract", "for", "period" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_desk_survey_round_customer_sent_at",
                table: "desk_survey_round",
                columns: new[] { "customer", "sent_at" });

            migrationBuilder.CreateIndex(
                name: "ix_desk_survey_round_next_duty",
                table: "desk_survey_round",
                column: "next_duty",
                filter: "next_duty is not null");

            migrationBuilder.CreateIndex(
                name: "ix_desk_template_kind_for_customer_name",
                table: "desk_template",
                columns: new[] { "kind", "for_customer", "name" });

            migrationBuilder.CreateIndex(
                name: "ix_desk_ticket_link_other_kind",
                table: "desk_ticket_link",
                columns: new[] { "other", "kind" });

            migrationBuilder.CreateIndex(
                name: "ix_desk_ticket_link_ticket_kind",
                table: "desk_ticket_link",
                columns: new[] { "ticket", "kind" },
                unique: true,
                filter: "kind <> 'RelatedTo'");

            migrationBuilder.CreateIndex(
                name: "ix_desk_ticket_sight_seen_at",
                table: "desk_ticket_sight",
                column: "seen_at");

            migrationBuilder.CreateIndex(
                name: "ix_desk_time_entry_occurred_at_id",
                table: "desk_time_entry",
                columns: new[] { "occurred_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_desk_time_entry_takes_back",
                table: "desk_time_entry",
                column: "takes_back",
                unique: true,
                filter: "takes_back is not null");

            migrationBuilder.CreateIndex(
                name: "ix_desk_time_entry_ticket_occurred_at",
                table: "desk_time_entry",
                columns: new[] { "ticket", "occurred_at" });

            migrationBuilder.CreateIndex(
                name: "ix_desk_waiting_reply_next_duty",
                table: "desk_waiting_reply",
                column: "next_duty",
                filter: "next_duty is not null");

            migrationBuilder.CreateIndex(
                name: "ix_desk_waiting_reply_ticket_account",
                table: "desk_waiting_reply",
                columns: new[] { "ticket", "account" });

            migrationBuilder.CreateIndex(
                name: "ix_knowledge_article_category",
                table: "knowledge_article",
                column: "category");

            migrationBuilder.CreateIndex(
                name: "ix_knowledge_article_changed_at_id",
                table: "knowledge_article",
                columns: new[] { "changed_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_knowledge_article_number",
                table: "knowledge_article",
                column: "number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_knowledge_feedback_customer",
                table: "knowledge_feedback",
                column: "customer");

            migrationBuilder.CreateIndex(
                name: "ix_knowledge_reader_customer",
                table: "knowledge_reader",
                column: "customer");

            migrationBuilder.CreateIndex(
                name: "ix_knowledge_term_term",
                table: "knowledge_term",
                column: "term");

            migrationBuilder.CreateIndex(
                name: "ix_knowledge_use_article_subject",
                table: "knowledge_use",
                columns: new[] { "article", "subject" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_knowledge_use_customer_at",
                table: "knowledge_use",
                columns: new[] { "customer", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_knowledge_use_subject",
                table: "knowledge_use",
                column: "subject");

            migrationBuilder.CreateIndex(
                name: "ix_knowledge_version_article_number",
                table: "knowledge_version",
                columns: new[] { "article", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_monitoring_cover_contract_from",
                table: "monitoring_cover",
                columns: new[] { "contract", "from" });

            migrationBuilder.CreateIndex(
                name: "ix_monitoring_cover_line_asset",
                table: "monitoring_cover",
                columns: new[] { "line", "asset" },
                unique: true,
                filter: "until is null");

            migrationBuilder.CreateIndex(
                name: "ix_monitoring_intake_customer_last_at",
                table: "monitoring_intake",
                columns: new[] { "customer", "last_at" });

            migrationBuilder.CreateIndex(
                name: "ix_notify_chat_message_chat_key",
                table: "notify_chat_message",
                columns: new[] { "chat", "key" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_notify_chat_message_chat_sent_at",
                table: "notify_chat_message",
                columns: new[] { "chat", "sent_at" });

            migrationBuilder.CreateIndex(
                name: "ix_notify_chat_message_next_try",
                table: "notify_chat_message",
                column: "next_try",
                filter: "next_try is not null");

            migrationBuilder.CreateIndex(
                name: "ix_notify_wording_in_use",
                table: "notify_wording",
                columns: new[] { "template", "for_customer", "language" },
                unique: true,
                filter: "in_use");

            migrationBuilder.CreateIndex(
                name: "ix_notify_wording_template_for_customer_language_number",
                table: "notify_wording",
                columns: new[] { "template", "for_customer", "language", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_outlets_delivery_done_at",
                table: "outlets_delivery",
                column: "done_at",
                filter: "done_at is not null");

            migrationBuilder.CreateIndex(
                name: "ix_outlets_delivery_webhook_event",
                table: "outlets_delivery",
                columns: new[] { "webhook", "event" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_outlets_delivery_webhook_next_try",
                table: "outlets_delivery",
                columns: new[] { "webhook", "next_try" },
                filter: "next_try is not null");

            migrationBuilder.CreateIndex(
                name: "ix_outlets_delivery_webhook_written_at_id",
                table: "outlets_delivery",
                columns: new[] { "webhook", "written_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_outlets_webhook_customer",
                table: "outlets_webhook",
                column: "customer");

            migrationBuilder.CreateIndex(
                name: "ix_platform_field_record_for_customer_key",
                table: "platform_field",
                columns: new[] { "record", "for_customer", "key" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_platform_field_value_field_value_subject",
                table: "platform_field_value",
                columns: new[] { "field", "value", "subject" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "access_approval_told");

            migrationBuilder.DropTable(
                name: "access_authenticator");

            migrationBuilder.DropTable(
                name: "access_delegation");

            migrationBuilder.DropTable(
                name: "access_display");

            migrationBuilder.DropTable(
                name: "access_passkey");

            migrationBuilder.DropTable(
                name: "access_recovery_code");

            migrationBuilder.DropTable(
                name: "access_token_use");

            migrationBuilder.DropTable(
                name: "assets_dependency");

            migrationBuilder.DropTable(
                name: "contracts_catalogue_item");

            migrationBuilder.DropTable(
                name: "contracts_person");

            migrationBuilder.DropTable(
                name: "desk_announcement");

            migrationBuilder.DropTable(
                name: "desk_bulk_run");

            migrationBuilder.DropTable(
                name: "desk_case_entry");

            migrationBuilder.DropTable(
                name: "desk_change");

            migrationBuilder.DropTable(
                name: "desk_change_asset");

            migrationBuilder.DropTable(
                name: "desk_change_freeze");

            migrationBuilder.DropTable(
                name: "desk_change_model");

            migrationBuilder.DropTable(
                name: "desk_change_step");

            migrationBuilder.DropTable(
                name: "desk_change_ticket");

            migrationBuilder.DropTable(
                name: "desk_change_waiver");

            migrationBuilder.DropTable(
                name: "desk_chat_code");

            migrationBuilder.DropTable(
                name: "desk_chat_colleague");

            migrationBuilder.DropTable(
                name: "desk_chat_hearing");

            migrationBuilder.DropTable(
                name: "desk_chat_person");

            migrationBuilder.DropTable(
                name: "desk_complaint");

            migrationBuilder.DropTable(
                name: "desk_escalation");

            migrationBuilder.DropTable(
                name: "desk_first_view");

            migrationBuilder.DropTable(
                name: "desk_history_line");

            migrationBuilder.DropTable(
                name: "desk_lost_call");

            migrationBuilder.DropTable(
                name: "desk_mail");

            migrationBuilder.DropTable(
                name: "desk_mailbox");

            migrationBuilder.DropTable(
                name: "desk_mailbox_state");

            migrationBuilder.DropTable(
                name: "desk_major_incident");

            migrationBuilder.DropTable(
                name: "desk_mention");

            migrationBuilder.DropTable(
                name: "desk_problem");

            migrationBuilder.DropTable(
                name: "desk_problem_ticket");

            migrationBuilder.DropTable(
                name: "desk_questionnaire");

            migrationBuilder.DropTable(
                name: "desk_recurring_ticket");

            migrationBuilder.DropTable(
                name: "desk_release");

            migrationBuilder.DropTable(
                name: "desk_release_target");

            migrationBuilder.DropTable(
                name: "desk_reminder");

            migrationBuilder.DropTable(
                name: "desk_request");

            migrationBuilder.DropTable(
                name: "desk_request_task");

            migrationBuilder.DropTable(
                name: "desk_route");

            migrationBuilder.DropTable(
                name: "desk_running_watch");

            migrationBuilder.DropTable(
                name: "desk_saved_view");

            migrationBuilder.DropTable(
                name: "desk_sheet");

            migrationBuilder.DropTable(
                name: "desk_survey");

            migrationBuilder.DropTable(
                name: "desk_survey_round");

            migrationBuilder.DropTable(
                name: "desk_template");

            migrationBuilder.DropTable(
                name: "desk_ticket_link");

            migrationBuilder.DropTable(
                name: "desk_ticket_sight");

            migrationBuilder.DropTable(
                name: "desk_ticket_watcher");

            migrationBuilder.DropTable(
                name: "desk_time_entry");

            migrationBuilder.DropTable(
                name: "desk_waiting_reply");

            migrationBuilder.DropTable(
                name: "knowledge_article");

            migrationBuilder.DropTable(
                name: "knowledge_feedback");

            migrationBuilder.DropTable(
                name: "knowledge_reader");

            migrationBuilder.DropTable(
                name: "knowledge_term");

            migrationBuilder.DropTable(
                name: "knowledge_use");

            migrationBuilder.DropTable(
                name: "knowledge_version");

            migrationBuilder.DropTable(
                name: "monitoring_cover");

            migrationBuilder.DropTable(
                name: "monitoring_intake");

            migrationBuilder.DropTable(
                name: "notify_chat");

            migrationBuilder.DropTable(
                name: "notify_chat_message");

            migrationBuilder.DropTable(
                name: "notify_wishes");

            migrationBuilder.DropTable(
                name: "notify_wording");

            migrationBuilder.DropTable(
                name: "outlets_delivery");

            migrationBuilder.DropTable(
                name: "outlets_delivery_try");

            migrationBuilder.DropTable(
                name: "outlets_webhook");

            migrationBuilder.DropTable(
                name: "outlets_webhook_progress");

            migrationBuilder.DropTable(
                name: "platform_audit_forward");

            migrationBuilder.DropTable(
                name: "platform_event_missed");

            migrationBuilder.DropTable(
                name: "platform_field");

            migrationBuilder.DropTable(
                name: "platform_field_sheet");

            migrationBuilder.DropTable(
                name: "platform_field_value");

            migrationBuilder.DropTable(
                name: "platform_field_version");

            migrationBuilder.DropTable(
                name: "platform_node");

            migrationBuilder.DropIndex(
                name: "ix_sla_clock_breached",
                table: "sla_clock");

            migrationBuilder.DropIndex(
                name: "ix_sla_clock_contract_kind_judged_at_verdict_phase_excluded_started_at_stopped_at_breached_at_due_request",
                table: "sla_clock");

            migrationBuilder.DropIndex(
                name: "ix_sla_clock_due",
                table: "sla_clock");

            migrationBuilder.DropIndex(
                name: "ix_notify_mail_address_id",
                table: "notify_mail");

            migrationBuilder.DropIndex(
                name: "ix_notify_mail_state_id",
                table: "notify_mail");

            migrationBuilder.DropIndex(
                name: "ix_monitoring_fact_cause",
                table: "monitoring_fact");

            migrationBuilder.DropIndex(
                name: "ix_desk_ticket_assignee_opened_at_id_state",
                table: "desk_ticket");

            migrationBuilder.DropIndex(
                name: "ix_desk_ticket_category_opened_at_id_state",
                table: "desk_ticket");

            migrationBuilder.DropIndex(
                name: "ix_desk_ticket_channel_opened_at_id_state",
                table: "desk_ticket");

            migrationBuilder.DropIndex(
                name: "ix_desk_ticket_ended",
                table: "desk_ticket");

            migrationBuilder.DropIndex(
                name: "ix_desk_ticket_open",
                table: "desk_ticket");

            migrationBuilder.DropIndex(
                name: "ix_desk_ticket_open_again",
                table: "desk_ticket");

            migrationBuilder.DropIndex(
                name: "ix_desk_ticket_open_priority",
                table: "desk_ticket");

            migrationBuilder.DropIndex(
                name: "ix_desk_ticket_priority_opened_at_id_state",
                table: "desk_ticket");

            migrationBuilder.DropIndex(
                name: "ix_desk_ticket_requests",
                table: "desk_ticket");

            migrationBuilder.DropIndex(
                name: "ix_desk_ticket_resolved",
                table: "desk_ticket");

            migrationBuilder.DropIndex(
                name: "ix_desk_ticket_team_opened_at_id_state",
                table: "desk_ticket");

            migrationBuilder.DropIndex(
                name: "ix_desk_ticket_waiting",
                table: "desk_ticket");

            migrationBuilder.DropIndex(
                name: "ix_access_account_source_source_id",
                table: "access_account");

            migrationBuilder.DropColumn(
                name: "request",
                table: "sla_subject");

            migrationBuilder.DropColumn(
                name: "told",
                table: "sla_subject");

            migrationBuilder.DropColumn(
                name: "request",
                table: "sla_clock");

            migrationBuilder.DropColumn(
                name: "in_place_of",
                table: "platform_approval_vote");

            migrationBuilder.DropColumn(
                name: "lead",
                table: "people_team");

            migrationBuilder.DropColumn(
                name: "carrier",
                table: "people_supplier");

            migrationBuilder.DropColumn(
                name: "language",
                table: "people_customer");

            migrationBuilder.DropColumn(
                name: "head",
                table: "people_contact");

            migrationBuilder.DropColumn(
                name: "failed",
                table: "notify_mail");

            migrationBuilder.DropColumn(
                name: "template",
                table: "notify_mail");

            migrationBuilder.DropColumn(
                name: "thread",
                table: "notify_mail");

            migrationBuilder.DropColumn(
                name: "urgent",
                table: "notify_mail");

            migrationBuilder.DropColumn(
                name: "within",
                table: "notify_mail");

            migrationBuilder.DropColumn(
                name: "words",
                table: "notify_mail");

            migrationBuilder.DropColumn(
                name: "behind",
                table: "monitoring_sight");

            migrationBuilder.DropColumn(
                name: "untold",
                table: "monitoring_sight");

            migrationBuilder.DropColumn(
                name: "cause",
                table: "monitoring_fact");

            migrationBuilder.DropColumn(
                name: "whole",
                table: "desk_ticket_entry");

            migrationBuilder.DropColumn(
                name: "approved_at",
                table: "desk_ticket");

            migrationBuilder.DropColumn(
                name: "item",
                table: "desk_ticket");

            migrationBuilder.DropColumn(
                name: "altered_under",
                table: "assets_asset");

            migrationBuilder.DropColumn(
                name: "controlled",
                table: "assets_asset");

            migrationBuilder.DropColumn(
                name: "behind",
                table: "alerting_window");

            migrationBuilder.DropColumn(
                name: "per_minute",
                table: "access_token");

            migrationBuilder.DropColumn(
                name: "source",
                table: "access_grant");

            migrationBuilder.DropColumn(
                name: "source",
                table: "access_account");

            migrationBuilder.DropColumn(
                name: "source_id",
                table: "access_account");

            migrationBuilder.CreateIndex(
                name: "ix_sla_clock_contract_kind_judged_at_verdict_phase_excluded_started_at_stopped_at_breached_at_due",
                table: "sla_clock",
                columns: new[] { "contract", "kind", "judged_at", "verdict", "phase", "excluded", "started_at", "stopped_at", "breached_at", "due" });

            migrationBuilder.CreateIndex(
                name: "ix_desk_ticket_assignee_state_opened_at",
                table: "desk_ticket",
                columns: new[] { "assignee", "state", "opened_at" });

            migrationBuilder.CreateIndex(
                name: "ix_desk_ticket_state_opened_at_id",
                table: "desk_ticket",
                columns: new[] { "state", "opened_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_desk_ticket_team_state_opened_at",
                table: "desk_ticket",
                columns: new[] { "team", "state", "opened_at" });
        }
    }
}
