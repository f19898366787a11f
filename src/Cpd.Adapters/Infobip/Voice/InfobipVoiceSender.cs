using System.Globalization;
using Cpd.Adapters.Accounts;
using Cpd.Contracts;
using Microsoft.Extensions.Options;

namespace Cpd.Adapters.Infobip.Voice;

/// <summary>Calls through Infobip, in which a text is spoken: every <see cref="Send"/> is one HTTP call.</summary>
internal sealed class InfobipVoiceSender(InfobipWebhooks webhooks, AccountBook book, IOptions<InfobipOptions> options) : IInfobipChannel
{
    /// <summary>Long enough to take the phone from the ear. How long at most Infobip takes is not published.</summary>
    private const int SecondsForKeys = 10;

    public async Task<SendAnswer> Send(InfobipClient client, AccountRef through, IReadOnlyList<OutgoingMessage> messages, CancellationToken ct)
    {
        var answers = new Dictionary<MessageId, ItemAnswer>(messages.Count);
        var (sender, reports) = (DefaultSender(through), webhooks.VoiceUrl(through).AbsoluteUri);
        var fit = new List<VoiceMessage>(messages.Count);
        foreach (var message in messages)
        {
            var from = message.Sender ?? sender;
            if (Refusal(message, from) is { } refused) answers[message.Id] = refused;
            else fit.Add(Of(message, from!, reports));
        }
        if (fit.Count == 0) return new SendAnswer.Answered(answers);

        return InfobipAnswers.Of(await client.Send(new VoiceRequest(fit), ct), response =>
        {
            foreach (var item in response.Messages ?? []) InfobipAnswers.Judge(Channel.Voice, item.MessageId, item.Status, answers);
            return new SendAnswer.Answered(answers);
        });
    }

    public async Task<bool> LookUp(InfobipClient client, IReadOnlyList<string> ids, Dictionary<MessageId, ItemAnswer> found, CancellationToken ct)
    {
        if (await client.VoiceLogs(new LogQuery(ids), ct) is not InfobipAnswer<VoiceLogs>.Answered { Value.Results: { } lines }) return false;

        // A call that was declined was made, though its status is in the group of refusals.
        foreach (var line in lines)
            InfobipAnswers.Note(Channel.Voice, line.MessageId, line.Status is { } status && VoiceStatuses.IsEndOfCall(status.Id) ? null : line.Status, found);
        return true;
    }

    /// <summary>What no call is needed to know; one such message would spoil the others' request.</summary>
    private static ItemAnswer.Refused? Refusal(OutgoingMessage message, string? from) =>
        from is null ? new("voice.no-sender", "Voice has no number to call from. Set one in Channels.", Permanent: true)
        : !InfobipOptions.IsNumber(from) ? new("voice.sender", $"{from} is not a valid number to call from. Choose another sender.", Permanent: true)
        : message.Text.Length > SpokenText.MostLetters ? new("voice.too-long", $"A call may have at most {SpokenText.MostLetters} characters, and this text has {message.Text.Length}. Shorten it.", Permanent: true)
        : !SpokenText.HasWords(message.Text) ? new("voice.no-words", "The text has no words to speak.", Permanent: true)
        : null;

    private static VoiceMessage Of(OutgoingMessage message, string from, string reports)
    {
        int? keys = int.TryParse(Part(message, "keys"), NumberStyles.None, CultureInfo.InvariantCulture, out var asked) ? asked : null;
        return new VoiceMessage(
            from.Trim().TrimStart('+'), [new VoiceDestination(message.To, message.Id.ToString())], message.Text, Part(message, "language"), Voice(Part(message, "voice")),
            reports, "application/json", message.CallbackData, MaxDtmf: keys, DtmfTimeout: keys is null ? null : SecondsForKeys);
    }

    /// <summary>A gender takes the first such voice of the language; anything else is a voice's name.</summary>
    private static VoiceName? Voice(string? voice) => voice switch
    {
        null => null,
        "female" or "male" => new VoiceName(Gender: voice),
        _ => new VoiceName(Name: voice),
    };

    private static string? Part(OutgoingMessage message, string name) => message.Parts?.GetValueOrDefault(name) is { Length: > 0 } part ? part : null;

    private string? DefaultSender(AccountRef through) =>
        book.Of(through.Workspace).Senders.GetValueOrDefault(Channel.Voice) ?? options.Value.SenderOf(Channel.Voice, through.Account);
}
