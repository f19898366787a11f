using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace Cpd.Engine.Conditions;

public abstract partial record Condition
{
    /// <summary>There is a value, and it is not null. Its opposite is printed as <c>is missing</c>.</summary>
    public sealed record Exists(ValuePath Path) : Condition
    {
        public override bool Holds(Facts facts) => Path.Get(facts) is { ValueKind: not JsonValueKind.Null };

        public override IEnumerable<string> Paths() => [Path.ToString()];

        private protected override StringBuilder Write(StringBuilder text) => text.Append(Path).Append(" exists");

        private protected override string Observed(Facts facts) => Condition.Observed(Path, facts);
    }

    /// <summary>The value equals one of some.</summary>
    public sealed record IsOneOf : Condition
    {
        /// <exception cref="ArgumentException">No value is given.</exception>
        public IsOneOf(ValuePath path, ImmutableArray<Literal> values)
        {
            if (values.IsDefaultOrEmpty) throw new ArgumentException("At least one value is needed.", nameof(values));
            (Path, Values) = (path, values);
        }

        public ValuePath Path { get; }

        public ImmutableArray<Literal> Values { get; }

        public override bool Holds(Facts facts)
        {
            var found = Scalar.Of(Path.Get(facts));
            foreach (var value in Values)
                if (value.Kind is ScalarKind.Nothing ? found.Kind is ScalarKind.Nothing : found.IsEqualTo(value.Value)) return true;
            return false;
        }

        public override IEnumerable<string> Paths() => [Path.ToString()];

        public bool Equals(IsOneOf? other) => other is not null && Path == other.Path && Values.SequenceEqual(other.Values);

        public override int GetHashCode() => HashCode.Combine(Path, Values.Length);

        private protected override StringBuilder Write(StringBuilder text) =>
            text.Append(Path).Append(" in (").AppendJoin(", ", Values).Append(')');

        private protected override string Observed(Facts facts) => Condition.Observed(Path, facts);
    }

    /// <summary>A text has another in it, or a list has the value as one of its elements.</summary>
    public sealed record Contains(ValuePath Path, Literal Value) : Condition
    {
        public override bool Holds(Facts facts)
        {
            if (Path.Get(facts) is not { } found) return false;
            if (found.ValueKind is not JsonValueKind.Array)
                return Value.Kind is ScalarKind.Text && Scalar.Of(found) is { Kind: ScalarKind.Text } text && text.Text.IndexOf(Value.Value.Text) >= 0;

            foreach (var element in found.EnumerateArray())
                if (Scalar.Of(element).IsEqualTo(Value.Value)) return true;
            return false;
        }

        public override IEnumerable<string> Paths() => [Path.ToString()];

        private protected override StringBuilder Write(StringBuilder text) => text.Append(Path).Append(" contains ").Append(Value);

        private protected override string Observed(Facts facts) => Condition.Observed(Path, facts);
    }

    /// <summary>A text begins with another, capital and small letters told apart.</summary>
    public sealed record StartsWith : Condition
    {
        private readonly byte[] _start;

        public StartsWith(ValuePath path, string start) => (Path, Start, _start) = (path, start, Encoding.UTF8.GetBytes(start));

        public ValuePath Path { get; }

        public string Start { get; }

        public override bool Holds(Facts facts) => Scalar.Of(Path.Get(facts)) is { Kind: ScalarKind.Text } text && text.Text.StartsWith(_start);

        public override IEnumerable<string> Paths() => [Path.ToString()];

        public bool Equals(StartsWith? other) => other is not null && Path == other.Path && Start == other.Start;

        public override int GetHashCode() => HashCode.Combine(Path, Start);

        private protected override StringBuilder Write(StringBuilder text) => QuotedText.Write(text.Append(Path).Append(" starts with "), Start);

        private protected override string Observed(Facts facts) => Condition.Observed(Path, facts);
    }

    /// <summary>A text ends with another, capital and small letters told apart.</summary>
    public sealed record EndsWith : Condition
    {
        private readonly byte[] _end;

        public EndsWith(ValuePath path, string end) => (Path, End, _end) = (path, end, Encoding.UTF8.GetBytes(end));

        public ValuePath Path { get; }

        public string End { get; }

        public override bool Holds(Facts facts) => Scalar.Of(Path.Get(facts)) is { Kind: ScalarKind.Text } text && text.Text.EndsWith(_end);

        public override IEnumerable<string> Paths() => [Path.ToString()];

        public bool Equals(EndsWith? other) => other is not null && Path == other.Path && End == other.End;

        public override int GetHashCode() => HashCode.Combine(Path, End);

        private protected override StringBuilder Write(StringBuilder text) => QuotedText.Write(text.Append(Path).Append(" ends with "), End);

        private protected override string Observed(Facts facts) => Condition.Observed(Path, facts);
    }
}
