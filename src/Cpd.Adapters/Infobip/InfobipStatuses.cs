using System.Collections.Frozen;
using Cpd.Adapters.Infobip.Chat;
using Cpd.Adapters.Infobip.Email;
using Cpd.Adapters.Infobip.Push;
using Cpd.Adapters.Infobip.Sms;
using Cpd.Adapters.Infobip.Voice;
using Cpd.Contracts;

namespace Cpd.Adapters.Infobip;

/// <summary>
/// What Infobip's numbers mean. Ids repeat with another meaning across channels, so the key is (channel, id); what is not
/// in here is judged by its group.
/// </summary>
public static class InfobipStatuses
{
    public const int Pending = 1, Undeliverable = 2, Delivered = 3, Expired = 4, Rejected = 5;

    /// <summary>"We had this message id before": the first one was accepted, and this one did no harm.</summary>
    public const int DuplicateMessageId = 23;

    private static readonly string[] Groups = ["ACCEPTED", "PENDING", "UNDELIVERABLE", "DELIVERED", "EXPIRED", "REJECTED"];
    private static readonly string[] ErrorGroups = ["OK", "HANDSET_ERRORS", "USER_ERRORS", "OPERATOR_ERRORS"];

    private static readonly (Channel Channel, InfobipStatus[] Statuses, InfobipFault[] Faults)[] Known =
    [
        (Channel.Sms, SmsStatuses.All, SmsStatuses.Errors),
        (Channel.Email, EmailStatuses.All, EmailStatuses.Errors),
        (Channel.Voice, VoiceStatuses.All, VoiceStatuses.Errors),
        (Channel.WhatsApp, ChatStatuses.All, ChatStatuses.Errors),
        (Channel.Viber, ChatStatuses.All, ChatStatuses.Errors),
        (Channel.Rcs, ChatStatuses.All, ChatStatuses.Errors),
        // Of MMS no errors are published: they go the way of text messages, and what is unknown is judged by its group.
        (Channel.Mms, ChatStatuses.All, SmsStatuses.Errors),
        (Channel.Push, PushStatuses.All, PushStatuses.Errors),
    ];

    private static readonly FrozenDictionary<(Channel, int), InfobipStatus> Statuses = Known
        .SelectMany(one => one.Statuses, (one, status) => KeyValuePair.Create((one.Channel, status.Id), status)).ToFrozenDictionary();

    private static readonly FrozenDictionary<(Channel, int), InfobipFault> Faults = Known
        .SelectMany(one => one.Faults.Prepend(CommonStatuses.NoError), (one, fault) => KeyValuePair.Create((one.Channel, fault.Id), fault)).ToFrozenDictionary();

    /// <summary>Null where it is a new one.</summary>
    public static InfobipStatus? Status(Channel channel, int id) => Statuses.GetValueOrDefault((channel, id));

    /// <summary>Null where it is a new one.</summary>
    public static InfobipFault? Fault(Channel channel, int id) => Faults.GetValueOrDefault((channel, id));

    /// <summary>What a send answer or a log line says about one message; null where it says nothing we understand.</summary>
    public static ItemAnswer? Judge(Channel channel, MessageStatus? status)
    {
        if (status is null) return null;
        if (status.Id == DuplicateMessageId && GroupOf(channel, status) is Rejected or 0) return new ItemAnswer.Accepted();

        return GroupOf(channel, status) switch
        {
            Pending or Delivered => new ItemAnswer.Accepted(),
            Undeliverable or Expired or Rejected => new ItemAnswer.Refused(
                $"infobip.{Name(channel)}.{status.Id}", Sentence(channel, status), Status(channel, status.Id)?.Permanent ?? true),
            _ => string.Equals(status.GroupName, Groups[0], StringComparison.OrdinalIgnoreCase) ? new ItemAnswer.Accepted() : null,
        };
    }

    /// <summary>What a delivery report says; a group that we do not know is on its way, since nothing final was said.</summary>
    public static DeliveryOutcome Outcome(Channel channel, MessageStatus status) => GroupOf(channel, status) switch
    {
        // With the operator is not with the person, whatever its group says.
        Delivered when status.Id == 2 => DeliveryOutcome.Pending,
        Delivered => DeliveryOutcome.Delivered,
        Undeliverable => DeliveryOutcome.Undeliverable,
        Expired => DeliveryOutcome.Expired,
        Rejected => DeliveryOutcome.Rejected,
        _ => DeliveryOutcome.Pending,
    };

    /// <summary>The whole object, as it stands in answers and reports.</summary>
    internal static MessageStatus Describe(Channel channel, int id) =>
        Status(channel, id) is { } known
            ? new MessageStatus(known.Group, Groups[known.Group], id, known.Name, known.Description)
            : new MessageStatus(Rejected, Groups[Rejected], id, "REJECTED", "Request rejected");

    internal static MessageError DescribeError(Channel channel, int id) =>
        Fault(channel, id) is { } known
            ? new MessageError(known.Group, ErrorGroups[known.Group], id, known.Name, known.Description, known.Permanent)
            : new MessageError(1, ErrorGroups[1], id, "EC_UNKNOWN_ERROR", "Unknown error");

    /// <summary>The ids of one group, by its name; empty where there is no such group.</summary>
    internal static IReadOnlyList<int> InGroup(Channel channel, string name)
    {
        var group = Array.IndexOf(Groups, name);
        return [.. Statuses.Where(one => one.Key.Item1 == channel && one.Value.Group == group).Select(one => one.Value.Id)];
    }

    internal static bool IsGroup(string name) => Groups.Contains(name, StringComparer.Ordinal);

    private static int GroupOf(Channel channel, MessageStatus status)
    {
        if (status.GroupId is >= Pending and <= Rejected) return status.GroupId;
        var byName = Array.FindIndex(Groups, name => string.Equals(name, status.GroupName, StringComparison.OrdinalIgnoreCase));
        return byName > 0 ? byName : status.GroupName is null ? Status(channel, status.Id)?.Group ?? 0 : 0;
    }

    private static string Sentence(Channel channel, MessageStatus status)
    {
        var name = status.Name ?? Status(channel, status.Id)?.Name ?? $"status {status.Id}";
        var description = status.Description ?? Status(channel, status.Id)?.Description;
        return $"Infobip refused the message: {name}{(description is null ? "" : $", {description}")}.{(status.Action is null ? "" : $" {status.Action}")}";
    }

    private static string Name(Channel channel) => channel switch
    {
        Channel.Sms => "sms",
        Channel.Email => "email",
        Channel.WhatsApp => "whatsapp",
        Channel.Viber => "viber",
        Channel.Rcs => "rcs",
        Channel.Mms => "mms",
        Channel.Voice => "voice",
        _ => "push",
    };
}

/// <param name="Permanent">The same message would be refused again; true only where it is a refusal.</param>
public sealed record InfobipStatus(int Id, int Group, string Name, string Description, bool Permanent);

/// <summary>Why a message did not arrive.</summary>
/// <param name="Group">0 none, 1 handset, 2 user, 3 operator.</param>
public sealed record InfobipFault(int Id, int Group, string Name, string Description, bool Permanent);
