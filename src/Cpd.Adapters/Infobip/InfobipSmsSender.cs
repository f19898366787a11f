using System.Net;
using Cpd.Adapters.Accounts;
using Cpd.Contracts;
using Microsoft.Extensions.Options;

namespace Cpd.Adapters.Infobip;

/// <summary>Text messages through Infobip: every <see cref="Send"/> is one HTTP call, whatever the number of messages.</summary>
public sealed class InfobipSmsSender(InfobipClients clients, InfobipWebhooks webhooks, AccountBook book, IOptions<InfobipOptions> options) : IMessageSender
{
    public async Task<SendAnswer> Send(AccountRef through, IReadOnlyList<OutgoingMessage> messages, CancellationToken ct)
    {
        var answers = new Dictionary<MessageId, ItemAnswer>(messages.Count);
        foreach (var foreign in messages.Where(message => message.Channel is not Channel.Sms))
        {
            answers[foreign.Id] = new ItemAnswer.Refused("infobip.channel-not-supported",
                $"Messages by {foreign.Channel} are not sent by this version; use Sms.", Permanent: true);
        }
        if (answers.Count == messages.Count) return new SendAnswer.Answered(answers);

        if (clients.For(through.Account) is not { } client)
            return new SendAnswer.Refused("infobip.no-key", "The account's key is not there, or cannot be opened here. Set it again on the page Channels.", IsOfTheAccount: true);

        var delivery = new SmsDeliveryWebhook(webhooks.ReportsUrl(through).AbsoluteUri, Notify: true);
        var sender = DefaultSender(through);
        var request = new SmsRequest([.. messages.Where(message => message.Channel is Channel.Sms).Select(message => Of(message, sender, delivery))]);

        return await client.Send(request, ct) switch
        {
            InfobipAnswer<SmsResponse>.Answered answered => Judged(answered.Value, answers),
            InfobipAnswer<SmsResponse>.Refused refused => new SendAnswer.Refused(
                $"infobip.{refused.Error.Code}", refused.Error.Sentence, IsOfTheAccount: refused.Error.Status is not (HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge or HttpStatusCode.UnprocessableEntity)),
            InfobipAnswer<SmsResponse>.TooMany many => new SendAnswer.Busy(many.Error.Sentence, many.RetryAfter),
            InfobipAnswer<SmsResponse>.NotSent nothing => new SendAnswer.Busy(nothing.Reason, null),
            InfobipAnswer<SmsResponse>.Unknown unknown => new SendAnswer.Unknown(unknown.Reason),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    /// <remarks>Infobip keeps its logs for 48 hours and answers 120 such calls a minute, each for some sixty ids.</remarks>
    public async Task<IReadOnlyDictionary<MessageId, ItemAnswer>?> LookUp(AccountRef through, IReadOnlyList<MessageId> messages, CancellationToken ct)
    {
        if (Asked(through) is not { } asked) return null;

        var found = new Dictionary<MessageId, ItemAnswer>(messages.Count);
        foreach (var client in asked)
        {
            foreach (var chunk in messages.Distinct().Chunk(IdsPerQuery))
            {
                var query = new SmsLogQuery([.. chunk.Select(id => id.ToString())]);
                if (await client.Logs(query, ct) is not InfobipAnswer<SmsLogs>.Answered { Value.Results: { } lines }) return null;

                foreach (var line in lines) Note(line, found);
            }
        }
        return found;
    }

    /// <summary>Null where the account's key is gone: what it did cannot be known.</summary>
    private IEnumerable<InfobipClient>? Asked(AccountRef through)
    {
        if (through.Account is AccountId.Several) return clients.All(through.Workspace);
        return clients.For(through.Account) is { } client ? [client] : null;
    }

    /// <summary>32 digits and a comma each, with room for the rest of the query.</summary>
    private const int IdsPerQuery = (InfobipClient.MostQuery - 100) / 33;

    /// <summary>The workspace's, else the installation's where its account is used; null for the account's own.</summary>
    private string? DefaultSender(AccountRef through) =>
        book.Of(through.Workspace).Senders.GetValueOrDefault(Channel.Sms)
        ?? (through.Account is AccountId.Installation && options.Value.Sender is { Length: > 0 } given ? given
            : through.Account is AccountId.Sandbox ? InfobipOptions.AnySender : null);

    private static SmsMessage Of(OutgoingMessage message, string? sender, SmsDeliveryWebhook delivery) => new(
        message.Sender ?? sender,
        [new SmsDestination(message.To, message.Id.ToString())],
        new SmsContent(message.Text, Language: Language(message)),
        Webhooks: new SmsWebhooks(delivery, "application/json", message.CallbackData));

    private static SmsLanguage? Language(OutgoingMessage message) =>
        message.Parts?.GetValueOrDefault("alphabet") is { } name && SmsAlphabet.Named(name).For(message.Text).Code is { } code
            ? new SmsLanguage(code, SingleShift: true, LockingShift: false)
            : null;

    /// <summary>A message that the answer does not name, or names in words unknown to us, stays without an answer: it is looked up.</summary>
    private static SendAnswer.Answered Judged(SmsResponse response, Dictionary<MessageId, ItemAnswer> answers)
    {
        foreach (var item in response.Messages ?? [])
        {
            if (Ids.TryParse<MessageId>(item.MessageId, out var id) && InfobipStatuses.Judge(Channel.Sms, item.Status) is { } answer)
                answers[id] = answer;
        }
        return new SendAnswer.Answered(answers);
    }

    /// <summary>
    /// In the log anything but a refusal was accepted, also what did not arrive in the end: that is for the report to
    /// say. Where an id has several lines, one that was accepted counts.
    /// </summary>
    private static void Note(SmsLog line, Dictionary<MessageId, ItemAnswer> found)
    {
        if (!Ids.TryParse<MessageId>(line.MessageId, out var id)) return;

        var refusal = line.Status is { GroupId: InfobipStatuses.Rejected } ? InfobipStatuses.Judge(Channel.Sms, line.Status) : null;
        if (refusal is ItemAnswer.Refused) found.TryAdd(id, refusal);
        else found[id] = new ItemAnswer.Accepted();
    }
}
