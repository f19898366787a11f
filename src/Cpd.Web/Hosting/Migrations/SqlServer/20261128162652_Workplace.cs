using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Cpd.Web.Hosting.Migrations.SqlServer
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
                type: "nvarchar(100)",
                maxLength: 100,
                nullable: true,
                collation: "Latin1_General_100_BIN2");

            migrationBuilder.AddColumn<long>(
                name: "last_used_at",
                table: "write_keys",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "scopes",
                table: "write_keys",
                type: "nvarchar(100)",
                maxLength: 100,
                nullable: false,
                defaultValue: "events, journeys",
                collation: "Latin1_General_100_BIN2");

            migrationBuilder.AddColumn<long>(
                name: "place",
                table: "runs",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<long>(
                name: "active_at",
                table: "people_view",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<string>(
                name: "journey",
                table: "message_view",
                type: "nvarchar(100)",
                maxLength: 100,
                nullable: true,
                collation: "Latin1_General_100_BIN2");

            migrationBuilder.AddColumn<string>(
                name: "reason",
                table: "message_view",
                type: "nvarchar(150)",
                maxLength: 150,
                nullable: true,
                collation: "Latin1_General_100_BIN2");

            migrationBuilder.AddColumn<byte[]>(
                name: "run",
                table: "message_view",
                type: "binary(16)",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "step",
                table: "message_view",
                type: "nvarchar(100)",
                maxLength: 100,
                nullable: true,
                collation: "Latin1_General_100_BIN2");

            migrationBuilder.AddColumn<int>(
                name: "version",
                table: "message_view",
                type: "int",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "origin",
                table: "dead_letters",
                type: "nvarchar(249)",
                maxLength: 249,
                nullable: true,
                collation: "Latin1_General_100_BIN2");

            migrationBuilder.AddColumn<string>(
                name: "workspace",
                table: "dead_letters",
                type: "nvarchar(60)",
                maxLength: 60,
                nullable: true,
                collation: "Latin1_General_100_BIN2");

            migrationBuilder.AddColumn<long>(
                name: "written_at",
                table: "dead_letters",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "account",
                table: "calls",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.CreateTable(
                name: "accounts",
                columns: table => new
                {
                    id = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false, collation: "Latin1_General_100_BIN2"),
                    email = table.Column<string>(type: "nvarchar(254)", maxLength: 254, nullable: false, collation: "Latin1_General_100_BIN2"),
                    normalized_email = table.Column<string>(type: "nvarchar(254)", maxLength: 254, nullable: false, collation: "Latin1_General_100_BIN2"),
                    name = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    password_hash = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    security_stamp = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2"),
                    failed_tries = table.Column<int>(type: "int", nullable: false),
                    locked_until = table.Column<long>(type: "bigint", nullable: true),
                    created_at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_accounts", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "activity_spans",
                columns: table => new
                {
                    workspace = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    per = table.Column<int>(type: "int", nullable: false),
                    bucket = table.Column<long>(type: "bigint", nullable: false),
                    subject = table.Column<string>(type: "nvarchar(50)", maxLength: 50, nullable: false, collation: "Latin1_General_100_BIN2"),
                    name = table.Column<string>(type: "nvarchar(256)", maxLength: 256, nullable: false, collation: "Latin1_General_100_BIN2"),
                    count = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_activity_spans", x => new { x.workspace, x.per, x.bucket, x.subject, x.name });
                });

            migrationBuilder.CreateTable(
                name: "audit",
                columns: table => new
                {
                    id = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false, collation: "Latin1_General_100_BIN2"),
                    workspace = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false, collation: "Latin1_General_100_BIN2"),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    account = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: true, collation: "Latin1_General_100_BIN2"),
                    who = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    act = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false, collation: "Latin1_General_100_BIN2"),
                    subject = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false, collation: "Latin1_General_100_BIN2"),
                    before_it = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true, collation: "Latin1_General_100_BIN2"),
                    after_it = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_audit", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "channel_accounts",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false),
                    workspace = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false, collation: "Latin1_General_100_BIN2"),
                    base_url = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false, collation: "Latin1_General_100_BIN2"),
                    sealed_key = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2"),
                    set_at = table.Column<long>(type: "bigint", nullable: false),
                    set_by = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true, collation: "Latin1_General_100_BIN2"),
                    ended_at = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_channel_accounts", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "channel_rates",
                columns: table => new
                {
                    workspace = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false, collation: "Latin1_General_100_BIN2"),
                    channel = table.Column<string>(type: "nvarchar(20)", maxLength: 20, nullable: false),
                    per_second = table.Column<double>(type: "float", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_channel_rates", x => new { x.workspace, x.channel });
                });

            migrationBuilder.CreateTable(
                name: "channel_senders",
                columns: table => new
                {
                    workspace = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false, collation: "Latin1_General_100_BIN2"),
                    channel = table.Column<string>(type: "nvarchar(20)", maxLength: 20, nullable: false),
                    sender = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false, collation: "Latin1_General_100_BIN2"),
                    is_default = table.Column<bool>(type: "bit", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_channel_senders", x => new { x.workspace, x.channel, x.sender });
                });

            migrationBuilder.CreateTable(
                name: "channel_settings",
                columns: table => new
                {
                    workspace = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false, collation: "Latin1_General_100_BIN2"),
                    mode = table.Column<string>(type: "nvarchar(20)", maxLength: 20, nullable: false),
                    account = table.Column<long>(type: "bigint", nullable: true),
                    secret = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    former_secret = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    former_until = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_channel_settings", x => x.workspace);
                });

            migrationBuilder.CreateTable(
                name: "channel_stamp",
                columns: table => new
                {
                    id = table.Column<int>(type: "int", nullable: false),
                    stamp = table.Column<byte[]>(type: "binary(16)", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_channel_stamp", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "invitations",
                columns: table => new
                {
                    id = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    workspace = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false, collation: "Latin1_General_100_BIN2"),
                    email = table.Column<string>(type: "nvarchar(254)", maxLength: 254, nullable: false, collation: "Latin1_General_100_BIN2"),
                    role = table.Column<string>(type: "nvarchar(20)", maxLength: 20, nullable: false),
                    invited_by = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    created_at = table.Column<long>(type: "bigint", nullable: false),
                    expires_at = table.Column<long>(type: "bigint", nullable: false),
                    closed_at = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_invitations", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "journey_drafts",
                columns: table => new
                {
                    workspace = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false, collation: "Latin1_General_100_BIN2"),
                    journey = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    name = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false, collation: "Latin1_General_100_BIN2"),
                    definition = table.Column<byte[]>(type: "varbinary(max)", nullable: false),
                    revision = table.Column<int>(type: "int", nullable: false),
                    based_on = table.Column<int>(type: "int", nullable: false),
                    saved_at = table.Column<long>(type: "bigint", nullable: false),
                    saved_by = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_journey_drafts", x => new { x.workspace, x.journey });
                });

            migrationBuilder.CreateTable(
                name: "journey_spans",
                columns: table => new
                {
                    workspace = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    per = table.Column<int>(type: "int", nullable: false),
                    bucket = table.Column<long>(type: "bigint", nullable: false),
                    journey = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    version = table.Column<int>(type: "int", nullable: false),
                    step = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    measure = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    count = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_journey_spans", x => new { x.workspace, x.per, x.bucket, x.journey, x.version, x.step, x.measure });
                });

            migrationBuilder.CreateTable(
                name: "members",
                columns: table => new
                {
                    workspace = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false, collation: "Latin1_General_100_BIN2"),
                    account = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false, collation: "Latin1_General_100_BIN2"),
                    role = table.Column<string>(type: "nvarchar(20)", maxLength: 20, nullable: false),
                    since = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_members", x => new { x.workspace, x.account });
                });

            migrationBuilder.CreateTable(
                name: "run_view",
                columns: table => new
                {
                    run = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    arms = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2"),
                    goal = table.Column<int>(type: "int", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_run_view", x => x.run);
                });

            migrationBuilder.CreateTable(
                name: "seen_shapes",
                columns: table => new
                {
                    workspace = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    @event = table.Column<string>(name: "event", type: "nvarchar(256)", maxLength: 256, nullable: false, collation: "Latin1_General_100_BIN2"),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    first_at = table.Column<long>(type: "bigint", nullable: false),
                    last_at = table.Column<long>(type: "bigint", nullable: false),
                    shape = table.Column<byte[]>(type: "varbinary(max)", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_seen_shapes", x => new { x.workspace, x.@event });
                });

            migrationBuilder.CreateTable(
                name: "sign_ins",
                columns: table => new
                {
                    id = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false, collation: "Latin1_General_100_BIN2"),
                    account = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false, collation: "Latin1_General_100_BIN2"),
                    began_at = table.Column<long>(type: "bigint", nullable: false),
                    ended_at = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_sign_ins", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "template_versions",
                columns: table => new
                {
                    workspace = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false, collation: "Latin1_General_100_BIN2"),
                    template = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    version = table.Column<int>(type: "int", nullable: false),
                    content = table.Column<byte[]>(type: "varbinary(max)", nullable: false),
                    saved_at = table.Column<long>(type: "bigint", nullable: false),
                    saved_by = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_template_versions", x => new { x.workspace, x.template, x.version });
                });

            migrationBuilder.CreateTable(
                name: "templates",
                columns: table => new
                {
                    workspace = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false, collation: "Latin1_General_100_BIN2"),
                    id = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    name = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2"),
                    channel = table.Column<string>(type: "nvarchar(20)", maxLength: 20, nullable: false),
                    version = table.Column<int>(type: "int", nullable: false),
                    archived_at = table.Column<long>(type: "bigint", nullable: true)
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
