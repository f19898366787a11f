using Cpd.Contracts;
using Cpd.Engine.Commands;

namespace Cpd.Web.Api;

/// <summary>Makes commands of Segment's messages.</summary>
internal static class SegmentCommands
{
    private static readonly DateTimeOffset FirstCredible = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly ApiProblem UnknownCall = new(
        400, "type.unknown", "\"type\" must be one of identify, track, page, screen, group and alias.");

    private static readonly ApiProblem NoId = new(400, "person.no-id", "\"userId\" or \"anonymousId\" is required.");
    private static readonly ApiProblem NoEvent = new(400, "event.missing", "\"event\" is required for track: the name of the event.");
    private static readonly ApiProblem NoGroup = new(400, "groupId.missing", "\"groupId\" is required for group.");
    private static readonly ApiProblem NoUser = new(400, "userId.missing", "\"userId\" is required for alias: the new id.");
    private static readonly ApiProblem NoPrevious = new(400, "previousId.missing", "\"previousId\" is required for alias: the previous id.");

    /// <summary>What the message lacks for its kind of call; null when it can be taken.</summary>
    public static ApiProblem? Check(SegmentMessage message) => message.Problem ?? message.Call switch
    {
        null => UnknownCall,
        _ when message is { UserId: null, AnonymousId: null } => NoId,
        SegmentCall.Track when message.Event is null => NoEvent,
        SegmentCall.Group when message.GroupId is null => NoGroup,
        SegmentCall.Alias when message.UserId is null => NoUser,
        SegmentCall.Alias when message.PreviousId is null => NoPrevious,
        _ => null,
    };

    /// <summary>A record of its own memory: nothing of it lies in the body any more.</summary>
    /// <param name="sentAt">By the client's clock, of the message or else of its batch.</param>
    public static LogRecord Record(string workspace, SegmentMessage message, DateTimeOffset? sentAt, DateTimeOffset receivedAt)
    {
        var who = new GivenIds(message.UserId, message.AnonymousId);
        var id = message.MessageId ?? Guid.CreateVersion7(receivedAt).ToString("N");
        var at = OccurredAt(message.Timestamp, message.SentAt ?? sentAt, receivedAt);
        ICommand command = message.Call switch
        {
            SegmentCall.Identify => new Identify(who, id, at, Copy(message.Traits)),
            SegmentCall.Track => new Track(who, id, at, message.Event!, Copy(message.Properties)),
            SegmentCall.Page => new Track(who, id, at, "Page Viewed", PageProperties(message)),
            SegmentCall.Screen => new Track(who, id, at, "Screen Viewed", PageProperties(message)),
            SegmentCall.Group => new Group(who, id, at, message.GroupId!, Copy(message.Traits)),
            _ => new Alias(who, id, at, message.PreviousId!),
        };
        return CommandRecords.Of(workspace, command, receivedAt);
    }

    /// <summary>
    /// When it happened by our clock: the client's clock may be years off, but it is off by the same when it sends. What
    /// still lies in the future, or before there were such clients, is taken as now.
    /// </summary>
    public static DateTimeOffset OccurredAt(DateTimeOffset? timestamp, DateTimeOffset? sentAt, DateTimeOffset receivedAt)
    {
        if (timestamp is not { } said) return receivedAt;

        var ticks = said.UtcTicks + (sentAt is { } sent ? receivedAt.UtcTicks - sent.UtcTicks : 0);
        return ticks >= FirstCredible.UtcTicks && ticks <= receivedAt.UtcTicks ? new DateTimeOffset(ticks, TimeSpan.Zero) : receivedAt;
    }

    private static RawJson Copy(ReadOnlyMemory<byte> json) => json.IsEmpty ? RawJson.EmptyObject : new RawJson(json.ToArray());

    /// <summary>The properties with the page's name and category in front, where they do not bring their own.</summary>
    private static RawJson PageProperties(SegmentMessage message)
    {
        var name = message.PropertiesHaveName ? default : message.Name;
        var category = message.PropertiesHaveCategory ? default : message.Category;
        if (name.IsEmpty && category.IsEmpty) return Copy(message.Properties);

        var rest = message.Properties.IsEmpty ? "}"u8 : message.Properties.Span[1..].TrimStart(" \t\r\n"u8);
        using var json = new MemoryStream(name.Length + category.Length + rest.Length + 24);
        var first = true;
        Add("\"name\":"u8, name);
        Add("\"category\":"u8, category);
        if (rest[0] != '}') json.WriteByte((byte)',');
        json.Write(rest);
        return new RawJson(json.ToArray());

        void Add(ReadOnlySpan<byte> member, ReadOnlyMemory<byte> value)
        {
            if (value.IsEmpty) return;
            json.WriteByte(first ? (byte)'{' : (byte)',');
            json.Write(member);
            json.Write(value.Span);
            first = false;
        }
    }
}
