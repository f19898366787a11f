using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Cpd.Web.Hosting.Migrations.Sqlite
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
