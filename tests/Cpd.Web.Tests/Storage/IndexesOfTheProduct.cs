using Cpd.EventLog.Storage;
using Cpd.Web.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Cpd.Web.Tests.Storage;

/// <summary>Every index costs each write of its table: here stands what each of them is for.</summary>
public sealed class IndexesOfTheProduct
{
    /// <summary>By table and name: the question that is answered by it. Primary keys explain themselves.</summary>
    private static readonly Dictionary<string, string> Serves = new(StringComparer.Ordinal)
    {
        ["accounts.accounts_email"] = "Who signs in under this address? And nobody else ever has it (AccountStore).",
        ["addresses.addresses_person"] = "Which addresses go over to another person when two turn out to be one, or go when a person is forgotten (IdentityStatements.MoveAddresses, AddressBook)?",
        ["audit.audit_workspace"] = "What was done in this workspace, the newest first, page by page (AuditLog)?",
        ["email_checks.email_checks_at"] = "Which answers about e-mail addresses are so old that they are asked for again, and go (OldAddressChecks)?",
        ["identities.identities_person"] = "Does this person have ids, or a user id, and which ids go over in a merge (IdentityStatements)?",
        ["invitations.invitations_workspace"] = "Which invitations of this workspace are open (Invitations.Open)?",
        ["members.members_account"] = "Of which workspaces is this account a member, asked with each page (Memberships, Audit.AddEverywhere)?",
        ["merged_people.merged_people_into"] = "Who was merged into a person that is now merged itself (IdentityStatements.MoveMerged)?",
        ["people_view.people_view_seen"] = "Who was seen last in this workspace, and how many since a moment (PeopleSearch, WorkspaceReports)?",
        ["rcs_capabilities.rcs_capabilities_at"] = "Which answers about RCS are so old that they are asked for again, and go (OldRcsCapabilities)?",
        ["runs.IX_runs_partition_wake_at"] = "Who is due in this partition, and when is the next (PeopleStatements)?",
        ["runs.IX_runs_person"] = "In which journeys is a person to whom something happens (PeopleStatements, PeopleReader)?",
        ["runs.IX_runs_place_id"] = "Who waits at this step, the longest waiting first (WaitingPeople)?",
        ["sign_ins.sign_ins_account"] = "Which old sign-ins of this account go when it signs in again (SignIns)?",
        ["timeline.timeline_of_person"] = "What happened to this person, the newest first (UserTimelines, RunStories), and which lines follow a merge (ViewStatements)?",
        ["webhook_calls.webhook_calls_subject"] = "Which changes of the provider's list wait for this address, and is one of them under way (ChangeRows)?",
        ["write_keys.write_keys_workspace"] = "Which keys does this workspace have (KeyActions)?",
    };

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.PostgreSql)]
    [InlineData(DatabaseKind.SqlServer)]
    public void Each_serves_a_question_that_is_written_down_here_and_none_is_written_down_that_is_gone(DatabaseKind kind) =>
        Assert.Equal(Serves.Keys.Order(StringComparer.Ordinal), Indexes(kind).Order(StringComparer.Ordinal));

    [Fact]
    public void None_is_the_beginning_of_another_or_of_its_tables_key()
    {
        using var services = Parts(DatabaseKind.Sqlite);
        using var db = services.GetRequiredService<IDbContextFactory<CpdDb>>().CreateDbContext();
        foreach (var table in db.Model.GetEntityTypes())
        {
            var all = table.GetIndexes().Where(index => index.GetFilter() is null).Select(index => index.Properties).Append(table.FindPrimaryKey()!.Properties).ToList();
            foreach (var one in all.SkipLast(1))
                Assert.DoesNotContain(all, other => other != one && other.Take(one.Count).SequenceEqual(one));
        }
    }

    private static List<string> Indexes(DatabaseKind kind)
    {
        using var services = Parts(kind);
        using var db = services.GetRequiredService<IDbContextFactory<CpdDb>>().CreateDbContext();
        return [.. db.Model.GetEntityTypes().SelectMany(table => table.GetIndexes()).Select(index => $"{index.DeclaringEntityType.GetTableName()}.{index.GetDatabaseName()}")];
    }

    private static ServiceProvider Parts(DatabaseKind kind)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(
        [
            new("Cpd:Database", kind.ToString()), new("Cpd:DataDirectory", Path.GetTempPath()),
            new("ConnectionStrings:Cpd", kind is DatabaseKind.SqlServer ? "Server=nowhere" : "Host=nowhere"),
        ]).Build();
        return new ServiceCollection().AddLogging().AddParts(configuration).BuildServiceProvider();
    }
}
