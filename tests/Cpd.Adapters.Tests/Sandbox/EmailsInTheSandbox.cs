using System.Text.Json;
using Cpd.Adapters.Infobip;
using Cpd.Adapters.Tests.Infobip;
using Cpd.Contracts;
using static Cpd.Adapters.Tests.Infobip.AnEmailToInfobip;

namespace Cpd.Adapters.Tests.Sandbox;

public class EmailsInTheSandbox
{
    private static readonly (string, string)[] Parts = [("subject", "Hello"), ("html", "<p>Hi</p>"), ("sender", "Shop <news@shop.example>"), ("replyTo", "care@shop.example")];

    [Fact]
    public async Task Lie_in_the_mailbox_they_were_sent_to()
    {
        await using var sandbox = await RunningSandbox.Start();
        await using var account = sandbox.Account();

        var answered = Assert.IsType<SendAnswer.Answered>(await account.Send([Email(1, Parts), Email(2, Parts) with { To = "Ivo@Example.com" }, Email(1, Parts)], default));

        Assert.All(answered.Items.Values, answer => Assert.IsType<ItemAnswer.Accepted>(answer));
        Assert.Equal([("ana@example.com", 2), ("ivo@example.com", 1)], (await sandbox.Phone.Mailboxes()).Select(box => (box.Address, box.Mails)));
        var mail = Assert.Single(await sandbox.Phone.Mails("ivo@example.com"));
        Assert.Equal(
            ("Shop <news@shop.example>", "Hello", "<p>Hi</p>", "Hi", "care@shop.example", "DELIVERED_TO_HANDSET"),
            (mail.Sender, mail.Subject, mail.Html, mail.Text, mail.ReplyTo, mail.Status));
        Assert.Empty(await sandbox.Phone.Conversations());
        Assert.Equal(1, (await sandbox.Counts()).Duplicates);
        var received = await sandbox.Received();
        Assert.Equal([("EMAIL", "Hello"), ("EMAIL", "Hello"), ("EMAIL", "Hello")], received.Select(message => (message.Channel, message.Subject)));
    }

    [Fact]
    public async Task Have_their_attachments_to_be_kept_by_whoever_reads_them()
    {
        await using var sandbox = await RunningSandbox.Start();
        await using var account = sandbox.Account();
        byte[] picture = [0x89, (byte)'P', (byte)'N', (byte)'G', 0, 255];
        var file = await account.Attach("Račun.png", "image/png", picture);

        await account.Send([Email(1, [.. Parts, (Attachment.Part, Attachment.Write([file])!)]), Email(2, Parts) with { To = "ivo@example.com" }], default);

        var mail = Assert.Single(await sandbox.Phone.Mails("ana@example.com"));
        Assert.Equal([file], mail.Files);
        var kept = await sandbox.Phone.File(mail.Key, 0);
        Assert.Equal(file, kept!.Value.About);
        Assert.Equal(picture, kept.Value.Content);
        Assert.Null(await sandbox.Phone.File(mail.Key, 1));
        Assert.Empty(Assert.Single(await sandbox.Phone.Mails("ivo@example.com")).Files);
        Assert.Equal([("Račun.png", 6)], (await sandbox.Received())[0].Attachments!.Select(one => (one.Name, one.Size)));
    }

    [Theory]
    [InlineData("ana@example.com", 5, 0)]
    [InlineData("bounce@example.com", 9, 6012)]
    [InlineData("softbounce+2@example.com", 9, 6011)]
    [InlineData("spam@example.com", 9, 6035)]
    [InlineData("unsub@example.com", 9, 6003)]
    public async Task Are_reported_as_what_stands_before_the_at_says(string to, int status, int error)
    {
        await using var receiver = await LocalServer.Answering(200, "");
        await using var sandbox = await RunningSandbox.Start();
        await using var account = sandbox.Account(publicUrl: receiver.Url);

        await account.Send([Email(1, Parts) with { To = to }], default);

        var call = await receiver.Next();
        Assert.Equal("/hooks/infobip/a-secret-for-tests/email", call.Path);
        var report = Assert.Single(JsonSerializer.Deserialize(call.Body, InfobipJson.Wire.EmailReports)!.Results!);
        Assert.Equal((to, Account.Id(1).ToString(), status, error, "demo/0000"), (report.To, report.MessageId, report.Status!.Id, report.Error!.Id, report.CallbackData));
    }

    [Fact]
    public async Task Text_messages_and_emails_do_not_stand_in_each_others_logs()
    {
        await using var sandbox = await RunningSandbox.Start();
        await using var account = sandbox.Account();
        await account.Send([Email(1, Parts)], default);
        await account.Send([Account.Message(2)], default);

        Assert.Equal([Account.Id(1)], (await account.LookUp([Account.Id(1), Account.Id(2)], default, Channel.Email))!.Keys);
        Assert.Equal([Account.Id(2)], (await account.LookUp([Account.Id(1), Account.Id(2)], default))!.Keys);
    }

    [Theory]
    [InlineData("{}", "messages", "must not be empty")]
    [InlineData("""{"messages":[null]}""", "messages[0]", "must not be null")]
    [InlineData("""{"messages":[{"destinations":[{"to":[{"destination":"a@b.co"}]}],"content":{"subject":"S","text":"x"}}]}""", "messages[0].sender", "must not be blank")]
    [InlineData("""{"messages":[{"sender":"nobody","destinations":[{"to":[{"destination":"a@b.co"}]}],"content":{"subject":"S","text":"x"}}]}""", "messages[0].sender", "must be a well-formed email address")]
    [InlineData("""{"messages":[{"sender":"a@b.co","destinations":[{"to":[]}],"content":{"subject":"S","text":"x"}}]}""", "messages[0].destinations[0].to", "must not be empty")]
    [InlineData("""{"messages":[{"sender":"a@b.co","destinations":[{"to":[{"destination":"a@b.co"}]}],"content":{"subject":"","html":"x"}}]}""", "messages[0].content.subject", "size must be between 1 and 1000")]
    [InlineData("""{"messages":[{"sender":"a@b.co","destinations":[{"to":[{"destination":"a@b.co"}]}],"content":{"subject":"S"}}]}""", "messages[0].content.text", "must not be blank")]
    [InlineData("""{"messages":7}""", "messages", "could not be read")]
    public async Task A_request_of_the_wrong_shape_is_refused_in_the_newer_shape(string body, string property, string violation)
    {
        await using var sandbox = await RunningSandbox.Start();

        var (status, answer) = await sandbox.Post("/email/4/messages", body);

        Assert.Equal(400, status);
        Assert.Contains($$"""
            "violations":[{"property":"{{property}}","violation":"{{violation}}"}]
            """, answer, StringComparison.Ordinal);
        Assert.Equal(0, (await sandbox.Counts()).Received);
    }

    [Fact]
    public async Task A_bad_address_is_refused_inside_of_an_answer_and_older_paths_answer_in_their_own_shape()
    {
        await using var sandbox = await RunningSandbox.Start();

        var (status, answer) = await sandbox.Post("/email/4/messages", """
            {"messages":[{"sender":"a@b.co","destinations":[{"to":[{"destination":"nonsense"},{"destination":""},{"destination":"ana@example.com","messageId":"m-3"}]}],"content":{"subject":"S","text":"x"}}]}
            """);

        Assert.Equal(200, status);
        Assert.Equal([52, 51, 7], JsonSerializer.Deserialize(answer, InfobipJson.Wire.EmailResponse)!.Messages!.Select(one => one.Status!.Id));
        Assert.Contains("requestError", (await sandbox.Post("/email/3/send", "{}")).Body, StringComparison.Ordinal);
        Assert.Equal(401, (await sandbox.Call(HttpMethod.Post, "/email/4/messages", "{}", authorization: null)).Status);
    }
}
