using System.Text.Json;
using Cpd.Adapters.Infobip.Sms;
using Cpd.Adapters.Sandbox.Sms;
using Cpd.EventLog.Storage;

namespace Cpd.Adapters.Sandbox.Chat;

/// <summary>What a message in a chat has that a text message has not, as the telephone shows it.</summary>
/// <param name="Header">Bold words above the text.</param>
/// <param name="Media">Address of a picture, a film or a document, and its <paramref name="MediaType"/> in capitals.</param>
/// <param name="ClicksTo">Where it is told that a link in its text was followed; under the name it has for e-mails and text messages. Null where nobody wants to know.</param>
/// <param name="SeenUrl">Where it is told that it was read; null for the one address of the channel.</param>
/// <param name="More">Of an MMS: addresses of what comes after the first picture.</param>
/// <param name="Link">Of a push notification: what opens when it is tapped.</param>
/// <param name="Data">Of a push notification: what the app gets with it, as JSON.</param>
internal sealed record StoredChat(
    string? Header = null, string? Media = null, string? MediaType = null, string? FileName = null, string? Footer = null, IReadOnlyList<StoredButton>? Buttons = null,
    string? SeenUrl = null, string? ClicksTo = null, IReadOnlyList<string>? More = null, string? Link = null, string? Data = null,
    StoredList? List = null, IReadOnlyList<StoredCard>? Cards = null)
{
    /// <summary>Where clicks are told, as a call says it.</summary>
    public static string? ClicksOf(SmsTracking? tracking) => tracking is { TrackClicks: not false, TrackingUrl: { } told } ? told : null;

    public static string Write(StoredChat chat) => JsonSerializer.Serialize(chat, SandboxJson.Default.StoredChat);

    public static StoredChat Read(string? json) => json is null ? new() : JsonSerializer.Deserialize(json, SandboxJson.Default.StoredChat)!;
}

/// <param name="Payload">What comes back when it is pressed; null where it leads somewhere instead.</param>
/// <param name="OfTemplate">Of a template's buttons another kind of message comes back than of a free message's.</param>
/// <param name="Copies">The code that it copies.</param>
/// <param name="Flow">It opens a form: what comes back with what is filled in, so that it is known whose it was.</param>
internal sealed record StoredButton(string Title, string? Payload = null, string? Url = null, bool OfTemplate = false, string? Copies = null, string? Flow = null);

/// <summary>A card of a carousel.</summary>
internal sealed record StoredCard(string Text, string? Media, string? MediaType, IReadOnlyList<StoredButton> Buttons);

/// <param name="Title">Of the button that opens it.</param>
internal sealed record StoredList(string Title, IReadOnlyList<StoredRow> Rows);

/// <param name="Payload">What comes back when it is pressed.</param>
/// <param name="Section">The heading of the section that begins with it.</param>
internal sealed record StoredRow(string Title, string Payload, string? Detail = null, string? Section = null);

/// <summary>What is known of the time in which a person may be written to freely: 24 hours from when they last wrote to the number.</summary>
internal static class SandboxSessions
{
    public static readonly TimeSpan Open = TimeSpan.FromHours(24);

    public static bool IsOpen(SqliteSession db, Contracts.Channel channel, string number, string partner, long now)
    {
        var row = db.Prepare("SELECT recipient FROM inbound WHERE number = ?1 AND channel = ?2 AND received_at > ?3")
            .Bind(1, SmsNumber.Digits(number)).Bind(2, (int)channel).Bind(3, now - (long)Open.TotalMilliseconds);
        var open = false;
        while (row.Step()) open |= SmsNumber.Digits(row.GetText(0)) == SmsNumber.Digits(partner);
        return open;
    }
}
