using System.Text;
using System.Text.Json;
using Cpd.Engine.UserView;
using Cpd.EventLog;
using Cpd.Web.Shell;

namespace Cpd.Web.Features.DeadLetters;

public sealed partial class DeadLettersPage(IDeadLetters letters, LiveFeed feed, CurrentWorkspace workspace)
{
    private const int Most = 200;

    private long? _open;
    private long? _replaying;
    private string? _refused;

    protected override async Task<Shown> Ask(CancellationToken ct) => new(await letters.List(Most, ct));

    // A letter follows from an event that did not get through; what did get through is a good moment to look.
    protected override IDisposable Watch(Func<Task> changed) => feed.Watch(workspace.Id, null, changed);

    private async Task Replay(long id)
    {
        _replaying = id;
        try
        {
            await letters.Replay(id, CancellationToken.None);
            _refused = null;
        }
        catch (KeyNotFoundException)
        {
            _refused = "This letter is gone. It was removed meanwhile.";
        }
        finally
        {
            _replaying = null;
        }
        await Reload();
    }

    private void Toggle(long id) => _open = _open == id ? null : id;

    private static string Payload(DeadLetter letter)
    {
        try
        {
            return TimelineEntries.Pretty(letter.Payload);
        }
        catch (JsonException)
        {
            // Perhaps this is just why it failed.
            return Encoding.UTF8.GetString(letter.Payload);
        }
    }

    public sealed record Shown(IReadOnlyList<DeadLetter> Letters);
}
