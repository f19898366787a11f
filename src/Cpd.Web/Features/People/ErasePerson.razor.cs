using Cpd.Contracts;
using Cpd.Engine.UserView;
using Cpd.Web.Access;
using Cpd.Web.Shell;
using Microsoft.AspNetCore.Components;

namespace Cpd.Web.Features.People;

/// <remarks>It is closed with the page of who is gone: that they were erased is said there.</remarks>
public sealed partial class ErasePerson(PersonActions actions, CommandWatch watch, CurrentWorkspace workspace) : IDisposable
{
    private readonly CancellationTokenSource _closed = new();
    private CancellationToken _ct;   // of the source, which is gone once the page was left
    private bool _asks;
    private bool _isAsked;
    private string _typed = "";
    private string? _refused;

    [Parameter, EditorRequired]
    public PersonSummary Person { get; set; } = null!;

    /// <summary>The command is on the log.</summary>
    [Parameter]
    public EventCallback Asked { get; set; }

    /// <summary>Asks for the person anew.</summary>
    [Parameter]
    public EventCallback Changed { get; set; }

    private string Called => Person.Called;

    /// <summary>Somebody without a name or an id of the company is called like all of their kind: the device's id is theirs alone.</summary>
    private string Typable => Person.Name ?? Person.UserId ?? Person.Email ?? Person.Phone ?? (Person.AnonymousIds is [var device, ..] ? device : "erase");

    /// <summary>A name is typed as it comes, an id as it is.</summary>
    private bool IsSure => _typed.Trim() is { Length: > 0 } typed
        && (typed.Equals(Person.Name?.Trim(), StringComparison.OrdinalIgnoreCase) || typed == Typable.Trim() || typed == Person.UserId?.Trim());

    private void Ask() => (_asks, _typed, _refused) = (true, "", null);

    private async Task Erase()
    {
        if (!IsSure || _isAsked) return;
        try
        {
            _isAsked = true;
            var (id, problem) = await actions.Erase(Person.Id);
            _asks = false;
            if (id is null)
            {
                (_isAsked, _refused) = (false, problem!.Sentence);
                return;
            }
            await Asked.InvokeAsync();
            StateHasChanged();
            var refused = await watch.Follow(workspace.Id, nameof(ForgetPerson), id, async () =>
            {
                await Changed.InvokeAsync();
                return false;   // whoever is erased has no page any more, and this ends with it
            }, _ct);
            (_isAsked, _refused) = (false, refused);
        }
        catch (AccessDeniedException denial)
        {
            (_asks, _isAsked, _refused) = (false, false, denial.Message);
        }
        catch (OperationCanceledException) when (_ct.IsCancellationRequested)
        {
            // They are gone, or the page was closed.
        }
    }

    protected override void OnInitialized() => _ct = _closed.Token;

    public void Dispose()
    {
        _closed.Cancel();
        _closed.Dispose();
    }
}
