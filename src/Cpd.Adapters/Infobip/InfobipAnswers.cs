using System.Diagnostics;
using System.Net;
using Cpd.Adapters.Infobip.Sms;
using Cpd.Contracts;

namespace Cpd.Adapters.Infobip;

/// <summary>What Infobip's answers mean to the adapter, whatever the channel.</summary>
internal static class InfobipAnswers
{
    /// <param name="judge">What an answer of success says of each message. One that it does not name stays without an answer: it is looked up.</param>
    public static SendAnswer Of<T>(InfobipAnswer<T> answer, Func<T, SendAnswer.Answered> judge) => answer switch
    {
        InfobipAnswer<T>.Answered answered => judge(answered.Value),
        InfobipAnswer<T>.Refused refused => new SendAnswer.Refused(
            $"infobip.{refused.Error.Code}", refused.Error.Sentence, IsOfTheAccount: refused.Error.Status is not (HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge or HttpStatusCode.UnprocessableEntity)),
        InfobipAnswer<T>.TooMany many => new SendAnswer.Busy(many.Error.Sentence, many.RetryAfter),
        InfobipAnswer<T>.NotSent nothing => new SendAnswer.Busy(nothing.Reason, null),
        InfobipAnswer<T>.Unknown unknown => new SendAnswer.Unknown(unknown.Reason),
        _ => throw new UnreachableException(),
    };

    /// <summary>What a call's answer says of one of its messages.</summary>
    public static void Judge(Channel channel, string? message, MessageStatus? status, Dictionary<MessageId, ItemAnswer> answers)
    {
        if (Ids.TryParse<MessageId>(message, out var id) && InfobipStatuses.Judge(channel, status) is { } answer) answers[id] = answer;
    }

    /// <summary>
    /// In the log anything but a refusal was accepted, also what did not arrive in the end: that is for the report to
    /// say. Where an id has several lines, one that was accepted counts.
    /// </summary>
    public static void Note(Channel channel, string? message, MessageStatus? status, Dictionary<MessageId, ItemAnswer> found)
    {
        if (!Ids.TryParse<MessageId>(message, out var id)) return;

        var refusal = status is { GroupId: InfobipStatuses.Rejected } ? InfobipStatuses.Judge(channel, status) : null;
        if (refusal is ItemAnswer.Refused) found.TryAdd(id, refusal);
        else found[id] = new ItemAnswer.Accepted();
    }
}
