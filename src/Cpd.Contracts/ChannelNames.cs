namespace Cpd.Contracts;

/// <summary>Channels as people call them, for sentences; the wire has names of its own.</summary>
public static class ChannelNames
{
    /// <summary>Those that messages go out by; records may name others, of other versions.</summary>
    public static readonly IReadOnlyList<Channel> InUse = [Channel.Sms, Channel.Email, Channel.WhatsApp, Channel.Viber, Channel.Rcs, Channel.Mms, Channel.Voice, Channel.Push];

    public static string Of(Channel channel) => channel switch
    {
        Channel.Sms => "SMS",
        Channel.Email => "E-mail",
        Channel.Rcs => "RCS",
        Channel.Mms => "MMS",
        Channel.Voice => "Voice call",
        _ => channel.ToString(),
    };

    /// <summary>Whether a message of the channel stands in a chat, with pictures and buttons.</summary>
    public static bool IsChat(this Channel channel) => channel is Channel.WhatsApp or Channel.Viber or Channel.Rcs;

    /// <summary>Whether a message of the channel has more than its text to show: a title, pictures or buttons.</summary>
    public static bool IsRich(this Channel channel) => channel.IsChat() || channel is Channel.Mms or Channel.Push;
}
