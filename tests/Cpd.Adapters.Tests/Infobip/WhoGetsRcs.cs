using Cpd.Adapters.Sandbox;
using Cpd.Adapters.Tests.Dispatch;
using Cpd.Adapters.Tests.Sandbox;
using Microsoft.AspNetCore.Http;
using static Cpd.Adapters.Tests.Infobip.AnRcsMessageToInfobip;

namespace Cpd.Adapters.Tests.Infobip;

public class WhoGetsRcs
{
    private const string Without = "385910000011";

    [Fact]
    public async Task Phones_without_it_are_answered_for_before_anything_is_sent_and_the_others_get_theirs()
    {
        await using var sandbox = await RunningSandbox.Start(new SandboxBehaviour { PerNumber = new Dictionary<string, NumberBehaviour> { [Without] = new(Rcs: false) } });
        await using var account = sandbox.Account();

        var answered = Assert.IsType<SendAnswer.Answered>(await account.Send([Message(1), Message(2) with { To = "+" + Without }, Message(3) with { To = "12" }], default));

        Assert.IsType<ItemAnswer.Accepted>(answered.Items[Account.Id(1)]);
        var refused = Assert.IsType<ItemAnswer.Refused>(answered.Items[Account.Id(2)]);
        Assert.Equal(("rcs.not-capable", true), (refused.Code, refused.Permanent));
        Assert.StartsWith("The phone does not support RCS: Infobip answered UNREACHABLE on ", refused.Reason, StringComparison.Ordinal);
        Assert.Contains("INVALID_DESTINATION_ADDRESS", Assert.IsType<ItemAnswer.Refused>(answered.Items[Account.Id(3)]).Reason, StringComparison.Ordinal);
        Assert.Single(await sandbox.Received());
    }

    [Fact]
    public async Task It_is_asked_once_and_again_when_the_answer_is_old()
    {
        var clock = new FakeClock();
        await using var server = await LocalServer.Start((call, context) => context.Response.WriteAsync(call.Path.Contains("capability", StringComparison.Ordinal)
            ? """{"capabilityCheckResults":[{"messageId":"m","phoneNumber":"385910000010","code":"REJECTED_NETWORK"}]}"""
            : """{"messages":[]}"""));
        await using var account = new Account(server.Url, clock: clock);

        await account.Send([Message(1)], default);
        await account.Send([Message(2)], default);
        var asked = await server.Next();
        Assert.Equal(("/rcs/2/capability-check/query", """{"sender":"Shop","phoneNumbers":["385910000010"]}"""), (asked.Path, asked.Body));
        Assert.False(server.HadMore);

        clock.Advance(TimeSpan.FromDays(3));
        await account.Send([Message(3)], default);
        Assert.True(server.HadMore);
    }

    [Theory]
    [InlineData(200, """{"capabilityCheckResults":[{"messageId":"m","phoneNumber":"385910000010","code":"REQUEST_FAILED"}]}""")]
    [InlineData(403, "{}")]
    [InlineData(429, "{}")]
    [InlineData(500, "{}")]
    [InlineData(200, "no answer")]
    public async Task What_is_not_told_stands_in_no_messages_way(int status, string body)
    {
        await using var server = await LocalServer.Start((call, context) =>
        {
            if (!call.Path.Contains("capability", StringComparison.Ordinal)) return context.Response.WriteAsync($$"""{"messages":[{"messageId":"{{Account.Id(1)}}","status":{"groupId":1,"id":26} }]}""");
            context.Response.StatusCode = status;
            return context.Response.WriteAsync(body);
        });
        await using var account = new Account(server.Url);

        var answered = Assert.IsType<SendAnswer.Answered>(await account.Send([Message(1)], default));

        Assert.IsType<ItemAnswer.Accepted>(answered.Items[Account.Id(1)]);
    }
}
