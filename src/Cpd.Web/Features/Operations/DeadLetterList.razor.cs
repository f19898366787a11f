using System.Text;
using System.Text.Json;
using Cpd.Engine.UserView;
using Cpd.EventLog;

namespace Cpd.Web.Features.Operations;

public sealed partial class DeadLetterList(IDeadLetters letters, TimeProvider clock)
{
    private const int Most = 200;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private long? _open;
    private long? _replaying;
    private string? _refused;

    protected override async Task<Shown> Ask(CancellationToken ct) => new(await letters.List(Most, ct));

    protected override IDisposable Watch(Func<Task> changed) => new Every(Pause, clock, changed);

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
        catch (JsonException)
        {
            _refused = "This record cannot be read, so there is nothing to try again. It stays here for you to look at.";
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
