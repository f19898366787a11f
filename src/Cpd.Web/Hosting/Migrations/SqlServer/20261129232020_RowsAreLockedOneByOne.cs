using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Cpd.Web.Hosting.Migrations.SqlServer
{
    /// <summary>
    /// From 5,000 rows on a statement would lock its table instead, and every window beside it would wait for the end of that
    /// transaction: somebody with many lines of a timeline is enough.
    /// </summary>
    public partial class RowsAreLockedOneByOne : Migration
    {
        private static readonly string[] WrittenByWindows =
        [
            "activity", "activity_spans", "adapter_processes", "addresses", "audit", "calls", "dead_letters", "email_checks", "files",
            "identities", "invitations", "journey_counts", "journey_spans", "journey_stamp", "journey_sweeps", "log_marks", "log_outbox", "log_positions", "log_processes", "log_records",
            "merged_people", "merged_view", "message_view", "people", "people_view", "rcs_capabilities", "run_view", "runs",
            "seen_messages", "seen_shapes", "timeline", "view_changes", "view_rebuild", "webhook_calls",
        ];

        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            foreach (var table in WrittenByWindows) migrationBuilder.Sql($"ALTER TABLE [{table}] SET (LOCK_ESCALATION = DISABLE);");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            foreach (var table in WrittenByWindows) migrationBuilder.Sql($"ALTER TABLE [{table}] SET (LOCK_ESCALATION = TABLE);");
        }
    }
}
