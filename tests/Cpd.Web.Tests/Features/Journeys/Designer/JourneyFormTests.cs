using Bunit;
using Cpd.Engine.Journeys;
using Cpd.Web.Features.Journeys.Designer;
using Cpd.Web.Features.Journeys.Designer.Settings;
using Microsoft.AspNetCore.Components;

namespace Cpd.Web.Tests.Features.Journeys.Designer;

public sealed class JourneyFormTests : FormTest
{
    private Journey _journey = JourneyOf(new JourneyStep.Exit("done"));

    [Fact]
    public void Several_events_may_let_people_in_each_with_its_condition()
    {
        var form = Open();

        Press(form, "Add entry");
        form.FindAll("[aria-label=Event]")[1].Input("Signed Up");

        Assert.Equal([new JourneyEntry("Cart Updated"), new JourneyEntry("Signed Up")], _journey.Entries);
    }

    [Fact]
    public void People_may_come_in_by_what_they_write_in_several_languages()
    {
        var form = Open();

        Choose(form, "Entry type", "A reply");
        form.Find("[aria-label=Keywords]").Input("OFFER,");
        Assert.Equal("OFFER,", form.Find("[aria-label=Keywords]").GetAttribute("value"));   // another word may follow
        form.Find("[aria-label=Keywords]").Input("OFFER, DEAL");
        Choose(form, "Keywords in another language", "Croatian");
        form.Find("[aria-label=\"Keywords in Croatian\"]").Input("PONUDA");

        var reply = Assert.Single(_journey.Entries).Reply!;
        Assert.Equal("/OFFER /DEAL hr/PONUDA", string.Join(' ', reply.Words.Select(word => $"{word.Language}/{word.Word}")));
        Assert.Empty(form.FindAll(".problem"));

        form.Find("[aria-label=Keywords]").Input("STOP");
        Assert.Contains(form.FindAll(".problem"), problem => problem.TextContent.Contains("“STOP” unsubscribes people", StringComparison.Ordinal));
    }

    [Fact]
    public void An_entry_without_an_event_is_told()
    {
        var form = Open();

        Press(form, "Add entry");

        Assert.Contains(form.FindAll(".problem"), problem => problem.TextContent == "Choose the entry event.");
    }

    [Fact]
    public void Re_entry_is_chosen_in_words_and_explained()
    {
        var form = Open();

        Choose(form, "Re-entry", "Once per value at a time");
        form.Find("[aria-label=Value]").Input("event.cart_id");
        Assert.Equal(new Reentry.Keyed(new PathText("event.cart_id")), _journey.Reentry);

        Choose(form, "Re-entry", "After leaving and a waiting time");
        form.Find("[aria-label=\"After how long\"]").Input("7");
        Assert.Equal(new Reentry.After(TimeSpan.FromDays(7)), _journey.Reentry);
        Assert.Contains("this long after their last entry", form.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void A_goal_and_rules_come_and_go_and_the_steps_stay()
    {
        var form = Open();

        form.Find("input[type=checkbox]").Change(true);
        form.Find("[placeholder=\"Order Paid\"]").Input("Order Paid");
        Assert.Equal(new JourneyGoal("Order Paid"), _journey.Goal);

        Press(form, "Add rule");
        Assert.Contains(form.FindAll(".problem"), problem => problem.TextContent.StartsWith("Choose an event or a condition for the exit rule", StringComparison.Ordinal));

        form.Find("[placeholder=\"any change to the person\"]").Input("Unsubscribed");
        Assert.Equal([new ExitRule("Unsubscribed", null)], _journey.ExitWhen);
        Assert.Equal("done", Assert.Single(_journey.Steps).Id);
    }

    private IRenderedComponent<JourneyForm> Open()
    {
        IRenderedComponent<JourneyForm> form = null!;
        void Give(ComponentParameterCollectionBuilder<JourneyForm> parameters) => parameters
            .Add(form => form.Journey, _journey)
            .Add(form => form.Context, new EditorContext(_journey, Seen))
            .Add(form => form.Changed, EventCallback.Factory.Create<Journey>(this, changed =>
            {
                _journey = changed;
                form.Render(Give);
            }));
        form = Render<JourneyForm>(Give);
        return form;
    }

    private static void Press(IRenderedComponent<JourneyForm> form, string button) => form.FindAll("button").First(each => each.TextContent.Trim() == button).Click();

    private static void Choose(IRenderedComponent<JourneyForm> form, string field, string option)
    {
        var select = form.Find($"[aria-label=\"{field}\"]");
        select.Change(select.QuerySelectorAll("option").Single(each => each.TextContent == option).GetAttribute("value")!);
    }
}
