using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Cpd.Web.Hosting.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class AddFigures : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
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

            migrationBuilder.CreateIndex(
                name: "people_view_seen",
                table: "people_view",
                columns: new[] { "workspace", "seen_at" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "activity_spans");

            migrationBuilder.DropTable(
                name: "journey_spans");

            migrationBuilder.DropTable(
                name: "run_view");

            migrationBuilder.DropIndex(
                name: "people_view_seen",
                table: "people_view");

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
        }
    }
}
