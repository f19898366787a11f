using Cpd.Contracts;

namespace Cpd.Adapters.Tests.Infobip;

public class ACallByVoice
{
    [Fact]
    public async Task Says_each_its_own_text_in_its_own_language_and_voice()
    {
        await using var server = await LocalServer.Answering(200, """{"messages":[]}""");
        await using var account = new Account(server.Url, "a-key");

        await account.Send([Call(1, ("language", "hr"), ("voice", "female")), Call(2, ("voice", "Joanna")) with { Sender = "+38510000001" }], default);

        var call = await server.Next();
        Assert.Equal(("/tts/3/advanced", "App a-key"), (call.Path, call.Headers["Authorization"]));
        Assert.Equal($$$$"""
            {"messages":[{"from":"38510000000","destinations":[{"to":"385910000010","messageId":"{{{{Account.Id(1)}}}}"}],"text":"Good evening.","language":"hr","voice":{"gender":"female"},"notifyUrl":"http://cpd.example/hooks/infobip/a-secret-for-tests/voice","notifyContentType":"application/json","callbackData":"demo/0000"},{"from":"38510000001","destinations":[{"to":"385910000010","messageId":"{{{{Account.Id(2)}}}}"}],"text":"Good evening.","voice":{"name":"Joanna"},"notifyUrl":"http://cpd.example/hooks/infobip/a-secret-for-tests/voice","notifyContentType":"application/json","callbackData":"demo/0000"}]}
            """, call.Body);
    }

    [Fact]
    public async Task Waits_for_keys_where_it_asks_for_some()
    {
        await using var server = await LocalServer.Answering(200, """{"messages":[]}""");
        await using var account = new Account(server.Url);

        await account.Send([Call(1, ("keys", "2"))], default);

        Assert.Contains("""
            "maxDtmf":2,"dtmfTimeout":10
            """, (await server.Next()).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_said_is_refused_here_and_the_rest_goes_out()
    {
        await using var server = await LocalServer.Answering(200, $$"""
            {"messages":[{"messageId":"{{Account.Id(1)}}","status":{"groupId":1,"groupName":"PENDING","id":26,"name":"PENDING_ACCEPTED"},"to":"385910000010"},{"messageId":"{{Account.Id(2)}}","status":{"groupId":5,"groupName":"REJECTED","id":54,"name":"REJECTED_UNSUPPORTED_LANGUAGE"},"to":"385910000010"}]}
            """);
        await using var account = new Account(server.Url);

        var answered = Assert.IsType<SendAnswer.Answered>(await account.Send(
            [Call(1), Call(2), Call(3) with { Text = new string('a', 1401) }, Call(4) with { Text = "?!" }, Call(5) with { Sender = "Shop" }], default));

        Assert.Equal(
            ["accepted", "infobip.voice.54", "voice.too-long", "voice.no-words", "voice.sender"],
            Enumerable.Range(1, 5).Select(number => answered.Items[Account.Id(number)] is ItemAnswer.Refused refused ? refused.Code : "accepted"));
        Assert.DoesNotContain(Account.Id(3).ToString(), (await server.Next()).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task That_was_declined_is_found_in_the_log_as_one_that_was_made()
    {
        await using var server = await LocalServer.Answering(200, $$"""
            {"results":[{"messageId":"{{Account.Id(1)}}","status":{"groupId":5,"groupName":"REJECTED","id":99,"name":"REJECTED"} },{"messageId":"{{Account.Id(2)}}","status":{"groupId":5,"groupName":"REJECTED","id":54,"name":"X"} }]}
            """);
        await using var account = new Account(server.Url);

        var found = await account.LookUp([Account.Id(1), Account.Id(2), Account.Id(3)], default, Channel.Voice);

        Assert.IsType<ItemAnswer.Accepted>(found![Account.Id(1)]);
        Assert.IsType<ItemAnswer.Refused>(found[Account.Id(2)]);
        Assert.DoesNotContain(Account.Id(3), found.Keys);
        Assert.StartsWith("/tts/3/logs", (await server.Next()).Path, StringComparison.Ordinal);
    }

    internal static OutgoingMessage Call(int number, params (string Name, string Text)[] parts) =>
        new(Account.Id(number), Channel.Voice, "385910000010", "38510000000", "Good evening.", "demo/0000", parts.ToDictionary(part => part.Name, part => part.Text));
}
