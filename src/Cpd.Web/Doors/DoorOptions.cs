using System.Security.Cryptography;
using System.Text;
using Cpd.Contracts;

namespace Cpd.Web.Doors;

/// <summary>
/// One entry of the list <c>Cpd:Kafka:Doors</c>: a topic of the company's own, each of whose records says that somebody did
/// something. Paths lead from the top of the record's JSON, such as <c>customer.id</c> or <c>$.items[0]['unit price']</c>.
/// </summary>
internal sealed class DoorOptions
{
    public const string Section = "Cpd:Kafka:Doors";

    /// <summary>Characters that the database keeps of a group's name.</summary>
    private const int LongestGroup = 100;

    public string Topic { get; set; } = "";

    /// <summary>Whose events they are.</summary>
    public string Workspace { get; set; } = "";

    /// <summary>Part of the name under which the position is kept, beside the topic's: another one begins with the oldest record again.</summary>
    public string Group { get; set; } = "";

    /// <summary>What was written before this moment is passed over: for a topic with a past that nobody wants to hear of.</summary>
    public DateTimeOffset? Since { get; set; }

    /// <summary>Path of the company's own id of the person; a text or a whole number. This or <see cref="AnonymousId"/>.</summary>
    public string UserId { get; set; } = "";

    /// <summary>Path of a browser's or device's id.</summary>
    public string AnonymousId { get; set; } = "";

    /// <summary>Path of the event's name; or else <see cref="EventName"/>.</summary>
    public string Event { get; set; } = "";

    /// <summary>The event's name where every record of the topic means the same.</summary>
    public string EventName { get; set; } = "";

    /// <summary>Path of when it happened: as ISO 8601 writes it, or seconds or milliseconds since 1970. Empty: when the record was written.</summary>
    public string Time { get; set; } = "";

    /// <summary>Path of the object with the event's properties. Empty: the record itself.</summary>
    public string Properties { get; set; } = "";

    /// <summary>Path of an id that a repeat has as well. Empty: the record's place on the topic.</summary>
    public string MessageId { get; set; } = "";

    /// <summary>Everything that is wrong with a list of doors, a sentence each.</summary>
    /// <param name="topicPrefix">What stands in front of our own topics' names.</param>
    public static IEnumerable<string> Problems(IReadOnlyList<DoorOptions> doors, string topicPrefix = "")
    {
        for (var i = 0; i < doors.Count; i++)
            foreach (var problem in doors[i].Problems(topicPrefix)) yield return $"{Section}:{i} {problem}";

        foreach (var group in doors.GroupBy(door => door.GroupName, StringComparer.Ordinal).Where(group => group.Count() > 1))
            yield return $"{Section} has {group.Count()} doors with the group {group.Key}: give each its own \"Group\".";
    }

    /// <summary>No topic's name has a colon, so no two doors can be called the same by chance.</summary>
    internal string GroupName => Short("door." + Topic + (Group is "" ? "" : ":" + Group));

    private static string Short(string name) =>
        name.Length <= LongestGroup ? name : $"{name[..(LongestGroup - 17)]}~{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..16]}";

    private IEnumerable<string> Problems(string topicPrefix)
    {
        if (Topic is "") yield return "needs a \"Topic\".";
        if (Topics.All.Any(topic => topic.Name() == Topic || topicPrefix + topic.Name() == Topic)) yield return $"reads {Topic}, which is Cpd's own log: name another topic.";
        if (Workspace is "") yield return "needs a \"Workspace\" that the events belong to.";
        if (UserId is "" && AnonymousId is "") yield return "needs the path of a \"UserId\" or an \"AnonymousId\".";
        if (Event is "" == string.IsNullOrWhiteSpace(EventName)) yield return "needs either \"Event\", the path of the event's name, or \"EventName\", the name itself.";

        (string Name, string Path)[] paths =
        [
            ("UserId", UserId), ("AnonymousId", AnonymousId), ("Event", Event), ("Time", Time), ("Properties", Properties), ("MessageId", MessageId),
        ];
        foreach (var (name, path) in paths)
            if (path is not "" && JsonPath.TryParse(path) is null) yield return $"has a \"{name}\" that is not a valid path: {path}";
    }
}
