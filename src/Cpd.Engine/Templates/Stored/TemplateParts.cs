using Cpd.Contracts;
using Cpd.Engine.Templates.Chat;

namespace Cpd.Engine.Templates.Stored;

/// <summary>What the content of a channel is made of. A channel that gets an editor of its own gets its parts here; the tables stay.</summary>
public static class TemplateParts
{
    /// <summary>What every channel has.</summary>
    public const string Text = "text";

    /// <summary>Of an SMS: the national table whose letters are sent as they are. Missing for the standard letters.</summary>
    public const string Alphabet = "alphabet";

    /// <summary>Of an e-mail. Its <see cref="Text"/> is made from the HTML where nobody writes one.</summary>
    public const string Subject = "subject", Html = "html";

    /// <summary>Of an e-mail that is put together: its blocks, as <see cref="Email.EmailBlocks"/> writes them. Its <see cref="Html"/> is made of them and not stored.</summary>
    public const string Blocks = "blocks";

    /// <summary>Of an e-mail: the words that a mailbox shows beside the subject.</summary>
    public const string Preheader = "preheader";

    /// <summary>Of an e-mail: <c>Name &lt;address&gt;</c>, whom it comes from and who gets the answers; missing for the channel's own.</summary>
    public const string Sender = "sender", ReplyTo = "replyTo";

    /// <summary>Of an e-mail: the files that go with it, as <see cref="Attachment.Write"/> writes them.</summary>
    public const string Attachments = Attachment.Part;

    /// <summary>Of a call: the language it is spoken in, for the variant's own where it is missing; and the voice's gender.</summary>
    public const string Language = "language", Voice = "voice";

    /// <summary>Of a call: how many keys it waits for when its text is over; missing for none.</summary>
    public const string Keys = "keys";

    /// <summary>What Infobip's voices speak, as far as it is offered here; what an account has is told by <c>/tts/3/voices</c>.</summary>
    public static readonly IReadOnlyList<string> SpokenLanguages =
    [
        "ar", "bg", "ca", "cs", "da", "de", "el", "en", "en-au", "en-gb", "es", "es-mx", "fi", "fr", "fr-ca", "he", "hi", "hr", "hu", "id", "it", "ja", "ko",
        "ms", "nl", "no", "pl", "pt", "pt-br", "ro", "ru", "sk", "sl", "sv", "ta", "th", "tr", "vi", "zh-cn", "zh-tw",
    ];

    private static readonly TemplatePart[] OfVoice = [new(Text), new(Language, Choices: SpokenLanguages), new(Voice, Choices: ["female", "male"]), new(Keys, Choices: ["1", "2", "3", "4", "5", "6"])];

    private static readonly TemplatePart[] OfEmail =
    [
        new(Subject), new(Html, TemplateEscaping.Html), new(Text, IsOptional: true), new(Preheader, IsOptional: true),
        new(Sender, IsOptional: true), new(ReplyTo, IsOptional: true), new(Blocks, IsGiven: true), new(Attachments, IsGiven: true),
    ];

    private static readonly TemplatePart[] OfSms = [new(Text), new(Alphabet, Choices: ["turkish", "spanish", "portuguese"]), .. SmsOptions.Parts];
    private static readonly TemplatePart[] OfOthers = [new(Text)];

    public static IReadOnlyList<TemplatePart> Of(Channel channel) => channel switch
    {
        Channel.Sms => OfSms,
        Channel.Email => OfEmail,
        _ when channel.IsRich() => ChatParts.Of(channel),
        Channel.Voice => OfVoice,
        _ => OfOthers,
    };

    /// <summary>The same of one variant: one that mirrors a template of the provider's has the places that one has.</summary>
    public static IReadOnlyList<TemplatePart> Of(Channel channel, TemplateVariant variant) => RemoteTemplate.Of(variant)?.Parts() ?? Of(channel);
}

/// <param name="Escaping">Where it is written by people: what becomes of values in it.</param>
/// <param name="Choices">Where it is chosen rather than written: what there is to choose from; such a part may be missing.</param>
/// <param name="IsOptional">Written, and may be left empty.</param>
/// <param name="IsGiven">No text that is filled in: it comes from the provider, something else is made of it, or it goes along as it is.</param>
public sealed record TemplatePart(
    string Name, TemplateEscaping Escaping = TemplateEscaping.None, IReadOnlyList<string>? Choices = null, bool IsOptional = false, bool IsGiven = false);
