using Cpd.Adapters.Infobip.Email;
using Cpd.Adapters.Tests.Dispatch;

namespace Cpd.Adapters.Tests.Infobip;

public class WhenAddressesMayBeAskedAbout
{
    private readonly FakeClock _clock = new();
    private readonly AskingLine _line;

    public WhenAddressesMayBeAskedAbout() => _line = new AskingLine(_clock);

    [Fact]
    public void Put_off_it_is_asked_again_when_it_was_said_to_and_waited_for_as_long_as_some_are_answered()
    {
        _line.PutOff(TimeSpan.FromSeconds(20));
        Assert.Equal((false, true), (_line.MayAsk, _line.IsWorthWaiting));

        _clock.Advance(TimeSpan.FromSeconds(20));
        Assert.True(_line.MayAsk);

        for (var minute = 0; minute < 10; minute++)
        {
            _line.Answered();
            _line.PutOff(null);
            _clock.Advance(TimeSpan.FromMinutes(1));
            Assert.True(_line.IsWorthWaiting);
        }
        _line.PutOff(null);
        _clock.Advance(AskingLine.LongestWait - TimeSpan.FromMinutes(1));
        Assert.False(_line.IsWorthWaiting);
    }

    [Fact]
    public void A_new_time_of_being_put_off_is_waited_for_anew()
    {
        _line.PutOff(null);
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.False(_line.IsWorthWaiting);

        _line.PutOff(null);
        Assert.True(_line.IsWorthWaiting);
    }

    [Fact]
    public void Failures_in_a_row_close_it_for_a_minute_then_one_question_finds_out()
    {
        for (var failures = 1; failures < AskingLine.MostFailures; failures++) Assert.False(_line.Failed());
        _line.Answered();
        for (var failures = 1; failures < AskingLine.MostFailures; failures++) Assert.False(_line.Failed());

        Assert.True(_line.Failed());
        Assert.Equal((false, false), (_line.MayAsk, _line.IsWorthWaiting));

        _clock.Advance(AskingLine.AfterFailures);
        Assert.True(_line.MayAsk);
        Assert.True(_line.Failed());
        Assert.False(_line.MayAsk);
    }

    [Fact]
    public void A_key_without_the_right_is_left_alone_and_told_of_once()
    {
        Assert.True(_line.Refused());
        Assert.False(_line.Refused());
        Assert.Equal((false, false), (_line.MayAsk, _line.IsWorthWaiting));

        _clock.Advance(AskingLine.AfterRefusal);
        Assert.True(_line.MayAsk);
    }
}
