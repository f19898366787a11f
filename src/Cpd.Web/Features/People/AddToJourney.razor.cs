using Cpd.Contracts;
using Cpd.Engine.Journeys;
using Cpd.Engine.Journeys.Publishing;
using Cpd.Engine.UserView;
using Cpd.Web.Access;
using Cpd.Web.Shell;
using Microsoft.AspNetCore.Components;

namespace Cpd.Web.Features.People;

public sealed partial class AddToJourney(PersonActions actions, CommandWatch watch, EnrolmentOutcomes outcomes, IJourneyLibrary library, CurrentWorkspace workspace) : IDisposable
{
    private readonly CancellationTokenSource _closed = new();
    private CancellationToken _ct;   // of the source, which is gone once the page was left
    private IReadOnlyList<JourneySummary>? _journeys;
    private string _journey = "";
    private string _called = "";
    private string? _data;
    private string? _problem;
    private string? _refused;
    private bool _isAsked;
    private RunId? _run;

    [Parameter, EditorRequired]
    public PersonId Person { get; set; }

    /// <summary>Asks for the person anew.</summary>
    [Parameter]
    public EventCallback Changed { get; set; }

    private async Task Open()
    {
        (_problem, _refused, _run, _data) = (null, null, null, null);
        _journeys = [.. (await library.List(workspace.Id, _ct)).Where(one => one.Status is JourneyStatus.Active).OrderBy(one => one.Name, StringComparer.CurrentCultureIgnoreCase)];
        _journey = _journeys is [var first, ..] ? first.Id : "";
    }

    private void Close() => (_journeys, _problem) = (null, null);

    private async Task Enrol()
    {
        if (_isAsked || _journeys?.FirstOrDefault(one => one.Id == _journey) is not { } journey) return;
        _isAsked = true;   // before anything is waited for: a second click would be a second command
        try
        {
            var (id, problem) = await actions.Enrol(Person, journey.Id, _data);
            _problem = problem?.Sentence;
            if (id is null) return;

            Close();
            _called = journey.Name;
            StateHasChanged();
            _refused = await watch.Follow(workspace.Id, nameof(EnrolPerson), id, async () =>
            {
                _run = (await outcomes.Of(workspace.Id, Person, journey.Id, id, _ct))?.Run;
                return _run is not null;
            }, _ct);
            await Changed.InvokeAsync();
        }
        catch (AccessDeniedException denial)
        {
            Close();
            _refused = denial.Message;
        }
        catch (OperationCanceledException) when (_ct.IsCancellationRequested)
        {
            // The page was closed.
        }
        finally
        {
            _isAsked = false;
        }
    }

    protected override void OnInitialized() => _ct = _closed.Token;

    public void Dispose()
    {
        _closed.Cancel();
        _closed.Dispose();
    }
}
