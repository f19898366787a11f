using Cpd.Contracts;
using Cpd.Engine.Messages.Sending;
using Cpd.Engine.People;
using static Cpd.Engine.Tests.People.Given;

namespace Cpd.Engine.Tests.People;

public class SuppressingAddresses
{
    [Theory]
    [InlineData(SuppressionReason.Bounced, false, true)]
    [InlineData(SuppressionReason.Bounced, true, true)]
    [InlineData(SuppressionReason.Complained, true, true)]
    [InlineData(SuppressionReason.Unsubscribed, false, true)]
    [InlineData(SuppressionReason.Unsubscribed, true, false)]   // what they asked for still comes
    public void Each_reason_keeps_out_what_it_should(SuppressionReason reason, bool transactional, bool isKept)
    {
        var ana = Person("""{"email":"ana@example.com"}""").Fold(Suppressed("Ana@Example.com", reason), Now);

        Assert.Equal(isKept ? "message.suppressed" : null, (RulesOfSending.Decide(new(Channel.Email, "marketing", transactional), ana, RecentSends.None, SendingRules.None, Now) as SendingDecision.DoNotSend)?.Code);
    }

    [Fact]
    public void It_is_the_address_that_is_refused_and_not_the_person()
    {
        var ana = Person().Fold(Suppressed("old@example.com", SuppressionReason.Bounced), Now);

        Assert.Null(ana.Suppressed.Of(Channel.Email, "new@example.com"));
        Assert.Null(ana.Suppressed.Of(Channel.Sms, "old@example.com"));
    }

    [Fact]
    public void The_gravest_reason_stays_and_is_written_and_read()
    {
        var ana = Person()
            .Fold(Suppressed("ana@example.com", SuppressionReason.Unsubscribed), Now)
            .Fold(Suppressed("ana@example.com", SuppressionReason.Bounced), Now.AddDays(1))
            .Fold(Suppressed("ana@example.com", SuppressionReason.Complained), Now.AddDays(2));

        var one = Assert.Single(Profile.Read(ana.Id, ana.Workspace, ana.ToBytes()).Suppressed.All);
        Assert.Equal(new SuppressedAddress(Channel.Email, "ana@example.com", SuppressionReason.Bounced, Now), one);
    }

    [Fact]
    public void Who_turns_out_to_be_one_person_keeps_what_was_said_of_both()
    {
        var both = Person().Fold(Suppressed("a@example.com", SuppressionReason.Bounced), Now)
            .Absorb(Person().Fold(Suppressed("b@example.com", SuppressionReason.Complained), Now));

        Assert.Equal(["a@example.com", "b@example.com"], both.Suppressed.All.Select(one => one.Address));
    }

    private static AddressSuppressed Suppressed(string address, SuppressionReason reason) => new(Channel.Email, address, reason, Now);
}
