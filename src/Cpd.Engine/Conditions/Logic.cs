using System.Collections.Immutable;
using System.Text;

namespace Cpd.Engine.Conditions;

public abstract partial record Condition
{
    /// <summary>All of them hold; without any, <see cref="Always"/>.</summary>
    public static Condition AllOf(params IReadOnlyList<Condition> parts) => parts.Count switch
    {
        0 => new Always(),
        1 => parts[0],
        _ => new And([.. parts]),
    };

    private static ImmutableArray<Condition> AtLeastTwo(ImmutableArray<Condition> parts) =>
        parts.IsDefault || parts.Length < 2 ? throw new ArgumentException("At least two conditions are needed.", nameof(parts)) : parts;

    private static StringBuilder WritePart(StringBuilder text, Condition part, Binding atLeast) =>
        part.Bound >= atLeast ? part.Write(text) : part.Write(text.Append('(')).Append(')');

    private StringBuilder WriteParts(StringBuilder text, ImmutableArray<Condition> parts, string between)
    {
        for (var i = 0; i < parts.Length; i++) WritePart(i == 0 ? text : text.Append(between), parts[i], Bound + 1);
        return text;
    }

    private StringBuilder ExplainParts(StringBuilder text, ImmutableArray<Condition> parts, string begin, Facts facts)
    {
        text.Append(begin);
        for (var i = 0; i < parts.Length; i++) parts[i].Explain(i == 0 ? text : text.Append("; "), facts);
        return text.Append(']').Append(Holds(facts) ? ": yes" : ": no");
    }

    /// <summary>No condition: everybody.</summary>
    public sealed record Always : Condition
    {
        public override bool Holds(Facts facts) => true;

        private protected override StringBuilder Write(StringBuilder text) => text.Append("always");
    }

    public sealed record And : Condition
    {
        /// <exception cref="ArgumentException">Fewer than two parts.</exception>
        public And(params ImmutableArray<Condition> parts) => Parts = AtLeastTwo(parts);

        public ImmutableArray<Condition> Parts { get; }

        private protected override Binding Bound => Binding.And;

        public override bool Holds(Facts facts)
        {
            foreach (var part in Parts)
                if (!part.Holds(facts)) return false;
            return true;
        }

        public override IEnumerable<string> Paths() => Parts.SelectMany(part => part.Paths());

        public override IEnumerable<(string Event, TimeSpan? Within)> Asked() => Parts.SelectMany(part => part.Asked());

        internal override IEnumerable<Condition> Questions() => Parts.SelectMany(part => part.Questions());

        public bool Equals(And? other) => other is not null && Parts.SequenceEqual(other.Parts);

        public override int GetHashCode() => Parts.Aggregate(1, HashCode.Combine);

        private protected override StringBuilder Write(StringBuilder text) => WriteParts(text, Parts, " and ");

        private protected override StringBuilder Explain(StringBuilder text, Facts facts) => ExplainParts(text, Parts, "all of [", facts);
    }

    public sealed record Or : Condition
    {
        /// <exception cref="ArgumentException">Fewer than two parts.</exception>
        public Or(params ImmutableArray<Condition> parts) => Parts = AtLeastTwo(parts);

        public ImmutableArray<Condition> Parts { get; }

        private protected override Binding Bound => Binding.Or;

        public override bool Holds(Facts facts)
        {
            foreach (var part in Parts)
                if (part.Holds(facts)) return true;
            return false;
        }

        public override IEnumerable<string> Paths() => Parts.SelectMany(part => part.Paths());

        public override IEnumerable<(string Event, TimeSpan? Within)> Asked() => Parts.SelectMany(part => part.Asked());

        internal override IEnumerable<Condition> Questions() => Parts.SelectMany(part => part.Questions());

        public bool Equals(Or? other) => other is not null && Parts.SequenceEqual(other.Parts);

        public override int GetHashCode() => Parts.Aggregate(2, HashCode.Combine);

        private protected override StringBuilder Write(StringBuilder text) => WriteParts(text, Parts, " or ");

        private protected override StringBuilder Explain(StringBuilder text, Facts facts) => ExplainParts(text, Parts, "any of [", facts);
    }

    public sealed record Not(Condition Part) : Condition
    {
        private protected override Binding Bound => Part is Exists ? Binding.Single : Binding.Not;

        public override bool Holds(Facts facts) => !Part.Holds(facts);

        public override IEnumerable<string> Paths() => Part.Paths();

        public override IEnumerable<(string Event, TimeSpan? Within)> Asked() => Part.Asked();

        internal override IEnumerable<Condition> Questions() => Part.Questions();

        private protected override StringBuilder Write(StringBuilder text) => Part is Exists exists
            ? text.Append(exists.Path).Append(" is missing")
            : WritePart(text.Append("not "), Part, Binding.Not);

        private protected override string Observed(Facts facts) => Part.Observed(facts);

        private protected override StringBuilder Explain(StringBuilder text, Facts facts) => Part.Bound is Binding.Single
            ? base.Explain(text, facts)
            : Part.Explain(text.Append("not ["), facts).Append(']').Append(Holds(facts) ? ": yes" : ": no");
    }
}
