using Cpd.Contracts;
using Cpd.Engine.Dashboards;
using Cpd.Engine.Journeys;
using Cpd.Engine.Journeys.Publishing;
using Cpd.Engine.Journeys.Testing;
using Cpd.Engine.UserView;
using Cpd.Engine.UserView.Seen;
using Cpd.Web.Access;
using Cpd.Web.Shell;
using Microsoft.AspNetCore.Components;

namespace Cpd.Web.Features.Journeys;

public sealed partial class JourneyPage(
    IJourneyLibrary library, JourneyCounts counts, SeenCatalog catalog, JourneyActions actions, DraftActions drafts, Refusals refusals, CurrentWorkspace workspace,
    NavigationManager navigation, Caller caller)
{
    private bool _asksToStop;
    private bool _isSending;
    private (string MessageId, JourneyChange Change)? _asked;
    private string? _refused;
    private TestPath _path = TestPath.None;

    [Parameter, EditorRequired]
    public string Id { get; set; } = "";

    /// <summary>Picture and figures of one version alone.</summary>
    [SupplyParameterFromQuery]
    public int? Version { get; set; }

    /// <summary>Given, whatever it says: the version shown is tried out, and not watched.</summary>
    [SupplyParameterFromQuery]
    public string? Test { get; set; }

    /// <summary>The step whose people are shown beside the picture.</summary>
    [SupplyParameterFromQuery]
    public string? At { get; set; }

    protected override object Subject => (Id, Version);

    private bool MayChange => caller.May(Right.PublishJourneys);

    private bool MayEdit => caller.May(Right.EditJourneys);

    private bool IsChanging => _isSending || _asked is not null;

    protected override async Task<Shown> Ask(CancellationToken ct)
    {
        var detail = await library.Find(workspace.Id, Id, Version, ct);
        await LookForAnswer(detail, ct);
        var entry = detail?.Definition.Entries.FirstOrDefault(entry => entry.Reply is null) is { Event: var name } ? await catalog.Find(workspace.Id, name, ct) : null;
        return new Shown(detail, await counts.Of(workspace.Id, Id, Version, ct), detail is null ? JourneyNames.Unknown : JourneyWords.Of(detail.Definition), entry);
    }

    protected override IDisposable Watch(Func<Task> changed) => counts.Watch(workspace.Id, changed);

    private async Task Change(JourneyChange change)
    {
        _isSending = true;
        _asksToStop = false;
        _refused = null;
        if (await actions.Change(Id, change) is { } messageId) _asked = (messageId, change);
        else _refused = "This could not be saved. Try again in a moment.";
        _isSending = false;
        await Reload();
    }

    private async Task Duplicate(Journey journey)
    {
        if (await drafts.Begin(journey with { Name = $"{journey.Name} (copy)" }) is { } id) navigation.NavigateTo($"/journeys/{id}/edit");
        else _refused = "The copy could not be saved. Try again in a moment.";
    }

    /// <summary>The engine carries a command out, or refuses it, a moment later: this page hears of it like of everything else.</summary>
    private async Task LookForAnswer(JourneyDetail? detail, CancellationToken ct)
    {
        if (_asked is not { } asked) return;
        if (detail?.Summary.Status == Aim(asked.Change))
        {
            _asked = null;
        }
        else if (await refusals.Of(workspace.Id, nameof(ChangeJourney), asked.MessageId, ct) is { } refusal)
        {
            _asked = null;
            _refused = refusal.Reason;
        }
    }

    private void CloseTest()
    {
        _path = TestPath.None;
        Go(Address(Version));
    }

    private void Go(string address) => navigation.NavigateTo(address);

    private string Address(int? version, bool test = false, string? at = null)
    {
        var query = string.Join('&', new[]
        {
            version is { } one ? $"version={one}" : null, test ? "test" : null, at is null ? null : $"at={Uri.EscapeDataString(at)}",
        }.OfType<string>());
        return query.Length == 0 ? $"/journeys/{Id}" : $"/journeys/{Id}?{query}";
    }

    private static JourneyStatus Aim(JourneyChange change) => change switch
    {
        JourneyChange.Pause => JourneyStatus.Paused,
        JourneyChange.Resume => JourneyStatus.Active,
        _ => JourneyStatus.Stopped,
    };

    private static string Doing(JourneyChange change) => change switch
    {
        JourneyChange.Pause => "Pausing…",
        JourneyChange.Resume => "Resuming…",
        _ => "Stopping…",
    };

    private static string Inside(long people) => people switch
    {
        0 => "; nobody is in the journey now",
        1 => ", and the one person in the journey will be removed for good",
        _ => $", and the {Shared.Numbers.Text(people)} people in the journey will be removed for good",
    };

    private static string EndName(string end) => end switch
    {
        nameof(RunEnd.Finished) => "Finished",
        nameof(RunEnd.ReachedGoal) => "Reached the goal",
        nameof(RunEnd.ExitRule) => "Left by exit rule",
        nameof(RunEnd.TakenOut) => "Removed",
        _ => end,
    };

    /// <param name="Entry">The first event that lets people in, as it came before.</param>
    public sealed record Shown(JourneyDetail? Detail, JourneyNumbers Numbers, JourneyNames Names, SeenEvent? Entry);
}
