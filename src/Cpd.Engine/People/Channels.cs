using System.Collections.Frozen;
using Cpd.Contracts;

namespace Cpd.Engine.People;

/// <summary>How channels are called in a company's own data: <c>sms</c>, <c>whatsApp</c>, <c>WHATSAPP</c> are all understood.</summary>
internal static class Channels
{
    private static readonly FrozenDictionary<string, Channel> ByName =
        Enum.GetValues<Channel>().ToFrozenDictionary(channel => channel.ToString(), StringComparer.OrdinalIgnoreCase);

    public static bool TryParse(string name, out Channel channel) => ByName.TryGetValue(name, out channel);

    /// <summary>Whether the channel reaches people by their phone number.</summary>
    public static bool IsByPhone(this Channel channel) => channel is not (Channel.Email or Channel.Push);
}
