using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Cpd.Web.Hosting.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Workplace : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "created_by",
                table: "write_keys",
                type: "TEXT",
                maxLength: 100,
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "last_used_at",
                table: "write_keys",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "scopes",
                table: "write_keys",
                type: "TEXT",
                maxLength: 100,
                nullable: false,
                defaultValue: "events, journeys");

            migrationBuilder.AddColumn<long>(
                name: "place",
                table: "runs",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<long>(
                name: "active_at",
                table: "people_view",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<string>(
                name: "journey",
                table: "message_view",
                type: "TEXT",
                maxLength: 100,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "reason",
                table: "message_view",
                type: "TEXT",
                maxLength: 150,
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "run",
                table: "message_view",
                type: "BLOB",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "step",
                table: "message_view",
                type: "TEXT",
                maxLength: 100,
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "version",
                table: "message_view",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "origin",
                table: "dead_letters",
                type: "TEXT",
                maxLength: 249,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "workspace",
                table: "dead_letters",
                type: "TEXT",
                maxLength: 60,
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "written_at",
                table: "dead_letters",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "account",
                table: "calls",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.CreateTable(
                name: "accounts",
                columns: table => new
                {
                    id = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    email = table.Column<string>(type: "TEXT", maxLength: 254, nullable: false),
                    normalized_email = table.Column<string>(type: "TEXT", maxLength: 254, nullable: false),
                    name = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    password_hash = table.Column<string>(type: "TEXT", nullable: true),
                    security_stamp = table.Column<string>(type: "TEXT", nullable: false),
                    failed_tries = table.Column<int>(type: "INTEGER", nullable: false),
                    locked_until = table.Column<long>(type: "INTEGER", nullable: true),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_accounts", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "activity_spans",
                columns: table => new
                {
                    workspace = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    per = table.Column<int>(type: "INTEGER", nullable: false),
                    bucket = table.Column<long>(type: "INTEGER", nullable: false),
                    subject = table.Column<string>(type: "TEXT", maxLength: 50, nullable: false),
                    name = table.Column<string>(type: "TEXT", maxLength: 256, nullable: false),
                    count = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_activity_spans", x => new { x.workspace, x.per, x.bucket, x.subject, x.name });
                });

            migrationBuilder.CreateTable(
                name: "audit",
                columns: table => new
                {
                    id = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    workspace = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    account = table.Column<string>(type: "TEXT", maxLength: 32, nullable: true),
                    who = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    act = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    subject = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    before_it = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true),
                    after_it = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_audit", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "channel_accounts",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false),
                    workspace = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    base_url = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    sealed_key = table.Column<string>(type: "TEXT", nullable: false),
                    set_at = table.Column<long>(type: "INTEGER", nullable: false),
                    set_by = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    ended_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_channel_accounts", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "channel_rates",
                columns: table => new
                {
                    workspace = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    channel = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    per_second = table.Column<double>(type: "REAL", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_channel_rates", x => new { x.workspace, x.channel });
                });

            migrationBuilder.CreateTable(
                name: "channel_senders",
                columns: table => new
                {
                    workspace = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    channel = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    sender = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    is_default = table.Column<bool>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_channel_senders", x => new { x.workspace, x.channel, x.sender });
                });

            migrationBuilder.CreateTable(
                name: "channel_settings",
                columns: table => new
                {
                    workspace = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    mode = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    account = table.Column<long>(type: "INTEGER", nullable: true),
                    secret = table.Column<string>(type: "TEXT", nullable: true),
                    former_secret = table.Column<string>(type: "TEXT", nullable: true),
                    former_until = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_channel_settings", x => x.workspace);
                });

            migrationBuilder.CreateTable(
                name: "channel_stamp",
                columns: table => new
                {
                    id = table.Column<int>(type: "INTEGER", nullable: false),
                    stamp = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_channel_stamp", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "invitations",
                columns: table => new
                {
                    id = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    workspace = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    email = table.Column<string>(type: "TEXT", maxLength: 254, nullable: false),
                    role = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    invited_by = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    expires_at = table.Column<long>(type: "INTEGER", nullable: false),
                    closed_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_invitations", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "journey_drafts",
                columns: table => new
                {
                    workspace = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    journey = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    name = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    definition = table.Column<byte[]>(type: "BLOB", nullable: false),
                    revision = table.Column<int>(type: "INTEGER", nullable: false),
                    based_on = table.Column<int>(type: "INTEGER", nullable: false),
                    saved_at = table.Column<long>(type: "INTEGER", nullable: false),
                    saved_by = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_journey_drafts", x => new { x.workspace, x.journey });
                });

            migrationBuilder.CreateTable(
                name: "journey_spans",
                columns: table => new
                {
                    workspace = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    per = table.Column<int>(type: "INTEGER", nullable: false),
                    bucket = table.Column<long>(type: "INTEGER", nullable: false),
                    journey = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false),
                    step = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    measure = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    count = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_journey_spans", x => new { x.workspace, x.per, x.bucket, x.journey, x.version, x.step, x.measure });
                });

            migrationBuilder.CreateTable(
                name: "members",
                columns: table => new
                {
                    workspace = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    account = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    role = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    since = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_members", x => new { x.workspace, x.account });
                });

            migrationBuilder.CreateTable(
                name: "run_view",
                columns: table => new
                {
                    run = table.Column<byte[]>(type: "BLOB", nullable: false),
                    arms = table.Column<string>(type: "TEXT", nullable: false),
                    goal = table.Column<int>(type: "INTEGER", nullable: false),
                    version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_run_view", x => x.run);
                });

            migrationBuilder.CreateTable(
                name: "seen_shapes",
                columns: table => new
                {
                    workspace = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    @event = table.Column<string>(name: "event", type: "TEXT", maxLength: 256, nullable: false),
                    version = table.Column<long>(type: "INTEGER", nullable: false),
                    first_at = table.Column<long>(type: "INTEGER", nullable: false),
                    last_at = table.Column<long>(type: "INTEGER", nullable: false),
                    shape = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_seen_shapes", x => new { x.workspace, x.@event });
                });

            migrationBuilder.CreateTable(
                name: "sign_ins",
                columns: table => new
                {
                    id = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    account = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    began_at = table.Column<long>(type: "INTEGER", nullable: false),
                    ended_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_sign_ins", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "template_versions",
                columns: table => new
                {
                    workspace = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    template = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false),
                    content = table.Column<byte[]>(type: "BLOB", nullable: false),
                    saved_at = table.Column<long>(type: "INTEGER", nullable: false),
                    saved_by = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_template_versions", x => new { x.workspace, x.template, x.version });
                });

            migrationBuilder.CreateTable(
                name: "templates",
                columns: table => new
                {
                    workspace = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    id = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    channel = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false),
                    archived_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_templates", x => new { x.workspace, x.id });
                });

            migrationBuilder.CreateIndex(
                name: "IX_runs_place_id",
                table: "runs",
                columns: new[] { "place", "id" });

            migrationBuilder.CreateIndex(
                name: "people_view_seen",
                table: "people_view",
                columns: new[] { "workspace", "seen_at" });

            migrationBuilder.CreateIndex(
                name: "accounts_email",
                table: "accounts",
                column: "normalized_email",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "audit_workspace",
                table: "audit",
                columns: new[] { "workspace", "id" });

            migrationBuilder.CreateIndex(
                name: "invitations_workspace",
                table: "invitations",
                column: "workspace");

            migrationBuilder.CreateIndex(
                name: "members_account",
                table: "members",
                column: "account");

            migrationBuilder.CreateIndex(
                name: "sign_ins_account",
                table: "sign_ins",
                column: "account");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "accounts");

            migrationBuilder.DropTable(
                name: "activity_spans");

            migrationBuilder.DropTable(
                name: "audit");

            migrationBuilder.DropTable(
                name: "channel_accounts");

            migrationBuilder.DropTable(
                name: "channel_rates");

            migrationBuilder.DropTable(
                name: "channel_senders");

            migrationBuilder.DropTable(
                name: "channel_settings");

            migrationBuilder.DropTable(
                name: "channel_stamp");

            migrationBuilder.DropTable(
                name: "invitations");

            migrationBuilder.DropTable(
                name: "journey_drafts");

            migrationBuilder.DropTable(
                name: "journey_spans");

            migrationBuilder.DropTable(
                name: "members");

            migrationBuilder.DropTable(
                name: "run_view");

            migrationBuilder.DropTable(
                name: "seen_shapes");

            migrationBuilder.DropTable(
                name: "sign_ins");

            migrationBuilder.DropTable(
                name: "template_versions");

            migrationBuilder.DropTable(
                name: "templates");

            migrationBuilder.DropIndex(
                name: "IX_runs_place_id",
                table: "runs");

            migrationBuilder.DropIndex(
                name: "people_view_seen",
                table: "people_view");

            migrationBuilder.DropColumn(
                name: "created_by",
                table: "write_keys");

            migrationBuilder.DropColumn(
                name: "last_used_at",
                table: "write_keys");

            migrationBuilder.DropColumn(
                name: "scopes",
                table: "write_keys");

            migrationBuilder.DropColumn(
                name: "place",
                table: "runs");

            migrationBuilder.DropColumn(
                name: "active_at",
                table: "people_view");

            migrationBuilder.DropColumn(
                name: "journey",
                table: "message_view");

            migrationBuilder.DropColumn(
                name: "reason",
                table: "message_view");

            migrationBuilder.DropColumn(
                name: "run",
                table: "message_view");

            migrationBuilder.DropColumn(
                name: "step",
                table: "message_view");

            migrationBuilder.DropColumn(
                name: "version",
                table: "message_view");

            migrationBuilder.DropColumn(
                name: "origin",
                table: "dead_letters");

            migrationBuilder.DropColumn(
                name: "workspace",
                table: "dead_letters");

            migrationBuilder.DropColumn(
                name: "written_at",
                table: "dead_letters");

            migrationBuilder.DropColumn(
                name: "account",
                table: "calls");
        }
    }
}
