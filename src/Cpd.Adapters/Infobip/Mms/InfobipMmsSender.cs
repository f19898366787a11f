using Cpd.Adapters.Accounts;
using Cpd.Adapters.Infobip.Sms;
using Cpd.Contracts;
using Microsoft.Extensions.Options;

namespace Cpd.Adapters.Infobip.Mms;

/// <summary>Messages by MMS: a text with a title and pictures, many in one call. Without a sender Infobip puts in the account's own, as with text messages.</summary>
internal sealed class InfobipMmsSender(InfobipWebhooks webhooks, AccountBook book, IOptions<InfobipOptions> options) : IInfobipChannel
{
    public async Task<SendAnswer> Send(InfobipClient client, AccountRef through, IReadOnlyList<OutgoingMessage> messages, CancellationToken ct)
    {
        var answers = new Dictionary<MessageId, ItemAnswer>(messages.Count);
        var (sender, url) = (DefaultSender(through), webhooks.MmsUrl(through).AbsoluteUri);
        var delivery = new SmsDeliveryWebhook(url, Notify: true);
        var fit = new List<OutgoingMessage>(messages.Count);
        foreach (var message in messages)
        {
            if (MmsContents.Refusal(message) is { } refused) answers[message.Id] = refused;
            else fit.Add(message);
        }
        if (fit.Count == 0) return new SendAnswer.Answered(answers);

        var links = ShortLinks.In(fit.Select(message => message.Text), url, options.Value, through.Account);
        var request = new MmsRequest([.. fit.Select(message => Of(message, sender, delivery))], links is null ? null : new SmsRequestOptions(Tracking: links));
        return InfobipAnswers.Of(await client.Send(request, ct), response =>
        {
            foreach (var item in response.Messages ?? []) InfobipAnswers.Judge(Channel.Mms, item.MessageId, item.Status, answers);
            return new SendAnswer.Answered(answers);
        });
    }

    public async Task<bool> LookUp(InfobipClient client, IReadOnlyList<string> ids, Dictionary<MessageId, ItemAnswer> found, CancellationToken ct)
    {
        if (await client.MmsLogs(new LogQuery(ids), ct) is not InfobipAnswer<MmsLogs>.Answered { Value.Results: { } lines }) return false;

        foreach (var line in lines) InfobipAnswers.Note(Channel.Mms, line.MessageId, line.Status, found);
        return true;
    }

    private static MmsMessage Of(OutgoingMessage message, string? sender, SmsDeliveryWebhook delivery) => new(
        message.Sender ?? sender, [new SmsDestination(message.To, message.Id.ToString())], MmsContents.Of(message), MmsContents.Options(message),
        new SmsWebhooks(delivery, "application/json", message.CallbackData));

    private string? DefaultSender(AccountRef through) =>
        book.Of(through.Workspace).Senders.GetValueOrDefault(Channel.Mms) ?? options.Value.SenderOf(Channel.Mms, through.Account);
}
