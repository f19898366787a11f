using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Cpd.Web.Hosting.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class Begin : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(Cpd.EventLog.Storage.SqlServerSession.CreateRowsType);

            migrationBuilder.CreateTable(
                name: "activity",
                columns: table => new
                {
                    workspace = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    minute = table.Column<long>(type: "bigint", nullable: false),
                    subject = table.Column<string>(type: "nvarchar(50)", maxLength: 50, nullable: false, collation: "Latin1_General_100_BIN2"),
                    name = table.Column<string>(type: "nvarchar(256)", maxLength: 256, nullable: false, collation: "Latin1_General_100_BIN2"),
                    count = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_activity", x => new { x.workspace, x.minute, x.subject, x.name });
                });

            migrationBuilder.CreateTable(
                name: "adapter_processes",
                columns: table => new
                {
                    owner = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    beat = table.Column<long>(type: "bigint", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_adapter_processes", x => x.owner);
                });

            migrationBuilder.CreateTable(
                name: "addresses",
                columns: table => new
                {
                    workspace = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false, collation: "Latin1_General_100_BIN2"),
                    channel_group = table.Column<string>(type: "nvarchar(20)", maxLength: 20, nullable: false, collation: "Latin1_General_100_BIN2"),
                    address = table.Column<string>(type: "nvarchar(256)", maxLength: 256, nullable: false, collation: "Latin1_General_100_BIN2"),
                    person = table.Column<byte[]>(type: "binary(16)", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_addresses", x => new { x.workspace, x.channel_group, x.address });
                });

            migrationBuilder.CreateTable(
                name: "calls",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false),
                    owner = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    workspace = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    items = table.Column<byte[]>(type: "varbinary(max)", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_calls", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "data_protection_keys",
                columns: table => new
                {
                    name = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    xml = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2"),
                    created_at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_data_protection_keys", x => x.name);
                });

            migrationBuilder.CreateTable(
                name: "dead_letters",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    consumer_group = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    topic = table.Column<int>(type: "int", nullable: false),
                    partition = table.Column<int>(type: "int", nullable: false),
                    position = table.Column<long>(type: "bigint", nullable: false),
                    type = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false, collation: "Latin1_General_100_BIN2"),
                    reason = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2"),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    payload = table.Column<byte[]>(type: "varbinary(max)", nullable: false),
                    replayed_at = table.Column<long>(type: "bigint", nullable: true),
                    put_away_at = table.Column<long>(type: "bigint", nullable: true),
                    put_away_by = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_dead_letters", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "identities",
                columns: table => new
                {
                    workspace = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false, collation: "Latin1_General_100_BIN2"),
                    kind = table.Column<int>(type: "int", nullable: false),
                    value = table.Column<string>(type: "nvarchar(256)", maxLength: 256, nullable: false, collation: "Latin1_General_100_BIN2"),
                    person = table.Column<byte[]>(type: "binary(16)", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_identities", x => new { x.workspace, x.kind, x.value });
                });

            migrationBuilder.CreateTable(
                name: "journey_counts",
                columns: table => new
                {
                    workspace = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    journey = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    version = table.Column<int>(type: "int", nullable: false),
                    step = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    measure = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    count = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_journey_counts", x => new { x.workspace, x.journey, x.version, x.step, x.measure });
                });

            migrationBuilder.CreateTable(
                name: "journey_stamp",
                columns: table => new
                {
                    id = table.Column<int>(type: "int", nullable: false),
                    stamp = table.Column<byte[]>(type: "binary(16)", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_journey_stamp", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "journey_sweeps",
                columns: table => new
                {
                    partition = table.Column<int>(type: "int", nullable: false),
                    stamp = table.Column<byte[]>(type: "binary(16)", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_journey_sweeps", x => x.partition);
                });

            migrationBuilder.CreateTable(
                name: "journey_versions",
                columns: table => new
                {
                    workspace = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false, collation: "Latin1_General_100_BIN2"),
                    journey = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    version = table.Column<int>(type: "int", nullable: false),
                    definition = table.Column<byte[]>(type: "varbinary(max)", nullable: false),
                    published_at = table.Column<long>(type: "bigint", nullable: false),
                    note = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    published_by = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_journey_versions", x => new { x.workspace, x.journey, x.version });
                });

            migrationBuilder.CreateTable(
                name: "journeys",
                columns: table => new
                {
                    workspace = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false, collation: "Latin1_General_100_BIN2"),
                    id = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    status = table.Column<string>(type: "nvarchar(20)", maxLength: 20, nullable: false),
                    latest = table.Column<int>(type: "int", nullable: false),
                    stopped_up_to = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_journeys", x => new { x.workspace, x.id });
                });

            migrationBuilder.CreateTable(
                name: "log_marks",
                columns: table => new
                {
                    consumer_group = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    topic = table.Column<int>(type: "int", nullable: false),
                    partition = table.Column<int>(type: "int", nullable: false),
                    source = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    sequence = table.Column<long>(type: "bigint", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_log_marks", x => new { x.consumer_group, x.topic, x.partition, x.source });
                });

            migrationBuilder.CreateTable(
                name: "log_outbox",
                columns: table => new
                {
                    source = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    sequence = table.Column<long>(type: "bigint", nullable: false),
                    topic = table.Column<int>(type: "int", nullable: false),
                    partition = table.Column<int>(type: "int", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    payload = table.Column<byte[]>(type: "varbinary(max)", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_log_outbox", x => new { x.source, x.sequence });
                });

            migrationBuilder.CreateTable(
                name: "log_positions",
                columns: table => new
                {
                    consumer_group = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    topic = table.Column<int>(type: "int", nullable: false),
                    partition = table.Column<int>(type: "int", nullable: false),
                    next = table.Column<long>(type: "bigint", nullable: false, defaultValue: 0L),
                    epoch = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_log_positions", x => new { x.consumer_group, x.topic, x.partition });
                });

            migrationBuilder.CreateTable(
                name: "log_processes",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    beat = table.Column<long>(type: "bigint", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_log_processes", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "log_records",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    payload = table.Column<byte[]>(type: "varbinary(max)", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_log_records", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "merged_people",
                columns: table => new
                {
                    workspace = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false, collation: "Latin1_General_100_BIN2"),
                    person = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    into_person = table.Column<byte[]>(type: "binary(16)", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_merged_people", x => new { x.workspace, x.person });
                });

            migrationBuilder.CreateTable(
                name: "merged_view",
                columns: table => new
                {
                    person = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    merged_into = table.Column<byte[]>(type: "binary(16)", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_merged_view", x => x.person);
                });

            migrationBuilder.CreateTable(
                name: "message_view",
                columns: table => new
                {
                    message = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    channel = table.Column<int>(type: "int", nullable: true),
                    marks = table.Column<int>(type: "int", nullable: false),
                    sent_at = table.Column<long>(type: "bigint", nullable: false),
                    final_at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_message_view", x => x.message);
                });

            migrationBuilder.CreateTable(
                name: "people",
                columns: table => new
                {
                    person = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    workspace = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false, collation: "Latin1_General_100_BIN2"),
                    profile = table.Column<byte[]>(type: "varbinary(max)", nullable: false),
                    memory = table.Column<byte[]>(type: "varbinary(max)", nullable: false),
                    merged_into = table.Column<byte[]>(type: "binary(16)", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_people", x => x.person);
                });

            migrationBuilder.CreateTable(
                name: "people_view",
                columns: table => new
                {
                    person = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    workspace = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    user_id = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    anonymous_ids = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    first_name = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    last_name = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    full_name = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    phone = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    email = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    seen_at = table.Column<long>(type: "bigint", nullable: false),
                    search = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2"),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_people_view", x => x.person);
                });

            migrationBuilder.CreateTable(
                name: "runs",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    person = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    partition = table.Column<int>(type: "int", nullable: false),
                    journey = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    version = table.Column<int>(type: "int", nullable: false),
                    step = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    wake_at = table.Column<long>(type: "bigint", nullable: true),
                    state = table.Column<byte[]>(type: "varbinary(max)", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_runs", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "seen_messages",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false),
                    hour = table.Column<long>(type: "bigint", nullable: false),
                    hashes = table.Column<byte[]>(type: "varbinary(max)", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_seen_messages", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "timeline",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    workspace = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    person = table.Column<byte[]>(type: "binary(16)", nullable: true),
                    kind = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    name = table.Column<string>(type: "nvarchar(300)", maxLength: 300, nullable: true, collation: "Latin1_General_100_BIN2"),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    record = table.Column<byte[]>(type: "varbinary(max)", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_timeline", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "view_changes",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    changes = table.Column<byte[]>(type: "varbinary(max)", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_view_changes", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "view_rebuild",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false),
                    asked = table.Column<long>(type: "bigint", nullable: false),
                    emptied_at = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_view_rebuild", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "webhook_calls",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false),
                    owner = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    workspace = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    partition = table.Column<int>(type: "int", nullable: false),
                    position = table.Column<long>(type: "bigint", nullable: false),
                    failures = table.Column<int>(type: "int", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_webhook_calls", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "workspaces",
                columns: table => new
                {
                    id = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false, collation: "Latin1_General_100_BIN2"),
                    name = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2"),
                    created_at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_workspaces", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "write_keys",
                columns: table => new
                {
                    hash = table.Column<byte[]>(type: "varbinary(32)", maxLength: 32, nullable: false),
                    workspace = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false, collation: "Latin1_General_100_BIN2"),
                    name = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2"),
                    created_at = table.Column<long>(type: "bigint", nullable: false),
                    revoked_at = table.Column<long>(type: "bigint", nullable: true),
                    rate_per_second = table.Column<int>(type: "int", nullable: true),
                    loopback_only = table.Column<bool>(type: "bit", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_write_keys", x => x.hash);
                });

            migrationBuilder.CreateIndex(
                name: "addresses_person",
                table: "addresses",
                columns: new[] { "workspace", "person" });

            migrationBuilder.CreateIndex(
                name: "identities_person",
                table: "identities",
                columns: new[] { "workspace", "person", "kind" });

            migrationBuilder.CreateIndex(
                name: "merged_people_into",
                table: "merged_people",
                columns: new[] { "workspace", "into_person" });

            migrationBuilder.CreateIndex(
                name: "IX_runs_partition_wake_at",
                table: "runs",
                columns: new[] { "partition", "wake_at" },
                filter: "wake_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_runs_person",
                table: "runs",
                column: "person");

            migrationBuilder.CreateIndex(
                name: "timeline_of_person",
                table: "timeline",
                columns: new[] { "person", "id" });

            migrationBuilder.CreateIndex(
                name: "write_keys_workspace",
                table: "write_keys",
                column: "workspace");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "activity");

            migrationBuilder.DropTable(
                name: "adapter_processes");

            migrationBuilder.DropTable(
                name: "addresses");

            migrationBuilder.DropTable(
                name: "calls");

            migrationBuilder.DropTable(
                name: "data_protection_keys");

            migrationBuilder.DropTable(
                name: "dead_letters");

            migrationBuilder.DropTable(
                name: "identities");

            migrationBuilder.DropTable(
                name: "journey_counts");

            migrationBuilder.DropTable(
                name: "journey_stamp");

            migrationBuilder.DropTable(
                name: "journey_sweeps");

            migrationBuilder.DropTable(
                name: "journey_versions");

            migrationBuilder.DropTable(
                name: "journeys");

            migrationBuilder.DropTable(
                name: "log_marks");

            migrationBuilder.DropTable(
                name: "log_outbox");

            migrationBuilder.DropTable(
                name: "log_positions");

            migrationBuilder.DropTable(
                name: "log_processes");

            migrationBuilder.DropTable(
                name: "log_records");

            migrationBuilder.DropTable(
                name: "merged_people");

            migrationBuilder.DropTable(
                name: "merged_view");

            migrationBuilder.DropTable(
                name: "message_view");

            migrationBuilder.DropTable(
                name: "people");

            migrationBuilder.DropTable(
                name: "people_view");

            migrationBuilder.DropTable(
                name: "runs");

            migrationBuilder.DropTable(
                name: "seen_messages");

            migrationBuilder.DropTable(
                name: "timeline");

            migrationBuilder.DropTable(
                name: "view_changes");

            migrationBuilder.DropTable(
                name: "view_rebuild");

            migrationBuilder.DropTable(
                name: "webhook_calls");

            migrationBuilder.DropTable(
                name: "workspaces");

            migrationBuilder.DropTable(
                name: "write_keys");
        }
    }
}
