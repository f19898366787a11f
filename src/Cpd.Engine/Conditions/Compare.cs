using System.Diagnostics;
using System.Globalization;
using System.Text;
using Cpd.Engine.People;

namespace Cpd.Engine.Conditions;

public enum Comparison
{
    Equal,
    NotEqual,
    Less,
    AtMost,
    More,
    AtLeast,
}

public abstract partial record Condition
{
    /// <summary>
    /// Compares a value with another: numbers exactly, texts letter by letter, and two texts that are both dates as moments.
    /// <c>= null</c> asks for a missing value or null, <c>!= null</c> for any other.
    /// </summary>
    public sealed record Compare(ValuePath Path, Comparison Comparison, Operand With) : Condition
    {
        public override bool Holds(Facts facts)
        {
            var found = Scalar.Of(Path.Get(facts));
            if (With is Operand.Fixed { Literal.Kind: ScalarKind.Nothing })
                return Comparison is Comparison.Equal && found.Kind is ScalarKind.Nothing
                    || Comparison is Comparison.NotEqual && found.Kind is not ScalarKind.Nothing;

            if (With is Operand.Moment && !(found.Kind is ScalarKind.Text && Instant.TryRead(found.Text, out _))) return false;

            var with = With.Value(facts);
            if (found.Kind is ScalarKind.Truth && with.Kind is ScalarKind.Truth)
                return Comparison is Comparison.Equal && found.IsTrue == with.IsTrue
                    || Comparison is Comparison.NotEqual && found.IsTrue != with.IsTrue;

            return found.CompareTo(with) is { } order && Comparison switch
            {
                Comparison.Equal => order == 0,
                Comparison.NotEqual => order != 0,
                Comparison.Less => order < 0,
                Comparison.AtMost => order <= 0,
                Comparison.More => order > 0,
                Comparison.AtLeast => order >= 0,
                _ => throw new UnreachableException(),
            };
        }

        public override IEnumerable<string> Paths() => With is Operand.Found other ? [Path.ToString(), other.Path.ToString()] : [Path.ToString()];

        private protected override StringBuilder Write(StringBuilder text) =>
            text.Append(Path).Append(' ').Append(Sign(Comparison)).Append(' ').Append(With);

        private protected override string Observed(Facts facts) =>
            With switch
            {
                Operand.Found other => $"{Observed(Path, facts)}, {Observed(other.Path, facts)}",
                Operand.Moment moment => string.Create(CultureInfo.InvariantCulture, $"{Observed(Path, facts)}, the moment is {moment.At(facts):yyyy-MM-dd HH:mm} UTC"),
                _ => Observed(Path, facts),
            };

        private static string Sign(Comparison comparison) => comparison switch
        {
            Comparison.Equal => "=",
            Comparison.NotEqual => "!=",
            Comparison.Less => "<",
            Comparison.AtMost => "<=",
            Comparison.More => ">",
            Comparison.AtLeast => ">=",
            _ => throw new UnreachableException(),
        };
    }
}
