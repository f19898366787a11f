using Cpd.Engine.Journeys;
using Cpd.Web.Features.Journeys.Designer.Canvas;
using Cpd.Web.Features.Journeys.Designer.Interactions;

namespace Cpd.Web.Tests.Features.Journeys.Designer;

public class CopyingAndPasting
{
    [Fact]
    public void Copies_get_names_of_their_own_and_keep_their_ways_among_themselves()
    {
        var journey = Given.AbandonedCart;
        var text = Clipping.Copy(journey, new HashSet<string> { "wait-paid", "remind" })!;

        var after = Clipping.Paste(journey, text, null)!.After;

        Assert.Equal("remind-2", after.Aim("wait-paid-2", 1));
        Assert.Null(after.Aim("wait-paid-2", 0));   // led to a step that was not copied
        Assert.Equal("remind", after.Aim("wait-paid", 1));
    }

    [Fact]
    public void Pasted_into_an_empty_journey_it_begins_with_them()
    {
        var text = Clipping.Copy(Given.Chain("a", "b"), new HashSet<string> { "a", "b" })!;

        var after = Clipping.Paste(Given.Empty, text, new CanvasPlace(500, 500))!.After;

        Assert.Equal("a", after.First);
        Assert.Equal("b", after.Aim("a", 0));
    }

    [Fact]
    public void What_looks_at_a_copied_step_looks_at_the_copy()
    {
        var journey = Given.Of(
            new JourneyStep.Message("say", Cpd.Contracts.Channel.Sms, new TemplateText("Hi"), null, null, false, "heard"),
            new JourneyStep.WaitForMessage("heard", "say", [KeyValuePair.Create(MessageOutcome.Reply, (string?)"ok")], TimeSpan.FromDays(1), null),
            Given.Branch("ok", null, null) with { Cases = [new BranchCase(null, new ConditionText("steps.say.reply = \"yes\""), null)] });

        var after = Clipping.Paste(journey, Clipping.Copy(journey, journey.Steps.Select(step => step.Id).ToHashSet())!, null)!.After;

        Assert.Equal("say-2", Assert.IsType<JourneyStep.WaitForMessage>(after.Step("heard-2")).Of);
        Assert.Equal("steps.say-2.reply = \"yes\"", Assert.IsType<JourneyStep.Branch>(after.Step("ok-2")).Cases[0].When.Text);
    }

    [Fact]
    public void Pasted_twice_they_do_not_lie_on_each_other()
    {
        var text = Clipping.Copy(Given.Chain("a"), new HashSet<string> { "a" })!;
        var once = Clipping.Paste(Given.Chain("a"), text, null)!.After;
        var twice = Clipping.Paste(once, text, null)!.After;

        Assert.Equal(3, twice.Looks().Steps.Values.Distinct().Count());
    }

    [Theory]
    [InlineData("")]
    [InlineData("Hello")]
    [InlineData("{\"steps\":7}")]
    [InlineData("[1,2]")]
    public void Any_other_text_is_not_pasted(string text) => Assert.Null(Clipping.Paste(Given.Chain("a"), text, null));
}
