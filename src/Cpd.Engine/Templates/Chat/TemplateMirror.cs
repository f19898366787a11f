using Cpd.Contracts;
using Cpd.Engine.Journeys.Publishing;
using Cpd.Engine.Templates.Stored;
using Cpd.Engine.UserView;
using Cpd.EventLog;
using Microsoft.EntityFrameworkCore;

namespace Cpd.Engine.Templates.Chat;

/// <summary>
/// Keeps the workspace's templates in step with those that lie at the provider. What people wrote into the places stays; a
/// template that is gone there stays here as gone, so that what used it says why it is not sent.
/// </summary>
public sealed class TemplateMirror(PageNews news)
{
    /// <summary>Who saved it, in the list of versions.</summary>
    public const string By = "Infobip";

    /// <param name="found">All there are, of every number that could be asked.</param>
    /// <param name="asked">The numbers that answered: what is not among theirs any more is gone. Null where there are no others.</param>
    /// <returns>How many templates were new or had changed.</returns>
    public async Task<int> Keep(LogTransaction transaction, string workspace, Channel channel, IReadOnlyList<RemoteTemplate> found, IReadOnlySet<string>? asked)
    {
        await using var db = transaction.OpenDb();
        var rows = await StoredTemplates.Newest(db.Set<TemplateRow>().Where(row => row.Workspace == workspace && row.Channel == channel), db).ToListAsync();
        var known = rows.Select(row => (Row: row, Content: TemplateContent.Read(row.Content)))
            .Select(one => (one.Row, one.Content, Remote: one.Content.Variants.Select(RemoteTemplate.Of).FirstOrDefault(remote => remote is not null)))
            .Where(one => one.Remote is not null)
            .ToList();
        var changes = 0;
        foreach (var there in found.GroupBy(remote => remote.Name, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            var before = known.Find(one => one.Remote!.Name == there.Key);
            var content = MirroredContent.Of([.. there], before.Content);
            if (before.Row is null) await TemplateKeeper.Add(transaction, db, workspace, Called(there.Key), channel, content, By);
            else if (content.ToBytes().AsSpan().SequenceEqual(before.Row.Content)) continue;
            else await TemplateKeeper.Replace(transaction, db, workspace, before.Row.Template.Id, content, By);
            changes++;
        }
        foreach (var (row, before, remote) in known.Where(one => found.All(there => there.Name != one.Remote!.Name) && (asked is null || one.Remote!.Senders.All(asked.Contains))))
        {
            var content = MirroredContent.Gone(before);
            if (content.ToBytes().AsSpan().SequenceEqual(row.Content)) continue;
            await TemplateKeeper.Replace(transaction, db, workspace, row.Template.Id, content, By);
            changes++;
        }
        if (changes == 0) return 0;

        JourneyStamps.RenewTemplates(transaction);
        news.Tell(transaction, workspace);
        return changes;
    }

    /// <summary><c>order_ready</c> as "Order ready".</summary>
    private static string Called(string name) => name.Replace('_', ' ').Trim() is { Length: > 0 } words ? char.ToUpperInvariant(words[0]) + words[1..] : name;
}
