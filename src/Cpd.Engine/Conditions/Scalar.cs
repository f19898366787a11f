using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Cpd.Engine.People;

namespace Cpd.Engine.Conditions;

/// <summary>What a single value is, where it is compared.</summary>
public enum ScalarKind
{
    /// <summary>No value, or null.</summary>
    Nothing,
    Truth,
    Number,
    Text,

    /// <summary>An object or a list: never equal to anything, never more or less.</summary>
    Composite,
}

/// <summary>A single value as conditions compare it; looks into the JSON it came from instead of copying.</summary>
internal readonly ref struct Scalar
{
    private readonly decimal _number;
    private readonly double _wide;      // only where the number does not fit a decimal
    private readonly bool _isWide;

    private Scalar(ScalarKind kind) => Kind = kind;

    public Scalar(bool truth) : this(ScalarKind.Truth) => IsTrue = truth;

    public Scalar(ReadOnlySpan<byte> text) : this(ScalarKind.Text) => Text = text;

    public Scalar(decimal number) : this(ScalarKind.Number) => _number = number;

    public Scalar(double wide) : this(ScalarKind.Number)
    {
        _wide = wide;
        _isWide = true;
    }

    public ScalarKind Kind { get; }

    public bool IsTrue { get; }

    /// <summary>UTF-8, unescaped.</summary>
    public ReadOnlySpan<byte> Text { get; }

    private double AsDouble => _isWide ? _wide : (double)_number;

    public static Scalar Of(JsonElement? value) => value is not { } element ? default : element.ValueKind switch
    {
        JsonValueKind.String => OfText(element),
        JsonValueKind.Number => OfNumber(element),
        JsonValueKind.True => new Scalar(true),
        JsonValueKind.False => new Scalar(false),
        JsonValueKind.Object or JsonValueKind.Array => new Scalar(ScalarKind.Composite),
        _ => default,
    };

    /// <summary>Below, at or above zero; null where the two cannot be compared.</summary>
    public int? CompareTo(in Scalar other)
    {
        if (Kind != other.Kind) return null;
        switch (Kind)
        {
            case ScalarKind.Number:
                if (!_isWide && !other._isWide) return _number.CompareTo(other._number);
                return AsDouble.CompareTo(other.AsDouble);
            case ScalarKind.Text:
                return Instant.TryRead(Text, out var at) && Instant.TryRead(other.Text, out var otherAt)
                    ? at.UtcTicks.CompareTo(otherAt.UtcTicks) : Text.SequenceCompareTo(other.Text);
            default:
                return null;
        }
    }

    public bool IsEqualTo(in Scalar other) => Kind == ScalarKind.Truth
        ? other.Kind == ScalarKind.Truth && IsTrue == other.IsTrue
        : CompareTo(other) == 0;

    public override string ToString() => Kind switch
    {
        ScalarKind.Truth => IsTrue ? "true" : "false",
        ScalarKind.Number => _isWide ? _wide.ToString("R", CultureInfo.InvariantCulture) : Print(_number),
        ScalarKind.Text => Encoding.UTF8.GetString(Text),
        _ => "",
    };

    /// <summary>Without trailing zeros, and zero without a sign: 1.50 and 1.5 are one number.</summary>
    private static string Print(decimal number) =>
        number == 0 ? "0" : (number / 1.0000000000000000000000000000m).ToString(CultureInfo.InvariantCulture);

    private static Scalar OfText(JsonElement element)
    {
        var text = JsonMarshal.GetRawUtf8Value(element)[1..^1];
        if (!text.Contains((byte)'\\')) return new Scalar(text);
        return JsonPath.TextOf(element) is { } unescaped ? new Scalar(Encoding.UTF8.GetBytes(unescaped)) : default;
    }

    private static Scalar OfNumber(JsonElement element)
    {
        // What is too small for a decimal comes out as zero, not as a failure.
        if (element.TryGetDecimal(out var number) && (number != 0 || element.GetDouble() == 0)) return new Scalar(number);
        return new Scalar(element.GetDouble());
    }
}
