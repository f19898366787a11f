using Cpd.Contracts;
using Cpd.Engine.People;
using static Cpd.Engine.Tests.People.Given;

namespace Cpd.Engine.Tests.People;

public class KeepingConsent
{
    [Theory]
    [InlineData("{}", null)]
    [InlineData("""{"consent":{"marketing":true}}""", true)]
    [InlineData("""{"consent":{"marketing":{"sms":true}}}""", true)]
    [InlineData("""{"consent":{"marketing":{"SMS":false}}}""", false)]
    [InlineData("""{"consent":{"marketing":{"email":true}}}""", null)]
    [InlineData("""{"consent":{"news":true}}""", null)]
    [InlineData("""{"consent":{"marketing":{"granted":true}}}""", true)]
    [InlineData("""{"consent":{"marketing":"yes"}}""", null)]
    [InlineData("""{"consent":{"marketing":{"sms":1}}}""", null)]
    [InlineData("""{"consent":true}""", null)]
    public void Somebody_agreed_refused_or_was_never_asked(string traits, bool? consent) =>
        Assert.Equal(consent, Person(traits).Consent("marketing", Channel.Sms));

    [Fact]
    public void The_word_on_a_channel_goes_before_the_word_on_the_whole_purpose()
    {
        var ana = Person("""{"consent":{"marketing":true}}""").Fold(Identified("""{"consent":{"marketing":{"sms":false}}}""", Now.AddDays(1)), Now);

        Assert.False(ana.Consent("marketing", Channel.Sms));
        Assert.True(ana.Consent("marketing", Channel.Email));
    }

    [Fact]
    public void A_later_word_on_the_whole_purpose_replaces_what_was_said_of_its_channels()
    {
        var ana = Person("""{"consent":{"marketing":{"sms":true}}}""").Fold(Identified("""{"consent":{"marketing":false}}""", Now.AddDays(1)), Now);

        Assert.False(ana.Consent("marketing", Channel.Sms));
    }

    [Fact]
    public void A_word_that_comes_late_does_not_undo_a_newer_one()
    {
        var ana = Person("""{"consent":{"marketing":{"sms":false}}}""").Fold(Identified("""{"consent":{"marketing":{"sms":true}}}""", Now.AddDays(-1)), Now);
        var refused = Person("""{"consent":{"marketing":false}}""").Fold(Identified("""{"consent":{"marketing":{"sms":true}}}""", Now.AddDays(-1)), Now);

        Assert.False(ana.Consent("marketing", Channel.Sms));
        Assert.False(refused.Consent("marketing", Channel.Sms));
    }

    [Fact]
    public void Null_means_never_asked()
    {
        var ana = Person("""{"consent":{"marketing":{"sms":true}}}""").Fold(Identified("""{"consent":{"marketing":{"sms":null}}}""", Now.AddDays(1)), Now);

        Assert.Null(ana.Consent("marketing", Channel.Sms));
    }

    [Fact]
    public void The_proof_says_when_and_where_and_what_they_were_shown()
    {
        var ana = Person("""{"consent":{"marketing":{"sms":{"granted":true,"at":"2029-05-01T10:00:00+02:00","source":"checkout","text":"May we write?"}}}}""");

        Assert.Equal(
            new Consent("marketing", Channel.Sms, true, new DateTimeOffset(2029, 5, 1, 8, 0, 0, TimeSpan.Zero), "checkout", "May we write?"),
            ana.Consents.Find("marketing", Channel.Sms));
    }

    [Fact]
    public void Saying_the_same_again_keeps_the_first_proof()
    {
        var ana = Person("""{"consent":{"marketing":true}}""").Fold(Identified("""{"consent":{"marketing":true}}""", Now.AddDays(9)), Now);

        Assert.Equal(Now, ana.Consents.Find("marketing", Channel.Sms)?.At);
    }

    [Fact]
    public void Without_a_source_of_its_own_it_says_what_brought_it()
    {
        var changed = Person().Fold(new ProfileChanged(RawJson.From("""{"consent":{"marketing":true}}"""), Place), Now);

        Assert.Equal("identify", Person("""{"consent":{"marketing":true}}""").Consents.Find("marketing", Channel.Sms)?.Source);
        Assert.Equal("journey welcome", changed.Consents.Find("marketing", Channel.Sms)?.Source);
    }

    [Fact]
    public void Of_two_people_who_are_one_the_later_word_counts()
    {
        var agreed = Person("""{"consent":{"marketing":true}}""");
        var refused = Profile.New(PersonId.From(Guid.NewGuid()), "shop", Now).Fold(Identified("""{"consent":{"marketing":{"sms":false}}}""", Now.AddDays(1)), Now);

        Assert.False(agreed.Absorb(refused).Consent("marketing", Channel.Sms));
        Assert.False(refused.Absorb(agreed).Consent("marketing", Channel.Sms));
        Assert.True(agreed.Absorb(refused).Consent("marketing", Channel.Email));
    }

    [Fact]
    public void Consent_can_be_asked_for_like_an_attribute()
    {
        var ana = Person("""{"consent":{"marketing":true}}""");

        Assert.True(ana.Attribute("consent.marketing.sms")?.GetBoolean());
        Assert.Null(ana.Attribute("consent.news.sms"));
        Assert.Null(ana.Attribute("consent"));
    }
}
