using Cpd.Adapters.Infobip.Sms;

namespace Cpd.Adapters.Infobip;

/// <summary>Short links that tell when they are followed: said the same way for text messages, MMS and chats.</summary>
internal static class ShortLinks
{
    /// <param name="url">Where it is told.</param>
    /// <returns>Null where no text has a link, or nobody wants to know.</returns>
    public static SmsTracking? In(IEnumerable<string> texts, string url, InfobipOptions options, long account) =>
        options.TracksClicks(account) && texts.Any(MessageUrls.AreIn)
            ? new SmsTracking(ShortenUrl: true, TrackClicks: true, url, CustomDomain: options.LinkDomain is { Length: > 0 } domain ? domain : null)
            : null;
}
