using Cpd.Contracts;
using Cpd.Engine.Commands;
using Cpd.Engine.Templates;
using Cpd.Engine.Templates.Chat;
using Cpd.Engine.Templates.Stored;
using Cpd.Web.Shell;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;

namespace Cpd.Web.Features.Templates;

public sealed partial class TemplatePage(
    MessageTemplates templates, SeenFields fields, TemplateActions actions, CurrentWorkspace workspace, NavigationManager navigation)
{
    private TemplateDraft? _draft;
    private string? _draftOf;
    private TemplateText? _text;
    private EmailEditor? _email;
    private RemoteEditor? _remote;
    private ChatEditor? _chat;
    private TitledEditor? _titled;
    private Channel? _channel;
    private Refusal? _refused;
    private (string Name, TemplateVariant Variant)? _refusedAs;
    private ComposedMessage? _rendered;
    private string _language = "";
    private string? _languageProblem;
    private string? _leavingTo;
    private bool _leaves;
    private bool _saving;
    private bool _tried;

    /// <summary>Its id, or <see cref="TemplateKeeper.New"/>.</summary>
    [Parameter]
    public string Id { get; set; } = "";

    /// <summary>Of a new one: what it is to be, such as <c>email</c>.</summary>
    [SupplyParameterFromQuery(Name = "channel")]
    public string? Wished { get; set; }

    protected override object? Subject => Id;

    private TemplateDetail? Detail => View?.Detail is { } detail && detail.Summary.Id == Id ? detail : null;

    private TemplateSummary? Summary => Detail?.Summary;

    /// <summary>Of a new one what is chosen.</summary>
    private Channel Channel => Summary?.Channel ?? _channel
        ?? (Enum.TryParse<Channel>(Wished, ignoreCase: true, out var wished) && wished is Channel.Email or Channel.WhatsApp or Channel.Viber or Channel.Rcs or Channel.Mms or Channel.Voice or Channel.Push ? wished : Channel.Sms);

    /// <summary>What the language in hand mirrors; null where it is written here.</summary>
    private RemoteTemplate? Remote => _draft is { } draft ? RemoteTemplate.Of(draft.Variant) : null;

    private bool IsChanged => _draft is { IsChanged: true } && !_leaves;

    private string State => (_saving, Summary) switch
    {
        (true, _) => "Saving…",
        (_, null) => "Not saved yet",
        (_, { } summary) => IsChanged ? "Unsaved changes" : $"Saved, version {summary.Version}",
    };

    private IReadOnlyList<TemplateProblem> Mistakes =>
        _draft is { Variant.Text: { Length: > 0 } text } ? MessageTemplate.Compile(text).Found : [];

    protected override async Task<Shown> Ask(CancellationToken ct)
    {
        var detail = Id == TemplateKeeper.New ? null : await templates.Find(workspace.Id, Id, ct);
        // The fields once: they do not change under somebody's hands.
        var shown = new Shown(detail, View?.Fields ?? await fields.Of(workspace.Id, ct));
        Adopt(detail);
        return shown;
    }

    protected override IDisposable Watch(Func<Task> changed) => templates.Watch(workspace.Id, changed);

    /// <summary>What is stored becomes what is shown, unless somebody has begun to change it.</summary>
    private void Adopt(TemplateDetail? detail)
    {
        if (_draftOf == Id && (_draft is null or { IsChanged: true } || (detail?.Summary.Version ?? 0) == _draft.BasedOn)) return;

        var language = _draftOf == Id ? _draft?.Language : null;
        _draft = detail is not null ? TemplateDraft.Of(detail) : Id == TemplateKeeper.New ? TemplateDraft.New() : null;
        if (language is not null && _draft?.Has(language) is true) _draft.Language = language;
        (_draftOf, _leaves, _refused, _tried) = (Id, false, null, false);
    }

    private void Typed(string text) => _draft!.Set(TemplateParts.Text, text);

    /// <summary>Only a new e-mail begins with blocks; those that are there stay what they are.</summary>
    private EventCallback<string> BeginsWith(TemplateDraft draft) => Id == TemplateKeeper.New
        ? EventCallback.Factory.Create<string>(this, blocks => draft.Begin(TemplateParts.Blocks, blocks))
        : default;

    private Task Insert(string tag) => (Channel switch
    {
        Channel.Email => _email?.Insert(tag),
        _ when Remote is not null => _remote?.Insert(tag),
        _ when Channel.IsChat() => _chat?.Insert(tag),
        _ when Channel.IsRich() => _titled?.Insert(tag),
        _ => _text?.Insert(tag),
    }) ?? Task.CompletedTask;

    private bool HasMistakes(string language)
    {
        var variant = _draft!.Content.Variants.First(variant => variant.Language == language);
        var parts = TemplateRules.Inheriting(variant, _draft.Content).Parts;
        return TemplateParts.Of(Channel, variant).Where(part => !part.IsGiven).Any(part => part.Choices is null && parts.GetValueOrDefault(part.Name) is { Length: > 0 } text && MessageTemplate.Compile(text, part.Escaping).Template is null);
    }

    /// <summary>The text stays as far as the other channel has a place for it.</summary>
    private void Choose(ChangeEventArgs change)
    {
        if (!Enum.TryParse<Channel>(change.Value as string, out var channel)) return;
        _channel = channel;
        foreach (var part in _draft!.Variant.Parts.Keys.Where(part => TemplateParts.Of(channel).All(known => known.Name != part)).ToList()) _draft.Set(part, null);
        _rendered = null;
    }

    private void AddLanguage()
    {
        _languageProblem = TemplateLanguages.Normalize(_language) is null ? $"“{_language.Trim()}” is not a valid language. Enter for example hr or de-AT." : null;
        if (_languageProblem is not null) return;

        _draft!.Add(TemplateLanguages.Normalize(_language)!);
        _language = "";
    }

    private async Task Save()
    {
        _tried = true;
        if (_draft is not { } draft || _saving || (!draft.IsChanged && Id != TemplateKeeper.New)) return;

        (_saving, _refused) = (true, null);
        var (isNew, name, content) = (Id == TemplateKeeper.New, draft.Name, draft.Content);
        var outcome = isNew
            ? await actions.Create(name, Channel, content)
            : await actions.Save(Id, draft.BasedOn, name, content);
        (_saving, _refused) = (false, outcome.Refusal);
        if (outcome.Mistakes.FirstOrDefault(mistake => draft.Has(mistake.Language)) is { } mistake)
        {
            draft.Language = mistake.Language;
            // Not every mistake has a place of its own on the page: an empty text has none.
            _refused = outcome.Refusal! with { Reason = $"{outcome.Refusal.Reason} {mistake.Sentence}" };
        }
        _refusedAs = (draft.Name, draft.Variant);
        if (outcome.Refusal is { Code: "template.changed" }) await Reload();
        if (outcome.Id is not { } id) return;

        if (isNew)
        {
            _leaves = true;
            navigation.NavigateTo($"/templates/{id}", replace: true);
            return;
        }
        _draft = draft.Saved(outcome.Version, name, content);
        await Reload();
    }

    private async Task Archive(bool archived)
    {
        (_refused, _refusedAs) = ((await actions.Archive(Id, archived)).Refusal, null);
        await Reload();
    }

    private async Task Duplicate()
    {
        var outcome = await actions.Duplicate(Id);
        (_refused, _refusedAs) = (outcome.Refusal, null);
        if (outcome.Id is { } id) navigation.NavigateTo($"/templates/{id}");
    }

    /// <summary>Why it was not saved, until somebody goes on writing. That somebody else saved meanwhile stays.</summary>
    private string? NotSaved =>
        _refused is { Code: not "template.changed" } && _draft is { } draft && _refusedAs is { } then && (then.Name != draft.Name || !ReferenceEquals(then.Variant, draft.Variant)) ? null : _refused?.Reason;

    private void TakeTheirs(TemplateDetail theirs) => (_draft, _refused) = (TemplateDraft.Of(theirs), null);

    private Task SaveOver(TemplateDetail theirs)
    {
        _draft!.BaseOn(theirs.Summary.Version);
        return Save();
    }

    private void Leaving(LocationChangingContext context)
    {
        if (!IsChanged) return;

        context.PreventNavigation();
        _leavingTo = context.TargetLocation;
        StateHasChanged();
    }

    private void Leave(string target)
    {
        (_leaves, _leavingTo) = (true, null);
        navigation.NavigateTo(target);
    }

    private async Task SaveAndLeave()
    {
        var target = _leavingTo!;
        _leavingTo = null;
        await Save();
        if (_refused is null) Leave(target);
    }

    /// <param name="Detail">Null for a new one, and for one that is not there.</param>
    public sealed record Shown(TemplateDetail? Detail, IReadOnlyList<SeenField> Fields);
}
