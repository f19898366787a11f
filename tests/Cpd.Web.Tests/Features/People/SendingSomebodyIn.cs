using Bunit;
using Cpd.Contracts;
using Cpd.Engine.Journeys;
using Cpd.Web.Access;
using Cpd.Web.Features.People;

namespace Cpd.Web.Tests.Features.People;

public sealed class SendingSomebodyIn : PersonPageTest
{
    private const string Form = "form[aria-label='Add to journey']";

    [Fact]
    public async Task They_are_sent_into_a_live_journey_and_it_is_said_that_they_entered()
    {
        var page = await OpenForm();
        Assert.Contains("Abandoned cart", page.Find($"{Form} select").TextContent, StringComparison.Ordinal);

        await page.On($"{Form} select", select => select.ChangeAsync(new() { Value = "abandoned-cart" }));
        await page.On($"{Form} textarea", field => field.InputAsync(new() { Value = """{"cart_id":"c1"}""" }));
        var sending = Submit(page);

        var command = Assert.IsType<EnrolPerson>((await Given(page)).Body);
        Assert.Equal((new GivenIds("ana", null), "abandoned-cart", """{"cart_id":"c1"}"""), (command.Who, command.Journey, command.Data.ToString()));
        Assert.Equal([$"Ana person.enrolled {Ana} >abandoned-cart"], await Acts());

        Enters(command);
        await sending;
        Assert.StartsWith("Entered Abandoned cart.", page.Find("[aria-label='Journeys now'] .notice.good").TextContent, StringComparison.Ordinal);
        Assert.Equal($"/people/{Ana}/runs/{Run}", page.Find("[aria-label='Journeys now'] .notice.good a").GetAttribute("href"));
    }

    [Fact]
    public async Task What_the_journey_refuses_is_said_with_its_sentence()
    {
        var page = await OpenForm();
        var sending = Submit(page);
        var command = Assert.IsType<EnrolPerson>((await Given(page)).Body);

        Happens(Ana, new CommandRefused(nameof(EnrolPerson), command.MessageId, "journey.was-inside", "Did not enter: they have been in this journey before."));
        await sending;

        Assert.Equal("Abandoned cart: Did not enter: they have been in this journey before.", page.Find("[aria-label='Journeys now'] [role=alert]").TextContent);
    }

    [Fact]
    public async Task Another_enrolment_into_the_same_journey_is_not_taken_for_this_one()
    {
        var page = await OpenForm();
        var sending = Submit(page);
        var command = Assert.IsType<EnrolPerson>((await Given(page)).Body);

        Enters(command with { MessageId = "somebody else's" });
        Assert.False(sending.IsCompleted);
        Assert.Empty(page.FindAll("[aria-label='Journeys now'] .notice.good"));

        Enters(command);
        await sending;
        Assert.Single(page.FindAll("[aria-label='Journeys now'] .notice.good"));
    }

    [Theory]
    [InlineData("[1]", "The data must be a JSON object, for example {\"order_id\": \"A-1\"}.")]
    [InlineData("{\"a\":", "The data must be a JSON object, for example {\"order_id\": \"A-1\"}.")]
    [InlineData("{} {}", "The data must be a JSON object, for example {\"order_id\": \"A-1\"}.")]
    [InlineData("{\"a\":1e999}", "A number is too large: send it as a string.")]
    public async Task Data_that_are_no_object_are_refused(string data, string sentence)
    {
        var page = await OpenForm();

        await page.On($"{Form} textarea", field => field.InputAsync(new() { Value = data }));
        await Submit(page);

        Assert.Equal(sentence, page.Find($"{Form} .problem").TextContent);
        Assert.Empty(Log.Appended);
    }

    [Fact]
    public async Task Only_journeys_that_are_live_are_offered_and_one_that_was_paused_meanwhile_is_refused()
    {
        Journeys.Set("signup-welcome", JourneyStatus.Stopped);
        var page = await OpenForm();
        Assert.Equal(["Abandoned cart"], page.FindAll($"{Form} option").Select(option => option.TextContent));

        Journeys.Set("abandoned-cart", JourneyStatus.Paused);
        await Submit(page);

        Assert.Equal("This journey is not live. Choose one that is.", page.Find($"{Form} .problem").TextContent);
        Assert.Empty(Log.Appended);
    }

    [Fact]
    public async Task Whoever_may_not_move_people_in_journeys_sees_no_way_to_it()
    {
        Role = MemberRole.Analyst;
        Identify("""{"firstName":"Ana"}""");

        Assert.Empty((await Open()).FindAll("[aria-label='Journeys now'] button"));
    }

    private static RunId Run => Ids.Derive<RunId>(Now, "run");

    private async Task<IRenderedComponent<PersonPage>> OpenForm()
    {
        Identify("""{"firstName":"Ana"}""");
        var page = await Open();
        await page.Click("[aria-label='Journeys now'] button");
        await page.WaitForElementAsync($"{Form} select");
        return page;
    }

    private static Task Submit(IRenderedComponent<PersonPage> page) => page.On(Form, form => form.SubmitAsync());

    /// <summary>As the engine says it: what was asked, and what followed from that.</summary>
    private void Enters(EnrolPerson command)
    {
        var asked = Happened(Ana, null, new EnrolmentAsked(command.Journey, command.Data, command.MessageId));
        Happened(Ana, asked, new JourneyMoved(Run, command.Journey, 1, Began: true, [], "wait", Now.AddHours(1), null));
    }
}
