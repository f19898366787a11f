using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Cpd.Engine.Conditions;

namespace Cpd.Web.Features.Journeys.Designer.Conditions;

/// <summary>
/// A condition while it is built: what the rows of the builder hold, finished or not. Every condition has one, and its text is
/// the condition's; a row that does not say yet what it looks at is left out of the text.
/// </summary>
public abstract record Draft
{
    private Draft() { }

    /// <summary>How closely its text holds together, as the language has it.</summary>
    protected enum Binding
    {
        Or,
        And,
        Not,
        Alone,
    }

    /// <summary>Not yet anything that could be asked.</summary>
    public abstract bool IsBlank { get; }

    protected abstract Binding Bound { get; }

    public static Draft Of(Condition condition) => condition switch
    {
        Condition.And and => new Group(Any: false, Not: false, [.. and.Parts.Select(Of)]),
        Condition.Or or => new Group(Any: true, Not: false, [.. or.Parts.Select(Of)]),
        Condition.Not { Part: Condition.Not part } => new Group(Any: false, Not: true, [Of(part)]),
        Condition.Not not => Of(not.Part).Opposite(),
        Condition.Compare compare => new Test(compare.Path.ToString(), KindOf(compare.Comparison), false, [Term.Of(compare.With)]),
        Condition.Exists exists => new Test(exists.Path.ToString(), TestKind.Exists, false, []),
        Condition.IsOneOf oneOf => new Test(oneOf.Path.ToString(), TestKind.OneOf, false, [.. oneOf.Values.Select(Term.Of)]),
        Condition.Contains contains => new Test(contains.Path.ToString(), TestKind.Contains, false, [Term.Of(contains.Value)]),
        Condition.StartsWith starts => new Test(starts.Path.ToString(), TestKind.StartsWith, false, [Term.OfText(starts.Start)]),
        Condition.EndsWith ends => new Test(ends.Path.ToString(), TestKind.EndsWith, false, [Term.OfText(ends.End)]),
        Condition.Did did => new Did(did.Event, false, did.Often, did.Times, did.Within),
        Condition.InSegment segment => new InSegment(segment.Segment, false),
        Condition.Always => new Always(false),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>The rows of a whole condition; none for none at all.</summary>
    public static Group Root(Condition? condition) => condition is null ? Group.Empty : Of(condition) is Group group ? group : new Group(false, false, [Of(condition)]);

    public string ToText() => Write(new StringBuilder()).ToString();

    protected abstract Draft Opposite();

    protected abstract StringBuilder Write(StringBuilder text);

    private StringBuilder WriteIn(StringBuilder text, Binding atLeast) => Bound >= atLeast ? Write(text) : Write(text.Append('(')).Append(')');

    private static TestKind KindOf(Comparison comparison) => comparison switch
    {
        Comparison.Equal => TestKind.Equal,
        Comparison.NotEqual => TestKind.NotEqual,
        Comparison.Less => TestKind.Less,
        Comparison.AtMost => TestKind.AtMost,
        Comparison.More => TestKind.More,
        _ => TestKind.AtLeast,
    };

    /// <summary>Several conditions together. With <paramref name="Not"/> the opposite of that.</summary>
    /// <param name="Any">One is enough; else all of them.</param>
    public sealed record Group(bool Any, bool Not, ImmutableArray<Draft> Parts) : Draft
    {
        public static readonly Group Empty = new(false, false, []);

        public override bool IsBlank => Parts.All(part => part.IsBlank);

        protected override Binding Bound => Not ? Binding.Not : Told is [var only] ? only.Bound : Any ? Binding.Or : Binding.And;

        private IReadOnlyList<Draft> Told => [.. Parts.Where(part => !part.IsBlank)];

        public Group With(int index, Draft part) => this with { Parts = Parts.SetItem(index, part) };

        public Group Without(int index) => this with { Parts = Parts.RemoveAt(index) };

        public Group And(Draft part) => this with { Parts = Parts.Add(part) };

        public bool Equals(Group? other) => other is not null && (Any, Not) == (other.Any, other.Not) && Parts.SequenceEqual(other.Parts);

        public override int GetHashCode() => HashCode.Combine(Any, Not, Parts.Length);

        protected override Draft Opposite() => this with { Not = !Not };

        protected override StringBuilder Write(StringBuilder text)
        {
            var told = Told;
            if (told.Count == 0) return text;

            var binding = told is [var only] ? only.Bound : Any ? Binding.Or : Binding.And;
            var inParentheses = Not && binding < Binding.Not;
            if (Not) text.Append("not ");
            if (inParentheses) text.Append('(');
            if (told.Count == 1) told[0].Write(text);
            else
                for (var i = 0; i < told.Count; i++) told[i].WriteIn(i == 0 ? text : text.Append(Any ? " or " : " and "), binding + 1);
            return inParentheses ? text.Append(')') : text;
        }
    }

    /// <summary>A question about one value.</summary>
    /// <param name="With">One term for comparisons, some for a list, none where nothing is compared.</param>
    public sealed record Test(string Path, TestKind Kind, bool Not, ImmutableArray<Term> With) : Draft
    {
        public static readonly Test New = new("", TestKind.Equal, false, [Term.OfText("")]);

        public override bool IsBlank => string.IsNullOrWhiteSpace(Path);

        protected override Binding Bound => Not && Kind is not TestKind.Exists ? Binding.Not : Binding.Alone;

        public bool Equals(Test? other) => other is not null && (Path, Kind, Not) == (other.Path, other.Kind, other.Not) && With.SequenceEqual(other.With);

        public override int GetHashCode() => HashCode.Combine(Path, Kind, Not, With.Length);

        protected override Draft Opposite() => this with { Not = !Not };

        protected override StringBuilder Write(StringBuilder text)
        {
            if (Kind is TestKind.Exists) return text.Append(Path.Trim()).Append(Not ? " is missing" : " exists");

            text.Append(Not ? "not " : "").Append(Path.Trim());
            return Kind is TestKind.OneOf
                ? text.Append(" in (").AppendJoin(", ", With.Select(term => term.ToText())).Append(')')
                : text.Append(Sign(Kind)).Append(With[0].ToText());
        }

        private static string Sign(TestKind kind) => kind switch
        {
            TestKind.Equal => " = ",
            TestKind.NotEqual => " != ",
            TestKind.Less => " < ",
            TestKind.AtMost => " <= ",
            TestKind.More => " > ",
            TestKind.AtLeast => " >= ",
            TestKind.Contains => " contains ",
            TestKind.StartsWith => " starts with ",
            _ => " ends with ",
        };
    }

    /// <summary>How often the person did something.</summary>
    public sealed record Did(string Event, bool Not, HowOften Often, int Times, TimeSpan? Within) : Draft
    {
        /// <summary>An event's name may be empty in a text; only a row that nobody has touched is none yet.</summary>
        public override bool IsBlank => ReferenceEquals(this, New);

        public static Did New { get; } = new("", false, HowOften.AtLeast, 1, null);

        protected override Binding Bound => Not ? Binding.Not : Binding.Alone;

        protected override Draft Opposite() => this with { Not = !Not };

        protected override StringBuilder Write(StringBuilder text)
        {
            text.Append(Not ? "not did " : "did ").Append(Literal.Of(Event));
            if (Often is not HowOften.AtLeast || Times != 1)
                text.Append(Often switch { HowOften.AtLeast => " at least ", HowOften.AtMost => " at most ", _ => " exactly " })
                    .Append(CultureInfo.InvariantCulture, $"{Times} {(Times == 1 ? "time" : "times")}");
            return Within is { } within ? text.Append(" in last ").Append(Term.Span(within)) : text;
        }
    }

    /// <summary>What journeys have that were drawn when it was offered: a row to be taken out, see <see cref="Condition.InSegment"/>.</summary>
    public sealed record InSegment(string Segment, bool Not) : Draft
    {
        public override bool IsBlank => false;

        protected override Binding Bound => Not ? Binding.Not : Binding.Alone;

        protected override Draft Opposite() => this with { Not = !Not };

        protected override StringBuilder Write(StringBuilder text) => text.Append(Not ? "not in segment " : "in segment ").Append(Literal.Of(Segment));
    }

    /// <summary>Everybody; with <paramref name="Not"/> nobody.</summary>
    public sealed record Always(bool Not) : Draft
    {
        public override bool IsBlank => false;

        protected override Binding Bound => Not ? Binding.Not : Binding.Alone;

        protected override Draft Opposite() => this with { Not = !Not };

        protected override StringBuilder Write(StringBuilder text) => text.Append(Not ? "not always" : "always");
    }
}

public enum TestKind
{
    Equal,
    NotEqual,
    Less,
    AtMost,
    More,
    AtLeast,
    Exists,
    Contains,
    StartsWith,
    EndsWith,
    OneOf,
}
