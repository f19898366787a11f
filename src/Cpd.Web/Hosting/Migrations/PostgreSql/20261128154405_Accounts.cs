using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Cpd.Web.Hosting.Migrations.PostgreSql
{
    /// <inheritdoc />
    public partial class Accounts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "account",
                table: "calls",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.CreateTable(
                name: "channel_accounts",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false),
                    workspace = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false, collation: "C"),
                    base_url = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false, collation: "C"),
                    sealed_key = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    set_at = table.Column<long>(type: "bigint", nullable: false),
                    set_by = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true, collation: "C"),
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
                    workspace = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false, collation: "C"),
                    channel = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    per_second = table.Column<double>(type: "double precision", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_channel_rates", x => new { x.workspace, x.channel });
                });

            migrationBuilder.CreateTable(
                name: "channel_senders",
                columns: table => new
                {
                    workspace = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false, collation: "C"),
                    channel = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    sender = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false, collation: "C"),
                    is_default = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_channel_senders", x => new { x.workspace, x.channel, x.sender });
                });

            migrationBuilder.CreateTable(
                name: "channel_settings",
                columns: table => new
                {
                    workspace = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false, collation: "C"),
                    mode = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    account = table.Column<long>(type: "bigint", nullable: true),
                    secret = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    former_secret = table.Column<string>(type: "text", nullable: true, collation: "C"),
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
                    id = table.Column<int>(type: "integer", nullable: false),
                    stamp = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_channel_stamp", x => x.id);
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
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

            migrationBuilder.DropColumn(
                name: "account",
                table: "calls");
        }
    }
}
