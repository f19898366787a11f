using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Cpd.Web.Hosting.Migrations.Sqlite
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
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.CreateTable(
                name: "email_checks",
                columns: table => new
                {
                    address_key = table.Column<byte[]>(type: "BLOB", maxLength: 16, nullable: false),
                    mailbox = table.Column<int>(type: "INTEGER", nullable: false),
                    marks = table.Column<int>(type: "INTEGER", nullable: false),
                    reason = table.Column<string>(type: "TEXT", maxLength: 60, nullable: true),
                    risk = table.Column<string>(type: "TEXT", maxLength: 60, nullable: true),
                    meant_domain = table.Column<string>(type: "TEXT", maxLength: 255, nullable: true),
                    at = table.Column<long>(type: "INTEGER", nullable: false)
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
