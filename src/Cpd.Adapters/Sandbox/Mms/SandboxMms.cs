using Cpd.Adapters.Infobip;
using Cpd.Adapters.Infobip.Mms;
using Cpd.Adapters.Infobip.Sms;
using Cpd.Adapters.Sandbox.Chat;
using Cpd.Adapters.Sandbox.Phone;
using Cpd.Adapters.Sandbox.Sms;

namespace Cpd.Adapters.Sandbox.Mms;

/// <summary>A picture or film by its address.</summary>
/// <param name="Type">Such as image/jpeg; null where nobody said.</param>
internal sealed record StoredMedia(string Url, string? Type = null);

/// <summary>MMS in the file and on the wire.</summary>
internal static class SandboxMms
{
    private static readonly MessagePrice Price = new(0.05m, "EUR");

    public static StoredChat Stored(string? title, IReadOnlyList<StoredMedia> media) => new(
        title, media.Count > 0 ? media[0].Url : null, media.Count > 0 ? MmsMedia.KindOf(media[0].Url, media[0].Type) : null,
        More: media.Count > 1 ? [.. media.Skip(1).Select(one => one.Url)] : null);

    public static MmsLog LogLine(StoredMessage message) => new(
        message.Sender, message.To, message.BulkId, message.Id, At(message.SentAt), message.DoneAt is { } done ? At(done) : null, 1, Price,
        InfobipStatuses.Describe(message.Channel, message.Status), InfobipStatuses.DescribeError(message.Channel, message.Error),
        new InfobipPlatform(message.Entity, message.Application), new MmsContent(null, [new MmsSegment("TEXT", message.Text)]), message.Campaign);

    public static MmsInbound Wire(StoredInbound message)
    {
        var texts = message.Text.Length > 0 ? new[] { new MmsInboundSegment("text/plain", message.Text) } : [];
        var media = message.Media is { Length: > 0 } url ? new[] { new MmsInboundSegment(MmsMedia.TypeOf(url) ?? "image/jpeg", Url: url) } : [];
        return new(SmsNumber.Digits(message.From), message.To, At(message.ReceivedAt), message.Id, [.. texts, .. media], new MessagePrice(0, "EUR"));
    }

    private static DateTimeOffset At(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
}
