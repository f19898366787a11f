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
        _journeys = [.. (await library.List(workspace.Id, _closed.Token)).Where(one => one.Status is JourneyStatus.Active).OrderBy(one => one.Name, StringComparer.CurrentCultureIgnoreCase)];
        _journey = _journeys is [var first, ..] ? first.Id : "";
    }

    private void Close() => (_journeys, _problem) = (null, null);

    private async Task Enrol()
    {
        if (_isAsked || _journeys?.FirstOrDefault(one => one.Id == _journey) is not { } journey) return;
        try
        {
            var (id, problem) = await actions.Enrol(Person, journey.Id, _data);
            _problem = problem?.Sentence;
            if (id is null) return;

            Close();
            (_isAsked, _called) = (true, journey.Name);
            StateHasChanged();
            _refused = await watch.Follow(workspace.Id, nameof(EnrolPerson), id, async () =>
            {
                _run = (await outcomes.Of(workspace.Id, Person, journey.Id, id, _closed.Token))?.Run;
                return _run is not null;
            }, _closed.Token);
            await Changed.InvokeAsync();
        }
        catch (AccessDeniedException denial)
        {
            Close();
            _refused = denial.Message;
        }
        catch (OperationCanceledException) when (_closed.IsCancellationRequested)
        {
            // The page was closed.
        }
        finally
        {
            _isAsked = false;
        }
    }

    public void Dispose()
    {
        _closed.Cancel();
        _closed.Dispose();
    }
}
