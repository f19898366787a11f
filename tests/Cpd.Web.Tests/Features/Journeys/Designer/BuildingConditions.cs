using Cpd.Engine.Conditions;
using Cpd.Engine.Tests.Conditions;
using Cpd.Web.Features.Journeys.Designer.Conditions;
using FsCheck;
using FsCheck.Fluent;

namespace Cpd.Web.Tests.Features.Journeys.Designer;

public sealed class BuildingConditions
{
    [Fact]
    public void Every_condition_has_rows_and_their_text_is_the_same_condition() =>
        Check.QuickThrowOnFailure(Prop.ForAll(AnyConditions.Tree(4).ToArbitrary(), condition => Draft.Root(condition).ToText() == condition.ToText()));

    [Theory]
    [InlineData("entry.total >= 100 and not did \"Order Paid\" in last 30 days")]
    [InlineData("person.renewal < now + 7 days or person.renewal is missing")]
    [InlineData("not not person.country in (\"HR\", \"SI\")")]
    [InlineData("(person.a = 1 and person.b = 2) and person.c = 3")]
    [InlineData("not (person.a = 1 or person.b = 2 and not always)")]
    public void A_text_comes_back_as_it_was(string text)
    {
        Assert.Equal(text, Draft.Root(Condition.Parse(text).Condition!).ToText());
    }

    [Fact]
    public void A_row_that_does_not_say_what_it_looks_at_is_left_out()
    {
        var root = Draft.Root(Condition.Parse("person.a = 1").Condition).And(Draft.Test.New).And(Draft.Did.New).And(new Draft.Group(true, true, [Draft.Test.New]));

        Assert.Equal("person.a = 1", root.ToText());
        Assert.Equal("", Draft.Group.Empty.And(Draft.Test.New).ToText());
    }
}
