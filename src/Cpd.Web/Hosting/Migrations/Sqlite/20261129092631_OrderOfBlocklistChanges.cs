using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Cpd.Web.Hosting.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class OrderOfBlocklistChanges : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<byte[]>(
                name: "subject",
                table: "webhook_calls",
                type: "BLOB",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "webhook_calls_subject",
                table: "webhook_calls",
                column: "subject");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "webhook_calls_subject",
                table: "webhook_calls");

            migrationBuilder.DropColumn(
                name: "subject",
                table: "webhook_calls");
        }
    }
}
