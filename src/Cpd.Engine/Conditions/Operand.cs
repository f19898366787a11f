using System.Globalization;
using System.Text;

namespace Cpd.Engine.Conditions;

/// <summary>What a comparison compares with: a value as it stands, what is found at another path, or a moment counted from now.</summary>
public abstract record Operand
{
    private Operand() { }

    internal abstract Scalar Value(Facts facts);

    public static implicit operator Operand(Literal literal) => new Fixed(literal);

    public static implicit operator Operand(ValuePath path) => new Found(path);

    public sealed record Fixed(Literal Literal) : Operand
    {
        internal override Scalar Value(Facts facts) => Literal.Value;

        public override string ToString() => Literal.ToString();
    }

    public sealed record Found(ValuePath Path) : Operand
    {
        internal override Scalar Value(Facts facts) => Scalar.Of(Path.Get(facts));

        public override string ToString() => Path.ToString();
    }

    /// <summary>The moment of the question, or so long before or after it: <c>now - 30 days</c>. Compares with dates only.</summary>
    public sealed record Moment : Operand
    {
        private const string Format = "yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'";

        /// <param name="offset">Whole seconds; less than nothing is before.</param>
        /// <exception cref="ArgumentOutOfRangeException">Further away than anybody means, or not in whole seconds.</exception>
        public Moment(TimeSpan offset)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan(offset.Duration(), Condition.Did.LongestWithin, nameof(offset));
            ArgumentOutOfRangeException.ThrowIfNotEqual(offset.Ticks % TimeSpan.TicksPerSecond, 0, nameof(offset));
            Offset = offset;
        }

        public TimeSpan Offset { get; }

        /// <summary>Stays within the calendar, wherever now is.</summary>
        public DateTimeOffset At(Facts facts) => new(
            Math.Clamp(facts.Now.UtcTicks + Offset.Ticks, DateTimeOffset.MinValue.Ticks, DateTimeOffset.MaxValue.Ticks), TimeSpan.Zero);

        internal override Scalar Value(Facts facts) => new(Encoding.UTF8.GetBytes(At(facts).ToString(Format, CultureInfo.InvariantCulture)));

        public override string ToString() =>
            Offset == TimeSpan.Zero ? "now" : $"now {(Offset < TimeSpan.Zero ? '-' : '+')} {Durations.Print(Offset.Duration())}";
    }
}
