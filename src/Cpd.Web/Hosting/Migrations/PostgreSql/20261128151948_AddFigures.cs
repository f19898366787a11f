using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Cpd.Web.Hosting.Migrations.PostgreSql
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
                type: "character varying(100)",
                maxLength: 100,
                nullable: true,
                collation: "C");

            migrationBuilder.AddColumn<string>(
                name: "reason",
                table: "message_view",
                type: "character varying(150)",
                maxLength: 150,
                nullable: true,
                collation: "C");

            migrationBuilder.AddColumn<Guid>(
                name: "run",
                table: "message_view",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "step",
                table: "message_view",
                type: "character varying(100)",
                maxLength: 100,
                nullable: true,
                collation: "C");

            migrationBuilder.AddColumn<int>(
                name: "version",
                table: "message_view",
                type: "integer",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "activity_spans",
                columns: table => new
                {
                    workspace = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false, collation: "C"),
                    per = table.Column<int>(type: "integer", nullable: false),
                    bucket = table.Column<long>(type: "bigint", nullable: false),
                    subject = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false, collation: "C"),
                    name = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: false, collation: "C"),
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
                    workspace = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false, collation: "C"),
                    per = table.Column<int>(type: "integer", nullable: false),
                    bucket = table.Column<long>(type: "bigint", nullable: false),
                    journey = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false, collation: "C"),
                    version = table.Column<int>(type: "integer", nullable: false),
                    step = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false, collation: "C"),
                    measure = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false, collation: "C"),
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
                    run = table.Column<Guid>(type: "uuid", nullable: false),
                    arms = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    goal = table.Column<int>(type: "integer", nullable: false),
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
