using System.Collections.Immutable;
using Cpd.Engine.UserView.Seen;

namespace Cpd.Web.Features.Journeys.Designer.Conditions;

/// <summary>What can be asked of a value, in words.</summary>
/// <param name="For">The types it makes sense for.</param>
public sealed record Operator(TestKind Kind, bool Not, string Words, SeenTypes For);

public static class Operators
{
    private const SeenTypes Single = SeenTypes.Text | SeenTypes.Number | SeenTypes.Date | SeenTypes.Truth;
    private const SeenTypes Any = Single | SeenTypes.List | SeenTypes.Structure;

    private static readonly ImmutableArray<Operator> All =
    [
        new(TestKind.Equal, false, "is", Single),
        new(TestKind.NotEqual, false, "is not", Single),
        new(TestKind.Equal, true, "is not, or missing", Single),
        new(TestKind.More, false, "is more than", SeenTypes.Number),
        new(TestKind.AtLeast, false, "is at least", SeenTypes.Number),
        new(TestKind.Less, false, "is less than", SeenTypes.Number),
        new(TestKind.AtMost, false, "is at most", SeenTypes.Number),
        new(TestKind.More, false, "is after", SeenTypes.Date),
        new(TestKind.AtLeast, false, "is on or after", SeenTypes.Date),
        new(TestKind.Less, false, "is before", SeenTypes.Date),
        new(TestKind.AtMost, false, "is on or before", SeenTypes.Date),
        new(TestKind.Contains, false, "contains", SeenTypes.Text | SeenTypes.List),
        new(TestKind.Contains, true, "does not contain", SeenTypes.Text | SeenTypes.List),
        new(TestKind.StartsWith, false, "starts with", SeenTypes.Text),
        new(TestKind.StartsWith, true, "does not start with", SeenTypes.Text),
        new(TestKind.EndsWith, false, "ends with", SeenTypes.Text),
        new(TestKind.EndsWith, true, "does not end with", SeenTypes.Text),
        new(TestKind.OneOf, false, "is one of", SeenTypes.Text | SeenTypes.Number),
        new(TestKind.OneOf, true, "is none of", SeenTypes.Text | SeenTypes.Number),
        new(TestKind.Exists, false, "has a value", Any),
        new(TestKind.Exists, true, "is missing", Any),
        new(TestKind.NotEqual, true, "is the same, or missing", SeenTypes.None),
        new(TestKind.More, true, "is not more than", SeenTypes.None),
        new(TestKind.AtLeast, true, "is not at least", SeenTypes.None),
        new(TestKind.Less, true, "is not less than", SeenTypes.None),
        new(TestKind.AtMost, true, "is not at most", SeenTypes.None),
    ];

    /// <summary>What is offered for values of these types, or where none came yet; and always what is chosen already.</summary>
    public static IReadOnlyList<Operator> For(SeenTypes types, Draft.Test test)
    {
        var chosen = Of(types, test);
        return
        [
            .. All.Where(each => each == chosen
                || (types is SeenTypes.None ? each.For is not (SeenTypes.None or SeenTypes.Date) : (each.For & types) != 0) && (each.Kind, each.Not) != (chosen.Kind, chosen.Not)),
        ];
    }

    /// <summary>Of two with one meaning the one in the words of the type.</summary>
    public static Operator Of(SeenTypes types, Draft.Test test)
    {
        var same = All.Where(each => (each.Kind, each.Not) == (test.Kind, test.Not)).ToList();
        if (types is SeenTypes.None && test.With is [{ Kind: TermKind.Day or TermKind.Moment }]) types = SeenTypes.Date;
        return same.Find(each => (each.For & types) != 0) ?? same[0];
    }

    /// <summary>The same question asked another way, with what it is compared with as far as that fits.</summary>
    public static Draft.Test Turned(Draft.Test test, Operator to, SeenTypes types)
    {
        var first = test.With is [var term, ..] ? term : Term.For(types, Term.OfText(""));
        return test with
        {
            Kind = to.Kind,
            Not = to.Not,
            With = to.Kind switch
            {
                TestKind.Exists => [],
                TestKind.OneOf => test.With.IsEmpty ? [first] : [.. test.With.Select(each => IsLiteral(each) ? each : Term.OfText(""))],
                TestKind.StartsWith or TestKind.EndsWith => [first.Kind is TermKind.Text or TermKind.Day ? first : Term.OfText(IsLiteral(first) ? first.Written : "")],
                TestKind.Contains => [IsLiteral(first) ? first : Term.OfText("")],
                _ => [first],
            },
        };
    }

    /// <summary>Kinds of terms that may stand behind an operator.</summary>
    public static IReadOnlyList<TermKind> Terms(TestKind kind) => kind switch
    {
        TestKind.StartsWith or TestKind.EndsWith => [TermKind.Text],
        TestKind.OneOf or TestKind.Contains => [TermKind.Text, TermKind.Number, TermKind.Day, TermKind.Truth, TermKind.Nothing],
        _ => [TermKind.Text, TermKind.Number, TermKind.Day, TermKind.Moment, TermKind.Truth, TermKind.Path, TermKind.Nothing],
    };

    private static bool IsLiteral(Term term) => term.Kind is not (TermKind.Path or TermKind.Moment);
}
