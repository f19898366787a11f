namespace Cpd.Contracts;

/// <summary>Channels as people call them, for sentences; the wire has names of its own.</summary>
public static class ChannelNames
{
    public static string Of(Channel channel) => channel switch
    {
        Channel.Sms => "SMS",
        Channel.Email => "E-mail",
        Channel.Rcs => "RCS",
        Channel.Mms => "MMS",
        Channel.Voice => "Voice call",
        _ => channel.ToString(),
    };
}
