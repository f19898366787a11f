using Cpd.Contracts;
using Cpd.Engine.Journeys;
using Cpd.Engine.Messages.Sending;
using Cpd.Engine.Templates.Stored;
using Cpd.Web.Features.Shared.Fields;
using Microsoft.AspNetCore.Components;

namespace Cpd.Web.Features.Journeys.Designer.Settings;

public sealed partial class ReplyEntryForm
{
    private static readonly IReadOnlyList<Choice<string>> Channels =
        [new("", "Any channel"), .. ChannelNames.InUse.Where(channel => channel is not (Channel.Voice or Channel.Push)).Select(channel => new Choice<string>(channel.ToString(), ChannelNames.Of(channel)))];

    /// <summary>As it is typed: a comma that no word follows yet stays.</summary>
    private readonly Dictionary<string, string> _typed = new(StringComparer.Ordinal);

    /// <summary>Languages whose line is open and has no word yet.</summary>
    private readonly List<string> _open = [];

    [Parameter, EditorRequired]
    public ReplyEntry Reply { get; set; } = null!;

    [Parameter]
    public string? Problem { get; set; }

    [Parameter]
    public IReadOnlyList<SenderChoice> Senders { get; set; } = [];

    [Parameter]
    public EventCallback<ReplyEntry> Changed { get; set; }

    /// <summary>A line for words of any language, and one for each language that has some.</summary>
    private IEnumerable<(string Language, string Words)> Lines => Reply.Words.Select(word => word.Language).Prepend("").Concat(_open).Distinct(StringComparer.Ordinal)
        .Select(language => (language, Shown(language, [.. Reply.Words.Where(word => word.Language == language).Select(word => word.Word)])));

    private IReadOnlyList<Choice<string>> More =>
        [new("", "Keywords in another language…"), .. Keywords.Languages.Where(language => Lines.All(line => line.Language != language)).Select(language => new Choice<string>(language, TemplateLanguages.NameOf(language)))];

    private IReadOnlyList<PickOption> Numbers =>
        [.. Senders.Where(sender => Reply.Channel is null || sender.Channel == Reply.Channel).Select(sender => new PickOption(sender.Address, Detail: ChannelNames.Of(sender.Channel)))];

    private void Add(string language)
    {
        if (language.Length > 0) _open.Add(language);
    }

    private Task Say(string language, string text)
    {
        _typed[language] = text;
        if (language.Length > 0 && !_open.Contains(language)) _open.Add(language);   // it stays while its last word is taken away
        return Changed.InvokeAsync(Reply with { Words = [.. Reply.Words.Where(word => word.Language != language), .. Read(text).Select(word => new ReplyWord(language, word))] });
    }

    private string Shown(string language, IReadOnlyList<string> words) =>
        _typed.TryGetValue(language, out var typed) && Read(typed).SequenceEqual(words, StringComparer.Ordinal) ? typed : string.Join(", ", words);

    private static string Called(string language) => language.Length == 0 ? "Keywords" : $"Keywords in {TemplateLanguages.NameOf(language)}";

    private static string[] Read(string text) => text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
