using System.Collections.ObjectModel;
using Cpd.Contracts;
using Cpd.Engine.People;
using Cpd.Engine.Templates.Stored;
using Cpd.Engine.UserView;
using Cpd.Web.Shell;
using Microsoft.AspNetCore.Components;

namespace Cpd.Web.Features.Templates;

/// <summary>Renders what is typed with a real person's values, or with invented ones, exactly as the engine would.</summary>
public sealed partial class TemplatePreview(PeopleSearch people, IPeopleStore store, CurrentWorkspace workspace, TimeProvider clock) : IDisposable
{
    private const int MostFound = 6;

    private readonly CancellationTokenSource _closed = new();
    private readonly Dictionary<string, string> _typed = new(StringComparer.Ordinal);
    private IReadOnlyList<PersonSummary> _found = [];
    private PersonSummary? _person;
    private PersonState? _state;
    private string _gets = TemplateLanguages.Default;
    private string _search = "";
    private bool _looked;
    private IReadOnlyList<string> _variables = [];
    private ComposedMessage? _told;

    [Parameter, EditorRequired]
    public Channel Channel { get; set; }

    /// <summary>Its id, for sentences; null where it has none yet.</summary>
    [Parameter]
    public string? Template { get; set; }

    /// <summary>What is being written.</summary>
    [Parameter, EditorRequired]
    public TemplateVariant Variant { get; set; } = null!;

    /// <summary>The languages there are.</summary>
    [Parameter]
    public IEnumerable<string> Languages { get; set; } = [];

    [Parameter]
    public IReadOnlyList<SeenField> Fields { get; set; } = [];

    /// <summary>Told whenever something else would arrive; null where nothing can be shown.</summary>
    [Parameter]
    public EventCallback<ComposedMessage?> Rendered { get; set; }

    /// <summary>Null where there is nothing to render.</summary>
    private ComposedMessage? Shown { get; set; }

    private string Language => Variant.Language;

    private bool IsWritten => Variant.Parts.Any(part => part.Value.Length > 0 && !TemplateParts.Of(Channel).Any(known => known.Name == part.Key && (known.Choices is not null || known.Name is SmsOptions.IndiaTemplate or SmsOptions.KoreaTitle)));

    /// <summary>What nobody but the one who looks can say: all that is not the chosen person's.</summary>
    private IEnumerable<string> Asked => _variables.Where(path => _state is null || !path.StartsWith("person", StringComparison.Ordinal));

    protected override Task OnParametersSetAsync() => Render();

    private async Task Render()
    {
        // In the place of everybody's, so that it is shown whoever looks.
        var everybody = new TemplateContent([Variant with { Language = TemplateLanguages.Default }]);
        var template = CompiledTemplate.Compile(workspace.Id, Template ?? "preview", Channel, isArchived: false, everybody);
        _variables = [.. template.Variables.Where(path => path is not ("person.id" or "person.userId") && !MessageLinks.Paths.Contains(path))];
        var facts = SampleFacts.Of(_state, _variables.ToDictionary(path => path, ValueOf, StringComparer.Ordinal), workspace.Id, Language, clock.GetUtcNow());
        Shown = IsWritten && template.Compose(facts) is { Code: not "template.invalid" } made ? made : null;
        _gets = _state is { } state ? TemplateLanguages.Choose(Languages.Contains, state.Profile.KnowsLanguage ? state.Profile.Culture.Name : null) : Language;

        var sent = Shown?.Text is null ? null : Shown;
        if (IsSame(_told, sent)) return;
        _told = sent;
        await Rendered.InvokeAsync(_told);
    }

    private static bool IsSame(ComposedMessage? one, ComposedMessage? other) =>
        one?.Text == other?.Text
        && (one?.Parts ?? ReadOnlyDictionary<string, string>.Empty).OrderBy(part => part.Key, StringComparer.Ordinal)
            .SequenceEqual((other?.Parts ?? ReadOnlyDictionary<string, string>.Empty).OrderBy(part => part.Key, StringComparer.Ordinal));

    private string ValueOf(string path)
    {
        if (_typed.TryGetValue(path, out var typed)) return typed;
        return Seen(path)?.Sample ?? SampleFacts.Guess(path, clock.GetUtcNow());
    }

    /// <summary>What came with an event is as good as any invention; somebody's own values are not shown as another's.</summary>
    private SeenField? Seen(string path)
    {
        var dot = path.IndexOfAny(['.', '[']);
        return dot > 0 && path[..dot] is "entry" or "event" ? Fields.FirstOrDefault(field => field.Event is not null && field.Path["event".Length..] == path[dot..]) : null;
    }

    private Task Set(string path, string? text)
    {
        _typed[path] = text ?? "";
        return Render();
    }

    private async Task Look()
    {
        var text = _search.Trim();
        var found = text.Length == 0 ? [] : await people.Search(workspace.Id, text, MostFound, _closed.Token);
        if (text == _search.Trim()) (_found, _looked) = (found, true);
    }

    private async Task Choose(PersonSummary person)
    {
        (_person, _state) = (person, await store.Find(workspace.Id, person.Id, _closed.Token));
        (_found, _search, _looked) = ([], "", false);
        await Render();
    }

    private Task Nobody()
    {
        (_person, _state) = (null, null);
        return Render();
    }

    public void Dispose()
    {
        _closed.Cancel();
        _closed.Dispose();
    }
}
