using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Cpd.Engine.Templates.Stored;

namespace Cpd.Engine.Templates.Chat;

/// <summary>
/// A template that lies at the provider, in one of its languages: it was approved there, or was not, and only its places
/// are ours to fill. It is kept as a part of the template that mirrors it.
/// </summary>
/// <param name="State">As Infobip says it: APPROVED, PENDING, REJECTED, DELETED and others.</param>
/// <param name="Senders">The numbers it may be sent from, the channel's own first.</param>
/// <param name="Cards">Of a carousel: what stands side by side below the text.</param>
/// <param name="Unsupported">What it has that this version cannot fill; null where it can be sent.</param>
/// <param name="Code">Of one that brings a one-time code: how its button gives it away; null for all others.</param>
public sealed partial record RemoteTemplate(
    string Name, string Language, string State, string Category, IReadOnlyList<string> Senders, string Body, RemoteHeader? Header = null,
    string? Footer = null, IReadOnlyList<RemoteButton>? Buttons = null, string? Unsupported = null, IReadOnlyList<RemoteCard>? Cards = null, RemoteCode? Code = null)
{
    /// <summary>What Infobip calls a template that is no longer there.</summary>
    public const string Gone = "DELETED";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>What was approved once, taken back and approved again is called reinstated.</summary>
    [JsonIgnore]
    public bool IsApproved => State is "APPROVED" or "REINSTATED";

    /// <summary>Nobody has said no: somebody is still to look at it.</summary>
    public bool IsBeingLookedAt => State is "PENDING" or "IN_APPEAL";

    [JsonIgnore]
    public bool MayBeSent => IsApproved && Unsupported is null;

    /// <summary>Why it is not sent, with what to do; null where it is.</summary>
    public string? WhyNot() => Unsupported is { } what ? $"it has {what}, which this version cannot fill. Use one without"
        : IsApproved ? null
        : State switch
        {
            Gone or "PENDING_DELETION" => "it was deleted at Infobip. Choose another one",
            "PENDING" or "IN_APPEAL" => $"it is {State} at Infobip. Wait until it is approved, then fetch the templates again",
            "REJECTED" => "it was rejected. Change it in Infobip's portal, and fetch the templates again",
            _ => $"it is {State} at Infobip. See the reason there",
        };

    /// <summary>What there is to fill in, in the order in which one reads it.</summary>
    public IEnumerable<RemotePlace> Places() => Code is not null ? [new(ChatParts.Body(1), "The code", null)] : PlacesOf(Header, Body, Buttons).Concat((Cards ?? []).SelectMany((card, number) =>
        PlacesOf(card.Header, card.Body, card.Buttons).Select(place => place with
        {
            Part = ChatParts.OfCard(number, place.Part), Called = $"Card {number + 1}: {place.Called}",
            // The buttons of all cards have the same words: what comes back says which card it was.
            Otherwise = place.Otherwise is { } words ? $"{words} {number + 1}" : null,
        })));

    private static IEnumerable<RemotePlace> PlacesOf(RemoteHeader? header, string body, IReadOnlyList<RemoteButton>? buttons)
    {
        if (header is { Format: "TEXT", Text: { } text } && Place().IsMatch(text)) yield return new(ChatParts.Header, "Header", text);
        else if (header is { IsMedia: true }) yield return new(ChatParts.Header, $"URL of the {(header.Format is "GIF" ? header.Format : header.Format.ToLowerInvariant())}", null);
        if (header is { Format: "DOCUMENT" }) yield return new(ChatParts.FileName, "Name of the document", null);
        if (header is { Format: RemoteHeader.Place })
        {
            yield return new(ChatParts.Latitude, "Latitude of the location", null);
            yield return new(ChatParts.Longitude, "Longitude of the location", null);
        }
        for (var number = 1; number <= PlacesIn(body); number++) yield return new(ChatParts.Body(number), $"{{{{{number}}}}}", null);
        foreach (var (button, place) in (buttons ?? []).Select((button, place) => (button, place)))
        {
            if (button.Type == "QUICK_REPLY") yield return new(ChatParts.Button(place), $"Value of “{button.Text}”", null, Otherwise: button.Text);
            else if (button.IsOpen) yield return new(ChatParts.Button(place), button.Type == "URL" ? $"End of the URL of “{button.Text}”" : $"Code of “{button.Text}”", button.Url);
        }
    }

    private static int PlacesIn(string body) => Place().Matches(body).Select(place => int.Parse(place.Groups[1].ValueSpan, System.Globalization.CultureInfo.InvariantCulture)).DefaultIfEmpty().Max();

    /// <summary>A text of it with its places filled; what has no value stays as it is.</summary>
    public static string Fill(string text, Func<int, string?> value) => Place().Replace(
        text, place => value(int.Parse(place.Groups[1].ValueSpan, System.Globalization.CultureInfo.InvariantCulture)) ?? place.Value);

    /// <summary>Null where the variant is written here.</summary>
    public static RemoteTemplate? Of(TemplateVariant variant) =>
        variant.Parts.GetValueOrDefault(ChatParts.Remote) is { } text ? JsonSerializer.Deserialize<RemoteTemplate>(text, Json) : null;

    public string ToPart() => JsonSerializer.Serialize(this, Json);

    internal IReadOnlyList<TemplatePart> Parts() =>
        [new(ChatParts.Remote, IsGiven: true), .. Places().Select(place => new TemplatePart(place.Part, IsOptional: place.Otherwise is not null))];

    [GeneratedRegex(@"\{\{\s*([1-9][0-9]?)\s*\}\}", RegexOptions.CultureInvariant)]
    private static partial Regex Place();
}

/// <param name="Format">TEXT, IMAGE, VIDEO, GIF, DOCUMENT or LOCATION.</param>
public sealed record RemoteHeader(string Format, string? Text = null)
{
    /// <summary>What a header that shows a place on a map is called.</summary>
    public const string Place = "LOCATION";

    /// <summary>It has an address of something that WhatsApp fetches.</summary>
    [JsonIgnore]
    public bool IsMedia => Format is "IMAGE" or "VIDEO" or "GIF" or "DOCUMENT";
}

/// <summary>What makes a template one of the category AUTHENTICATION. Its words are WhatsApp's own.</summary>
/// <param name="Button">COPY_CODE or ONE_TAP.</param>
public sealed record RemoteCode(string Button)
{
    /// <summary>How many letters WhatsApp takes.</summary>
    public const int Longest = 15;
}

/// <param name="Type">QUICK_REPLY, URL, COPY_CODE, PHONE_NUMBER, or FLOW, which opens a form.</param>
/// <param name="IsOpen">There is something to fill in.</param>
/// <param name="Url">Where it leads, with the place in it.</param>
public sealed record RemoteButton(string Type, string Text, bool IsOpen = false, string? Url = null);

/// <summary>A card of a carousel.</summary>
/// <param name="Header">Its picture, film, document or place.</param>
/// <param name="Buttons">One or two.</param>
public sealed record RemoteCard(RemoteHeader? Header, string Body, IReadOnlyList<RemoteButton>? Buttons = null);

/// <summary>Something of a template that is filled in for each person.</summary>
/// <param name="Part">The part of the mirroring template that fills it.</param>
/// <param name="Called">As people are shown it.</param>
/// <param name="Within">The text it stands in, where that is not the body.</param>
/// <param name="Otherwise">What stands there where nothing is written; null where something has to be.</param>
public sealed record RemotePlace(string Part, string Called, string? Within, string? Otherwise = null);
