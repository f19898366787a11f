using Cpd.Adapters.Accounts;
using Cpd.Adapters.Infobip.Sms;
using Cpd.Contracts;
using Microsoft.Extensions.Options;

namespace Cpd.Adapters.Infobip.Chat;

/// <summary>Messages by RCS: texts, and cards with a picture, with buttons to answer by, many in one call.</summary>
internal sealed class InfobipRcsSender(InfobipWebhooks webhooks, AccountBook book, RcsCapabilities capabilities, IOptions<InfobipOptions> options) : IInfobipChannel
{
    public async Task<SendAnswer> Send(InfobipClient client, AccountRef through, IReadOnlyList<OutgoingMessage> messages, CancellationToken ct)
    {
        var answers = new Dictionary<MessageId, ItemAnswer>(messages.Count);
        var (sender, url) = (DefaultSender(through), webhooks.RcsUrl(through).AbsoluteUri);
        var fit = new List<(OutgoingMessage Message, string From)>(messages.Count);
        foreach (var message in messages)
        {
            if ((message.Sender ?? sender) is not { } from) answers[message.Id] = new ItemAnswer.Refused("rcs.no-sender", "RCS has no sender. Add one in Channels.", Permanent: true);
            else if (RcsContents.Refusal(message) is { } refused) answers[message.Id] = refused;
            else fit.Add((message, from));
        }

        var capable = await Capable(client, through, fit, answers, ct);
        if (capable.Count == 0) return new SendAnswer.Answered(answers);

        var links = ShortLinks.In(capable.Select(one => one.Message.Text), url, options.Value, through.Account);
        var request = new RcsRequest([.. capable.Select(one => Of(one.Message, one.From, url))], links is null ? null : new SmsRequestOptions(Tracking: links));
        return InfobipAnswers.Of(await client.Send(request, ct), response =>
        {
            foreach (var item in response.Messages ?? []) InfobipAnswers.Judge(Channel.Rcs, item.MessageId, item.Status, answers);
            return new SendAnswer.Answered(answers);
        });
    }

    public async Task<bool> LookUp(InfobipClient client, IReadOnlyList<string> ids, Dictionary<MessageId, ItemAnswer> found, CancellationToken ct)
    {
        if (await client.RcsLogs(new LogQuery(ids), ct) is not InfobipAnswer<RcsLogs>.Answered { Value.Results: { } lines }) return false;

        foreach (var line in lines) InfobipAnswers.Note(Channel.Rcs, line.MessageId, line.Status, found);
        return true;
    }

    /// <summary>Without those whose phones are known to get none: they are answered for here, so that another channel follows at once.</summary>
    private async Task<List<(OutgoingMessage Message, string From)>> Capable(
        InfobipClient client, AccountRef through, List<(OutgoingMessage Message, string From)> messages, Dictionary<MessageId, ItemAnswer> answers, CancellationToken ct)
    {
        var capable = new List<(OutgoingMessage, string)>(messages.Count);
        foreach (var ofSender in messages.GroupBy(one => one.From, StringComparer.Ordinal))
        {
            var known = await capabilities.Of(client, through, ofSender.Key, [.. ofSender.Select(one => one.Message.To)], ct);
            foreach (var one in ofSender)
            {
                if (known.TryGetValue(one.Message.To, out var said) && said.Refusal is { } refusal) answers[one.Message.Id] = refusal;
                else capable.Add(one);
            }
        }
        return capable;
    }

    private static RcsMessage Of(OutgoingMessage message, string from, string url) => new(
        from, [new SmsDestination(message.To, message.Id.ToString())], RcsContents.Of(message), RcsContents.Options(message),
        new ViberWebhooks(new SmsDeliveryWebhook(url, Notify: true), new ViberSeenWebhook(url), "application/json", message.CallbackData));

    private string? DefaultSender(AccountRef through) =>
        book.Of(through.Workspace).Senders.GetValueOrDefault(Channel.Rcs) ?? options.Value.SenderOf(Channel.Rcs, through.Account);
}
