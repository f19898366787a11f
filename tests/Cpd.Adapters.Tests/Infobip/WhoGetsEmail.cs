using System.Text.Json;
using Cpd.Adapters.Infobip.Email;
using Cpd.Adapters.Tests.Dispatch;
using Cpd.Adapters.Tests.Sandbox;
using Cpd.Contracts;
using Cpd.EventLog.Storage;
using Cpd.Tests;
using Microsoft.AspNetCore.Http;

namespace Cpd.Adapters.Tests.Infobip;

/// <summary>Addresses are looked at before the first e-mail, where a workspace wants it.</summary>
public class WhoGetsEmail
{
    private const string Good = """{"to":"ana@example.com","validMailbox":"true","validSyntax":true,"catchAll":false,"disposable":false,"roleBased":false,"risk":"LOW"}""";

    [Fact]
    public async Task Addresses_without_a_mailbox_are_answered_for_before_anything_is_sent_and_the_others_get_theirs()
    {
        await using var sandbox = await RunningSandbox.Start();
        await using var account = sandbox.Account();
        await account.CheckEmail();

        var answered = Assert.IsType<SendAnswer.Answered>(await account.Send(
            [Email(1, "ana@example.com"), Email(2, "bounce@example.com"), Email(3, "softbounce@example.com"), Email(4, "info@mailinator.com"), Email(5, "Ana@Example.com")], default));

        var refused = Assert.IsType<ItemAnswer.Refused>(answered.Items[Account.Id(2)]);
        Assert.Equal(("email.no-mailbox", true), (refused.Code, refused.Permanent));
        Assert.Matches(@"^Infobip said on \d+ \w+ \d{4} that there is no such mailbox\. Correct the person's e-mail address, or add another channel\.$", refused.Reason);
        Assert.All([1, 3, 4, 5], number => Assert.IsType<ItemAnswer.Accepted>(answered.Items[Account.Id(number)]));
        Assert.Equal(4, (await sandbox.Received()).Count);
    }

    [Fact]
    public async Task Nobody_is_asked_where_nobody_said_so()
    {
        await using var server = await Server(_ => (200, Good));
        await using var account = new Account(server.Url);

        await account.Send([Email(1, "bounce@example.com")], default);

        Assert.Equal("/email/4/messages", (await server.Next()).Path);
        Assert.False(server.HadMore);
    }

    [Fact]
    public async Task Each_address_is_asked_about_once_and_again_when_the_answer_is_old()
    {
        var clock = new FakeClock();
        await using var server = await Server(_ => (200, Good));
        await using var account = new Account(server.Url, clock: clock);
        await account.CheckEmail();

        await account.Send([Email(1, "ana@example.com"), Email(2, "ANA@example.com")], default);
        clock.Advance(TimeSpan.FromDays(29));
        await account.Send([Email(3, "ana@example.com")], default);
        Assert.Equal(["/email/2/validation", "/email/4/messages", "/email/4/messages"], await Paths(server));

        clock.Advance(TimeSpan.FromDays(1));
        await account.Send([Email(4, "ana@example.com")], default);
        Assert.Equal(["/email/2/validation", "/email/4/messages"], await Paths(server));
    }

    [Fact]
    public async Task What_is_known_is_told_of_the_address_and_of_no_other_workspace()
    {
        await using var server = await Server(_ => (200, """{"to":"ana@gmial.com","validMailbox":"unknown","validSyntax":true,"catchAll":true,"didYouMean":"ana@gmail.com","disposable":true,"roleBased":false,"reason":"INBOX_FULL","risk":"HIGH"}"""));
        await using var account = new Account(server.Url);
        await account.CheckEmail();

        Assert.IsNotType<SendAnswer.Busy>(await account.Send([Email(1, "ana@gmial.com")], default));

        var known = await account.Checked.Find("demo", " Ana@GMIAL.com", default);
        Assert.Equal((MailboxState.Unknown, AddressMarks.CatchAll | AddressMarks.Disposable, "INBOX_FULL", "HIGH", "gmail.com", false), (known!.Mailbox, known.Marks, known.Reason, known.Risk, known.MeantDomain, known.IsInvalid));
        Assert.Null(await account.Checked.Find("shop", "ana@gmial.com", default));
        Assert.Null(await account.Checked.Find("demo", "ana@gmail.com", default));
    }

    [Theory]
    [InlineData(400, "{}")]
    [InlineData(403, "{}")]
    [InlineData(500, "{}")]
    [InlineData(200, "no answer")]
    [InlineData(200, """{"validMailbox":"perhaps"}""")]
    public async Task An_email_waits_for_no_answer_that_does_not_come(int status, string body)
    {
        await using var server = await Server(_ => (status, body));
        await using var account = new Account(server.Url);
        await account.CheckEmail();

        var answered = Assert.IsType<SendAnswer.Answered>(await account.Send([Email(1, "ana@example.com")], default));
        Assert.IsType<ItemAnswer.Accepted>(answered.Items[Account.Id(1)]);
        await account.Send([Email(1, "ana@example.com")], default);

        Assert.Equal(["/email/2/validation", "/email/4/messages", "/email/4/messages"], await Paths(server));
    }

    [Fact]
    public async Task Put_off_it_waits_and_is_asked_about_again_but_not_for_ever()
    {
        var clock = new FakeClock();
        await using var server = await Server(_ => (429, "{}"));
        await using var account = new Account(server.Url, clock: clock);
        await account.CheckEmail();

        var waits = Assert.IsType<SendAnswer.Busy>(await account.Send([Email(1, "ana@example.com")], default));
        Assert.NotNull(waits.RetryAfter);   // else the account would count as one that does not answer
        clock.Advance(TimeSpan.FromSeconds(30));
        Assert.IsType<SendAnswer.Busy>(await account.Send([Email(1, "ana@example.com")], default));
        clock.Advance(TimeSpan.FromSeconds(90));
        Assert.IsType<SendAnswer.Answered>(await account.Send([Email(1, "ana@example.com")], default));

        Assert.Equal(["/email/2/validation", "/email/2/validation", "/email/2/validation", "/email/4/messages"], await Paths(server));
    }

    [Fact]
    public async Task A_slow_answer_is_found_by_the_next_try_and_asked_for_once()
    {
        var clock = new FakeClock();
        var slow = new TaskCompletionSource();
        await using var server = await LocalServer.Start(async (call, context) =>
        {
            if (IsQuestion(call)) await slow.Task;
            await context.Response.WriteAsync(IsQuestion(call) ? Good.Replace("\"true\"", "\"false\"", StringComparison.Ordinal) : """{"messages":[]}""");
        });
        await using var account = new Account(server.Url, clock: clock);
        await account.CheckEmail();

        var first = account.Send([Email(1, "ana@example.com")], default);
        await server.Next();
        await Adapter.Until(() => clock.NextAlarm <= clock.GetUtcNow() + TimeSpan.FromSeconds(2));
        clock.Advance(TimeSpan.FromSeconds(2));
        Assert.IsType<SendAnswer.Busy>(await first);

        slow.SetResult();
        var answered = Assert.IsType<SendAnswer.Answered>(await account.Send([Email(1, "ana@example.com")], default));
        Assert.IsType<ItemAnswer.Refused>(answered.Items[Account.Id(1)]);
        Assert.False(server.HadMore);
    }

    [Fact]
    public async Task While_nothing_is_answered_at_all_nobody_is_asked_for_a_minute()
    {
        var clock = new FakeClock();
        await using var server = await Server(_ => (500, "{}"));
        await using var account = new Account(server.Url, clock: clock);
        await account.CheckEmail();
        Task<SendAnswer> Send(int number) => account.Send([Email(number, $"ana{number}@example.com")], default);

        for (var number = 1; number <= AskingLine.MostFailures; number++) await Send(number);
        await Paths(server);
        await Send(100);
        Assert.Equal(["/email/4/messages"], await Paths(server));

        clock.Advance(AskingLine.AfterFailures);
        await Send(101);
        Assert.Equal(["/email/2/validation", "/email/4/messages"], await Paths(server));
    }

    [Needs(Part.PostgreSql)]
    public async Task What_is_said_of_a_hundred_addresses_is_written_in_a_few_round_trips_and_what_is_known_in_none()
    {
        await using var server = await LocalServer.Start((call, context) => context.Response.WriteAsync(IsQuestion(call)
            ? Good.Replace("ana@example.com", JsonDocument.Parse(call.Body).RootElement.GetProperty("to").GetString(), StringComparison.Ordinal)
            : """{"messages":[]}"""));
        await using var account = new Account(server.Url, database: DatabaseKind.PostgreSql);
        await account.CheckEmail();
        var messages = Enumerable.Range(1, 100).Select(number => Email(number, $"ana{number}@example.com")).ToList();

        await account.Send(messages, default);   // the statements' own first use
        var before = account.Statements;
        await account.Send([.. messages.Select(message => message with { To = "x" + message.To })], default);
        var writes = account.Statements - before;
        await account.Send([.. messages.Select(message => message with { To = "x" + message.To })], default);

        Assert.InRange(writes, 1, 4);
        Assert.Equal(writes, account.Statements - before);
        Assert.NotNull(await account.Checked.Find("demo", "xana100@example.com", default));
    }

    private static bool IsQuestion(LocalServer.Call call) => call.Path == "/email/2/validation";

    private static Task<LocalServer> Server(Func<string, (int Status, string Body)> says) => LocalServer.Start((call, context) =>
    {
        if (!IsQuestion(call)) return context.Response.WriteAsync($$"""{"messages":[{"messageId":"{{Account.Id(1)}}","status":{"groupId":1,"id":7} }]}""");
        var (status, body) = says(call.Body);
        context.Response.StatusCode = status;
        return context.Response.WriteAsync(body);
    });

    private static async Task<List<string>> Paths(LocalServer server)
    {
        List<string> paths = [];
        while (server.HadMore) paths.Add((await server.Next()).Path);
        return paths;
    }

    private static OutgoingMessage Email(int number, string to) => new(
        Account.Id(number), Channel.Email, to, "news@shop.example", "Hi", "demo/0000", new Dictionary<string, string> { ["subject"] = "S", ["html"] = "x" });
}
