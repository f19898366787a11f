using System.Collections.Frozen;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Cpd.Engine.People;

namespace Cpd.Engine.Templates;

/// <summary>A function of the template language. What depends on language or time zone follows the person.</summary>
/// <param name="Usage">Shown where it is used wrongly.</param>
/// <param name="Check">Looks at the arguments when the template is compiled; a sentence where they cannot work.</param>
internal sealed record TemplateHelper(
    string Name, int Fewest, int Most, string Usage, Func<TemplateRun, TemplateExpression[], TemplateValue> Apply, Func<TemplateExpression[], string?>? Check = null)
{
    private static readonly DateTimeOffset AnyTime = new(2030, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public static FrozenDictionary<string, TemplateHelper> All { get; } = new TemplateHelper[]
    {
        new("default", 2, 2, "{{default person.firstName \"there\"}}", Default),
        new("date", 1, 2, "{{date entry.at \"d MMM yyyy\"}}", (run, arguments) => Moment(run, arguments, "D"), MomentFormat),
        new("time", 1, 2, "{{time entry.at \"HH:mm\"}}", (run, arguments) => Moment(run, arguments, "t"), MomentFormat),
        new("number", 1, 2, "{{number entry.total \"N2\"}}", Number, NumberFormat),
        new("currency", 2, 2, "{{currency entry.total \"EUR\"}}", Currency),
        new("upper", 1, 1, "{{upper person.firstName}}", (run, arguments) => Text(run, arguments, run.Culture.TextInfo.ToUpper)),
        new("lower", 1, 1, "{{lower person.firstName}}", (run, arguments) => Text(run, arguments, run.Culture.TextInfo.ToLower)),
        new("capitalize", 1, 1, "{{capitalize person.firstName}}", (run, arguments) => Text(run, arguments, text => Capitalize(text, run.Culture))),
        new("json", 1, 1, "{{json entry.items}}", Json),
        new("plural", 3, 5, "{{plural entry.count \"item\" \"items\"}}", Plural),
    }.ToFrozenDictionary(helper => helper.Name, StringComparer.Ordinal);

    private static TemplateValue Default(TemplateRun run, TemplateExpression[] arguments)
    {
        var value = arguments[0].Evaluate(run);
        return value.IsBlank ? arguments[1].Evaluate(run) : value;
    }

    private static TemplateValue Moment(TemplateRun run, TemplateExpression[] arguments, string usual)
    {
        var value = arguments[0].Evaluate(run);
        if (value.IsNothing) return default;
        if (MomentOf(value, run.Facts.Person.TimeZone) is not { } at) return run.Fail($"{arguments[0].Name} is not a date or time.");

        var format = arguments.Length > 1 ? arguments[1].Evaluate(run).AsText() ?? usual : usual;
        try
        {
            return Formatted(at.ToString(format, run.Culture));
        }
        catch (Exception failure) when (failure is FormatException or ArgumentOutOfRangeException)
        {
            // Out of range: the person's calendar may not know the year.
            return run.Fail($"{arguments[0].Name} cannot be formatted as \"{format}\".");
        }
    }

    /// <summary>A date alone is the same day everywhere; a moment is shown as the person's clock shows it.</summary>
    private static DateTimeOffset? MomentOf(in TemplateValue value, TimeZoneInfo zone)
    {
        if (value.Text is null && value.Json.ValueKind is JsonValueKind.Number)
        {
            // Seconds until the year 5138, milliseconds from 1973 on.
            if (!value.Json.TryGetInt64(out var unix) || unix is < 0 or > 253_402_300_799_999) return null;
            var counted = unix < 100_000_000_000 ? DateTimeOffset.FromUnixTimeSeconds(unix) : DateTimeOffset.FromUnixTimeMilliseconds(unix);
            return TimeZoneInfo.ConvertTime(counted, zone);
        }

        var text = value.AsText();
        return Instant.Of(text) is not { } at ? null : text!.Length == 10 ? at : TimeZoneInfo.ConvertTime(at, zone);
    }

    private static string? MomentFormat(TemplateExpression[] arguments)
    {
        if (arguments.Length < 2 || arguments[1] is not TemplateExpression.Fixed { Value: var format }) return null;
        try
        {
            _ = AnyTime.ToString(format.AsText(), CultureInfo.InvariantCulture);
            return null;
        }
        catch (FormatException)
        {
            return $"\"{format.AsText()}\" is not a valid date or time format.";
        }
    }

    private static TemplateValue Number(TemplateRun run, TemplateExpression[] arguments)
    {
        var value = arguments[0].Evaluate(run);
        if (value.IsNothing) return default;
        if (NumberOf(value) is not { } number) return run.Fail($"{arguments[0].Name} is not a number.");

        var format = arguments.Length > 1 ? arguments[1].Evaluate(run).AsText() ?? "" : "#,0.######";
        if (WritesTooMuch(format)) return run.Fail($"{arguments[0].Name} cannot be formatted as \"{format}\".");
        try
        {
            return Formatted(number.ToString(format, run.Culture));
        }
        catch (FormatException)
        {
            return run.Fail($"{arguments[0].Name} cannot be formatted as \"{format}\".");
        }
    }

    private static string? NumberFormat(TemplateExpression[] arguments)
    {
        if (arguments.Length < 2 || arguments[1] is not TemplateExpression.Fixed { Value: var format }) return null;
        if (WritesTooMuch(format.AsText())) return $"\"{format.AsText()}\" is not a valid number format.";
        try
        {
            _ = 1.5m.ToString(format.AsText(), CultureInfo.InvariantCulture);
            return null;
        }
        catch (FormatException)
        {
            return $"\"{format.AsText()}\" is not a valid number format.";
        }
    }

    /// <summary>A few letters such as <c>N999999999</c> would make a text of gigabytes.</summary>
    private static bool WritesTooMuch(string? format) =>
        format is { Length: > 3 } && char.IsAsciiLetter(format[0]) && format.AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0;

    private static TemplateValue Currency(TemplateRun run, TemplateExpression[] arguments)
    {
        var value = arguments[0].Evaluate(run);
        if (value.IsNothing) return default;
        if (NumberOf(value) is not { } amount) return run.Fail($"{arguments[0].Name} is not a number.");
        if (arguments[1].Evaluate(run).AsText() is not { Length: 3 } code || !code.All(char.IsAsciiLetter))
            return run.Fail($"{arguments[1].Name} is not a currency; use a three-letter code, for example EUR.");

        return Formatted(Currencies.Print(amount, code.ToUpperInvariant(), run.Culture));
    }

    private static TemplateValue Text(TemplateRun run, TemplateExpression[] arguments, Func<string, string> change)
    {
        var value = arguments[0].Evaluate(run);
        if (value.IsNothing) return default;
        return value.AsText() is { } text ? TemplateValue.Of(change(text)) : run.Fail($"{arguments[0].Name} is not a text.");
    }

    /// <summary>Any value as JSON: lists and objects as they came, texts in quotes. It stands for itself, not within quotes.</summary>
    private static TemplateValue Json(TemplateRun run, TemplateExpression[] arguments)
    {
        var value = arguments[0].Evaluate(run);
        if (value.IsNothing) return default;
        return TemplateValue.OfJsonText(value.Text is { } text ? $"\"{JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(text)}\"" : value.Json.GetRawText());
    }

    private static TemplateValue Plural(TemplateRun run, TemplateExpression[] arguments)
    {
        var value = arguments[0].Evaluate(run);
        if (value.IsNothing) return default;
        return NumberOf(value) is { } number
            ? arguments[1 + Plurals.Form(number, run.Culture, arguments.Length - 1)].Evaluate(run)
            : run.Fail($"{arguments[0].Name} is not a number.");
    }

    /// <summary>A number, also one that came as text.</summary>
    private static decimal? NumberOf(in TemplateValue value) => value.Text is null && value.Json.ValueKind is JsonValueKind.Number
        ? value.Json.TryGetDecimal(out var number) ? number : null
        : decimal.TryParse(value.AsText(), NumberStyles.Float, CultureInfo.InvariantCulture, out var parsed) ? parsed : null;

    /// <summary>The hard and narrow spaces of formatted values would cost an SMS half of its room.</summary>
    private static TemplateValue Formatted(string text) => TemplateValue.Of(text.Replace('\u00A0', ' ').Replace('\u202F', ' '));

    private static string Capitalize(string text, CultureInfo culture)
    {
        var first = StringInfo.GetNextTextElementLength(text);
        return first == 0 ? text : string.Concat(text[..first].ToUpper(culture), text.AsSpan(first));
    }
}
