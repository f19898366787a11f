using Cpd.Contracts;
using Cpd.Engine.Messages.Sending;
using Cpd.Engine.People;
using Cpd.Engine.Tests.Journeys;
using static Cpd.Engine.Messages.Sending.SendingDecision;
using static Cpd.Engine.Tests.People.Given;

namespace Cpd.Engine.Tests.Messages.Sending;

/// <summary>By WhatsApp a free text reaches only who wrote to the number within the last 24 hours.</summary>
public sealed class WhoWroteLately
{
    private const string Shop = "447860000000", Care = "447860000001";

    [Theory]
    [InlineData(0, true)]
    [InlineData(23.99, true)]
    [InlineData(24, false)]
    public void The_window_closes_a_day_after_the_last_word(double hours, bool isOpen)
    {
        var ana = Wrote(Person("""{"phone":"+385911"}"""), Shop, Now.AddHours(-hours));

        Assert.Equal(isOpen ? new SendNow("+385911", null, false, Shop) : null, Decide(ana) as SendNow);
        Assert.Equal(isOpen ? null : "message.no-session", (Decide(ana) as DoNotSend)?.Code);
    }

    [Fact]
    public void Who_never_wrote_is_told_apart_and_not_even_what_is_transactional_passes()
    {
        var reason = Assert.IsType<DoNotSend>(Decide(Person("""{"phone":"+385911"}"""), transactional: true)).Reason;
        Assert.Equal("WhatsApp allows free text only within 24 hours of the person's last message; the person never wrote. Use an approved template.", reason);
        Assert.IsType<SendNow>(RulesOfSending.Decide(new(Channel.WhatsApp, "marketing", false), Person("""{"phone":"+385911"}"""), RecentSends.None, SendingRules.None, Now));
    }

    [Fact]
    public void It_comes_from_the_number_they_wrote_to_and_another_number_has_a_window_of_its_own()
    {
        var ana = Wrote(Wrote(Person("""{"phone":"+385911"}"""), Shop, Now.AddHours(-30)), "+" + Care, Now.AddHours(-1));

        Assert.Equal(Care, Assert.IsType<SendNow>(Decide(ana)).From);
        Assert.Equal(Care, Assert.IsType<SendNow>(Decide(ana, sender: Care)).From);
        Assert.EndsWith($"to {Shop}. Use an approved template.", Assert.IsType<DoNotSend>(Decide(ana, sender: Shop)).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Late_and_repeated_words_change_nothing_and_no_word_is_from_tomorrow()
    {
        var ana = Wrote(Person("{}"), Shop, Now.AddHours(-1));

        Assert.Same(ana, Wrote(ana, Shop, Now.AddHours(-2)));
        Assert.Same(ana, ana.Fold(new ReplyReceived(Channel.Sms, "385911", Shop, "Hi", Now), Now));
        Assert.Equal(Now, Wrote(ana, Shop, Now.AddDays(7)).Sessions.Latest(Channel.WhatsApp)!.At);
    }

    [Fact]
    public void It_is_kept_with_the_person_and_of_two_that_become_one_the_later_word_counts()
    {
        var ana = Wrote(Person("{}"), Shop, Now.AddHours(-3));
        Assert.Equal(ana, Profile.Read(ana.Id, ana.Workspace, ana.ToBytes()));

        var both = ana.Absorb(Wrote(Person("{}"), Shop, Now.AddHours(-1)));
        Assert.Equal(Now.AddHours(-1), both.Sessions.Latest(Channel.WhatsApp)!.At);
    }

    [Fact]
    public void A_button_that_is_pressed_resumes_the_wait_for_its_message_opens_the_window_and_can_be_asked_for()
    {
        var scene = Scene.Of("""
            {"id":"ask","type":"message","channel":"whatsApp","text":"Coming?","next":"hear"},
            {"id":"hear","type":"waitForMessage","message":"ask","on":{"reply":"which"},"timeout":"1 day","onTimeout":null},
            {"id":"which","type":"branch","cases":[{"name":"comes","when":"steps.ask.button = \"YES\"","next":"thanks"}],"else":null},
            {"id":"thanks","type":"message","channel":"whatsApp","text":"See you","next":null}
            """).WithPhone().Apply(Reply("Hello", null, null)).Track("Go");
        var asked = Assert.Single(scene.Bodies<MessageRequested>());
        Assert.Equal(Shop, asked.Sender);

        scene.Apply(Reply("Yes, of course", "YES", Ids.Derive<MessageId>(Now, "another")));
        Assert.Single(scene.Texts);   // it was another message's button
        scene.Apply(Reply("Yes, of course", "YES", asked.Message));

        Assert.Equal(["Coming?", "See you"], scene.Texts);
    }

    [Fact]
    public void Who_writes_STOP_by_WhatsApp_gets_no_more_there()
    {
        var scene = Scene.Of("""{"id":"say","type":"message","channel":"whatsApp","text":"Hi","next":null}""").WithPhone().Apply(Reply("stop", null, null)).Track("Go");
        Assert.Equal("message.suppressed", Assert.Single(scene.Bodies<MessageFailed>()).Code);
    }

    private static ReplyReceived Reply(string text, string? button, MessageId? answers) => new(Channel.WhatsApp, "385911", Shop, text, Scene.Start, button, answers);

    private static Profile Wrote(Profile person, string to, DateTimeOffset at) => person.Fold(new ReplyReceived(Channel.WhatsApp, "385911", to, "Hi", at), Now);

    private static SendingDecision Decide(Profile person, bool transactional = false, string? sender = null) =>
        RulesOfSending.Decide(new(Channel.WhatsApp, "marketing", transactional, NeedsSession: true, Sender: sender), person, RecentSends.None, SendingRules.None, Now);
}
