using Cpd.Contracts;
using Cpd.Engine.Journeys;
using Cpd.Engine.Messages.Sending;
using Cpd.Engine.People;
using Cpd.Engine.Tests.Journeys;

namespace Cpd.Engine.Tests.Messages.Sending;

public sealed class PurposesPeopleChooseAbout
{
    private static readonly DateTimeOffset Now = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly ConsentPurpose News = new("news", [Channel.Sms], [new("", "News"), new("hr", "Novosti"), new("de-AT", "Neues")]);

    [Theory]
    [InlineData("hr-HR", "Novosti")]
    [InlineData("de-AT", "Neues")]
    [InlineData("de", "News")]
    [InlineData(null, "News")]
    public void Are_read_in_ones_language(string? language, string name) => Assert.Equal(name, News.In(language)?.Name);

    [Fact]
    public void Are_kept_with_the_rules_and_rules_without_any_are_stored_as_before()
    {
        var rules = new SendingRules { Purposes = [News] };

        var read = Assert.Single(SendingRules.Read(rules.ToBytes()).Purposes);

        Assert.Equal((News.Id, "Sms", "News Novosti Neues"), (read.Id, string.Join(' ', read.Channels), string.Join(' ', read.Texts.Select(text => text.Name))));
        Assert.Empty(SendingRules.Read("{}"u8).Purposes);
    }

    [Theory]
    [InlineData("sending.purpose-id", "*", "", "News")]
    [InlineData("sending.purpose-id", "", "", "News")]
    [InlineData("sending.purpose-text", "news", "hr", "Novosti")]
    [InlineData("sending.purpose-name", "news", "", " ")]
    [InlineData("sending.purpose-language", "news", "klingonisch", "News")]
    public void Are_refused_with_what_is_wrong(string code, string id, string language, string name) =>
        Assert.Contains(PurposeCheck.Of([new ConsentPurpose(id, [Channel.Sms], [new(language, name)])]), problem => problem.Code == code && problem.Path == "purposes.0");

    [Fact]
    public void Are_there_once_and_on_some_channel() =>
        Assert.Equal(["sending.purpose-channels", "sending.purpose-twice"], PurposeCheck.Of([News, News with { Channels = [] }]).Select(problem => problem.Code));

    [Fact]
    public void What_somebody_chose_on_their_page_is_their_word_with_its_proof()
    {
        var person = Profile.New(default, "demo", Now).Fold(new ConsentHeard("news", Channel.Sms, true, ConsentSources.PreferencePage, "News; SMS: yes", Now), Now);

        Assert.Equal(new Consent("news", Channel.Sms, true, Now, "preference page", "News; SMS: yes"), Assert.Single(person.Consents.All));
    }

    [Fact]
    public void Who_wants_everything_again_is_written_to_at_the_address_they_left_but_not_where_mail_bounced()
    {
        AddressSuppressed Left(string address, SuppressionReason reason) => new(Channel.Email, address, reason, Now);
        var person = Profile.New(default, "demo", Now).Fold(Left("ana@example.com", SuppressionReason.Unsubscribed), Now).Fold(Left("old@example.com", SuppressionReason.Bounced), Now);

        var earlier = person.Fold(new ConsentHeard("*", Channel.Email, true, "preference page", null, Now.AddHours(-1)), Now);
        var again = person.Fold(new ConsentHeard("*", Channel.Email, true, "preference page", null, Now.AddHours(1)), Now);

        Assert.NotNull(earlier.Suppressed.Of(Channel.Email, "ana@example.com"));
        Assert.Null(again.Suppressed.Of(Channel.Email, "ana@example.com"));
        Assert.NotNull(again.Suppressed.Of(Channel.Email, "old@example.com"));
    }

    [Fact]
    public void A_message_is_made_with_a_stand_in_for_its_persons_address()
    {
        var scene = Scene.Of("""{"id":"say","type":"message","channel":"sms","text":"Choose: {{links.preferences}}","next":null}""");

        scene.Identify("""{"phone":"385911234567"}""").Track("Go");

        Assert.Equal("Choose: [preferences link]", MessageLinks.Shown(Assert.Single(scene.Bodies<MessageRequested>()).Text));
    }

    [Theory]
    [InlineData("variable.unknown-link", """{"id":"a","type":"message","channel":"sms","text":"{{links.home}}","next":null}""")]
    [InlineData("variable.link-outside-message", """{"id":"a","type":"webhook","method":"POST","url":"https://x.example/","body":"{{links.preferences}}","ok":null,"failed":null}""")]
    public void Links_are_known_in_messages_and_by_their_names(string code, string step) =>
        Assert.Contains(CompiledJourney.Read(System.Text.Encoding.UTF8.GetBytes(Scene.Journey(step))).Problems, problem => problem.Code == code);
}
