using Cpd.Contracts;

namespace Cpd.Engine.Journeys;

/// <summary>What a message says on one channel.</summary>
/// <param name="Text">Empty where <paramref name="Template"/> says what the message is.</param>
/// <param name="Template">A template of the workspace, as it is when the message is sent.</param>
/// <param name="Sender">Null: the channel's default sender.</param>
/// <param name="Keys">Of a call whose text is written here: how many keys it waits for when its text is over; 0 for none. A template says it itself.</param>
public sealed record MessageContent(Channel Channel, TemplateText Text, string? Template, string? Sender, int Keys = 0)
{
    /// <summary>How many keys a call waits for at most.</summary>
    public const int MostKeys = 6;

    /// <summary>True where a bare text is no message of the channel.</summary>
    public static bool NeedsTemplate(Channel channel) => channel is Channel.Email;

    /// <param name="path">Of the object it stands in, with the dot behind it.</param>
    internal IEnumerable<StepProblem> Problems(string path)
    {
        var isWritten = !string.IsNullOrWhiteSpace(Text.Text);
        if (NeedsTemplate(Channel) && Template is null) yield return new("message.no-template", JourneyStep.Message.NeedsTemplate, path + "template");
        else if (Template is null && !isWritten) yield return new("message.no-text", "Enter the message text.", path + "text");
        if (Template is not null && isWritten) yield return new("message.text-and-template", "A message may have a text or a template, not both. Remove one of them.", path + "text");
        if (Channel is Channel.Voice && Text.Text.Length > SpokenText.MostLetters)
            yield return new("message.too-long-to-speak", $"A call may have at most {SpokenText.MostLetters} characters. Shorten the text.", path + "text");
        if (Keys is < 0 or > MostKeys) yield return new("message.keys", $"A call may wait for 1 to {MostKeys} keys. Leave out \"keys\" to wait for none.", path + "keys");
        if (Keys != 0 && Channel is not Channel.Voice) yield return new("message.keys-without-call", "Only calls can wait for keys. Leave out \"keys\".", path + "keys");
        if (Keys != 0 && Template is not null) yield return new("message.keys-and-template", "The template sets how many keys it waits for. Leave out \"keys\", or enter the text here.", path + "keys");
        if (Template is { } id && string.IsNullOrWhiteSpace(id)) yield return new("message.no-template", "Choose a template.", path + "template");
    }

    internal void Write(JourneyWriter json)
    {
        json.Text("channel", JourneyStep.Message.WireName(Channel)).Text("text", Template is not null && Text.Text.Length == 0 ? null : Text);
        if (Keys != 0) json.Number("keys", Keys);
        json.Text("template", Template).Text("sender", Sender);
    }

    internal static MessageContent Read(JourneyReader json) => new(
        JourneyStep.Message.ReadChannel(json), new TemplateText(json.TextOrNull("text") ?? ""), json.TextOrNull("template"), json.TextOrNull("sender"), json.Number("keys", 0));
}
