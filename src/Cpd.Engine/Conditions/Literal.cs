using System.Globalization;
using System.Text;

namespace Cpd.Engine.Conditions;

/// <summary>A value that stands in a condition as it is: text, number, true, false or null. Equal when they print the same.</summary>
public sealed record Literal
{
    private readonly byte[]? _utf8;
    private readonly decimal? _number;
    private readonly double _wide;
    private readonly bool _truth;
    private readonly string _printed;

    private Literal(string printed) => _printed = printed;

    private Literal(bool truth) : this(truth ? "true" : "false") => (_truth, Kind) = (truth, ScalarKind.Truth);

    private Literal(string text, byte[] utf8) : this(QuotedText.Write(new StringBuilder(), text).ToString()) =>
        (AsText, _utf8, Kind) = (text, utf8, ScalarKind.Text);

    private Literal(decimal number) : this(new Scalar(number).ToString()) => (_number, Kind) = (number, ScalarKind.Number);

    private Literal(double wide) : this(new Scalar(wide).ToString()) => (_wide, Kind) = (wide, ScalarKind.Number);

    public static Literal Null { get; } = new("null");

    public static Literal True { get; } = new(true);

    public static Literal False { get; } = new(false);

    public ScalarKind Kind { get; }

    /// <summary>What a text says, without quotes; null for everything else.</summary>
    public string? AsText { get; }

    internal Scalar Value => Kind switch
    {
        ScalarKind.Text => new Scalar(_utf8),
        ScalarKind.Number => _number is { } number ? new Scalar(number) : new Scalar(_wide),
        ScalarKind.Truth => new Scalar(_truth),
        _ => default,
    };

    public static Literal Of(string text) => new(text, Encoding.UTF8.GetBytes(text));

    public static Literal Of(bool truth) => truth ? True : False;

    public static Literal Of(decimal number) => new(number);

    /// <exception cref="ArgumentOutOfRangeException">Not a finite number.</exception>
    public static Literal Of(double number) =>
        OfNumber(number.ToString("R", CultureInfo.InvariantCulture)) ?? throw new ArgumentOutOfRangeException(nameof(number));

    /// <summary>Exact where a decimal can hold it. Null where it is no number, or too large for any.</summary>
    public static Literal? OfNumber(string digits)
    {
        if (!double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var wide) || !double.IsFinite(wide)) return null;
        return decimal.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var exact) && (exact != 0 || wide == 0)
            ? new Literal(exact) : new Literal(wide);
    }

    public bool Equals(Literal? other) => other is not null && _printed == other._printed;

    public override int GetHashCode() => string.GetHashCode(_printed, StringComparison.Ordinal);

    public override string ToString() => _printed;
}
