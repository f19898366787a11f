using System.Globalization;

namespace Cpd.Web.Api;

/// <summary>How much the door takes, and what it says to more. The codes are stable.</summary>
internal static class Limits
{
    public const int EventBytes = 32 * 1024;
    public const int BatchBytes = 500 * 1024;
    public const int BatchEvents = 2_500;
    public const int CommandBytes = 500 * 1024;

    /// <summary>Levels of objects and arrays inside one event.</summary>
    public const int Depth = 32;

    /// <summary>Bytes of a member's name.</summary>
    public const int KeyBytes = 256;

    /// <summary>Characters of a user id, anonymous id, group id or message id.</summary>
    public const int IdLength = 256;

    /// <summary>Characters of an event's name, a page's name or category.</summary>
    public const int NameLength = 256;

    public static readonly ApiProblem EventTooLarge = new(413, "event.too-large", $"An event may have at most {Number(EventBytes)} bytes: send less data with it.");
    public static readonly ApiProblem BatchTooLarge = new(413, "batch.too-large", $"A batch may have at most {Number(BatchBytes)} bytes: split it.");
    public static readonly ApiProblem BatchTooLong = new(413, "batch.too-long", $"A batch may have at most {Number(BatchEvents)} events: split it.");
    public static readonly ApiProblem CommandTooLarge = new(413, "command.too-large", $"A command may have at most {Number(CommandBytes)} bytes.");
    public static readonly ApiProblem TooDeep = new(400, "event.too-deep", $"Objects and arrays may be nested at most {Number(Depth)} levels deep: flatten the event.");
    public static readonly ApiProblem KeyTooLong = new(400, "event.key-too-long", $"A property name may have at most {Number(KeyBytes)} bytes: put long text into values.");

    public static ApiProblem TextTooLong(string member, int most) =>
        new(400, member + ".too-long", $"\"{member}\" may have at most {Number(most)} characters.");

    private static string Number(int number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
