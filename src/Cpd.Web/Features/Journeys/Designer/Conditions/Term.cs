using System.Globalization;
using Cpd.Engine.Conditions;
using Cpd.Engine.UserView.Seen;

namespace Cpd.Web.Features.Journeys.Designer.Conditions;

/// <summary>What a value is compared with, as it stands in a row of the builder.</summary>
/// <param name="Written">The text, the digits, the path; for a moment how far it is from now, in the condition's words.</param>
public sealed record Term(TermKind Kind, string Written)
{
    public static readonly Term Now = new(TermKind.Moment, "");

    public static Term OfText(string text) => new(IsDay(text) ? TermKind.Day : TermKind.Text, text);

    public static Term Of(Literal literal) => literal.Kind switch
    {
        ScalarKind.Text => OfText(literal.AsText!),
        ScalarKind.Number => new(TermKind.Number, literal.ToString()),
        ScalarKind.Truth => new(TermKind.Truth, literal.ToString()),
        _ => new(TermKind.Nothing, ""),
    };

    public static Term Of(Operand operand) => operand switch
    {
        Operand.Fixed literal => Of(literal.Literal),
        Operand.Found found => new(TermKind.Path, found.Path.ToString()),
        Operand.Moment moment => moment.Offset == TimeSpan.Zero ? Now : new(TermKind.Moment, $"{(moment.Offset < TimeSpan.Zero ? "-" : "+")} {Span(moment.Offset.Duration())}"),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>A new term for values of these types, with as much of what stood there as still makes sense.</summary>
    public static Term For(SeenTypes types, Term before)
    {
        if (before.Kind is TermKind.Path or TermKind.Nothing || types is SeenTypes.None || (types & TypeOf(before.Kind)) != 0) return before;
        if (types.HasFlag(SeenTypes.Truth)) return new(TermKind.Truth, "true");
        if (types.HasFlag(SeenTypes.Number)) return new(TermKind.Number, Literal.OfNumber(before.Written) is null ? "" : before.Written);
        if (types.HasFlag(SeenTypes.Date)) return IsDay(before.Written) ? before : new(TermKind.Day, "");
        return new(TermKind.Text, before.Kind is TermKind.Moment ? "" : before.Written);
    }

    public string ToText() => Kind switch
    {
        TermKind.Text or TermKind.Day => Literal.Of(Written).ToString(),
        TermKind.Number => Literal.OfNumber(Written.Trim())?.ToString() ?? Written.Trim(),
        TermKind.Nothing => "null",
        TermKind.Moment => Written.Length == 0 ? "now" : $"now {Written}",
        _ => Written.Trim(),
    };

    /// <summary>Of a moment: the time between it and now, less than nothing where it is before.</summary>
    public TimeSpan Offset
    {
        get
        {
            if (Kind is not TermKind.Moment || Written.Length == 0) return TimeSpan.Zero;
            return Engine.Journeys.Durations.TryParse(Written[1..], out var span) ? Written[0] == '-' ? -span : span : TimeSpan.Zero;
        }
    }

    public static Term Moment(bool before, TimeSpan span) => span < TimeSpan.FromSeconds(1) ? Now : new(TermKind.Moment, $"{(before ? '-' : '+')} {Span(span)}");

    /// <summary>One number and one unit, as conditions read them; parts of a second are left off.</summary>
    public static string Span(TimeSpan span)
    {
        foreach (var (name, size) in Units)
        {
            var count = span.Ticks / size.Ticks;
            if (size == TimeSpan.FromSeconds(1) || (count > 0 && span.Ticks % size.Ticks == 0)) return string.Create(CultureInfo.InvariantCulture, $"{count} {name}{(count == 1 ? "" : "s")}");
        }
        throw new System.Diagnostics.UnreachableException();
    }

    private static readonly (string Name, TimeSpan Size)[] Units =
        [("day", TimeSpan.FromDays(1)), ("hour", TimeSpan.FromHours(1)), ("minute", TimeSpan.FromMinutes(1)), ("second", TimeSpan.FromSeconds(1))];

    private static bool IsDay(string text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    private static SeenTypes TypeOf(TermKind kind) => kind switch
    {
        TermKind.Text => SeenTypes.Text | SeenTypes.List,
        TermKind.Number => SeenTypes.Number,
        TermKind.Day or TermKind.Moment => SeenTypes.Date,
        _ => SeenTypes.Truth,
    };
}

public enum TermKind
{
    Text,
    Number,

    /// <summary>A text that is a date without a time.</summary>
    Day,
    Truth,

    /// <summary>What is found at another path.</summary>
    Path,

    /// <summary>Now, or so long before or after.</summary>
    Moment,

    /// <summary>Null.</summary>
    Nothing,
}
