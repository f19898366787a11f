using Cpd.Adapters.Tests.Dispatch;
using Cpd.Contracts;
using Cpd.EventLog.Files;
using Cpd.EventLog.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Cpd.Adapters.Tests.Infobip;

public class AnEmailToInfobip
{
    [Fact]
    public async Task Carries_each_mail_with_its_own_subject_and_content()
    {
        await using var server = await LocalServer.Answering(200, """{"messages":[]}""");
        await using var account = new Account(server.Url, "a-key");

        await account.Send([Email(1, ("subject", "Žut"), ("html", "<p>Hi</p>"), ("sender", "Shop <news@shop.example>"), ("replyTo", "care@shop.example"))], default);

        var call = await server.Next();
        Assert.Equal(("/email/4/messages", "App a-key"), (call.Path, call.Headers["Authorization"]));
        Assert.Equal($$$$"""
            {"messages":[{"sender":"Shop <news@shop.example>","destinations":[{"to":[{"destination":"ana@example.com","messageId":"{{{{Account.Id(1)}}}}"}],"replyTo":"care@shop.example"}],"content":{"subject":"Žut","text":"Hi","html":"<p>Hi</p>"},"webhooks":{"delivery":{"url":"http://cpd.example/hooks/infobip/a-secret-for-tests/email","notify":true},"contentType":"application/json","callbackData":"demo/0000"}}],"options":{"tracking":{"track":false,"trackOpens":false,"trackClicks":false,"trackingUrl":"http://cpd.example/hooks/infobip/a-secret-for-tests/email"}}}
            """, call.Body);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Has_a_way_out_with_one_click_unless_it_was_asked_for(bool transactional)
    {
        await using var server = await LocalServer.Answering(200, """{"messages":[]}""");
        await using var account = new Account(server.Url);
        var message = Email(1, ("subject", "S"), ("html", "x"), ("sender", "news@shop.example")) with { CallbackData = CallbackData.Of("demo", Adapter.Person(1)), Transactional = transactional };

        await account.Send([message], default);

        var body = (await server.Next()).Body;
        Assert.Equal(!transactional, body.Contains("""
            "headers":"{\"List-Unsubscribe\":\"<http://cpd.example/unsubscribe/
            """.Trim(), StringComparison.Ordinal));
        Assert.Equal(!transactional, body.Contains("List-Unsubscribe=One-Click", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_no_mail_can_be_is_refused_here_and_the_rest_goes_out()
    {
        await using var server = await LocalServer.Answering(200, $$"""
            {"messages":[{"messageId":"{{Account.Id(1)}}","status":{"groupId":1,"groupName":"PENDING","id":7,"name":"PENDING_ENROUTE"},"destination":"ana@example.com"},{"messageId":"{{Account.Id(2)}}","status":{"groupId":5,"groupName":"REJECTED","id":90,"name":"REJECTED_VALIDATION_FAILED","description":"Not valid"} }]}
            """);
        await using var account = new Account(server.Url);
        (string, string)[] whole = [("subject", "S"), ("html", "x"), ("sender", "news@shop.example")];

        var answered = Assert.IsType<SendAnswer.Answered>(await account.Send(
        [
            Email(1, whole), Email(2, whole), Email(3, whole) with { To = "not an address" }, Email(4, ("html", "x"), ("sender", "news@shop.example")), Email(5, ("subject", "S"), ("html", "x")),
        ], default));

        Assert.Equal(
            ["accepted", "infobip.email.90", "email.address", "email.no-subject", "email.no-sender"],
            Enumerable.Range(1, 5).Select(number => answered.Items[Account.Id(number)] is ItemAnswer.Refused refused ? refused.Code : "accepted"));
        Assert.DoesNotContain(Account.Id(3).ToString(), (await server.Next()).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_attachment_goes_along_with_its_bytes_and_a_mail_whose_file_is_gone_does_not_go()
    {
        await using var server = await LocalServer.Answering(200, $$"""{"messages":[{"messageId":"{{Account.Id(1)}}","status":{"groupId":1,"groupName":"PENDING","id":7,"name":"PENDING_ENROUTE"} }]}""");
        await using var account = new Account(server.Url);
        var there = await account.Attach("terms.txt", "text/plain", "Terms"u8.ToArray());
        (string, string)[] whole = [("subject", "S"), ("html", "x"), ("sender", "news@shop.example")];

        var answered = Assert.IsType<SendAnswer.Answered>(await account.Send(
        [
            Email(1, [.. whole, (Attachment.Part, Attachment.Write([there])!)]), Email(2, [.. whole, (Attachment.Part, Attachment.Write([there with { Hash = new string('0', 64) }])!)]),
            Email(3, [.. whole, (Attachment.Part, "{")]),
        ], default));

        Assert.Equal(
            ["accepted", "email.attachment-gone", "email.attachment-gone"],
            Enumerable.Range(1, 3).Select(number => answered.Items[Account.Id(number)] is ItemAnswer.Refused refused ? refused.Code : "accepted"));
        var body = (await server.Next()).Body;
        Assert.Contains("""
            "attachments":[{"type":"binary","content":"VGVybXM=","contentType":"text/plain","fileName":"terms.txt"}]}
            """.Trim(), body, StringComparison.Ordinal);
        Assert.DoesNotContain(Account.Id(2).ToString(), body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(typeof(InvalidOperationException), LogLevel.Warning)]
    [InlineData(typeof(ObjectDisposedException), LogLevel.Information)]
    public async Task Attachments_that_cannot_be_read_make_it_wait_and_a_process_that_stops_complains_of_no_database(Type problem, LogLevel level)
    {
        await using var server = await LocalServer.Answering(200, "{}");
        var lines = new Lines();
        await using var account = new Account(server.Url, with: services => services.AddSingleton<ILoggerFactory>(lines).AddSingleton(
            new StoredFiles(new Broken(() => (Exception)Activator.CreateInstance(problem, "gone")!))));
        var attachment = new Attachment(new string('0', 64), "terms.txt", "text/plain", 5);

        var answer = await account.Send([Email(1, ("subject", "S"), ("html", "x"), ("sender", "news@shop.example"), (Attachment.Part, Attachment.Write([attachment])!))], default);

        Assert.IsType<SendAnswer.Busy>(answer);
        Assert.Equal([level], lines.Levels);
        Assert.False(server.HadMore);
    }

    [Fact]
    public async Task Is_looked_up_in_the_log_of_emails()
    {
        await using var server = await LocalServer.Answering(200, $$"""
            {"results":[{"messageId":"{{Account.Id(1)}}","destination":"ana@example.com","status":{"groupId":2,"groupName":"UNDELIVERABLE","id":9,"name":"UNDELIVERABLE_NOT_DELIVERED"} }]}
            """);
        await using var account = new Account(server.Url);

        var found = await account.LookUp([Account.Id(1), Account.Id(2)], default, Channel.Email);

        Assert.Equal([Account.Id(1)], found!.Keys);
        Assert.IsType<ItemAnswer.Accepted>(found[Account.Id(1)]);
        Assert.StartsWith("/email/4/logs", (await server.Next()).Path, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ana@example.com", null, "ana@example.com")]
    [InlineData(" Shop <news@shop.example> ", "Shop", "news@shop.example")]
    [InlineData("\"Shop, Inc.\" <news@shop.example>", "Shop, Inc.", "news@shop.example")]
    [InlineData("<a+b@sub.shop.example>", null, "a+b@sub.shop.example")]
    public void An_address_has_a_name_or_none(string text, string? name, string address)
    {
        Assert.True(EmailAddress.TryParse(text, out var read));
        Assert.Equal(new EmailAddress(name, address), read);
        Assert.True(EmailAddress.TryParse(read.ToString(), out var again));
        Assert.Equal(read, again);
    }

    [Theory]
    [InlineData("")]
    [InlineData("ana")]
    [InlineData("ana@")]
    [InlineData("@example.com")]
    [InlineData("ana@example")]
    [InlineData("ana@exa mple.com")]
    [InlineData("ana..b@example.com")]
    [InlineData("ana@-example.com")]
    [InlineData("Ana <ana@example.com")]
    [InlineData("Ana <b> <ana@example.com>")]
    [InlineData("Ana\r\nBcc: x@example.com <ana@example.com>")]
    public void What_is_no_address_is_none(string text) => Assert.False(EmailAddress.TryParse(text, out _));

    internal static OutgoingMessage Email(int number, params (string Name, string Text)[] parts) =>
        new(Account.Id(number), Channel.Email, "ana@example.com", null, "Hi", "demo/0000", parts.ToDictionary(part => part.Name, part => part.Text));

    private sealed class Broken(Func<Exception> how) : IDbContextFactory<CpdDb>
    {
        public CpdDb CreateDbContext() => throw how();
    }

    private sealed class Lines : ILoggerFactory, ILogger
    {
        public List<LogLevel> Levels { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public void AddProvider(ILoggerProvider provider)
        {
        }

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Levels.Add(logLevel);

        public void Dispose()
        {
        }
    }
}
