using Cpd.Engine.Journeys;
using Cpd.Web.Features.Journeys.Designer.Canvas;
using Cpd.Web.Features.Journeys.Designer.Interactions;
using Cpd.Web.Features.Shared;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Cpd.Web.Features.Journeys.Designer;

/// <summary>Between the browser's half of the canvas and the page: every gesture comes in here once, when it is over.</summary>
public sealed partial class DesignerCanvas(IJSRuntime browser) : IAsyncDisposable
{
    private readonly PageScript _script = new(browser, "./Features/Journeys/Designer/DesignerCanvas.razor.js");
    private ElementReference _root;
    private DotNetObjectReference<DesignerCanvas>? _self;
    private Menu? _menu;
    private string? _reveal;
    private bool _wantsFocus;
    private bool _isAttached;

    [Parameter, EditorRequired]
    public string Journey { get; set; } = "";

    [Parameter, EditorRequired]
    public Board Board { get; set; } = Board.Empty;

    /// <summary>By card.</summary>
    [Parameter]
    public IReadOnlyDictionary<string, CardProblems> Problems { get; set; } = new Dictionary<string, CardProblems>();

    [Parameter, EditorRequired]
    public IReadOnlySet<string> Chosen { get; set; } = new HashSet<string>();

    /// <summary>Steps of a test run that were passed; null where there is no test run. Everything else fades.</summary>
    [Parameter]
    public IReadOnlySet<string>? LitSteps { get; set; }

    /// <summary>Ways that were walked, as <c>step:port</c>; <c>(entry):next</c> is the one in.</summary>
    [Parameter]
    public IReadOnlySet<string>? LitEdges { get; set; }

    /// <summary>Where the person of the test run stands.</summary>
    [Parameter]
    public string? Current { get; set; }

    /// <summary>Takes a gesture; true where it changed anything.</summary>
    [Parameter, EditorRequired]
    public Func<Gesture, bool> Done { get; set; } = null!;

    /// <summary>What is chosen, as text; null where there is nothing to copy.</summary>
    [Parameter, EditorRequired]
    public Func<string?> Copied { get; set; } = null!;

    private bool IsLit => LitSteps is not null;

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            _self = DotNetObjectReference.Create(this);
            await _script.Attach(_root, _self, Journey);
            _isAttached = true;
        }
        if (!_isAttached) return;   // it is done then
        if (_reveal is { } card)
        {
            _reveal = null;
            await _script.Call("reveal", card);
        }
        // The menu may have been opened while the browser was on its way: it keeps the keys until it is closed.
        if (_wantsFocus && _menu is null)
        {
            _wantsFocus = false;
            await _script.Call("focus");
        }
    }

    /// <summary>Brings a card into sight once it is drawn, and the keys back to the canvas.</summary>
    public void Reveal(string card, bool focus = true)
    {
        _reveal = card;
        _wantsFocus |= focus;
    }

    /// <summary>The middle of what is seen.</summary>
    public async Task<CanvasPlace> Middle() => Place(await _script.Ask<int[]>("middle"));

    public Task ShowAll() => _script.Call("fit");

    /// <summary>Gives a file to whoever sits before the page.</summary>
    public Task Download(string name, string text) => _script.Call("download", name, text);

    [JSInvokable]
    public bool Choose(string[] cards) => Do(new Gesture.Choose(cards));

    [JSInvokable]
    public bool Move(string[] cards, int dx, int dy, bool byKey) => Do(new Gesture.Move(cards, dx, dy, byKey));

    [JSInvokable]
    public bool Insert(string id, string card, int exit) => Do(new Gesture.Insert(id, card, exit));

    [JSInvokable]
    public bool Lead(string card, int exit, string? to) => Do(new Gesture.Lead(card, exit, to));

    [JSInvokable]
    public bool Drop(string kind, int x, int y, string? card, int exit) => Do(new Gesture.Drop(kind, new CanvasPlace(x, y), card, exit));

    [JSInvokable]
    public bool Go(string direction) => Enum.TryParse<Direction>(direction, ignoreCase: true, out var way) && Do(new Gesture.Go(way));

    [JSInvokable]
    public bool ResizeNote(string id, int width, int height) => Do(new Gesture.ResizeNote(id, width, height));

    [JSInvokable]
    public bool Key(string name) => Do(new Gesture.Key(name));

    [JSInvokable]
    public string? Copy(bool andDelete)
    {
        var text = Copied();
        if (andDelete && text is not null) Do(new Gesture.Key("cut"));
        return text;
    }

    [JSInvokable]
    public bool Paste(string text, int[]? middle) => Do(new Gesture.Paste(text, middle is null ? null : Place(middle)));

    /// <summary>Asks what comes next at a port.</summary>
    /// <param name="place">Where on the canvas a new line was let go; null at a click.</param>
    [JSInvokable]
    public void AskNext(string card, int exit, int x, int y, int[]? place)
    {
        if (Board.Cards.FirstOrDefault(known => known.Id == card) is not { } found || exit < 0 || exit >= found.Ports.Length) return;
        _menu = new Menu(card, exit, x, y, place is null ? null : Place(place), place is not null && found.Ports[exit].To is not null);
        StateHasChanged();
    }

    private void Picked(string kind)
    {
        if (_menu is not { } menu) return;
        _menu = null;
        _wantsFocus = true;
        Do(new Gesture.Add(kind, menu.Card, menu.Exit, menu.Place));
    }

    private void Cut()
    {
        if (_menu is not { } menu) return;
        CloseMenu();
        Do(new Gesture.Lead(menu.Card, menu.Exit, null));
    }

    private void CloseMenu()
    {
        _menu = null;
        _wantsFocus = true;
        StateHasChanged();
    }

    private bool Do(Gesture gesture) => Done(gesture);

    private static CanvasPlace Place(int[]? at) => at is [var x, var y] ? new CanvasPlace(x, y) : default;

    public async ValueTask DisposeAsync()
    {
        await _script.DisposeAsync();   // first, so that it calls nobody who is gone
        _self?.Dispose();
    }

    private sealed record Menu(string Card, int Exit, int X, int Y, CanvasPlace? Place, bool CanDisconnect);
}
