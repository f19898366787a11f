using Bunit;
using Cpd.Adapters.Infobip.Email;
using Cpd.Contracts;
using Cpd.Engine.People;
using Cpd.Web.Access;
using Cpd.Web.Features.People;

namespace Cpd.Web.Tests.Features.People;

public sealed class PersonPageTests : PersonPageTest
{
    [Fact]
    public async Task A_person_is_shown_with_name_address_and_attributes()
    {
        Identify("""{"firstName":"Ana","lastName":"Kovač","phone":"+385911234567","city":"Split"}""");

        var page = await Open();

        Assert.Equal("Ana Kovač", page.Find("h1").TextContent);
        Assert.Contains("+385911234567", page.Markup, StringComparison.Ordinal);
        Assert.Contains("Split", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Consent_is_marked_with_its_proof()
    {
        Identify("""{"phone":"+385911234567","consent":{"marketing":{"sms":{"granted":true,"source":"checkout"}}}}""");

        var mark = (await Open()).Find(".chip.good");

        Assert.Equal("Marketing allowed", mark.TextContent);
        Assert.Contains("checkout", mark.GetAttribute("title"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_timeline_grows_while_one_watches()
    {
        Identify("""{"firstName":"Ana"}""");
        var page = await Open();

        Happens(Ana, new MessageSent(Ids.Derive<MessageId>(Now, "m"), Channel.Sms, null));

        await page.WaitForAssertionAsync(() => Assert.Equal("SMS sent", page.Find(".entry .text").TextContent));
    }

    [Fact]
    public async Task A_time_zone_and_a_language_that_nobody_told_are_marked_as_assumed()
    {
        Identify("""{"firstName":"Ana","timezone":"Not/AZone"}""");

        Assert.Equal(["12:01 UTC (assumed)", "English (assumed)"], (await Open()).FindAll(".title .chip.assumed").Select(chip => chip.TextContent));
    }

    [Fact]
    public async Task A_time_zone_and_a_language_they_told_are_shown_as_theirs()
    {
        Identify("""{"firstName":"Ana","timezone":"Europe/Zagreb","locale":"hr-HR"}""");

        Assert.Equal(["13:01 for them", "Croatian (Croatia)"], (await Open()).FindAll(".title .chip").Select(chip => chip.TextContent));
    }

    [Fact]
    public async Task Nobody_at_an_address_is_said_plainly()
    {
        var page = Render<PersonPage>(parameters => parameters.Add(page => page.Id, "no-such-id"));

        await page.WaitForAssertionAsync(() => Assert.Contains("Person not found", page.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_channel_they_prefer_is_shown_and_another_one_is_asked_for_by_a_command()
    {
        Identify("""{"firstName":"Ana","preferredChannel":"sms"}""");
        var page = await Open();
        var select = page.Find("[aria-label='Preferred channel'] select");
        Assert.Equal("SMS", page.Find($"[aria-label='Preferred channel'] option[value='{select.GetAttribute("value")}']").TextContent);

        var asking = page.On("[aria-label='Preferred channel'] select", field => field.ChangeAsync(new() { Value = "0" }));
        await page.WaitForAssertionAsync(() => Assert.Contains("Saving…", page.Markup, StringComparison.Ordinal));
        var command = Assert.IsType<EditPerson>(Assert.Single(Log.Appended).Body);
        Assert.Equal((new GivenIds("ana", null), """{"preferredChannel":null}"""), (command.Who, command.Attributes.ToString()));

        Carry(command);
        await asking;
        Assert.DoesNotContain("Saving…", page.Markup, StringComparison.Ordinal);
        Assert.Equal("0", page.Find("[aria-label='Preferred channel'] select").GetAttribute("value"));
    }

    [Fact]
    public async Task Whoever_may_not_change_people_sees_it_without_a_choice()
    {
        Role = MemberRole.Analyst;
        Identify("""{"firstName":"Ana","preferredChannel":"whatsApp"}""");

        var section = (await Open()).Find("[aria-label='Preferred channel']");

        Assert.Empty(section.QuerySelectorAll("select"));
        Assert.Contains("WhatsApp", section.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(MailboxState.Exists, AddressMarks.None, null, "good: Mailbox exists")]
    [InlineData(MailboxState.Missing, AddressMarks.None, "gmail.com", "bad: No mailbox, : Meant @gmail.com?")]
    [InlineData(MailboxState.Unknown, AddressMarks.Malformed, null, "bad: No mailbox")]
    [InlineData(MailboxState.Unknown, AddressMarks.CatchAll | AddressMarks.Disposable | AddressMarks.RoleBased, null, ": Mailbox unknown, : Takes every name, : Disposable, : Role, : High risk")]
    [InlineData(MailboxState.Unanswered, AddressMarks.None, null, ": Not checked")]
    public void What_was_said_of_an_address_stands_beside_it(MailboxState mailbox, AddressMarks marks, string? meant, string words)
    {
        var risk = mailbox switch { MailboxState.Exists => "LOW", MailboxState.Unanswered => null, _ => "HIGH" };

        var said = Render<EmailCheck>(parameters => parameters.Add(it => it.Check, new AddressCheck(mailbox, marks, null, risk, meant, Now)));

        Assert.Equal(words, string.Join(", ", said.FindAll(".chip").Select(chip => $"{chip.ClassName![4..].Trim()}: {chip.TextContent}")));
        Assert.All(said.FindAll(".chip"), chip => Assert.NotEmpty(chip.GetAttribute("title")!));
    }

    [Theory]
    [InlineData(0, "No opens, clicks or replies yet.")]
    [InlineData(2, "2 reactions so far. From 5 on a message can wait for their best hour.")]
    [InlineData(5, "Mostly 13:00 to 14:00 on their clock: 5 of 5 reactions.")]
    public void The_hours_of_their_reactions_say_what_a_message_waits_for(int times, string sentence)
    {
        var hours = Enumerable.Range(0, times).Aggregate(ReactionHours.None, (before, _) => before.Add(Now.AddHours(1), TimeZoneInfo.Utc));

        var row = Render<BestHour>(parameters => parameters.Add(row => row.Reactions, hours));

        Assert.Equal(sentence, row.Find("p").TextContent);
        Assert.Equal(times >= 5 ? 1 : 0, row.FindAll(".best").Count);
    }
}
