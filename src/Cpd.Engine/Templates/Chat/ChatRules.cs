using System.Globalization;
using System.Text.Json;
using Cpd.Contracts;
using Cpd.Engine.Templates.Stored;

namespace Cpd.Engine.Templates.Chat;

/// <summary>What makes a message in a chat fit to be sent, beyond that it can be read.</summary>
internal static class ChatRules
{
    /// <summary>Two days, as with text messages; what Viber's own limit is is not published.</summary>
    public const int LongestValidity = 2 * 24 * 60;

    private const int LongestFooter = 60;

    public static IEnumerable<TemplateMistake> Check(Channel channel, TemplateContent content) => content.Variants.SelectMany(variant => Check(channel, variant));

    private static IEnumerable<TemplateMistake> Check(Channel channel, TemplateVariant variant)
    {
        if (RemoteTemplate.Of(variant) is { } remote)
        {
            foreach (var mistake in CheckPlaces(remote, variant)) yield return mistake;
            yield break;
        }

        var (longestButton, longestTitle) = (channel switch { Channel.Viber => 30, Channel.Rcs => 25, _ => 20 }, channel is Channel.Push ? 50 : 66);
        string? Of(string part) => variant.Parts.GetValueOrDefault(part) is { } written && !string.IsNullOrWhiteSpace(written) ? written : null;
        TemplateMistake Mistake(string code, string sentence, string part) => new(code, sentence, variant.Language, part);

        var buttons = Enumerable.Range(0, ChatParts.MostButtons).Select(number => Of(ChatParts.Button(number))).ToList();
        for (var number = 0; number < buttons.Count; number++)
        {
            if (buttons[number] is { } words && IsFixed(words) && words.Length > longestButton)
                yield return Mistake("template.button", $"A button may have at most {longestButton} characters.", ChatParts.Button(number));
            if (buttons[number] is { } twice && buttons.IndexOf(twice) < number)
                yield return Mistake("template.button-twice", $"Two buttons are both “{twice}”. Give them different texts.", ChatParts.Button(number));
        }
        if (Of(ChatParts.Footer) is { } footer)
        {
            if (IsFixed(footer) && footer.Length > LongestFooter) yield return Mistake("template.footer", $"A footer may have at most {LongestFooter} characters.", ChatParts.Footer);
            if (buttons.TrueForAll(button => button is null) && Of(ListParts.Title) is null && Of(FlowParts.Id) is null)
                yield return Mistake("template.footer-alone", "A footer needs buttons, a list or a form. Add one, or move the footer into the text.", ChatParts.Footer);
        }
        foreach (var (code, sentence, part) in ListRules.Check(Of)) yield return Mistake(code, sentence, part);
        if (Of(ListParts.Title) is not null && !buttons.TrueForAll(button => button is null))
            yield return Mistake("template.list-and-buttons", "A message may have buttons or a list, not both. Remove one of them.", ListParts.Title);
        if (Of(ListParts.Title) is not null && Of(ChatParts.Media) is not null)
            yield return Mistake("template.list-and-media", "A message with a list cannot have a picture, video or document. Remove one of them.", ListParts.Title);
        foreach (var (code, sentence, part) in FlowRules.Check(Of)) yield return Mistake(code, sentence, part);
        if (Of(FlowParts.Id) is not null && (Of(ListParts.Title) is not null || Of(ChatParts.Media) is not null || !buttons.TrueForAll(button => button is null)))
            yield return Mistake("template.flow-alone", "A message with a form cannot have other buttons, a list or a picture. Remove one of them.", FlowParts.Id);
        foreach (var part in new[] { ChatParts.Media, ChatParts.Media2, ChatParts.Media3 })
        {
            if (Of(part) is { } media && IsFixed(media) && !IsWeb(media))
                yield return Mistake("template.media", "Enter the full URL of the picture, video or document, starting with https://.", part);
        }
        if (Of(ChatParts.Title) is { } title && IsFixed(title) && title.Length > longestTitle)
            yield return Mistake("template.title", $"A title may have at most {longestTitle} characters.", ChatParts.Title);
        if (Of(ChatParts.Data) is { } data && IsFixed(data) && !IsObject(data))
            yield return Mistake("template.data", "The data for the app must be a JSON object, for example {\"order\": \"A-17\"}.", ChatParts.Data);
        if (Of(ChatParts.Action) is { } action && IsFixed(action))
        {
            if (channel is Channel.Push && !IsLink(action))
                yield return Mistake("template.action", "Enter the full URL to open, starting with https:// or the app's own scheme.", ChatParts.Action);
            if (channel is not Channel.Push && !IsWeb(action))
                yield return Mistake("template.action", "Enter the full URL of the button, starting with https://.", ChatParts.Action);
        }
        if (Of(ChatParts.Validity) is { } validity && !(int.TryParse(validity, NumberStyles.None, CultureInfo.InvariantCulture, out var minutes) && minutes is >= 1 and <= LongestValidity))
            yield return Mistake("template.validity", $"Enter a validity period of 1 to {LongestValidity} minutes.", ChatParts.Validity);
        if (channel is Channel.Viber && Of(ChatParts.Action) is null != buttons[0] is null)
            yield return Mistake("template.action-alone", "A button needs a text and a URL. Enter both, or neither.", ChatParts.Action);
    }

    private static IEnumerable<TemplateMistake> CheckPlaces(RemoteTemplate remote, TemplateVariant variant)
    {
        foreach (var place in remote.Places())
        {
            if (variant.Parts.GetValueOrDefault(place.Part)?.Trim() is not { Length: > 0 } written || !IsFixed(written)) continue;
            if (remote.Code is not null && written.Length > RemoteCode.Longest)
                yield return new("template.code-long", $"A code may have at most {RemoteCode.Longest} characters. Use a value, such as {{{{entry.code}}}}.", variant.Language, place.Part);
            if (ChatContent.DegreesOf(place.Part) is { } most && !ChatContent.IsDegrees(written, most))
                yield return new("template.place", $"“{place.Called}” must be a number from -{most} to {most}, such as 45.81.", variant.Language, place.Part);
        }
    }

    /// <summary>No channel's description names addresses of another kind.</summary>
    private static bool IsWeb(string address) => Uri.TryCreate(address.Trim(), UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https";

    /// <summary>A web address, or one of an app's own such as shop://orders; none that a browser would run or read from a disk.</summary>
    private static bool IsLink(string address) =>
        Uri.TryCreate(address.Trim(), UriKind.Absolute, out var uri) && uri.Scheme is not ("file" or "javascript" or "data") && address.TrimStart().StartsWith(uri.Scheme + ":", StringComparison.OrdinalIgnoreCase);

    internal static bool IsObject(string data)
    {
        try
        {
            using var read = JsonDocument.Parse(data);
            return read.RootElement.ValueKind is JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>What is filled in for each person is looked at when it is known.</summary>
    internal static bool IsFixed(string written) => !written.Contains("{{", StringComparison.Ordinal);
}
