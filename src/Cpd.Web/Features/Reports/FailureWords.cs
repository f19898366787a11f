using Cpd.Engine.Dashboards;
using Cpd.Engine.UserView;

namespace Cpd.Web.Features.Reports;

/// <summary>Why messages fail, for people.</summary>
internal static class FailureWords
{
    private static readonly Dictionary<string, string> Ours = new(StringComparer.Ordinal)
    {
        [""] = "The reason was not kept",
        ["message.no-address"] = "The person has no address on this channel",
        ["message.no-consent"] = "The person refused such messages",
        ["message.missing-variable"] = "The text needs a value that is not known of the person",
        ["template.unknown"] = "There is no such template",
        ["template.invalid"] = "The template has a mistake",
        ["dispatch.gave-up"] = "The provider could not be reached in time",
        ["dispatch.outcome-unknown"] = "The provider never said what became of it",
        ["dispatch.record-gone"] = "It lay too long before it could be sent",
        ["infobip.channel-not-supported"] = "This channel has no sender yet",
    };

    public static string Of(FailureReport failure) =>
        Ours.GetValueOrDefault(failure.Code) ?? (failure.Code.StartsWith("infobip.", StringComparison.Ordinal)
            ? $"Infobip refused it: {JourneyNames.Readable(failure.Code["infobip.".Length..].Replace('.', ' '))}"
            : JourneyNames.Readable(failure.Code.ToLowerInvariant()));

    public static string Of(MessageFate fate) => fate switch
    {
        MessageFate.NotSent => "Not sent",
        MessageFate.Undelivered => "Not delivered",
        _ => fate.ToString(),
    };
}
