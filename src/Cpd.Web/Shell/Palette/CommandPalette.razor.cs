using Cpd.Web.Access;
using Cpd.Web.Features.Shared;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.JSInterop;

namespace Cpd.Web.Shell.Palette;

/// <summary>The dialog is the browser's, which opens and closes it at once; here is what stands in it.</summary>
public sealed partial class CommandPalette(
    PaletteSearch search, RecentlyOpened recently, Caller caller, NavigationManager navigation, IJSRuntime browser, TimeProvider clock, ILogger<CommandPalette> log)
    : IAsyncDisposable
{
    /// <summary>People are many, and asked for only when somebody stops typing.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(150);

    private readonly PageScript _script = new(browser, "./palette.js");
    private Task _attached = Task.CompletedTask;
    private CancellationTokenSource _looking = new();
    private IReadOnlyList<PaletteGroup> _groups = [];
    private List<PaletteEntry> _listed = [];
    private Named? _named;
    private string _text = "";
    private string? _problem;
    private int _active;
    private bool _isOpen;
    private bool _isLooking;
    private bool _goesOnceFound;

    private Opened? Here => Opened.Of(navigation.ToBaseRelativePath(navigation.Uri));

    private string? Said =>
        _problem ?? (!_isOpen ? null
        : _listed.Count > 0 ? $"{_listed.Count} found"
        : _isLooking ? "Looking…"
        : $"Nothing found for “{_text}”.");

    protected override void OnInitialized()
    {
        navigation.LocationChanged += Note;
        NoteHere();
    }

    protected override Task OnAfterRenderAsync(bool firstRender) => firstRender ? _attached = _script.Attach() : Task.CompletedTask;

    private void Note(object? sender, LocationChangedEventArgs to) => NoteHere();

    private void NoteHere()
    {
        if (Here is { } here) recently.Note(caller.AccountId, caller.Workspace, here);
    }

    /// <summary>With the field's focus, which it also gets again when somebody comes back from another window.</summary>
    private Task Open()
    {
        if (_isOpen) return Task.CompletedTask;
        _isOpen = true;
        return Look();
    }

    private Task Typed(ChangeEventArgs typed)
    {
        _isOpen = true;
        _text = (typed.Value as string ?? "").Trim();
        return Look();
    }

    private void Closed()
    {
        _looking.Cancel();
        (_isOpen, _isLooking, _goesOnceFound, _active, _text, _named, _problem) = (false, false, false, 0, "", null, null);
        List([]);
    }

    private async Task Pressed(KeyboardEventArgs key)
    {
        if (key is { Key: "ArrowDown" } && _listed.Count > 0) _active = (_active + 1) % _listed.Count;
        else if (key is { Key: "ArrowUp" } && _listed.Count > 0) _active = (_active + _listed.Count - 1) % _listed.Count;
        else if (key is { Key: "Enter", IsComposing: false }) await Go();
    }

    /// <summary>Who was quicker than the answer goes where it leads.</summary>
    private async Task Go()
    {
        _goesOnceFound = _listed.Count == 0 && _isLooking;
        if (_listed.Count == 0) return;
        var active = $"palette-{_active}";
        await _attached;   // a page that came alive a moment ago
        await _script.Call("go", active);
    }

    /// <summary>Each letter ends the question before, whose answer is no longer wanted.</summary>
    private async Task Look()
    {
        var (ct, text) = (Anew(), _text);
        (_active, _problem, _isLooking, _goesOnceFound) = (0, null, true, false);
        try
        {
            await Ask(text, ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            return;
        }
        catch (AccessDeniedException denied)
        {
            if (ct.IsCancellationRequested) return;
            List([]);
            _problem = denied.Message;
        }
        catch (Exception problem)
        {
            if (ct.IsCancellationRequested) return;
            Log.AskingFailed(log, problem);
            _problem = "Search is not available right now. Try again in a moment.";
        }
        _isLooking = false;
        if (!_goesOnceFound || _listed.Count == 0) return;
        StateHasChanged();   // what the browser is to follow has to be there
        await Go();
    }

    /// <summary>Ends what is under way; in one go, so that no two begin at once.</summary>
    private CancellationToken Anew()
    {
        _looking.Cancel();
        _looking.Dispose();
        _looking = new CancellationTokenSource();
        return _looking.Token;
    }

    private async Task Ask(string text, CancellationToken ct)
    {
        // At once what needs no question; with nothing typed the recent ones come before it, and nothing may jump under the hand.
        if (text.Length > 0 || _named is not null) Show(search.Fixed(text));

        var named = _named ?? await search.Names(ct);
        ct.ThrowIfCancellationRequested();
        _named = named;
        IReadOnlyList<PaletteGroup> listed = [.. search.Fixed(text), .. PaletteSearch.Workspaces(text, named)];
        if (text.Length == 0) listed = [.. await search.Recent(named, Here, ct), .. listed];
        if (text.Length >= PaletteSearch.FewestLetters) listed = [.. listed, .. PaletteSearch.Find(text, named)];
        ct.ThrowIfCancellationRequested();
        Show(listed);
        if (text.Length < PaletteSearch.FewestLetters) return;

        await Task.Delay(Pause, clock, ct);
        var people = await search.FindPeople(text, ct);
        ct.ThrowIfCancellationRequested();
        Show([.. listed, .. people]);
    }

    private void Show(IReadOnlyList<PaletteGroup> groups)
    {
        List(groups);
        StateHasChanged();
    }

    private void List(IReadOnlyList<PaletteGroup> groups)
    {
        _groups = groups;
        _listed = [.. groups.SelectMany(group => group.Entries)];
        if (_active >= _listed.Count) _active = 0;
    }

    public async ValueTask DisposeAsync()
    {
        navigation.LocationChanged -= Note;
        await _looking.CancelAsync();
        _looking.Dispose();
        await _script.DisposeAsync();
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 1, Level = LogLevel.Warning, Message = "The command palette could not read what it lists.")]
        public static partial void AskingFailed(ILogger log, Exception problem);
    }
}
