using Cpd.Contracts;
using Cpd.Engine.Dashboards;
using Cpd.Engine.Journeys;
using Cpd.Engine.Journeys.Drafts;
using Cpd.Engine.Journeys.Publishing;
using Cpd.Engine.UserView;
using Cpd.Web.Features.Journeys.Designer.Canvas;
using Cpd.Web.Features.Journeys.Designer.Interactions;
using Cpd.Web.Features.Shared;
using Cpd.Web.Access;
using Cpd.Web.Shell;
using Microsoft.AspNetCore.Components;

namespace Cpd.Web.Features.Journeys.Designer;

public sealed partial class DesignerPage(
    IJourneyLibrary library, IJourneyDrafts drafts, DraftActions draftActions, JourneyActions actions, JourneyCounts counts, Refusals refusals,
    CurrentWorkspace workspace, NavigationManager navigation, TimeProvider clock) : IAsyncDisposable
{
    private DesignerCanvas? _canvas;
    private Drawing? _drawing;
    private Autosave? _autosave;
    private JourneyDetail? _detail;
    private string? _published;
    private (Journey? Journey, bool IsSame) _compared;
    private Board _board = Board.Empty;
    private IReadOnlyList<JourneyProblem> _problems = [];
    private IReadOnlyDictionary<string, CardProblems> _byCard = new Dictionary<string, CardProblems>();
    private Journey? _checked;
    private IDisposable? _watchDraft;
    private IDisposable? _watchCounts;
    private Panel _panel;
    private bool _isList;
    private bool _isMissing;
    private bool _isClosed;
    private bool _asksToDiscard;
    private bool _keepsBehind;
    private bool _isSending;
    private (string MessageId, Journey Journey)? _publishing;
    private string? _refused;
    private string? _said;
    private string _saidCss = "plain";
    private string? _opened;

    private enum Panel
    {
        /// <summary>Of what is chosen.</summary>
        Card,
        Problems,
        Publish,
    }

    [Parameter, EditorRequired]
    public string Id { get; set; } = "";

    /// <summary>A published version that is to become the draft.</summary>
    [SupplyParameterFromQuery]
    public int? From { get; set; }

    /// <summary>Whether the newest version is what is drawn.</summary>
    private bool IsPublished
    {
        get
        {
            if (_published is null || _drawing is not { Journey: var journey }) return false;
            if (!ReferenceEquals(_compared.Journey, journey)) _compared = (journey, _published == JourneyJson.ToText(journey));
            return _compared.IsSame;
        }
    }

    private bool IsBehind => !_keepsBehind && _detail is { Summary.Version: var latest } && _autosave is { SavedAt: not null, BasedOn: var basedOn } && basedOn < latest && !IsPublished;

    private string Back => _detail is null ? "/journeys" : $"/journeys/{Id}";

    private string Status => _detail is not { } detail ? "Draft"
        : IsPublished ? $"Version {detail.Summary.Version}"
        : $"Draft of version {detail.Summary.Version + 1}";

    private string StatusCss => IsPublished ? "good" : "accent";

    private string ProblemCount => _problems.Count switch
    {
        0 => "No problems",
        1 => "1 problem",
        var count => $"{count} problems",
    };

    protected override async Task OnParametersSetAsync()
    {
        if (_opened == Id) return;
        await Close();
        _opened = Id;
        _isClosed = false;

        var draft = await drafts.Find(workspace.Id, Id, CancellationToken.None);
        _detail = await library.Find(workspace.Id, Id, CancellationToken.None);
        _isMissing = draft is null && _detail is null;
        if (!Caller.May(Right.EditJourneys))
        {
            navigation.NavigateTo(Back);   // to look at, not to draw
            return;
        }
        // The page that is sent first is only a frame: five hundred cards need not be sent twice.
        if (_isMissing || !RendererInfo.IsInteractive) return;

        Open(await Current(draft));
        _watchDraft = drafts.Watch(workspace.Id, Id, () => InvokeAsync(HearOfDraft));
        _watchCounts = counts.Watch(workspace.Id, () => InvokeAsync(LookForAnswer));
        if (From is { } version) await Restore(version);
        await LoadOffers();
    }

    /// <summary>A draft that says nothing new of the version it comes from does not hide the version that followed.</summary>
    private async Task<JourneyDraft?> Current(JourneyDraft? draft)
    {
        if (draft is not { Summary.BasedOn: > 0 and var basedOn } || _detail is not { Summary.Version: var latest } || basedOn >= latest) return draft;
        if (await library.Find(workspace.Id, Id, basedOn, CancellationToken.None) is not { } origin || Looks(origin.Definition) != Looks(draft.Definition)) return draft;
        return new JourneyDraft(draft.Summary with { BasedOn = latest }, _detail.Definition);
    }

    /// <summary>As it is drawn: a file without places is as good as the same with those it gets here.</summary>
    private static string Looks(Journey journey) => JourneyJson.ToText(journey.Tidy());

    private void Open(JourneyDraft? draft)
    {
        Take(_detail);
        var basedOn = draft?.Summary.BasedOn ?? _detail?.Summary.Version ?? 0;
        _drawing = new Drawing(draft?.Definition ?? _detail!.Definition, clock);
        _autosave = new Autosave(
            (journey, seen, from) => draftActions.Save(journey, seen, from),
            () => _ = InvokeAsync(StateHasChanged), clock, draft?.Summary.Revision ?? 0, basedOn, draft?.Summary.SavedAt);
        Redraw();
    }

    private void Take(JourneyDetail? detail)
    {
        _detail = detail;
        _asked = null;
        _published = detail is null ? null : Looks(detail.Definition);
        _compared = default;
    }

    /// <summary>Everything that changes a journey comes through here.</summary>
    private bool Do(Change? change)
    {
        if (_drawing is null || !_drawing.Apply(change)) return false;
        Drawn();
        return true;
    }

    private void Drawn()
    {
        _autosave!.Change(_drawing!.Journey);
        _said = null;
        Redraw();
        StateHasChanged();
    }

    private void Redraw()
    {
        _board = Board.Of(_drawing!.Journey, _board);
        _ = Check(_drawing.Journey);
    }

    /// <summary>Beside the page: a large journey takes a while, and the card one drags need not wait for it.</summary>
    private async Task Check(Journey journey)
    {
        _checked = journey;
        var (live, asked) = (await LiveJourneys(journey), await AskedBefore(journey));
        var problems = await Task.Run<IReadOnlyList<JourneyProblem>>(() =>
            [.. JourneyRules.Check(journey), .. WithoutSender(journey), .. JourneyRules.CheckWords(journey, live), .. MemoryRules.Check(journey, asked, clock.GetUtcNow())]);
        if (_isClosed || !ReferenceEquals(_checked, journey)) return;

        var byCard = CardProblems.By(problems);
        // Equal to what is shown already is the same object, so that cards stay as they are.
        _byCard = byCard.ToDictionary(card => card.Key, card => _byCard.GetValueOrDefault(card.Key) is { } same && same == card.Value ? same : card.Value, StringComparer.Ordinal);
        _problems = problems;
        StateHasChanged();
    }

    private IReadOnlyList<JourneyProblem> ProblemsOf(string card) => [.. _problems.Where(problem => CardProblems.CardOf(problem) == card)];

    private bool Take(Gesture gesture)
    {
        if (_drawing is not { } drawing) return false;
        var journey = drawing.Journey;
        switch (gesture)
        {
            case Gesture.Choose { Cards: var cards }:
                Choose(cards);
                return true;
            case Gesture.Go { Direction: var direction }:
                Reveal(Walk.From(journey, drawing.Only ?? drawing.Chosen.FirstOrDefault(), direction));
                return true;
            case Gesture.Move move:
                return Do(MoveCards.Of(journey, move.Cards, move.Dx, move.Dy, move.ByKey ? "move " + string.Join(' ', move.Cards) : null));
            case Gesture.Insert insert:
                return Do(InsertCard.Of(journey, insert.Id, insert.Card, insert.Exit));
            case Gesture.Lead lead:
                return Do(Connect.Of(journey, lead.Card, lead.Exit, lead.To));
            case Gesture.Drop { Kind: "note" } drop:
                return Do(EditNotes.Add(journey, drop.Middle));
            case Gesture.Drop { Kind: var key } drop when StepKinds.Find(key) is { } kind:
                return Added(drop.Card is { } card ? AddStep.After(journey, kind, card, drop.Exit) : AddStep.Alone(journey, kind, drop.Middle));
            case Gesture.Add { Kind: var key } add when StepKinds.Find(key) is { } kind:
                return Added(add.At is { } at ? AddStep.Into(journey, kind, add.Card, add.Exit, at) : AddStep.After(journey, kind, add.Card, add.Exit));
            case Gesture.Paste paste:
                return Added(Clipping.Paste(journey, paste.Text, paste.Middle));
            case Gesture.ResizeNote note:
                return Do(EditNotes.Resize(journey, note.Id, note.Width, note.Height));
            case Gesture.Key { Name: var name }:
                return Press(drawing, name);
            default:
                return false;
        }
    }

    private bool Press(Drawing drawing, string key)
    {
        switch (key)
        {
            case "undo" when drawing.Undo():
            case "redo" when drawing.Redo():
                Drawn();
                return true;
            case "delete" or "cut":
                if (!Do(DeleteCards.Of(drawing.Journey, drawing.Chosen))) return false;
                if (drawing.Only is { } left) _canvas?.Reveal(left);
                return true;
            case "duplicate" when Clipping.Copy(drawing.Journey, drawing.Chosen) is { } text:
                return Added(Clipping.Paste(drawing.Journey, text, null));
            case "all":
                Choose(drawing.Journey.Cards().Concat(drawing.Journey.Looks().Notes.Select(Sheet.CardOf)));
                return true;
            case "none":
                Choose([]);
                return true;
            default:
                return false;
        }
    }

    private bool Added(Change? change)
    {
        if (!Do(change)) return false;
        _panel = Panel.Card;
        if (_drawing!.Chosen.Count > 0) _canvas?.Reveal(_drawing.Chosen.First());
        return true;
    }

    private void Choose(IEnumerable<string> cards)
    {
        _drawing!.Choose(cards);
        _panel = Panel.Card;
        StateHasChanged();
    }

    private void Reveal(string card)
    {
        Choose([card]);
        _canvas?.Reveal(card);
    }

    private string? Copied() => Clipping.Copy(_drawing!.Journey, _drawing.Chosen);

    /// <summary>From the palette, without dragging: after what is chosen, at the end of the journey's first way, or in the middle.</summary>
    private async Task AddKind(string key)
    {
        var (drawing, middle) = (_drawing!, _canvas is null ? default : await _canvas.Middle());
        if (key == "note")
        {
            Added(EditNotes.Add(drawing.Journey, middle));
            return;
        }
        if (drawing.Only is { } only && Sheet.NoteOf(only) is null && drawing.Journey.ExitsOf(only).Count > 0) AddAfter((key, only));
        else if (drawing.Journey.Aim(CardShape.Entry, 0) is null) AddAfter((key, CardShape.Entry));
        else Take(new Gesture.Drop(key, middle, null, -1));
    }

    private void AddAfter((string Kind, string Card) wish)
    {
        var exits = _drawing!.Journey.ExitsOf(wish.Card);
        var open = Enumerable.Range(0, exits.Count).Where(exit => _drawing.Journey.Aim(wish.Card, exit) is null);
        Take(new Gesture.Add(wish.Kind, wish.Card, open.FirstOrDefault(0), null));
    }

    private void Led((string Card, int Exit, string? To) lead) => Do(Connect.Of(_drawing!.Journey, lead.Card, lead.Exit, lead.To));

    private void DeleteCard(string card) => Do(DeleteCards.Of(_drawing!.Journey, [card]));

    private void Edit(string card) => Choose([card]);

    private void Renamed(ChangeEventArgs change) => Do(EditJourney.Rename(_drawing!.Journey, (change.Value as string ?? "").Trim()));

    private async Task Arrange()
    {
        if (Do(ArrangeCards.Of(_drawing!.Journey)) && _canvas is not null) await _canvas.ShowAll();
    }

    private async Task Export()
    {
        if (_canvas is not null) await _canvas.Download($"{Id}.json", JourneyJson.ToText(_drawing!.Journey));
    }

    private void Show(Panel panel)
    {
        _panel = _panel == panel ? Panel.Card : panel;
        _refused = null;
    }

    private void Jump(string card)
    {
        _drawing!.Choose([card]);
        _canvas?.Reveal(card, focus: false);
    }

    private async Task Restore(int version)
    {
        if ((await library.Find(workspace.Id, Id, version, CancellationToken.None))?.Definition is { } older
            && Do(EditJourney.Replace(_drawing!.Journey, older, $"Restore version {version}")))
            Say($"Version {version} restored. Undo brings back your draft.");
        navigation.NavigateTo($"/journeys/{Id}/edit", replace: true);
    }

    private void Say(string sentence, string css = "plain") => (_said, _saidCss) = (sentence, css);

    // ---- two who draw at the same time ----

    private async Task HearOfDraft()
    {
        if (_isClosed || _autosave is null) return;
        _autosave.Heard(await drafts.Find(workspace.Id, Id, CancellationToken.None));
    }

    private string Overtaking(JourneyDraft theirs)
    {
        var count = Math.Max(1, Difference.Count(_drawing!.Journey, theirs.Definition));
        var when = RelativeTime.Text(theirs.Summary.SavedAt, clock.GetUtcNow());
        return $"{theirs.Summary.By ?? "Someone else"} saved {(count == 1 ? "a change" : $"{count} changes")} {when}.";
    }

    private void LoadTheirs()
    {
        var theirs = _autosave!.Theirs!;
        _drawing!.Apply(EditJourney.Replace(_drawing.Journey, theirs.Definition, "Load someone else's changes"));
        _autosave.Accept(theirs, theirs.Summary.BasedOn);
        Redraw();
    }

    private async Task KeepAsCopy()
    {
        var mine = _drawing!.Journey;
        if (await draftActions.Begin(mine with { Name = $"{mine.Name} (copy)" }) is not { } id)
        {
            Say("The copy could not be saved. Try again in a moment.", "");
            return;
        }
        _autosave!.Accept(_autosave.Theirs, _autosave.BasedOn);
        navigation.NavigateTo($"/journeys/{id}/edit");
    }

    private async Task LoadPublished()
    {
        var detail = _detail!;
        if (_autosave!.State is SaveState.Overtaken) _autosave.Accept(null, detail.Summary.Version);
        else await _autosave.Flush();
        _autosave.PublishedAs(detail.Summary.Version);
        Do(EditJourney.Replace(_drawing!.Journey, detail.Definition, $"Load version {detail.Summary.Version}"));
    }

    private async Task Discard()
    {
        _asksToDiscard = false;
        await _autosave!.Flush();
        if (!await draftActions.Discard(Id, _autosave.Revision))
        {
            await HearOfDraft();
            return;
        }
        if (_detail is null)
        {
            navigation.NavigateTo("/journeys");
            return;
        }
        _board = Board.Empty;
        Open(null);
    }

    // ---- publishing ----

    private async Task Publish(string? note)
    {
        (_isSending, _refused) = (true, null);
        if (!await _autosave!.Flush())
        {
            (_isSending, _refused) = (false, "Nothing was published because the draft could not be saved. Try again in a moment.");
            return;
        }
        var journey = _drawing!.Journey;
        try
        {
            if (await actions.Publish(journey, note) is { } messageId) _publishing = (messageId, journey);
            else _refused = "This could not be saved. Try again in a moment.";
        }
        catch (AccessDeniedException denial)
        {
            _refused = denial.Message;
        }
        _isSending = false;
        await LookForAnswer();
    }

    /// <summary>The engine publishes, or refuses, a moment later, and this page hears of it like of everything else.</summary>
    private async Task LookForAnswer()
    {
        if (_isClosed || _publishing is not { } asked) return;
        if (await library.Find(workspace.Id, Id, CancellationToken.None) is { Summary.Status: JourneyStatus.Active } detail
            && JourneyJson.ToText(detail.Definition) == JourneyJson.ToText(asked.Journey))
        {
            Take(detail);
            (_publishing, _panel) = (null, Panel.Card);
            _autosave!.PublishedAs(detail.Summary.Version);
            await draftActions.Published(Id, _autosave.Revision, detail.Summary.Version);
            Say($"Version {detail.Summary.Version} is live.", "good");
        }
        else if (await refusals.Of(workspace.Id, nameof(PublishJourney), asked.MessageId, CancellationToken.None) is { } refusal)
        {
            (_publishing, _refused) = (null, refusal.Reason);
        }
        StateHasChanged();
    }

    private async Task Close()
    {
        _isClosed = true;
        _watchDraft?.Dispose();
        _watchCounts?.Dispose();
        if (_autosave is not null) await _autosave.DisposeAsync();
    }

    public async ValueTask DisposeAsync() => await Close();
}
