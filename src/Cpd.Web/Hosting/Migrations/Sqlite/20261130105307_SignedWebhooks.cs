using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Cpd.Web.Hosting.Migrations.Sqlite
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
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "former_signing_until",
                table: "channel_settings",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "signing_secret",
                table: "channel_settings",
                type: "TEXT",
                nullable: true);
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
