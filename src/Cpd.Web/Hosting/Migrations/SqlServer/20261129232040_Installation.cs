using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Cpd.Web.Hosting.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class Installation : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "log_installation",
                columns: table => new
                {
                    number = table.Column<int>(type: "int", nullable: false),
                    id = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    partitions = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_log_installation", x => x.number);
                });
            migrationBuilder.Sql("ALTER TABLE [log_installation] SET (LOCK_ESCALATION = DISABLE);");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "log_installation");
        }
    }
}
