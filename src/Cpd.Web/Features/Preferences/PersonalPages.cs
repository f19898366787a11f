using Cpd.Adapters.Preferences;
using Cpd.Contracts;
using Cpd.Engine.Messages.Sending;
using Cpd.Engine.People;
using Cpd.Engine.Workspaces;
using Cpd.EventLog;
using Cpd.EventLog.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cpd.Web.Features.Preferences;

/// <summary>Whose page it is.</summary>
/// <param name="Workspace">Null where the link is none of ours: such a page is nobody's.</param>
public sealed record PageOwner(string? Workspace, PageLook Look)
{
    public static readonly PageOwner Nobody = new(null, new PageLook(null, null));
}

/// <summary>Reads what the pages show that messages lead to, and says on the log what people chose there.</summary>
internal sealed class PersonalPages(IDbContextFactory<CpdDb> databases, IPeopleStore people, StoredSendingRules rules, PageLooks looks, IEventLog log, TimeProvider clock)
{
    public async Task<PageOwner> Owner(string workspace, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return await db.Set<WorkspaceRow>().AsNoTracking().Where(row => row.Id == workspace).Select(row => row.Name).SingleOrDefaultAsync(ct) is { } name
            ? new PageOwner(name, await looks.Of(workspace, ct))
            : PageOwner.Nobody;
    }

    /// <summary>Null for nobody, also where they were erased.</summary>
    public async Task<Profile?> Person(string workspace, PersonId person, CancellationToken ct) => (await people.Find(workspace, person, ct))?.Profile;

    public async Task<IReadOnlyList<ConsentPurpose>> Purposes(string workspace, CancellationToken ct) =>
        (await rules.Of(workspace, ct)).Rules.Purposes is { Count: > 0 } kept ? kept : [PreferenceWords.AnyMarketing];

    /// <summary>False where it could not be noted.</summary>
    public async Task<bool> Say(string workspace, IEnumerable<(PersonId Person, ICommand Command, string Detail)> said)
    {
        var now = clock.GetUtcNow();
        LogRecord[] records =
        [
            .. said.Select(one => new LogRecord
            {
                Id = Ids.Derive<RecordId>(now, one.Command.GetType().Name, workspace, one.Person.ToString(), one.Detail),
                Workspace = workspace,
                Key = one.Person.ToString(),
                At = now,
                Body = one.Command,
                Trace = TraceParent.Current,
            }),
        ];
        if (records.Length == 0) return true;
        try
        {
            // Not the request's token: who has clicked has said it, even if they close the page at once.
            await log.Append(records, CancellationToken.None);
            return true;
        }
        catch (LogUnavailableException)
        {
            return false;
        }
    }

    public DateTimeOffset Now => clock.GetUtcNow();
}
