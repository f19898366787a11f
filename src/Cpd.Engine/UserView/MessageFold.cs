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

    Final = NotSent | Delivered | Undelivered,
}

/// <summary>
/// Counts messages by channel and by what became of them. A report that comes again changes nothing, and the first
/// final one stays. A report that overtook the record of the sending is kept, and counts when that arrives and says
/// on which channel.
/// </summary>
internal sealed class MessageFold(SqliteSession sqlite, ActivityTally activity)
{
    private readonly Dictionary<MessageId, Known> _known = [];

    public void Take(LogRecord record)
    {
        switch (record.Body)
        {
            case MessageSent sent:
                Mark(record, sent.Message, MessageMarks.Sent, sent.Channel);
                break;
            case MessageFailed failed:
                Mark(record, failed.Message, MessageMarks.NotSent, failed.Channel);
                break;
            case MessageReported { Outcome: DeliveryOutcome.Delivered } reported:
                Mark(record, reported.Message, MessageMarks.Delivered, null);
                break;
            case MessageReported { Outcome: not DeliveryOutcome.Pending } reported:
                Mark(record, reported.Message, MessageMarks.Undelivered, null);
                break;
            case MessageReacted reacted:
                Mark(record, reacted.Message, reacted.Reaction is Reaction.Seen ? MessageMarks.Seen : MessageMarks.Clicked, null);
                break;
        }
    }

    public void Flush()
    {
        foreach (var (message, known) in _known)
        {
            if (!known.Changed) continue;
            sqlite.Prepare(
                """
                INSERT INTO message_view (message, channel, marks, sent_at, final_at) VALUES (?1, ?2, ?3, ?4, ?5)
                ON CONFLICT (message) DO UPDATE SET channel = ?2, marks = ?3, sent_at = ?4, final_at = ?5
                """)
                .Bind(1, message.Value).Bind(2, (long?)known.Channel).Bind(3, (long)known.Marks).Bind(4, known.SentAt).Bind(5, known.FinalAt).Run();
        }
        _known.Clear();
    }

    private void Mark(LogRecord record, MessageId message, MessageMarks mark, Channel? channel)
    {
        var known = Load(message);
        var before = known.Channel is null ? MessageMarks.None : known.Marks;

        // The first final mark stays, whatever comes late.
        var isLate = (mark & MessageMarks.Final) != 0 && (known.Marks & MessageMarks.Final) != 0;
        if (isLate) mark = MessageMarks.None;

        var at = record.At.ToUnixTimeMilliseconds();
        if (mark is MessageMarks.Sent && known.SentAt == 0) known.SentAt = at;
        if ((mark & MessageMarks.Final) != 0) known.FinalAt = at;
        known.Changed |= (known.Marks | mark) != known.Marks || (known.Channel is null && channel is not null);
        known.Marks |= mark;
        known.Channel ??= channel;

        if (known.Channel is { } on) Count(record, on, known.Marks & ~before);
    }

    private void Count(LogRecord record, Channel channel, MessageMarks added)
    {
        for (var mark = MessageMarks.Sent; mark <= MessageMarks.Clicked; mark = (MessageMarks)((int)mark << 1))
            if ((added & mark) != 0) activity.Add(record, Activity.Message, $"{channel}/{mark}");
    }

    private Known Load(MessageId message)
    {
        if (_known.TryGetValue(message, out var known)) return known;

        known = new Known();
        var select = sqlite.Prepare("SELECT channel, marks, sent_at, final_at FROM message_view WHERE message = ?1").Bind(1, message.Value);
        if (select.Step())
        {
            known.Channel = select.IsNull(0) ? null : (Channel)select.GetInt(0);
            known.Marks = (MessageMarks)select.GetInt(1);
            known.SentAt = select.GetLong(2);
            known.FinalAt = select.GetLong(3);
            select.Reset();
        }
        return _known[message] = known;
    }

    private sealed class Known
    {
        public Channel? Channel { get; set; }

        public MessageMarks Marks { get; set; }

        public long SentAt { get; set; }

        public long FinalAt { get; set; }

        public bool Changed { get; set; }
    }
}
