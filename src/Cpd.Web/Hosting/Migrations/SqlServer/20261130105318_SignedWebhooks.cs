using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Cpd.Web.Hosting.Migrations.SqlServer
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
                type: "nvarchar(max)",
                nullable: true,
                collation: "Latin1_General_100_BIN2");

            migrationBuilder.AddColumn<long>(
                name: "former_signing_until",
                table: "channel_settings",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "signing_secret",
                table: "channel_settings",
                type: "nvarchar(max)",
                nullable: true,
                collation: "Latin1_General_100_BIN2");
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
