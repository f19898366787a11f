using Cpd.Engine.Conditions;

namespace Cpd.Engine.Tests.Conditions;

public class WritingConditions
{
    [Theory]
    [InlineData("entry.total>=100 and person.country in('HR','SI') and not did \"Order Paid\" in last 30 days",
        "entry.total >= 100 and person.country in (\"HR\", \"SI\") and not did \"Order Paid\" in last 30 days")]
    [InlineData("did \"A\" at least 1 times", "did \"A\"")]
    [InlineData("DID \"A\" AT MOST 1 TIME IN LAST 2 WEEKS", "did \"A\" at most 1 time in last 14 days")]
    [InlineData("did \"A\" in last 90 minutes", "did \"A\" in last 90 minutes")]
    [InlineData("did \"A\" in last 24 hours", "did \"A\" in last 1 day")]
    [InlineData("not person.phone exists", "person.phone is missing")]
    [InlineData("person.a not in (1)", "not person.a in (1)")]
    [InlineData("((always))", "always")]
    [InlineData("(always and always) or always", "always and always or always")]
    [InlineData("always and (always or always)", "always and (always or always)")]
    [InlineData("(always and always) and always", "(always and always) and always")]
    [InlineData("not (not (person.a exists))", "not person.a is missing")]
    [InlineData("entry.a = 1.500", "entry.a = 1.5")]
    [InlineData("entry.a = -0", "entry.a = 0")]
    [InlineData("entry.a = 1E3", "entry.a = 1000")]
    [InlineData("entry[\"a\"].0['b c'] = null", "entry.a.0[\"b c\"] = null")]
    [InlineData("entry.a = 'say \"hi\"\\n'", "entry.a = \"say \\\"hi\\\"\\n\"")]
    [InlineData("entry.and = entry.not", "entry.and = entry.not")]
    [InlineData("entry.größe-1 exists", "entry.größe-1 exists")]
    public void However_it_is_written_it_is_printed_one_way(string written, string printed)
    {
        var condition = Condition.Parse(written);

        Assert.Null(condition.Problem);
        Assert.Equal(printed, condition.Condition!.ToText());
        Assert.Equal(condition.Condition, Condition.Parse(printed).Condition);
    }

    [Theory]
    [InlineData("", 1, "Expected a condition")]
    [InlineData("entry.total", 12, "Expected one of = !=")]
    [InlineData("entry.total >= ", 16, "Expected a quoted text, a number")]
    [InlineData("entry.total >= 100 adn always", 20, "\"and\", \"or\" or the end")]
    [InlineData("customer.total > 5", 1, "A path must start with person, event, entry or steps, not with \"customer\"")]
    [InlineData("entry = 5", 1, "\"entry\" needs a name after it")]
    [InlineData("entry. = 5", 1, "A name is missing after the dot")]
    [InlineData("entry[\"a = 5", 1, "The text has no closing quote")]
    [InlineData("always and", 11, "Expected a condition")]
    [InlineData("(always", 8, "Expected a closing parenthesis")]
    [InlineData("person.a in ()", 14, "Expected a quoted text, a number")]
    [InlineData("person.a in (1 2)", 16, "Expected a comma or a closing")]
    [InlineData("person.a is empty", 13, "Expected \"missing\" after \"is\"")]
    [InlineData("person.a starts \"x\"", 17, "Expected \"with\" after")]
    [InlineData("did Paid", 5, "Expected a quoted text")]
    [InlineData("did \"Paid\" at 3 times", 15, "Expected \"least\" or \"most\" after \"at\"")]
    [InlineData("did \"Paid\" exactly 3", 21, "Expected \"times\" after the number")]
    [InlineData("did \"Paid\" in 3 days", 15, "Expected \"last\" and a duration after \"in\"")]
    [InlineData("did \"Paid\" in last 3 moons", 27, "Expected seconds, minutes")]
    [InlineData("did \"Paid\" in last 0 days", 26, "longer than 0")]
    [InlineData("did \"Paid\" at least 101 times in last 3 days", 39, "At most 100 times")]
    [InlineData("in \"vip\"", 4, "Expected a value before \"in\"")]
    [InlineData("entry.a = \"\\x\"", 11, "after a backslash")]
    [InlineData("entry.a = 1e999", 11, "Expected a quoted text, a number")]
    public void A_problem_names_its_place_and_says_what_to_do(string text, int column, string sentence)
    {
        var (condition, problem) = Condition.Parse(text);

        Assert.Null(condition);
        Assert.Equal(column, problem!.Column);
        Assert.Contains(sentence, problem.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Too_deep_and_too_long_is_refused()
    {
        Assert.Contains("32 levels", Condition.Parse(new string('(', 1_000) + "always").Problem!.Sentence, StringComparison.Ordinal);
        Assert.Contains("32 levels", Condition.Parse(string.Concat(Enumerable.Repeat("not ", 500)) + "always").Problem!.Sentence, StringComparison.Ordinal);
        Assert.Contains("8,000", Condition.Parse(string.Join(" and ", Enumerable.Repeat("always", 2_000))).Problem!.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_asked_cannot_be_made()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Condition.Did("A", HowOften.AtLeast, 101, TimeSpan.FromDays(1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Condition.Did("A", within: TimeSpan.FromMilliseconds(1)));
        Assert.Throws<ArgumentException>(() => new Condition.And(new Condition.Always()));
        Assert.Throws<ArgumentException>(() => new Condition.IsOneOf(ValuePath.Parse("entry.a"), []));
        Assert.Throws<ArgumentOutOfRangeException>(() => Literal.Of(double.NaN));
        Assert.Throws<FormatException>(() => ValuePath.Parse("entry"));
    }

    [Fact]
    public void None_of_no_conditions_is_always() =>
        Assert.Equal(new Condition.Always(), Condition.AllOf());
}
