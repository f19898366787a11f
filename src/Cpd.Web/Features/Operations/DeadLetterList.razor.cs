using System.Text;
using System.Text.Json;
using Cpd.Engine.UserView;
using Cpd.EventLog;
using Cpd.EventLog.Kafka;
using Microsoft.AspNetCore.Components;

namespace Cpd.Web.Features.Operations;

public sealed partial class DeadLetterList(LettersOfWorkspace letters, NavigationManager navigation, TimeProvider clock)
{
    private const int Most = 200;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private static readonly (DeadLetterState State, string Name)[] Choices =
    [
        (DeadLetterState.Open, "Needs attention"),
        (DeadLetterState.Replayed, "Retried"),
        (DeadLetterState.PutAway, "Dismissed"),
    ];

    private long? _open;
    private long? _busy;
    private string? _refused;
    private string? _done;

    /// <summary>A <see cref="DeadLetterState"/>; anything else is what needs somebody.</summary>
    [SupplyParameterFromQuery]
    public string? Letters { get; set; }

    private DeadLetterState Chosen => Enum.TryParse<DeadLetterState>(Letters, ignoreCase: true, out var state) && Enum.IsDefined(state) ? state : DeadLetterState.Open;

    protected override object Subject => Chosen;

    protected override async Task<Shown> Ask(CancellationToken ct)
    {
        var all = await letters.List(ct);
        return new(
            [.. all.Where(one => one.Letter.State() == Chosen).Take(Most).Select(one => (one.Letter, one.CanBeReplayed))],
            all.CountBy(one => one.Letter.State()).ToDictionary());
    }

    protected override IDisposable Watch(Func<Task> changed) => new Every(Pause, clock, changed);

    private string Address(DeadLetterState state) =>
        navigation.GetUriWithQueryParameter("letters", state is DeadLetterState.Open ? null : state.ToString());

    private Task Replay(long id) =>
        Act(id, () => letters.Replay(id), "Back on the log. If it fails again, it becomes a new dead letter.");

    private Task PutAway(long id) =>
        Act(id, () => letters.PutAway(id), "Moved to “Dismissed”.");

    private async Task Act(long id, Func<Task> act, string done)
    {
        _busy = id;
        (_refused, _done) = (null, null);
        try
        {
            await act();
            _done = done;
        }
        catch (KeyNotFoundException)
        {
            _refused = "This dead letter was removed in the meantime.";
        }
        catch (UnreadableRecordException still)
        {
            _refused = $"It still cannot be read: {still.Reason}";
        }
        catch (JsonException)
        {
            _refused = "This record cannot be read, so it cannot be retried. Dismiss it when you have checked it.";
        }
        finally
        {
            _busy = null;
        }
        await Reload();
    }

    private void Toggle(long id) => _open = _open == id ? null : id;

    private static string Name(DeadLetter letter) =>
        letter.IsForeign ? $"From {letter.Origin}" : letter.Type is DeadLetter.NoType ? "Unreadable" : letter.Type;

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

    public sealed record Shown(IReadOnlyList<(DeadLetter Letter, bool CanBeReplayed)> Letters, IReadOnlyDictionary<DeadLetterState, int> Counts);
}
