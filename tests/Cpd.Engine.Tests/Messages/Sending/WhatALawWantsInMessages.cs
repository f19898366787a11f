using Cpd.Contracts;
using Cpd.Engine.Messages.Sending;

namespace Cpd.Engine.Tests.Messages.Sending;

public sealed class WhatALawWantsInMessages
{
    private static readonly Registrations All = new("1101", "2202", "people", 7, 8);

    [Theory]
    [InlineData("+91 98", "indiaEntity=1101 indiaTelemarketer=2202")]
    [InlineData("009198", "indiaEntity=1101 indiaTelemarketer=2202")]
    [InlineData("+90532", "turkeyBrand=7 turkeyRecipients=people")]
    [InlineData("+8210", "koreaReseller=8")]
    [InlineData("+385911234567", "")]
    public void Goes_with_messages_to_that_country_and_no_other(string to, string expected) =>
        Assert.Equal(expected, string.Join(' ', (All.With(null, Channel.Sms, to) ?? new Dictionary<string, string>()).Select(part => $"{part.Key}={part.Value}").Order(StringComparer.Ordinal)));

    [Fact]
    public void Stands_beside_what_the_message_has_and_is_nothing_for_an_email()
    {
        var parts = new Dictionary<string, string> { ["flash"] = "yes" };

        Assert.Equal(["flash", "koreaReseller"], All.With(parts, Channel.Sms, "+8210")!.Keys);
        Assert.Same(parts, All.With(parts, Channel.Email, "+8210"));
        Assert.Single(parts);
    }

    [Fact]
    public void Is_kept_with_the_rules_and_refused_where_it_is_half()
    {
        var rules = new SendingRules { Registrations = All };

        Assert.Equal(All, SendingRules.Read(rules.ToBytes()).Registrations);
        Assert.Empty(SendingRulesCheck.Of(rules));
        Assert.Equal(
            ["registrations.indiaEntity", "registrations.turkeyRecipients", "registrations.koreaReseller"],
            SendingRulesCheck.Of(new SendingRules { Registrations = new(null, "2202", null, 7, 0) }).Select(problem => problem.Path));
    }
}
