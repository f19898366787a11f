using Cpd.Contracts;
using Cpd.EventLog.Storage;

namespace Cpd.Engine.UserView;

/// <summary>What is known of a message. Sent, and then at most one of the three ends; the reactions beside that.</summary>
[Flags]
internal enum MessageMarks
{
    None = 0,
    Sent = 1,

    /// <summary>Never left the house, or the provider did not take it.</summary>
    NotSent = 2,
    Delivered = 4,

    /// <summary>The provider took it and could not deliver it.</summary>
    Undelivered = 8,
    Seen = 16,
    Clicked = 32,

    /// <summary>A program looked through it.</summary>
    Automatic = 64,

    Final = NotSent | Delivered | Undelivered,
}

/// <summary>
/// Counts messages by channel and by what became of them. A report that comes again changes nothing, and the first
/// final one stays. A report that overtook the record of the sending is kept, and counts when that arrives and says
/// on which channel. How long it took is counted from the time in the message's own id: when the event was taken that the
/// message is an answer to, or when a wait was over.
/// </summary>
internal sealed class MessageFold(SqlSession sql, ActivityTally activity, JourneyTally journeys)
{
    private const long NoChannel = -1;

    private readonly Dictionary<MessageId, Known> _known = [];

    public void Take(LogRecord record)
    {
        switch (record.Body)
        {
            case MessageSent sent:
                Mark(record, sent.Message, MessageMarks.Sent, sent.Channel, sent.Place);
                break;
            case MessageFailed failed:
                Mark(record, failed.Message, MessageMarks.NotSent, failed.Channel, failed.Place, failed.Code);
                break;
            case MessageReported { Outcome: DeliveryOutcome.Delivered } reported:
                Mark(record, reported.Message, MessageMarks.Delivered);
                break;
            case MessageReported { Outcome: not DeliveryOutcome.Pending } reported:
                Mark(record, reported.Message, MessageMarks.Undelivered, reason: ReasonOf(reported));
                break;
            case MessageReacted reacted:
                Mark(record, reacted.Message, reacted.Automatic is not null ? MessageMarks.Automatic : reacted.Reaction is Reaction.Seen ? MessageMarks.Seen : MessageMarks.Clicked);
                break;
        }
    }

    /// <summary>Reads what is known of these messages, all at once.</summary>
    public void Load(IEnumerable<MessageId> messages)
    {
        var find = ViewStatements.FindMessage.Rows();
        foreach (var message in messages)
            if (_known.TryAdd(message, new Known(null, MessageMarks.None, isNew: true))) find.Add(message.Value);
        if (find.Count == 0) return;

        using var rows = sql.Read(find);
        while (rows.Step())
            _known[new MessageId(rows.GetId(0))] = new Known((Channel?)rows.GetLongOrNull(1), (MessageMarks)rows.GetLong(2), isNew: false)
            {
                SentAt = rows.GetLong(3),
                FinalAt = rows.GetLong(4),
                Place = rows.IsNull(5) ? null : new StepPlace(new RunId(rows.GetId(5)), rows.GetText(6), (int)rows.GetLong(7), rows.GetText(8), 0),
                Reason = rows.GetTextOrNull(9),
            };
    }

    /// <exception cref="RacedException">Another process has written one of the messages since they were read.</exception>
    public void Flush()
    {
        var (add, change) = (ViewStatements.AddMessage.Rows(), ViewStatements.ChangeMessage.Rows());
        foreach (var (message, known) in _known.OrderBy(pair => pair.Key.Value, IdOrder.Bytes))
        {
            if (!known.IsChanged) continue;
            var (channel, marks) = ((long?)known.Channel, (long)known.Marks);
            var (run, journey, version, step) = (known.Place?.Run.Value, known.Place?.Journey, (long?)known.Place?.Version, known.Place?.Step);
            if (known.IsNew)
                add.Add(message.Value, channel, marks, known.SentAt, known.FinalAt, run, journey, version, step, known.Reason);
            else
                change.Add(
                    message.Value, (long?)known.ReadChannel ?? NoChannel, (long)known.ReadMarks, channel, marks, known.SentAt, known.FinalAt, run, journey, version,
                    step, known.Reason);
        }
        _known.Clear();

        // Every change adds a mark or names the channel, so what was read tells whether anybody was faster.
        if (sql.Run(change) != change.Count) throw new RacedException();
        sql.Run(add);
    }

    /// <summary>Which message a record is about, where its fate is told here.</summary>
    public static MessageId? Of(IRecordBody body) => body switch
    {
        MessageSent sent => sent.Message,
        MessageFailed failed => failed.Message,
        MessageReported { Outcome: not DeliveryOutcome.Pending } reported => reported.Message,
        MessageReacted reacted => reacted.Message,
        _ => null,
    };

    private void Mark(
        LogRecord record, MessageId message, MessageMarks mark, Channel? channel = null, StepPlace? place = null, string? reason = null)
    {
        var known = Of(message);
        var before = known.Channel is null ? MessageMarks.None : known.Marks;

        // The first final mark stays, whatever comes late.
        var isLate = (mark & MessageMarks.Final) != 0 && (known.Marks & MessageMarks.Final) != 0;
        if (isLate) mark = MessageMarks.None;

        var at = record.At.ToUnixTimeMilliseconds();
        if (mark is MessageMarks.Sent && known.SentAt == 0) known.SentAt = at;
        if ((mark & MessageMarks.Final) != 0)
        {
            known.FinalAt = at;
            if (reason is not null) known.Reason = KeyText.Fit(reason, MessageRow.LongestReason);
        }
        known.Marks |= mark;
        if (known.Channel is null && channel is not null) Tell(known, channel, place);

        if (known.Channel is { } on) Count(record, message, known, on, known.Marks & ~before);
    }

    /// <summary>What a report does not say; the first record that says it is believed.</summary>
    private static void Tell(Known known, Channel? channel, StepPlace? place)
    {
        known.Channel = channel;
        known.Place = place is null ? null : place with
        {
            Journey = KeyText.Fit(place.Journey, JourneyCountRow.LongestKey),
            Step = KeyText.Fit(place.Step, JourneyCountRow.LongestKey),
        };
    }

    private void Count(LogRecord record, MessageId message, Known known, Channel channel, MessageMarks added)
    {
        for (var mark = MessageMarks.Sent; mark <= MessageMarks.Automatic; mark = (MessageMarks)((int)mark << 1))
        {
            if ((added & mark) == 0) continue;
            activity.Add(record, Activity.Message, $"{channel}/{mark}");
            if (known.Place is { } place) journeys.Up(record.Workspace, place, Measure.Message($"{channel}/{mark}"));

            if (mark is MessageMarks.Sent) activity.Add(record, Activity.Sending, $"{channel}/{Took(message, known.SentAt)}");
            if (mark is MessageMarks.Delivered) activity.Add(record, Activity.Delivery, $"{channel}/{Took(message, known.FinalAt)}");
            if (mark is MessageMarks.NotSent or MessageMarks.Undelivered) activity.Add(record, Activity.Failure, $"{channel}/{mark}/{known.Reason}");
        }
    }

    private static string Took(MessageId message, long until) =>
        Latency.Name(DateTimeOffset.FromUnixTimeMilliseconds(until) - Ids.TimeOf(message.Value));

    /// <summary>The provider's word, such as REJECTED_NETWORK; where it has none, ours.</summary>
    private static string ReasonOf(MessageReported reported) =>
        string.IsNullOrWhiteSpace(reported.Status) ? reported.Outcome.ToString() : reported.Status;

    private Known Of(MessageId message)
    {
        if (!_known.TryGetValue(message, out var known))
        {
            Load([message]);
            known = _known[message];
        }
        return known;
    }

    /// <summary>A message as it was read, and as it is now.</summary>
    private sealed class Known(Channel? channel, MessageMarks marks, bool isNew)
    {
        public Channel? ReadChannel { get; } = channel;

        public MessageMarks ReadMarks { get; } = marks;

        public bool IsNew { get; } = isNew;

        public Channel? Channel { get; set; } = channel;

        public MessageMarks Marks { get; set; } = marks;

        public long SentAt { get; set; }

        public long FinalAt { get; set; }

        public StepPlace? Place { get; set; }

        public string? Reason { get; set; }

        public bool IsChanged => Marks != ReadMarks || Channel != ReadChannel;
    }
}
