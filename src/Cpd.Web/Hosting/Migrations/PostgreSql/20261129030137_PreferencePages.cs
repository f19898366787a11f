using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Cpd.Web.Hosting.Migrations.PostgreSql
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
                    workspace = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false, collation: "C"),
                    sealed_key = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    accent = table.Column<string>(type: "character varying(7)", maxLength: 7, nullable: true, collation: "C"),
                    logo = table.Column<string>(type: "text", nullable: true, collation: "C")
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
