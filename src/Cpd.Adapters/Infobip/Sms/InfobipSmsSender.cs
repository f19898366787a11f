using Cpd.Adapters.Accounts;
using Cpd.Contracts;
using Microsoft.Extensions.Options;

namespace Cpd.Adapters.Infobip.Sms;

/// <summary>Text messages through Infobip.</summary>
internal sealed class InfobipSmsSender(InfobipWebhooks webhooks, AccountBook book, IOptions<InfobipOptions> options) : IInfobipChannel
{
    public async Task<SendAnswer> Send(InfobipClient client, AccountRef through, IReadOnlyList<OutgoingMessage> messages, CancellationToken ct)
    {
        var delivery = new SmsDeliveryWebhook(webhooks.ReportsUrl(through).AbsoluteUri, Notify: true);
        var sender = DefaultSender(through);
        var request = new SmsRequest([.. messages.Select(message => Of(message, sender, delivery))], Links(messages, delivery.Url!, through.Account));
        return InfobipAnswers.Of(await client.Send(request, ct), response =>
        {
            var answers = new Dictionary<MessageId, ItemAnswer>(messages.Count);
            foreach (var item in response.Messages ?? []) InfobipAnswers.Judge(Channel.Sms, item.MessageId, item.Status, answers);
            return new SendAnswer.Answered(answers);
        });
    }

    public async Task<bool> LookUp(InfobipClient client, IReadOnlyList<string> ids, Dictionary<MessageId, ItemAnswer> found, CancellationToken ct)
    {
        if (await client.Logs(new LogQuery(ids), ct) is not InfobipAnswer<SmsLogs>.Answered { Value.Results: { } lines }) return false;

        foreach (var line in lines) InfobipAnswers.Note(Channel.Sms, line.MessageId, line.Status, found);
        return true;
    }

    /// <summary>Short links that tell when they are followed; nothing where no message of the call has a link.</summary>
    private SmsRequestOptions? Links(IReadOnlyList<OutgoingMessage> messages, string url, long account) =>
        ShortLinks.In(messages.Select(message => message.Text), url, options.Value, account) is { } links ? new SmsRequestOptions(Tracking: links) : null;

    /// <summary>The workspace's, else the installation's where its account is used; null for the account's own.</summary>
    private string? DefaultSender(AccountRef through) =>
        book.Of(through.Workspace).Senders.GetValueOrDefault(Channel.Sms) ?? options.Value.SenderOf(Channel.Sms, through.Account);

    private static SmsMessage Of(OutgoingMessage message, string? sender, SmsDeliveryWebhook delivery) => new(
        message.Sender ?? sender,
        [new SmsDestination(message.To, message.Id.ToString())],
        SmsWords.Content(message),
        SmsWords.Options(message),
        new SmsWebhooks(delivery, "application/json", message.CallbackData));
}
