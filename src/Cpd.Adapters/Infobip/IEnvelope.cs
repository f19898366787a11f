using Cpd.Adapters.Infobip.Sms;

namespace Cpd.Adapters.Infobip;

/// <summary>Body of a send, as text messages, Viber, RCS, MMS and push have it in common: many messages, each to many.</summary>
internal interface IEnvelope<out TMessage>
{
    IReadOnlyList<TMessage>? Messages { get; }

    SmsRequestOptions? Options { get; }
}
