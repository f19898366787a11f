using Cpd.Engine.Dashboards;
using Cpd.Engine.Journeys;
using Cpd.Engine.Journeys.Drafts;
using Cpd.Engine.Journeys.Publishing;
using Cpd.Web.Access;
using Cpd.Web.Shell;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;

namespace Cpd.Web.Features.Journeys;

public sealed partial class JourneysPage(
    IJourneyLibrary library, IJourneyDrafts drafts, DraftActions actions, JourneyCounts counts, CurrentWorkspace workspace, Caller caller,
    NavigationManager navigation)
{
    /// <summary>Five hundred steps with long texts are some hundred kilobytes.</summary>
    private const long LargestFile = 4 * 1024 * 1024;

    private ElementReference _nameField;
    private string _name = "";
    private bool _asksName;
    private bool _wantsFocus;
    private bool _isBusy;
    private IReadOnlyList<string> _problems = [];

    /// <summary>Given, whatever it says: asks for the name of a new one, as the button does.</summary>
    [SupplyParameterFromQuery]
    public string? New { get; set; }

    protected override void OnParametersSet()
    {
        if (New is not null && caller.May(Right.EditJourneys)) _wantsFocus = _asksName = true;
    }

    protected override async Task<Shown> Ask(CancellationToken ct)
    {
        var published = await library.List(workspace.Id, ct);
        var numbers = await counts.All(workspace.Id, ct);
        var versions = published.ToDictionary(journey => journey.Id, journey => journey.Version, StringComparer.Ordinal);
        // A draft that was published is no longer something to go on with.
        var open = new List<DraftSummary>();
        foreach (var draft in await drafts.List(workspace.Id, ct))
            if (!versions.TryGetValue(draft.Id, out var version) || draft.BasedOn != version || !await IsPublished(draft, ct)) open.Add(draft);
        return new Shown(published, numbers, open);
    }

    protected override IDisposable Watch(Func<Task> changed) => counts.Watch(workspace.Id, changed);

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!_wantsFocus || !_asksName) return;
        _wantsFocus = false;
        await _nameField.FocusAsync();
        if (New is not null) navigation.NavigateTo("/journeys", replace: true);   // it is asked for; whoever wants it again asks again
    }

    private void AskName() => _wantsFocus = _asksName = !_asksName;

    private async Task<bool> IsPublished(DraftSummary draft, CancellationToken ct) =>
        await drafts.Find(workspace.Id, draft.Id, ct) is { } stored && await library.Find(workspace.Id, draft.Id, ct) is { } newest
        && JourneyJson.ToText(stored.Definition with { Canvas = null }) == JourneyJson.ToText(newest.Definition with { Canvas = null });

    private Task Begin() => _name.Trim() is { Length: > 0 } name
        ? Open(new Journey("", name, [new JourneyEntry("")], new Reentry.AfterLeaving(), "", []))
        : Task.CompletedTask;

    private async Task Import(InputFileChangeEventArgs chosen)
    {
        _problems = [];
        if (chosen.File.Size > LargestFile)
        {
            _problems = [$"A journey file may have at most {LargestFile / 1024 / 1024} MB."];
            return;
        }
        using var file = new MemoryStream();
        await using (var stream = chosen.File.OpenReadStream(LargestFile)) await stream.CopyToAsync(file);
        var reading = JourneyJson.Read(file.ToArray());
        // What cannot be read would be lost in the draft. What only breaks a rule can be mended there.
        if (reading.Journey is not { } journey || reading.Problems.Count > 0)
            _problems = [$"{chosen.File.Name} could not be read:", .. reading.Problems.Select(problem => problem.Path.Length == 0 ? problem.Sentence : $"{problem.Path}: {problem.Sentence}")];
        else
            await Open(journey);
    }

    private async Task Open(Journey journey)
    {
        _isBusy = true;
        if (await actions.Begin(journey) is { } id) navigation.NavigateTo($"/journeys/{id}/edit");
        else _problems = ["The draft could not be saved. Try again in a moment."];
        _isBusy = false;
    }

    public sealed record Shown(IReadOnlyList<JourneySummary> Journeys, IReadOnlyDictionary<string, JourneyNumbers> Numbers, IReadOnlyList<DraftSummary> Drafts);
}
