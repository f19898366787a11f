using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Cpd.Web.Hosting.Migrations.PostgreSql
{
    /// <inheritdoc />
    public partial class EmailChecks : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "checks_email",
                table: "channel_settings",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.CreateTable(
                name: "email_checks",
                columns: table => new
                {
                    address_key = table.Column<byte[]>(type: "bytea", maxLength: 16, nullable: false),
                    mailbox = table.Column<int>(type: "integer", nullable: false),
                    marks = table.Column<int>(type: "integer", nullable: false),
                    reason = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true, collation: "C"),
                    risk = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true, collation: "C"),
                    meant_domain = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true, collation: "C"),
                    at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_email_checks", x => x.address_key);
                });

            migrationBuilder.CreateIndex(
                name: "email_checks_at",
                table: "email_checks",
                column: "at");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "email_checks");

            migrationBuilder.DropColumn(
                name: "checks_email",
                table: "channel_settings");
        }
    }
}
