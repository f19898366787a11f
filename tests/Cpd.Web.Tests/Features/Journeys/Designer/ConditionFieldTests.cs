using Bunit;
using Cpd.Engine.Journeys;
using Cpd.Web.Features.Journeys.Designer;
using Cpd.Web.Features.Journeys.Designer.Conditions;
using Microsoft.AspNetCore.Components;

namespace Cpd.Web.Tests.Features.Journeys.Designer;

public sealed class ConditionFieldTests : FormTest
{
    private ConditionText? _value;

    [Fact]
    public void A_condition_is_built_from_what_was_seen()
    {
        var field = Open();

        Press(field, "+ Value");
        Assert.Null(_value);

        field.Find("[aria-label=\"Value to check\"]").Input("entry.total");
        Choose(field, "Operator", "is at least");
        field.Find("input[aria-label=Value]").Input("100");
        Press(field, "+ Behaviour");
        Choose(field, "Did or did not", "did not do");
        field.Find("[aria-label=Event]").Input("Order Paid");
        Choose(field, "Ever or lately", "in the last");

        Assert.Equal("entry.total >= 100 and not did \"Order Paid\" in last 30 days", _value?.Text);
        Assert.Empty(field.FindAll(".problem"));
    }

    [Theory]
    [InlineData("entry.total", "is, is not, is not, or missing, is more than, is at least, is less than, is at most, is one of, is none of, has a value, is missing")]
    [InlineData("entry.gift", "is, is not, is not, or missing, has a value, is missing")]
    [InlineData("entry.ships_at", "is, is not, is not, or missing, is after, is on or after, is before, is on or before, has a value, is missing")]
    [InlineData("entry.tags", "contains, does not contain, has a value, is missing")]
    public void What_can_be_asked_follows_the_type(string path, string questions)
    {
        var field = Open();

        Press(field, "+ Value");
        field.Find("[aria-label=\"Value to check\"]").Input(path);

        Assert.Equal(questions, string.Join(", ", field.FindAll("[aria-label=Operator] option").Select(option => option.TextContent)));
    }

    [Fact]
    public void A_date_may_be_compared_with_a_moment_before_now()
    {
        var field = Open("entry.ships_at < \"2030-01-01\"");

        field.Find("[aria-label=\"Kind of value\"]").Change("Moment");
        field.Find("[aria-label=\"How long\"]").Input("3");

        Assert.Equal("entry.ships_at < now - 3 days", _value?.Text);

        Choose(field, "Before or after now", "from now");
        Assert.Equal("entry.ships_at < now + 3 days", _value?.Text);
    }

    [Fact]
    public void Groups_stand_within_groups()
    {
        var field = Open("person.country = \"HR\"");

        Press(field, "+ Group");
        field.FindAll("[aria-label=\"Value to check\"]")[1].Input("entry.gift");
        Press(field, "+ Value");
        field.FindAll("[aria-label=\"Value to check\"]")[2].Input("entry.total");

        Assert.Equal("person.country = \"HR\" and (entry.gift = true or entry.total = )", _value?.Text);
        Assert.StartsWith("One of the rows is incomplete", field.Find(".condition > .problem").TextContent, StringComparison.Ordinal);

        field.FindAll("input[aria-label=Value]")[^1].Input("5");
        field.FindAll("[aria-label=Together]")[1].Change("2");
        Assert.Equal("person.country = \"HR\" and not (entry.gift = true or entry.total = 5)", _value?.Text);
    }

    [Fact]
    public void The_last_row_of_a_group_takes_the_group_along()
    {
        var field = Open("person.country = \"HR\" and (entry.gift = true or entry.total = 5)");

        field.FindAll(".inner [aria-label=\"Remove this condition\"]")[1].Click();
        field.FindAll(".inner [aria-label=\"Remove this condition\"]")[0].Click();

        Assert.Equal("person.country = \"HR\"", _value?.Text);
        field.Find("[aria-label=\"Remove this condition\"]").Click();
        Assert.Null(_value);
    }

    [Fact]
    public void A_segment_is_not_offered_and_one_that_was_drawn_before_can_be_taken_out()
    {
        var field = Open("in segment \"vip\" and person.country = \"HR\"");

        Assert.Equal(["+ Value", "+ Behaviour", "+ Group"], field.FindAll(".more > button").Select(button => button.TextContent));
        Assert.Equal("in segment \"vip\"", field.Find(".what > .quiet").TextContent);

        field.FindAll("[aria-label=\"Remove this condition\"]")[0].Click();
        Assert.Equal("person.country = \"HR\"", _value?.Text);
    }

    [Fact]
    public void A_text_with_a_mistake_stays_text_and_shows_the_place()
    {
        var field = Open("person.country = ");

        Assert.Equal("person.country = ", field.Find("textarea").GetAttribute("value"));
        Assert.StartsWith("Column 18: ", field.Find(".condition > .problem").TextContent, StringComparison.Ordinal);
        Assert.True(field.FindAll("button").Single(button => button.TextContent == "Rows").HasAttribute("disabled"));

        field.Find("textarea").Input("person.country = HR");
        Assert.Equal("HR", field.Find("mark").TextContent);

        field.Find("textarea").Input("person.country = \"HR\"");
        Press(field, "Rows");
        Assert.Equal("person.country", field.Find("[aria-label=\"Value to check\"]").GetAttribute("value"));

        Press(field, "Text");
        Assert.Equal("person.country = \"HR\"", field.Find("textarea").GetAttribute("value"));
    }

    [Fact]
    public void What_comes_from_elsewhere_is_read_anew()
    {
        var field = Open("person.country = \"HR\"");

        field.Render(parameters => parameters.Add(each => each.Value, new ConditionText("person.country = \"SI\"")));

        Assert.Equal("SI", field.Find("input[aria-label=Value]").GetAttribute("value"));
    }

    /// <summary>A page hears of a change first and is drawn last: in between the form is drawn with the step as it was.</summary>
    [Fact]
    public void A_row_that_is_not_finished_outlives_a_parent_that_has_not_heard_of_it()
    {
        var (before, said) = (new ConditionText("entry.total >= 1"), (ConditionText?)null);
        var context = new EditorContext(JourneyOf(new JourneyStep.Exit("done")), Seen);
        var field = Render<ConditionField>(parameters => parameters
            .Add(each => each.Context, context).Add(each => each.Paths, FieldPaths.Of(context, [])).Add(each => each.Value, before)
            .Add(each => each.ValueChanged, EventCallback.Factory.Create<ConditionText?>(this, changed => said = changed)));
        field.Find("input[aria-label=Value]").Input("");

        field.Render(parameters => parameters.Add(each => each.Value, before));
        field.Render(parameters => parameters.Add(each => each.Value, said));

        Assert.Equal("entry.total >= ", said?.Text);
        Assert.Equal("entry.total", field.Find("[aria-label=\"Value to check\"]").GetAttribute("value"));
    }

    private IRenderedComponent<ConditionField> Open(string? text = null)
    {
        _value = text is null ? null : new ConditionText(text);
        var context = new EditorContext(JourneyOf(new JourneyStep.Exit("done")), Seen);
        IRenderedComponent<ConditionField> field = null!;
        void Give(ComponentParameterCollectionBuilder<ConditionField> parameters) => parameters
            .Add(each => each.Name, "Condition")
            .Add(each => each.Context, context)
            .Add(each => each.Paths, FieldPaths.Of(context, []))
            .Add(each => each.Value, _value)
            .Add(each => each.ValueChanged, EventCallback.Factory.Create<ConditionText?>(this, changed =>
            {
                _value = changed;
                field.Render(Give);
            }));
        field = Render<ConditionField>(Give);
        return field;
    }

    private static void Press(IRenderedComponent<ConditionField> field, string button) => field.FindAll("button").First(each => each.TextContent.Trim() == button).Click();

    private static void Choose(IRenderedComponent<ConditionField> field, string name, string option)
    {
        var select = field.FindAll($"[aria-label=\"{name}\"]")[^1];
        select.Change(select.QuerySelectorAll("option").Single(each => each.TextContent == option).GetAttribute("value")!);
    }
}
