using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Cpd.Web.Hosting.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class DoorsLetters : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "origin",
                table: "dead_letters",
                type: "nvarchar(249)",
                maxLength: 249,
                nullable: true,
                collation: "Latin1_General_100_BIN2");

            migrationBuilder.AddColumn<string>(
                name: "workspace",
                table: "dead_letters",
                type: "nvarchar(60)",
                maxLength: 60,
                nullable: true,
                collation: "Latin1_General_100_BIN2");

            migrationBuilder.AddColumn<long>(
                name: "written_at",
                table: "dead_letters",
                type: "bigint",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "origin",
                table: "dead_letters");

            migrationBuilder.DropColumn(
                name: "workspace",
                table: "dead_letters");

            migrationBuilder.DropColumn(
                name: "written_at",
                table: "dead_letters");
        }
    }
}
