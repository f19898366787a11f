using System.Collections.Immutable;
using System.Globalization;

namespace Cpd.Engine.Conditions;

/// <summary>
/// Reads a condition's text, one function for each rule of the language:
/// <code>
/// either    = all { "or" all }
/// all       = single { "and" single }
/// single    = "not" single | "(" either ")" | "always" | did | path test
/// did       = "did" text [ ( "at least" | "at most" | "exactly" ) number "times" ] [ "in last" number unit ]
/// test      = sign ( literal | path | "now" [ ( "+" | "-" ) number unit ] ) | "exists" | "is missing" | "contains" literal | "starts with" text | "ends with" text
///           | [ "not" ] "in" "(" literal { "," literal } ")"
/// </code>
/// Words may be in capital letters. <c>in segment "vip"</c> is read, too; see <see cref="Condition.InSegment"/>. The first problem ends the reading; every function answers null then.
/// </summary>
internal sealed class ConditionParser(string source)
{
    private const int LongestText = 8_000;
    private const int Deepest = 32;

    private readonly ConditionScanner _scanner = new(source);
    private int _depth;

    public ConditionParse Parse()
    {
        if (source.Length > LongestText)
            return new(null, new(LongestText, "A condition may have at most 8,000 characters. Put a part of it into a branch before this one."));

        var condition = Either();
        if (condition is not null && !_scanner.AtEnd) _scanner.Refuse("Expected \"and\", \"or\" or the end of the condition.");
        return _scanner.Problem is { } problem ? new(null, problem) : new(condition, null);
    }

    private Condition? Either() => Chain("or", All, parts => new Condition.Or(parts));

    private Condition? All() => Chain("and", Single, parts => new Condition.And(parts));

    private Condition? Chain(string word, Func<Condition?> part, Func<ImmutableArray<Condition>, Condition> together)
    {
        var parts = ImmutableArray.CreateBuilder<Condition>();
        do
        {
            if (part() is not { } read) return null;
            parts.Add(read);
        }
        while (_scanner.Take(word));
        return parts.Count == 1 ? parts[0] : together(parts.DrainToImmutable());
    }

    private Condition? Single()
    {
        if (_depth == Deepest) return Refuse("The condition is nested too deeply; the limit is 32 levels.");

        _depth++;
        var condition = SingleWithin();
        _depth--;
        return condition;
    }

    private Condition? SingleWithin()
    {
        if (_scanner.Take("not")) return Single() is { } part ? new Condition.Not(part) : null;
        if (_scanner.Take('('))
        {
            var within = Either();
            return within is null || _scanner.Take(')') ? within : Refuse("Expected a closing parenthesis.");
        }
        if (_scanner.Take("always")) return new Condition.Always();
        if (_scanner.Take("did")) return Did();
        if (_scanner.Take("in"))
        {
            if (!_scanner.Take("segment")) return Refuse("Expected a value before \"in\", for example person.country in (\"HR\", \"SI\").");
            return _scanner.Text() is { } name ? new Condition.InSegment(name) : null;
        }
        return _scanner.AtEnd
            ? Refuse("Expected a condition, for example entry.total >= 100.")
            : _scanner.Path() is { } path ? Test(path) : null;
    }

    private Condition? Did()
    {
        if (_scanner.Text() is not { } name) return null;

        var (often, times) = (Often(), 1);
        if (often is not null)
        {
            if (_scanner.Count() is not { } count) return null;
            if (!_scanner.Take("times") && !_scanner.Take("time")) return Refuse("Expected \"times\" after the number.");
            times = count;
        }
        if (!_scanner.Take("in")) return _scanner.Problem is null ? new Condition.Did(name, often ?? HowOften.AtLeast, times) : null;

        if (!_scanner.Take("last")) return Refuse("Expected \"last\" and a duration after \"in\", for example in last 30 days.");
        if (times > Condition.Did.MostTimesWithin) return Refuse("At most 100 times can be counted within a period.");
        return Duration() is { } within ? new Condition.Did(name, often ?? HowOften.AtLeast, times, within) : null;
    }

    private HowOften? Often()
    {
        if (_scanner.Take("exactly")) return HowOften.Exactly;
        if (!_scanner.Take("at")) return null;
        if (_scanner.Take("least")) return HowOften.AtLeast;
        if (_scanner.Take("most")) return HowOften.AtMost;

        Refuse("Expected \"least\" or \"most\" after \"at\".");
        return null;
    }

    private TimeSpan? Duration()
    {
        if (_scanner.Count() is not { } count) return null;
        if (Durations.Of(count, _scanner.Word()) is not { } time)
        {
            Refuse("Expected seconds, minutes, hours, days or weeks after the number.");
            return null;
        }
        if (time > TimeSpan.Zero && time <= Condition.Did.LongestWithin) return time;

        Refuse("A period must be longer than 0 and at most 3660 days.");
        return null;
    }

    private Condition? Test(ValuePath path)
    {
        if (_scanner.Sign() is { } comparison) return Operand() is { } with ? new Condition.Compare(path, comparison, with) : null;
        if (_scanner.Take("exists")) return new Condition.Exists(path);
        if (_scanner.Take("is")) return _scanner.Take("missing") ? new Condition.Not(new Condition.Exists(path)) : Refuse("Expected \"missing\" after \"is\".");
        if (_scanner.Take("contains")) return _scanner.Literal() is { } part ? new Condition.Contains(path, part) : null;
        if (_scanner.Take("starts")) return With() is { } start ? new Condition.StartsWith(path, start) : null;
        if (_scanner.Take("ends")) return With() is { } end ? new Condition.EndsWith(path, end) : null;
        if (_scanner.Take("not"))
        {
            if (!_scanner.Take("in")) return Refuse("Expected \"in\" and a list after \"not\"; otherwise put \"not\" before the path.");
            return OneOf(path) is { } oneOf ? new Condition.Not(oneOf) : null;
        }
        return _scanner.Take("in") ? OneOf(path) : Refuse(string.Create(CultureInfo.InvariantCulture,
            $"Expected one of = != < <= > >=, exists, is missing, contains, starts with, ends with, in after {path}."));
    }

    private Operand? Operand()
    {
        if (_scanner.AtPath) return _scanner.Path() is { } path ? (Operand)path : null;
        if (_scanner.Take("now")) return Moment();
        return _scanner.Literal() is { } literal ? (Operand)literal : null;
    }

    private Operand.Moment? Moment()
    {
        var sign = _scanner.Take('-') ? -1 : _scanner.Take('+') ? 1 : 0;
        if (sign == 0) return new Operand.Moment(TimeSpan.Zero);
        return Duration() is { } time ? new Operand.Moment(sign * time) : null;
    }

    private string? With()
    {
        if (_scanner.Take("with")) return _scanner.Text();
        Refuse("Expected \"with\" after \"starts\" or \"ends\".");
        return null;
    }

    private Condition? OneOf(ValuePath path)
    {
        if (!_scanner.Take('(')) return Refuse("Expected a list in parentheses after \"in\", for example in (\"HR\", \"SI\").");

        var values = ImmutableArray.CreateBuilder<Literal>();
        do
        {
            if (_scanner.Literal() is not { } value) return null;
            values.Add(value);
        }
        while (_scanner.Take(','));
        return _scanner.Take(')') ? new Condition.IsOneOf(path, values.DrainToImmutable()) : Refuse("Expected a comma or a closing parenthesis.");
    }

    private Condition? Refuse(string sentence)
    {
        _scanner.Refuse(sentence);
        return null;
    }
}
