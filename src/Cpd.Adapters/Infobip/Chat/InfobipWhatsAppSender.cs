using Cpd.Adapters.Accounts;
using Cpd.Contracts;
using Microsoft.Extensions.Options;

namespace Cpd.Adapters.Infobip.Chat;

/// <summary>Messages by WhatsApp: templates many in one call, everything else one by one, since Infobip takes it so.</summary>
internal sealed class InfobipWhatsAppSender(InfobipWebhooks webhooks, AccountBook book, IOptions<InfobipOptions> options) : IInfobipChannel
{
    public async Task<SendAnswer> Send(InfobipClient client, AccountRef through, IReadOnlyList<OutgoingMessage> messages, CancellationToken ct)
    {
        var answers = new Dictionary<MessageId, ItemAnswer>(messages.Count);
        var (sender, url) = (DefaultSender(through), webhooks.WhatsAppUrl(through).AbsoluteUri);
        var fit = new List<(string Kind, WhatsAppMessage Message)>(messages.Count);
        foreach (var message in messages)
        {
            var from = message.Sender ?? (message.Parts?.GetValueOrDefault("sender") is { Length: > 0 } own ? own : sender);
            if (from is null) answers[message.Id] = new ItemAnswer.Refused("whatsapp.no-sender", "WhatsApp has no number to send from. Add one in Channels.", Permanent: true);
            else if (WhatsAppContents.Refusal(message) is { } refused) answers[message.Id] = refused;
            else fit.Add(Of(message, from, url, through.Account));
        }
        return fit switch
        {
            [] => new SendAnswer.Answered(answers),
            [(not "template", var only)] => InfobipAnswers.Of(await client.Send(fit[0].Kind, only, ct), item => Judged([item])),
            _ => InfobipAnswers.Of(await client.Send(new WhatsAppRequest([.. fit.Select(one => one.Message)]), ct), response => Judged(response.Messages ?? [])),
        };

        SendAnswer.Answered Judged(IReadOnlyList<WhatsAppResponseItem> items)
        {
            foreach (var item in items) InfobipAnswers.Judge(Channel.WhatsApp, item.MessageId, item.Status, answers);
            return new SendAnswer.Answered(answers);
        }
    }

    /// <remarks>
    /// Infobip publishes no log of WhatsApp, and for how long it knows a message id again. So what may have gone out is never
    /// sent a second time; a delivery report still tells if it arrived.
    /// </remarks>
    public Task<bool> LookUp(InfobipClient client, IReadOnlyList<string> ids, Dictionary<MessageId, ItemAnswer> found, CancellationToken ct)
    {
        foreach (var id in ids)
            if (Ids.TryParse<MessageId>(id, out var message))
                found[message] = new ItemAnswer.Refused(
                    "dispatch.outcome-unknown", "Infobip did not respond, and it has no log for WhatsApp to check, so the message was not sent again. A delivery report will show whether it arrived.", Permanent: true);
        return Task.FromResult(true);
    }

    private (string, WhatsAppMessage) Of(OutgoingMessage message, string from, string url, long account)
    {
        var (kind, content) = WhatsAppContents.Of(message);
        // The words of a template were approved as they are.
        var links = kind == "template" ? null : ShortLinks.In([message.Text], url, options.Value, account);
        return (kind, new WhatsAppMessage(Digits(from), Digits(message.To), message.Id.ToString(), content, message.CallbackData, url, UrlOptions: links));
    }

    /// <summary>As it is registered and known there; what is no number stays as it is.</summary>
    private static string Digits(string number) => number.Any(char.IsLetter) ? number : string.Concat(number.Where(char.IsAsciiDigit));

    private string? DefaultSender(AccountRef through) =>
        book.Of(through.Workspace).Senders.GetValueOrDefault(Channel.WhatsApp) ?? options.Value.SenderOf(Channel.WhatsApp, through.Account);
}
