namespace Cpd.Engine.UserView.Seen;

/// <summary>What kinds of values came at one place; several where senders do not agree.</summary>
[Flags]
public enum SeenTypes
{
    None = 0,
    Text = 1,
    Number = 2,

    /// <summary>A text that is a day or a moment.</summary>
    Date = 4,
    Truth = 8,
    List = 16,
    Structure = 32,
}

/// <summary>A place in an event's properties, or among people's attributes, where values were really seen.</summary>
/// <param name="Path">From there on as a condition writes it: <c>total</c>, <c>items.0.sku</c>, <c>["Order number"]</c>.</param>
/// <param name="Samples">A few short values as JSON, never an address.</param>
public sealed record SeenValue(string Path, SeenTypes Types, IReadOnlyList<string> Samples)
{
    /// <summary>The whole path below <c>person</c>, <c>event</c>, <c>entry</c> or a step's result.</summary>
    public string Under(string root) => Path.StartsWith('[') ? root + Path : $"{root}.{Path}";
}

/// <summary>An event that came at least once.</summary>
/// <param name="LastSeen">To the minute.</param>
public sealed record SeenEvent(string Name, long Count, DateTimeOffset FirstSeen, DateTimeOffset LastSeen, IReadOnlyList<SeenValue> Properties);

/// <summary>What came into a workspace so far: what authors pick events and fields from.</summary>
/// <param name="Attributes">Of people.</param>
/// <param name="Others">How many events came whose names were not learned, because the workspace had too many already.</param>
public sealed record SeenData(IReadOnlyList<SeenEvent> Events, IReadOnlyList<SeenValue> Attributes, long Others = 0)
{
    public static readonly SeenData Nothing = new([], []);

    public SeenEvent? Event(string name) => Events.FirstOrDefault(seen => seen.Name == name);
}
