using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Cpd.Web.Hosting.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class PreferencePages : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "preference_pages",
                columns: table => new
                {
                    workspace = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    sealed_key = table.Column<string>(type: "TEXT", nullable: true),
                    accent = table.Column<string>(type: "TEXT", maxLength: 7, nullable: true),
                    logo = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_preference_pages", x => x.workspace);
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "preference_pages");
        }
    }
}
