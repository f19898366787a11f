using System.Text.Json;
using Cpd.Contracts;
using Cpd.Engine.People;
using Cpd.Web.Access;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace Cpd.Web.Features.People;

public sealed partial class PersonAttributes(PersonActions actions, CommandWatch watch, Caller caller) : IDisposable
{
    private const string Saving = "Saving…";
    private const string Removing = "Removing…";

    private const int LongestShown = 300;

    private readonly CancellationTokenSource _closed = new();
    private CancellationToken _ct;   // of the source, which is gone once the page was left
    private readonly Dictionary<string, ElementReference> _buttons = [];
    private ElementReference _nameField;
    private ElementReference _add;
    private string? _editing;
    private bool _isAdding;
    private string _name = "";
    private AttributeType _type;
    private string _typed = "";
    private bool _hasLines;
    private string? _problem;
    private string? _refused;
    private Asked? _asked;
    private Func<ElementReference?>? _focusOn;

    [Parameter, EditorRequired]
    public Profile Profile { get; set; } = null!;

    /// <summary>Asks for the person anew.</summary>
    [Parameter]
    public EventCallback Changed { get; set; }

    private bool CanChange => caller.May(Right.EditPeople);

    private bool IsWritable => AttributeValue.Writable.Contains(_type);

    /// <summary>What is asked for is shown as if it had been carried out already.</summary>
    private List<Row> Rows()
    {
        var rows = Known.Select(attribute => _asked is { } asked && asked.Name == attribute.Name
            ? Row.Of(attribute.Name, asked.Value ?? attribute.Value, asked.Value is null ? Removing : Saving)
            : Row.Of(attribute.Name, attribute.Value)).ToList();
        if (_asked is { Value: { } added } wanted && rows.TrueForAll(row => row.Name != wanted.Name)) rows.Add(Row.Of(wanted.Name, added, Saving));
        return rows;
    }

    private IEnumerable<JsonProperty> Known => Profile.Attributes is { ValueKind: JsonValueKind.Object } all ? all.EnumerateObject() : [];

    protected override void OnParametersSet()
    {
        if (_asked is { } asked && IsSo(asked)) _asked = null;
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_focusOn is not { } find) return;
        _focusOn = null;
        if (find() is { Context: not null } place) await place.FocusAsync();
    }

    private bool IsSo(Asked asked)
    {
        var known = Known.Where(attribute => attribute.Name == asked.Name).Select(attribute => (JsonElement?)attribute.Value).FirstOrDefault();
        return known is { } value && asked.Value is { } wanted ? JsonElement.DeepEquals(value, wanted) : known is null && asked.Value is null;
    }

    private void Edit(Row row)
    {
        if (_asked is not null) return;
        Begin(row.Name, row.Type, AttributeValue.Typed(row.Value));
        _editing = row.Name;
    }

    private void Add()
    {
        if (_asked is not null) return;
        Begin("", AttributeType.Text, "");
        _isAdding = true;
        _focusOn = () => _nameField;
    }

    private void Begin(string name, AttributeType type, string typed)
    {
        Close();
        (_name, _type, _typed, _hasLines, _refused) = (name, type, typed, type is AttributeType.Text && typed.Contains('\n', StringComparison.Ordinal), null);
    }

    private void Leave()
    {
        var (name, wasAdding) = (_name, _isAdding);
        Close();
        _focusOn = wasAdding ? () => _add : () => _buttons.TryGetValue(name, out var button) ? button : null;
    }

    private void Close() => (_editing, _isAdding, _problem) = (null, false, null);

    /// <summary>The page's own Esc only leaves the field.</summary>
    private void Key(KeyboardEventArgs key)
    {
        if (key.Key == "Escape") Leave();
    }

    private async Task Save()
    {
        var name = _isAdding ? _name.Trim() : _name;
        if (_isAdding && Known.Any(attribute => attribute.Name == name))
        {
            _problem = $"There is \"{name}\" already. Edit it above.";
            return;
        }
        (var value, _problem) = AttributeValue.Read(_type, _typed);
        if (value is { } given) await Ask(name, given);
    }

    private Task Remove() => Ask(_name, null);

    private async Task Ask(string name, JsonElement? value)
    {
        try
        {
            var asked = new Asked(name, value);
            if (!_isAdding && IsSo(asked))
            {
                Leave();
                return;
            }
            var (id, problem) = await actions.Set(Profile.Id, name, value);
            if (id is null)
            {
                _problem = problem!.Sentence;
                return;
            }
            _name = name;
            _asked = asked;
            Leave();
            StateHasChanged();
            var refused = await watch.Follow(Profile.Workspace, nameof(EditPerson), id, async () =>
            {
                await Changed.InvokeAsync();
                return !ReferenceEquals(_asked, asked);
            }, _ct);
            (_asked, _refused) = (null, refused);
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
    }

    protected override void OnInitialized() => _ct = _closed.Token;

    public void Dispose()
    {
        _closed.Cancel();
        _closed.Dispose();
    }

    /// <param name="Value">Null: it is to go.</param>
    private sealed record Asked(string Name, JsonElement? Value);

    /// <param name="Text">Its beginning, where it is long.</param>
    /// <param name="Note">Its type in a word, or what is being done with it.</param>
    private sealed record Row(string Name, JsonElement Value, AttributeType Type, string Text, string Note)
    {
        public static Row Of(string name, JsonElement value, string? doing = null)
        {
            var (type, text) = (AttributeValue.TypeOf(value), AttributeValue.Shown(value));
            return new Row(name, value, type, text.Length > LongestShown ? text[..LongestShown] + "…" : text, doing ?? AttributeValue.Word(type));
        }
    }
}
