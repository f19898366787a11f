using System.Text.Json;
using Cpd.Adapters.Accounts;
using Cpd.Adapters.Infobip.Sms;
using Cpd.Adapters.Unsubscribing;
using Cpd.Contracts;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Cpd.Adapters.Infobip.Email;

/// <summary>E-mails through Infobip: every <see cref="Send"/> is one HTTP call, each mail with its own subject and content.</summary>
internal sealed partial class InfobipEmailSender(
    InfobipWebhooks webhooks, UnsubscribeLinks unsubscribing, AccountBook book, MailFiles files, AddressChecks checks, IOptions<InfobipOptions> options, ILogger<InfobipEmailSender> logger) : IInfobipChannel
{
    /// <summary>What Infobip allows, over all addresses of a request.</summary>
    public const int MostRecipients = 1000;

    private static readonly TimeSpan BetweenQuestions = TimeSpan.FromSeconds(1);

    public async Task<SendAnswer> Send(InfobipClient client, AccountRef through, IReadOnlyList<OutgoingMessage> messages, CancellationToken ct)
    {
        var answers = new Dictionary<MessageId, ItemAnswer>(messages.Count);
        var (sender, delivery) = (DefaultSender(through), new SmsDeliveryWebhook(webhooks.EmailUrl(through).AbsoluteUri, Notify: true));
        var whole = new List<(OutgoingMessage Message, EmailAddress From)>(messages.Count);
        foreach (var message in messages)
        {
            var from = EmailAddress.TryParse(From(message, sender), out var read) ? read : null;
            if (Refusal(message, from) is { } refused) answers[message.Id] = refused;
            else whole.Add((message, from!));
        }
        if (await Reachable(client, through, whole, answers, ct) is not { } reachable) return new SendAnswer.Busy("The addresses are still being checked at Infobip.", BetweenQuestions, WasAsked: false);

        var fit = new List<EmailMessage>(reachable.Count);
        foreach (var (message, from) in reachable)
        {
            IReadOnlyList<EmailAttachment>? attachments = null;
            if (Part(message, Attachment.Part) is { } list)
            {
                var (found, isAway) = await Attached(through.Workspace, list, ct);
                if (isAway) return new SendAnswer.Busy("The attachments cannot be read at the moment.", RetryAfter: null, WasAsked: false);
                if (found is null)
                {
                    answers[message.Id] = Gone;
                    continue;
                }
                attachments = found;
            }
            fit.Add(Of(message, from, delivery, attachments));
        }
        if (fit.Count == 0) return new SendAnswer.Answered(answers);

        return InfobipAnswers.Of(await client.Send(new EmailRequest(fit, new EmailRequestOptions(Tracking: Tracking(delivery.Url!, through.Account))), ct), response =>
        {
            foreach (var item in response.Messages ?? []) InfobipAnswers.Judge(Channel.Email, item.MessageId, item.Status, answers);
            return new SendAnswer.Answered(answers);
        });
    }

    public async Task<bool> LookUp(InfobipClient client, IReadOnlyList<string> ids, Dictionary<MessageId, ItemAnswer> found, CancellationToken ct)
    {
        if (await client.EmailLogs(new LogQuery(ids), ct) is not InfobipAnswer<EmailLogs>.Answered { Value.Results: { } lines }) return false;

        foreach (var line in lines) InfobipAnswers.Note(Channel.Email, line.MessageId, line.Status, found);
        return true;
    }

    /// <summary>Without those to whose addresses no mail comes, where that is asked: they are answered for here. Null where the answers are worth waiting for.</summary>
    private async ValueTask<List<(OutgoingMessage Message, EmailAddress From)>?> Reachable(
        InfobipClient client, AccountRef through, List<(OutgoingMessage Message, EmailAddress From)> messages, Dictionary<MessageId, ItemAnswer> answers, CancellationToken ct)
    {
        if (messages.Count == 0 || !book.Of(through.Workspace).ChecksEmail) return messages;

        var (known, mustWait) = await checks.Of(client, through, messages.Select(one => one.Message.To), ct);
        if (mustWait) return null;

        foreach (var (message, _) in messages)
            if (known.TryGetValue(message.To, out var said) && said.Refusal is { } refusal) answers[message.Id] = refusal;
        return [.. messages.Where(one => !answers.ContainsKey(one.Message.Id))];
    }

    /// <summary>What no call is needed to know.</summary>
    private static ItemAnswer.Refused? Refusal(OutgoingMessage message, EmailAddress? from) =>
        !EmailAddress.IsAddress(message.To) ? new("email.address", "The person's e-mail address is invalid. Correct it.", Permanent: true)
        : Part(message, "subject") is null || Part(message, "html") is null ? new("email.no-subject", "The e-mail has no subject or HTML. Use a template.", Permanent: true)
        : from is null ? new("email.no-sender", "E-mail has no sender. Set one in Channels, or in the template.", Permanent: true)
        : null;

    private static ItemAnswer.Refused Gone { get; } =
        new("email.attachment-gone", "An attachment of this e-mail is no longer stored. Open the template, upload the file again and save.", Permanent: true);

    /// <summary>Whether the database is away, or there was no time left; then nothing was sent, and nothing is lost.</summary>
    private async ValueTask<(IReadOnlyList<EmailAttachment>? Found, bool IsAway)> Attached(string workspace, string list, CancellationToken ct)
    {
        try
        {
            return (await files.Of(workspace, list, ct), false);
        }
        catch (Exception end) when (end is ObjectDisposedException || ct.IsCancellationRequested)
        {
            Log.BrokenOff(logger);   // nothing is wrong with the database
            return (null, true);
        }
        catch (Exception problem)
        {
            Log.NotRead(logger, problem);
            return (null, true);
        }
    }

    private EmailMessage Of(OutgoingMessage message, EmailAddress from, SmsDeliveryWebhook delivery, IReadOnlyList<EmailAttachment>? attachments) => new(
        from.ToString(),
        [new EmailDestinations([new EmailDestination(message.To, message.Id.ToString())], ReplyTo: Part(message, "replyTo"))],
        new EmailMessageContent(Part(message, "subject"), message.Text, Part(message, "html"), Headers: Headers(message), Attachments: attachments),
        Webhooks: new SmsWebhooks(delivery, "application/json", message.CallbackData));

    /// <summary>The way out that mailboxes show beside the sender, and which large ones demand; its one click is a POST.</summary>
    private string? Headers(OutgoingMessage message)
    {
        if (message.Transactional || !CallbackData.TryRead(message.CallbackData, out var workspace, out var person)) return null;

        var way = unsubscribing.Of(workspace, person, Channel.Email, message.To).AbsoluteUri;
        return JsonSerializer.Serialize(new EmailHeaders($"<{way}>", "List-Unsubscribe=One-Click"), InfobipJson.Wire.EmailHeaders);
    }

    /// <summary>What a step names counts before what its template says, and that before the channel's own.</summary>
    private static string? From(OutgoingMessage message, string? sender) => message.Sender ?? Part(message, "sender") ?? sender;

    private static string? Part(OutgoingMessage message, string name) => message.Parts?.GetValueOrDefault(name) is { Length: > 0 } part ? part : null;

    private EmailTracking Tracking(string url, long account)
    {
        var (opens, clicks) = (options.Value.TracksOpens(account), options.Value.TracksClicks(account));
        return new(opens || clicks, opens, clicks, url);
    }

    private string? DefaultSender(AccountRef through) =>
        book.Of(through.Workspace).Senders.GetValueOrDefault(Channel.Email) ?? options.Value.SenderOf(Channel.Email, through.Account);

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "The attachments of e-mails could not be read; the e-mails wait")]
        public static partial void NotRead(ILogger logger, Exception problem);

        [LoggerMessage(Level = LogLevel.Information, Message = "Reading the attachments of e-mails was broken off, since this process stops or the call's time is over; the e-mails wait")]
        public static partial void BrokenOff(ILogger logger);
    }
}
