using Cpd.Adapters.Accounts;
using Cpd.Adapters.Infobip.Sms;
using Cpd.Contracts;
using Microsoft.Extensions.Options;

namespace Cpd.Adapters.Infobip.Chat;

/// <summary>Messages by Viber: texts and pictures, each with a button where one likes, many in one call.</summary>
internal sealed class InfobipViberSender(InfobipWebhooks webhooks, AccountBook book, IOptions<InfobipOptions> options) : IInfobipChannel
{
    public async Task<SendAnswer> Send(InfobipClient client, AccountRef through, IReadOnlyList<OutgoingMessage> messages, CancellationToken ct)
    {
        var answers = new Dictionary<MessageId, ItemAnswer>(messages.Count);
        var (sender, url) = (DefaultSender(through), webhooks.ViberUrl(through).AbsoluteUri);
        var fit = new List<ViberMessage>(messages.Count);
        foreach (var message in messages)
        {
            if ((message.Sender ?? sender) is not { } from) answers[message.Id] = new ItemAnswer.Refused("viber.no-sender", "Viber has no sender. Add one in Channels.", Permanent: true);
            else if (ViberContents.Refusal(message) is { } refused) answers[message.Id] = refused;
            else fit.Add(Of(message, from, url));
        }
        if (fit.Count == 0) return new SendAnswer.Answered(answers);

        var links = ShortLinks.In(fit.Select(message => message.Content!.Text!), url, options.Value, through.Account);
        return InfobipAnswers.Of(await client.Send(new ViberRequest(fit, links is null ? null : new SmsRequestOptions(Tracking: links)), ct), response =>
        {
            foreach (var item in response.Messages ?? []) InfobipAnswers.Judge(Channel.Viber, item.MessageId, item.Status, answers);
            return new SendAnswer.Answered(answers);
        });
    }

    public async Task<bool> LookUp(InfobipClient client, IReadOnlyList<string> ids, Dictionary<MessageId, ItemAnswer> found, CancellationToken ct)
    {
        if (await client.ViberLogs(new LogQuery(ids), ct) is not InfobipAnswer<ViberLogs>.Answered { Value.Results: { } lines }) return false;

        foreach (var line in lines) InfobipAnswers.Note(Channel.Viber, line.MessageId, line.Status, found);
        return true;
    }

    private static ViberMessage Of(OutgoingMessage message, string from, string url) => new(
        from, [new SmsDestination(message.To, message.Id.ToString())], ViberContents.Of(message), ViberContents.Options(message),
        new ViberWebhooks(new SmsDeliveryWebhook(url, Notify: true), new ViberSeenWebhook(url), "application/json", message.CallbackData));

    private string? DefaultSender(AccountRef through) =>
        book.Of(through.Workspace).Senders.GetValueOrDefault(Channel.Viber) ?? options.Value.SenderOf(Channel.Viber, through.Account);
}
