using Cpd.Contracts;
using Cpd.Engine.Dashboards;
using Cpd.Engine.Journeys.Running;
using Cpd.Engine.UserView;
using Cpd.Web.Access;
using Cpd.Web.Shell;
using Microsoft.AspNetCore.Components;

namespace Cpd.Web.Features.Journeys.Live;

public sealed partial class StepPeople(
    IWaitingPeople waitingPeople, PeopleSearch people, JourneyCounts counts, JourneyActions actions, Refusals refusals, CurrentWorkspace workspace)
{
    private const int Page = 50;

    private readonly HashSet<RunId> _chosen = [];
    private readonly Dictionary<RunId, (string MessageId, bool IsPush)> _asked = [];
    private string _name = "";
    private int _count = Page;
    private IReadOnlyList<WaitingRun>? _asks;
    private string? _refused;

    [Parameter, EditorRequired]
    public string Journey { get; set; } = "";

    [Parameter, EditorRequired]
    public string Step { get; set; } = "";

    /// <summary>What the step does, in words.</summary>
    [Parameter]
    public string Title { get; set; } = "";

    /// <summary>Null: whatever version they are in.</summary>
    [Parameter]
    public int? Version { get; set; }

    [Parameter]
    public EventCallback Closed { get; set; }

    protected override object Subject => (Journey, Step, Version, _name);

    protected override async Task<Shown> Ask(CancellationToken ct)
    {
        var found = await waitingPeople.At(workspace.Id, Journey, Step, Version, _name, _count + 1, ct);
        var shown = found.Take(_count).ToList();
        await LookForAnswers(shown, ct);
        _chosen.IntersectWith(shown.Select(waiting => waiting.Run));
        return new Shown(shown, await people.Named(workspace.Id, shown.Select(waiting => waiting.Person), ct), found.Count > _count);
    }

    protected override IDisposable Watch(Func<Task> changed) => counts.Watch(workspace.Id, changed);

    private Task PushOn(IReadOnlyList<WaitingRun> who) => Order(who, isPush: true);

    private Task TakeOut(IReadOnlyList<WaitingRun> who) => Order(who, isPush: false);

    private async Task Order(IReadOnlyList<WaitingRun> who, bool isPush)
    {
        (_asks, _refused) = (null, null);
        var orders = who.Select(waiting => new RunOrder(Guid.NewGuid().ToString("N"), waiting.Person, waiting.Run, Step)).ToList();
        try
        {
            var isTaken = isPush ? await actions.PushOn(orders) : await actions.TakeOut(orders);
            if (!isTaken) _refused = "This could not be saved. Try again in a moment.";
            else
                foreach (var order in orders) _asked[order.Run] = (order.MessageId, isPush);
        }
        catch (AccessDeniedException denial)
        {
            _refused = denial.Message;
        }
        _chosen.Clear();
        await Reload();
    }

    /// <summary>The engine carries commands out, or refuses them, a moment later. Who is gone from here was carried out.</summary>
    private async Task LookForAnswers(IReadOnlyList<WaitingRun> shown, CancellationToken ct)
    {
        foreach (var run in _asked.Keys.Except(shown.Select(waiting => waiting.Run)).ToList()) _asked.Remove(run);
        foreach (var (isPush, command) in new[] { (true, nameof(PushOnRun)), (false, nameof(TakeOutRun)) })
        {
            var open = _asked.Where(asked => asked.Value.IsPush == isPush).ToDictionary(asked => asked.Value.MessageId, asked => asked.Key);
            foreach (var (messageId, refusal) in await refusals.Of(workspace.Id, command, open.Keys, ct))
            {
                _asked.Remove(open[messageId]);
                _refused = refusal.Reason;
            }
        }
    }

    private string Name(WaitingRun waiting) => View!.Names.GetValueOrDefault(waiting.Person)?.Called ?? "Someone";

    private bool Chosen(WaitingRun waiting) => _chosen.Contains(waiting.Run);

    private void Choose(WaitingRun waiting)
    {
        if (!_chosen.Remove(waiting.Run)) _chosen.Add(waiting.Run);
    }

    private void ChooseAll(ChangeEventArgs change)
    {
        _chosen.Clear();
        if (change.Value is true) _chosen.UnionWith(View!.People.Select(waiting => waiting.Run));
    }

    private Task ShowMore()
    {
        _count += Page;
        return Reload();
    }

    public sealed record Shown(IReadOnlyList<WaitingRun> People, IReadOnlyDictionary<PersonId, PersonSummary> Names, bool HasMore);
}
