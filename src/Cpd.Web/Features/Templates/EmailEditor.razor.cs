using Cpd.Adapters.Preferences;
using Cpd.Contracts;
using Cpd.Engine.Templates;
using Cpd.Engine.Templates.Email;
using Cpd.Engine.Templates.Stored;
using Cpd.Web.Features.Templates.Blocks;
using Cpd.Web.Shell;
using Microsoft.AspNetCore.Components;

namespace Cpd.Web.Features.Templates;

public sealed partial class EmailEditor(PageLooks looks, MailLogos logos, CurrentWorkspace workspace)
{
    private static readonly (Tab Tab, string Name)[] Tabs = [(Tab.Blocks, "Blocks"), (Tab.Code, "Code"), (Tab.Text, "Plain text")];

    private readonly TemplateText?[] _lines = new TemplateText?[2];
    private readonly CursorPlace _place = new();

    /// <summary>Blocks that were left for HTML by hand and are not yet gone, by language.</summary>
    private readonly Dictionary<string, string> _left = new(StringComparer.Ordinal);

    /// <summary>By language.</summary>
    private readonly Dictionary<string, TouchedFields> _touched = new(StringComparer.Ordinal);

    private TemplateText? _body;
    private Tab? _tab;
    private (string Language, string Html)? _byHand;
    private int _kept;

    private enum Tab
    {
        Blocks,
        Code,
        Text,
    }

    [Parameter, EditorRequired]
    public TemplateVariant Variant { get; set; } = null!;

    /// <summary>A part, and what is written in it now; null where it is left empty and need not be there.</summary>
    [Parameter, EditorRequired]
    public EventCallback<(string Part, string? Text)> Changed { get; set; }

    /// <summary>Told the blocks that a new e-mail begins with; nobody has written them. Without anybody to tell it begins with none.</summary>
    [Parameter]
    public EventCallback<string> Begins { get; set; }

    /// <summary>Saving was tried: what is still empty is said, too.</summary>
    [Parameter]
    public bool SaysAll { get; set; }

    private TouchedFields TouchedHere
    {
        get
        {
            if (!_touched.TryGetValue(Variant.Language, out var touched)) _touched[Variant.Language] = touched = new TouchedFields();
            touched.All = SaysAll;
            return touched;
        }
    }

    private Tab Shown => _tab ?? (HasBlocks ? Tab.Blocks : Tab.Code);

    private bool IsEmpty => !HasBlocks && Of(TemplateParts.Html).Length == 0;

    private bool HasBlocks => Variant.Parts.ContainsKey(TemplateParts.Blocks);

    /// <summary>Made of the blocks where there are some.</summary>
    private string Html => HasBlocks && EmailBlocks.Read(Of(TemplateParts.Blocks), out _) is { } blocks ? EmailBlocksHtml.Of(blocks, Variant.Language) : Of(TemplateParts.Html);

    /// <summary>What somebody made of the blocks' HTML, until they say whether they mean it.</summary>
    private string? ByHand => HasBlocks && _byHand is { } hand && hand.Language == Variant.Language ? hand.Html : null;

    private IEnumerable<string> AddressProblems => TemplateRules.Check(Channel.Email, new TemplateContent([Variant]))
        .Where(mistake => mistake.Part is TemplateParts.Sender or TemplateParts.ReplyTo).Select(mistake => mistake.Sentence);

    /// <summary>Puts something in where the cursor was last.</summary>
    public Task Insert(string tag)
    {
        var isHere = _place.Last is { } last && (_lines.Contains(last) || (Shown is Tab.Blocks ? _place.Has(last) : last == _body));
        var text = isHere ? _place.Last : Shown is Tab.Blocks ? _place.First ?? _lines[0] : _body;
        return text?.Insert(tag) ?? Task.CompletedTask;
    }

    protected override async Task OnInitializedAsync()
    {
        if (!Begins.HasDelegate || !IsEmpty) return;

        var blocks = await Beginning();
        // Whoever was quicker than the database wrote HTML: it stays.
        if (IsEmpty) await Begins.InvokeAsync(blocks);
    }

    private async Task<string> Beginning() =>
        EmailBlocks.Begin((await looks.Of(workspace.Id, CancellationToken.None)).Accent, workspace.Name, await logos.Of(workspace.Id, CancellationToken.None)).ToJson();

    private async Task Replace()
    {
        var blocks = await Beginning();
        await Set(TemplateParts.Html, "");
        await Set(TemplateParts.Blocks, blocks);
    }

    private Task Code(string html)
    {
        if (!HasBlocks) return Set(TemplateParts.Html, html);

        _byHand = (Variant.Language, html);
        return Task.CompletedTask;
    }

    private async Task LeaveBlocks()
    {
        var html = ByHand!;
        _left[Variant.Language] = Of(TemplateParts.Blocks);
        _byHand = null;
        await Set(TemplateParts.Blocks, "");
        await Set(TemplateParts.Html, html);
    }

    /// <summary>The textarea is made anew: only so it forgets what was typed.</summary>
    private void KeepBlocks()
    {
        _byHand = null;
        _kept++;
    }

    private async Task BackToBlocks()
    {
        _left.Remove(Variant.Language, out var blocks);
        _tab = Tab.Blocks;
        await Set(TemplateParts.Html, "");
        await Set(TemplateParts.Blocks, blocks!);
    }

    private string Of(string part) => Variant.Parts.GetValueOrDefault(part, "");

    private Task Set(string part, string? text) => Changed.InvokeAsync((part, text is { Length: > 0 } ? text : null));

    private IReadOnlyList<TemplateProblem> Mistakes(string part) => Of(part) is { Length: > 0 } text
        ? MessageTemplate.Compile(text, TemplateParts.Of(Channel.Email).First(one => one.Name == part).Escaping).Found
        : [];
}
