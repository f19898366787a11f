using Cpd.Adapters.Accounts;
using Cpd.Adapters.Infobip.Sms;
using Cpd.Contracts;
using Microsoft.Extensions.Options;

namespace Cpd.Adapters.Infobip.Push;

/// <summary>Notifications to apps, many in one call: the address is the id by which the app knows somebody, the sender the application's code.</summary>
internal sealed class InfobipPushSender(InfobipWebhooks webhooks, AccountBook book, IOptions<InfobipOptions> options) : IInfobipChannel
{
    public async Task<SendAnswer> Send(InfobipClient client, AccountRef through, IReadOnlyList<OutgoingMessage> messages, CancellationToken ct)
    {
        var answers = new Dictionary<MessageId, ItemAnswer>(messages.Count);
        var (sender, delivery) = (DefaultSender(through), new SmsDeliveryWebhook(webhooks.PushUrl(through).AbsoluteUri, Notify: true));
        var fit = new List<PushMessage>(messages.Count);
        foreach (var message in messages)
        {
            var from = message.Sender ?? sender;
            if (PushContents.Refusal(message, from) is { } refused) answers[message.Id] = refused;
            else fit.Add(Of(message, from!, delivery));
        }
        if (fit.Count == 0) return new SendAnswer.Answered(answers);

        return InfobipAnswers.Of(await client.Send(new PushRequest(fit), ct), response =>
        {
            // Who has the app on several devices may be answered for each of them: one that takes it is enough.
            foreach (var item in (response.Messages ?? []).OrderBy(item => InfobipStatuses.Judge(Channel.Push, item.Status) is ItemAnswer.Accepted))
                InfobipAnswers.Judge(Channel.Push, item.MessageId, item.Status, answers);
            return new SendAnswer.Answered(answers);
        });
    }

    public async Task<bool> LookUp(InfobipClient client, IReadOnlyList<string> ids, Dictionary<MessageId, ItemAnswer> found, CancellationToken ct)
    {
        if (await client.PushLogs(new LogQuery(ids), ct) is not InfobipAnswer<PushLogs>.Answered { Value.Results: { } lines }) return false;

        foreach (var line in lines) InfobipAnswers.Note(Channel.Push, line.MessageId, line.Status, found);
        return true;
    }

    private static PushMessage Of(OutgoingMessage message, string from, SmsDeliveryWebhook delivery) => new(
        from, [new PushDestination("EXTERNAL_USER_ID", message.To, message.Id.ToString())], PushContents.Of(message), PushContents.Options(message),
        new SmsWebhooks(delivery, "application/json", message.CallbackData));

    private string? DefaultSender(AccountRef through) =>
        book.Of(through.Workspace).Senders.GetValueOrDefault(Channel.Push) ?? options.Value.SenderOf(Channel.Push, through.Account);
}
