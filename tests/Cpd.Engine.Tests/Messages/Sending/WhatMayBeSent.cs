using Cpd.Contracts;
using Cpd.Engine.Messages.Sending;
using Cpd.Engine.People;
using static Cpd.Engine.Messages.Sending.SendingDecision;

namespace Cpd.Engine.Tests.Messages.Sending;

public sealed class WhatMayBeSent
{
    private static readonly DateTimeOffset Noon = new(2030, 1, 7, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Quiet at noon, and nothing is left of the cap after one message.</summary>
    private static readonly SendingRules Strict = new()
    {
        Quiet = new QuietHours(new(11, 0), new(13, 0)),
        Caps = new SendingCaps(null, 1, null),
    };

    private static readonly RecentSends One = RecentSends.None.Add(Channel.Email, Noon.AddHours(-1), TimeSpan.FromDays(1));

    /// <summary>Everything speaks against it; each thing that is put right lets the next reason out.</summary>
    [Fact]
    public void The_first_rule_that_objects_is_the_reason()
    {
        var (refused, stopped) = ("""{"marketing":{"sms":{"granted":false,"at":"2030-01-02T10:00:00Z","source":"checkout"}},"*":{"sms":false}}""", """{"*":{"sms":{"granted":false,"at":"2030-01-03T10:00:00Z","source":"reply","text":"Stop!"}}}""");

        Assert.Equal(("message.no-consent", "The person opted out of marketing by SMS on 2 Jan 2030 (checkout)."), Not(Person($$"""{"consent":{{refused}}}"""), Strict, One));
        Assert.Equal(("message.suppressed", "The person unsubscribed from SMS: they wrote “Stop!” on 3 Jan 2030."), Not(Person($$"""{"consent":{{stopped}}}"""), Strict, One));
        Assert.Equal(("message.no-address", "The person has no address for SMS."), Not(Person("{}"), Strict, One));
        Assert.Equal(
            new SendAt(Noon.AddHours(1), "Quiet hours, 11:00 to 13:00 in UTC (the person's time zone is unknown)"), Decide(Person("""{"phone":"385911"}"""), Strict, One));
        Assert.Equal(
            ("message.cap", "The person already got 1 message on all channels within 24 hours; the limit is 1."),
            Not(Person("""{"phone":"385911"}"""), Strict with { Quiet = null }, One));
        Assert.Equal(new SendNow("385911", "1 of 1 messages on all channels within 24 hours", Counts: true), Decide(Person("""{"phone":"385911"}"""), Strict with { Quiet = null }));
        Assert.Equal(new SendNow("385911", null, Counts: false), Decide(Person("""{"phone":"385911"}"""), SendingRules.None));
    }

    [Fact]
    public void An_app_is_reached_by_the_user_id_and_who_is_anonymous_by_none()
    {
        Assert.Equal("ana", Assert.IsType<SendNow>(Decide(Person("{}"), SendingRules.None, channel: Channel.Push)).To);

        var nobody = Assert.IsType<DoNotSend>(Decide(Profile.New(default, "shop", Noon), SendingRules.None, channel: Channel.Push));
        Assert.Equal("message.no-address", nobody.Code);
        Assert.Contains("they are anonymous", nobody.Reason, StringComparison.Ordinal);
        Assert.Equal("message.no-consent", Assert.IsType<DoNotSend>(Decide(Person("""{"consent":{"marketing":{"push":false}}}"""), SendingRules.None, channel: Channel.Push)).Code);
    }

    [Fact]
    public void A_message_that_goes_out_names_the_consent_it_relied_on()
    {
        var person = Person("""{"phone":"385911","consent":{"marketing":{"sms":{"granted":true,"at":"2030-01-02T10:00:00Z","source":"checkout"}}}}""");
        Assert.Equal("Opted in to marketing by SMS on 2 Jan 2030 (checkout)", Assert.IsType<SendNow>(Decide(person, SendingRules.None)).Why);
    }

    [Fact]
    public void What_is_transactional_passes_everything_but_a_missing_address_says_what_and_is_not_counted()
    {
        var person = Person("""{"phone":"385911","consent":{"marketing":{"sms":false},"*":{"sms":{"granted":false,"at":"2030-01-03T10:00:00Z","source":"reply","text":"STOP"}}}}""");
        var sent = Assert.IsType<SendNow>(Decide(person, Strict, One, transactional: true));

        Assert.False(sent.Counts);
        Assert.Equal(
            "Transactional: sent although they opted out of marketing by SMS on 7 Jan 2030 (identify), although they unsubscribed from SMS: they wrote “STOP” on 3 Jan 2030, "
            + "during quiet hours, 11:00 to 13:00 in UTC (the person's time zone is unknown), beyond 1 messages on all channels within 24 hours",
            sent.Why);
        Assert.IsType<DoNotSend>(Decide(Person("{}"), Strict, One, transactional: true));
        Assert.Null(Assert.IsType<SendNow>(Decide(Person("""{"phone":"385911"}"""), SendingRules.None, transactional: true)).Why);
    }

    [Fact]
    public void An_address_that_takes_no_more_mail_is_named_with_its_day_and_only_who_unsubscribed_it_gets_what_they_asked_for()
    {
        Profile Ana(SuppressionReason reason) =>
            Person("""{"email":"a@example.com"}""").Fold(new AddressSuppressed(Channel.Email, "A@example.com", reason, Noon.AddDays(-2)), Noon);
        SendingDecision Mail(SuppressionReason reason, bool transactional) => Decide(Ana(reason), Strict, One, transactional, Channel.Email);

        Assert.Equal(new DoNotSend("message.suppressed", "The person unsubscribed this address on 5 Jan 2030."), Mail(SuppressionReason.Unsubscribed, false));
        Assert.StartsWith("Transactional: sent although they unsubscribed this address on 5 Jan 2030, during ", Assert.IsType<SendNow>(Mail(SuppressionReason.Unsubscribed, true)).Why, StringComparison.Ordinal);
        Assert.Equal("The person marked a message to this address as spam on 5 Jan 2030.", Assert.IsType<DoNotSend>(Mail(SuppressionReason.Complained, true)).Reason);
        Assert.Equal("message.suppressed", Assert.IsType<DoNotSend>(Mail(SuppressionReason.Bounced, true)).Code);
    }

    [Fact]
    public void A_later_word_on_a_purpose_does_not_undo_a_STOP()
    {
        var person = Person("""{"phone":"385911","consent":{"*":{"sms":false}}}""")
            .Fold(new PersonIdentified(new("ana", null), Noon, RawJson.From("""{"consent":{"marketing":{"sms":true}}}""")), Noon);
        Assert.Equal("message.suppressed", Not(person, SendingRules.None).Code);
        Assert.IsType<SendNow>(Decide(person.Fold(new PersonIdentified(new("ana", null), Noon, RawJson.From("""{"consent":{"*":{"sms":true}}}""")), Noon), SendingRules.None));
    }

    [Fact]
    public void A_channel_has_hours_of_its_own_and_a_country_has_them_besides()
    {
        var rules = new SendingRules
        {
            Quiet = new(new(11, 0), new(13, 0)),
            Channels = [new(Channel.Email, QuietHours.Never, SendingCaps.None), new(Channel.WhatsApp, new(new(9, 0), new(20, 0)), SendingCaps.None)],
            Countries = [new("33", new(new(12, 30), new(18, 0))), new("3367", new(new(12, 0), new(12, 30)))],
        };
        DateTimeOffset Until(string phone, Channel channel) =>
            Decide(Person($$"""{"phone":"{{phone}}","email":"a@example.com"}"""), rules, channel: channel) is SendAt at ? at.Moment : Noon;

        Assert.Equal(Noon.AddHours(1), Until("385911", Channel.Sms));
        Assert.Equal(Noon, Until("385911", Channel.Email));
        Assert.Equal(Noon.AddHours(8), Until("385911", Channel.WhatsApp));
        Assert.Equal(Noon.AddHours(6), Until("+33 6".Replace(" ", ""), Channel.Sms));
        Assert.Equal(Noon.AddHours(6), Until("0033700", Channel.Sms));
        Assert.Equal(Noon.AddHours(1), Until("33670", Channel.Sms));
    }

    [Fact]
    public void Rules_are_stored_the_same_whatever_their_order_and_read_as_they_were()
    {
        var rules = new SendingRules
        {
            TimeZone = "Europe/Zagreb", Quiet = new(new(22, 0), new(8, 0)), Caps = new(1, 3, null),
            Channels = [new(Channel.Email, QuietHours.Never, SendingCaps.None), new(Channel.Sms, null, new(null, null, 5))],
            Countries = [new("49", new(new(20, 0), new(9, 0))), new("33", new(new(20, 0), new(8, 0)))],
        };
        var other = rules with { Channels = [.. rules.Channels.Reverse()], Countries = [.. rules.Countries.Reverse()] };

        Assert.Equal(rules.ToBytes(), other.ToBytes());
        var read = SendingRules.Read(rules.ToBytes());
        Assert.Equal(rules.ToBytes(), read.ToBytes());
        Assert.Equal(("Europe/Zagreb", TimeSpan.FromDays(7)), (read.TimeZone, read.CountedFor()));
    }

    [Fact]
    public void Everything_that_is_wrong_with_rules_is_said_at_once()
    {
        var rules = new SendingRules
        {
            TimeZone = "Zagreb", Caps = new(0, null, 101), Channels = [new(Channel.Sms, null, new(-1, null, null))],
            Countries = [new("+33", new(new(20, 0), new(8, 0))), new("49", QuietHours.Never), new("49", new(new(1, 0), new(2, 0)))],
        };
        Assert.Equal(
            ["timeZone", "caps.hour", "caps.week", "sms.caps.hour", "countries", "countries", "countries"], SendingRulesCheck.Of(rules).Select(problem => problem.Path));

        var whole = new SendingRules { Quiet = new(new(20, 0), new(8, 0)), Countries = [new("33", new(new(8, 0), new(20, 0)))] };
        Assert.Equal("sending.no-hour", Assert.Single(SendingRulesCheck.Of(whole)).Code);
        Assert.Equal("message.no-hour", Not(Person("""{"phone":"336"}"""), whole).Code);
    }

    private static Profile Person(string traits) =>
        Profile.New(default, "shop", Noon).Fold(new PersonIdentified(new("ana", null), Noon, RawJson.From(traits)), Noon);

    private static SendingDecision Decide(Profile person, SendingRules rules, RecentSends? sends = null, bool transactional = false, Channel channel = Channel.Sms) =>
        RulesOfSending.Decide(new SendingRequest(channel, "marketing", transactional), person, sends ?? RecentSends.None, rules, Noon);

    private static (string Code, string Reason) Not(Profile person, SendingRules rules, RecentSends? sends = null) =>
        Decide(person, rules, sends) is DoNotSend not ? (not.Code, not.Reason) : default;
}
