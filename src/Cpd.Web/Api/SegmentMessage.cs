namespace Cpd.Web.Api;

/// <summary>The calls of Segment's tracking API.</summary>
internal enum SegmentCall
{
    Identify,
    Track,
    Page,
    Screen,
    Group,
    Alias,
}

/// <summary>One call as it came, its objects still as slices of the body. Filled by <see cref="SegmentReader"/>, through fields, member by member.</summary>
internal sealed class SegmentMessage
{
    public SegmentCall? Call;

    public string? UserId;

    public string? AnonymousId;

    public string? MessageId;

    public string? Event;

    public string? GroupId;

    public string? PreviousId;

    public DateTimeOffset? Timestamp;

    public DateTimeOffset? SentAt;

    /// <summary>The browser's client puts the key in here.</summary>
    public string? WriteKey;

    public ReadOnlyMemory<byte> Properties;

    public ReadOnlyMemory<byte> Traits;

    /// <summary>A page's or screen's name, as the JSON text that came, with its quotes.</summary>
    public ReadOnlyMemory<byte> Name;

    public ReadOnlyMemory<byte> Category;

    /// <summary>Whether the properties say it themselves.</summary>
    public bool PropertiesHaveName;

    public bool PropertiesHaveCategory;

    /// <summary>Why it cannot be taken; null when it can.</summary>
    public ApiProblem? Problem;
}
