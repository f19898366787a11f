using System.Text.Json;
using Cpd.Engine.Conditions;
using Cpd.Engine.People;
using FsCheck;
using FsCheck.Fluent;
using static Cpd.Engine.Tests.People.Given;

namespace Cpd.Engine.Tests.Conditions;

public class RandomConditions
{
    private static readonly Arbitrary<Condition> AnyCondition = AnyConditions.Tree(4).ToArbitrary();

    private static readonly Gen<string> AnyJson = Gen.Elements(
        "{}", "[]", "null", "5", "\"x\"", "true", """{"total":149.50,"items":[{"sku":"x"},null,[]],"id":1e300}""", """{"total":{},"0":[1,2],"1":"\ud800","and":"2030-01-01"}""",
        """{"total":"2030-01-01T00:00:00Z","in":1e-300,"items":{"0":null},"exists":false,"a b":""}""", """{"\ud800":1,"sku":2,"":3}""");

    [Fact]
    public void What_is_printed_parses_to_the_same_condition() =>
        Check.QuickThrowOnFailure(Prop.ForAll(AnyCondition, condition =>
        {
            var text = condition.ToText();
            var parse = Condition.Parse(text);
            return text.Length > 8_000 || condition.Equals(parse.Condition) && parse.Condition.ToText() == text;
        }));

    [Fact]
    public void Equal_conditions_have_equal_hashes_and_texts() =>
        Check.QuickThrowOnFailure(Prop.ForAll(AnyCondition, condition =>
            Condition.Parse(condition.ToText()).Condition is not { } again || again.GetHashCode() == condition.GetHashCode()));

    [Fact]
    public void No_text_makes_the_parser_throw() =>
        Check.QuickThrowOnFailure(Prop.ForAll(ArbMap.Default.ArbFor<string>(), text => Condition.Parse(text ?? "") is var parse && parse.Condition is null != parse.Problem is null));

    [Fact]
    public void No_broken_condition_makes_the_parser_throw_or_the_place_of_its_problem_wrong() =>
        Check.QuickThrowOnFailure(Prop.ForAll(AnyCondition, Gen.Choose(0, 1_000).ToArbitrary(), Gen.Elements('"', '(', ')', ' ', '.', '[', '\\', '5', 'x').ToArbitrary(), (condition, place, wrong) =>
        {
            var text = condition.ToText();
            var broken = text.Remove(place % text.Length, 1).Insert(place % text.Length, wrong.ToString());
            var (parsed, problem) = Condition.Parse(broken);
            return problem is null
                ? parsed is not null
                : parsed is null && problem.Sentence.Length > 0 && problem.Column >= 1 && problem.Column <= Math.Max(8_000, broken.Length + 1);
        }));

    [Fact]
    public void No_facts_make_a_condition_throw() =>
        Check.QuickThrowOnFailure(Prop.ForAll(AnyCondition, AnyJson.ToArbitrary(), AnyJson.ToArbitrary(), (condition, one, other) =>
        {
            var facts = new Facts
            {
                Person = Profile.New(AnaId, "shop", Now).Fold(Identified(one.Contains("ud800", StringComparison.Ordinal) ? "{}" : one), Now),
                Memory = Memory.Empty,
                Event = JsonElement.Parse(one),
                Entry = other == "{}" ? default : JsonElement.Parse(other),
                Steps = new Dictionary<string, JsonElement> { ["total"] = JsonElement.Parse(other), ["items"] = default },
                Now = Now,
            };
            var holds = condition.Holds(facts);
            return condition.Explain(facts).EndsWith(holds ? "yes" : "no", StringComparison.Ordinal);
        }));
}
