using System.Globalization;
using Cpd.Contracts;
using Cpd.Engine.Templates.Stored;

namespace Cpd.Engine.Templates.Chat;

/// <summary>What makes a message in a chat fit to be sent, beyond that it can be read.</summary>
internal static class ChatRules
{
    /// <summary>Two days, as with text messages; what Viber's own limit is is not published.</summary>
    public const int LongestValidity = 2 * 24 * 60;

    private const int LongestFooter = 60;

    public static IEnumerable<TemplateMistake> Check(Channel channel, TemplateContent content) => content.Variants.SelectMany(variant => Check(variant, channel switch { Channel.Viber => 30, Channel.Rcs => 25, _ => 20 }));

    private static IEnumerable<TemplateMistake> Check(TemplateVariant variant, int longestButton)
    {
        if (RemoteTemplate.Of(variant) is not null) yield break;

        string? Of(string part) => variant.Parts.GetValueOrDefault(part) is { } written && !string.IsNullOrWhiteSpace(written) ? written : null;
        TemplateMistake Mistake(string code, string sentence, string part) => new(code, sentence, variant.Language, part);

        var buttons = Enumerable.Range(0, ChatParts.MostButtons).Select(number => Of(ChatParts.Button(number))).ToList();
        for (var number = 0; number < buttons.Count; number++)
        {
            if (buttons[number] is { } words && IsFixed(words) && words.Length > longestButton)
                yield return Mistake("template.button", $"A button has at most {longestButton} letters.", ChatParts.Button(number));
            if (buttons[number] is { } twice && buttons.IndexOf(twice) < number)
                yield return Mistake("template.button-twice", $"There are two buttons “{twice}”. Nobody could tell which was pressed.", ChatParts.Button(number));
        }
        if (Of(ChatParts.Footer) is { } footer)
        {
            if (IsFixed(footer) && footer.Length > LongestFooter) yield return Mistake("template.footer", $"A footer has at most {LongestFooter} letters.", ChatParts.Footer);
            if (buttons.TrueForAll(button => button is null)) yield return Mistake("template.footer-alone", "Only messages with buttons have a footer. Add a button, or put it into the text.", ChatParts.Footer);
        }
        if (Of(ChatParts.Media) is { } media && IsFixed(media) && !IsWeb(media))
            yield return Mistake("template.media", "Write the whole address of the picture, film or document, with https:// before it.", ChatParts.Media);
        if (Of(ChatParts.Action) is { } action && IsFixed(action) && !IsWeb(action))
            yield return Mistake("template.action", "Write the whole address where the button leads, with https:// before it.", ChatParts.Action);
        if (Of(ChatParts.Validity) is { } validity && !(int.TryParse(validity, NumberStyles.None, CultureInfo.InvariantCulture, out var minutes) && minutes is >= 1 and <= LongestValidity))
            yield return Mistake("template.validity", $"Write for how many minutes it is tried: 1 to {LongestValidity}.", ChatParts.Validity);
        if (longestButton == 30 && Of(ChatParts.Action) is null != buttons[0] is null)
            yield return Mistake("template.action-alone", "A button has words and an address. Write both, or neither.", ChatParts.Action);
    }

    /// <summary>No channel's description names addresses of another kind.</summary>
    private static bool IsWeb(string address) => Uri.TryCreate(address.Trim(), UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https";

    /// <summary>What is filled in for each person is looked at when it is known.</summary>
    private static bool IsFixed(string written) => !written.Contains("{{", StringComparison.Ordinal);
}
