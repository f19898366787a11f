using Cpd.Contracts;
using Cpd.Engine.People;

namespace Cpd.Engine.Messages.Sending;

/// <summary>What somebody writes back may end messages on that channel, or let them come again.</summary>
internal static class OptingOut
{
    /// <summary>Null where the reply is anything else, or changes nothing: START takes back a STOP, and is not asked for without one.</summary>
    public static ConsentHeard? Heard(Profile person, ReplyReceived reply)
    {
        if (Keywords.Of(reply.Text) is not { } keyword) return null;

        var known = person.Consents.Find(RulesOfSending.Everything, reply.Channel);
        if (known?.At > reply.OccurredAt) return null;   // it lay somewhere, and they have said otherwise since
        if (keyword.Stops ? known is { Granted: false } : known is not { Granted: false }) return null;
        return new ConsentHeard(RulesOfSending.Everything, reply.Channel, !keyword.Stops, ConsentSources.Reply, reply.Text.Trim(), reply.OccurredAt);
    }
}
