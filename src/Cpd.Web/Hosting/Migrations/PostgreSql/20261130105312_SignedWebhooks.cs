using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Cpd.Web.Hosting.Migrations.PostgreSql
{
    /// <inheritdoc />
    public partial class SignedWebhooks : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "former_signing_secret",
                table: "channel_settings",
                type: "text",
                nullable: true,
                collation: "C");

            migrationBuilder.AddColumn<long>(
                name: "former_signing_until",
                table: "channel_settings",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "signing_secret",
                table: "channel_settings",
                type: "text",
                nullable: true,
                collation: "C");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "former_signing_secret",
                table: "channel_settings");

            migrationBuilder.DropColumn(
                name: "former_signing_until",
                table: "channel_settings");

            migrationBuilder.DropColumn(
                name: "signing_secret",
                table: "channel_settings");
        }
    }
}
