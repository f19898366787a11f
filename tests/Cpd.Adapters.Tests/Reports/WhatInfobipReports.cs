using System.Net;
using Cpd.Adapters.Tests.Dispatch;
using Cpd.Contracts;

namespace Cpd.Adapters.Tests.Reports;

public class WhatInfobipReports
{
    private static readonly string Message = Adapter.Message(1).ToString();
    private static readonly string Callback = CallbackData.Of("demo", Adapter.Person(1));

    [Fact]
    public async Task A_report_becomes_a_command_about_its_person()
    {
        await using var receivers = await Receivers.Start();

        Assert.Equal(HttpStatusCode.OK, await receivers.Post("reports", Report(3, "DELIVERED", 5)));

        var command = Assert.Single(receivers.Commands);
        Assert.Equal(("demo", Adapter.Person(1).ToString()), (command.Workspace, command.Key));
        Assert.Equal(
            new RecordDelivery(
                Adapter.Person(1), Adapter.Message(1), DeliveryOutcome.Delivered, "SOME_NAME", null, false, new(2030, 1, 1, 11, 0, 0, 500, TimeSpan.Zero)),
            command.Body);
    }

    [Theory]
    [InlineData(1, "PENDING", 26, DeliveryOutcome.Pending)]
    [InlineData(0, "ACCEPTED", 0, DeliveryOutcome.Pending)]
    [InlineData(3, "DELIVERED", 2, DeliveryOutcome.Pending)]
    [InlineData(3, "DELIVERED", 5, DeliveryOutcome.Delivered)]
    [InlineData(2, "UNDELIVERABLE", 4, DeliveryOutcome.Undeliverable)]
    [InlineData(4, "EXPIRED", 15, DeliveryOutcome.Expired)]
    [InlineData(5, "REJECTED", 6, DeliveryOutcome.Rejected)]
    public async Task Each_group_has_its_outcome(int group, string name, int id, DeliveryOutcome outcome)
    {
        await using var receivers = await Receivers.Start();

        await receivers.Post("reports", Report(group, name, id));

        Assert.Equal(outcome, ((RecordDelivery)Assert.Single(receivers.Commands).Body).Outcome);
    }

    [Theory]
    [InlineData("3, 9", "39")]
    [InlineData(" *,#", "*#")]
    [InlineData("", null)]
    public async Task What_was_pressed_in_a_call_comes_with_its_report(string codes, string? keys)
    {
        await using var receivers = await Receivers.Start();

        await receivers.Post("voice", Report(3, "DELIVERED", 5, $$""", "from":"38510000000","voiceCall":{"dtmfCodes":"{{codes}}"}"""));

        var delivery = (RecordDelivery)Assert.Single(receivers.Commands).Body;
        Assert.Equal(keys is null ? null : new PressedKeys("491700000", "38510000000", keys), delivery.Keys);
    }

    [Theory]
    [InlineData(3, "DELIVERED", 5, 5000, DeliveryOutcome.Delivered, CallOutcome.Answered)]
    [InlineData(3, "DELIVERED", 5, 5001, DeliveryOutcome.Delivered, CallOutcome.NotAnswered)]        // a machine took it
    [InlineData(2, "UNDELIVERABLE", 97, 5002, DeliveryOutcome.Undeliverable, CallOutcome.Busy)]
    [InlineData(2, "UNDELIVERABLE", 9, 5003, DeliveryOutcome.Undeliverable, CallOutcome.NotAnswered)] // the error alone says it
    [InlineData(2, "UNDELIVERABLE", 96, 0, DeliveryOutcome.Undeliverable, CallOutcome.NotAnswered)]   // and so does the status
    [InlineData(5, "REJECTED", 99, 10203, DeliveryOutcome.Undeliverable, CallOutcome.NotAnswered)]    // declined: the provider rejected nothing
    [InlineData(5, "REJECTED", 12, 0, DeliveryOutcome.Rejected, null)]
    [InlineData(1, "PENDING", 3, 0, DeliveryOutcome.Pending, null)]
    public async Task A_call_ends_in_one_of_three_ways_or_never_came_about(int group, string name, int id, int error, DeliveryOutcome outcome, CallOutcome? call)
    {
        await using var receivers = await Receivers.Start();

        await receivers.Post("voice", Report(group, name, id, $$""", "error": {"groupId":1,"id":{{error}},"name":"X","description":"Why."}"""));

        var delivery = (RecordDelivery)Assert.Single(receivers.Commands).Body;
        Assert.Equal((outcome, call), (delivery.Outcome, delivery.Call));
        Assert.Equal(call is CallOutcome.NotAnswered or CallOutcome.Busy && error != 0 ? "Why." : null, call is null ? null : delivery.Reason);
    }

    [Theory]
    [InlineData(9, "Unknown Subscriber", "Unknown Subscriber.")]                           // the status repeats the outcome
    [InlineData(9, null, null)]
    [InlineData(4, "Call barred", "Some description (Call barred).")]
    [InlineData(4, "some description", "Some description.")]
    [InlineData(4, null, "Some description.")]
    public async Task A_failure_says_why_and_nothing_twice(int status, string? error, string? reason)
    {
        await using var receivers = await Receivers.Start();

        await receivers.Post("reports", Report(2, "UNDELIVERABLE", status, error is null ? ""
            : $$""", "error": {"groupId":1,"id":1,"name":"EC_X","description":"{{error}}","permanent":true}"""));

        var delivery = (RecordDelivery)Assert.Single(receivers.Commands).Body;
        Assert.Equal((reason, error is not null), (delivery.Reason, delivery.Permanent));
    }

    [Fact]
    public async Task A_repeat_has_the_same_id_and_another_report_another()
    {
        await using var receivers = await Receivers.Start();

        await receivers.Post("reports", Report(1, "PENDING", 26));
        await receivers.Post("reports", Report(1, "PENDING", 26));
        await receivers.Post("reports", Report(3, "DELIVERED", 5));

        var ids = receivers.Commands.Select(command => command.Id).ToList();
        Assert.Equal(ids[0], ids[1]);
        Assert.NotEqual(ids[0], ids[2]);
    }

    [Fact]
    public async Task What_cannot_be_used_does_not_keep_the_rest_out()
    {
        await using var receivers = await Receivers.Start();
        string[] useless =
        [
            "null", "7", "[]", "{}", """{"messageId":7}""", """{"messageId":"not-ours","callbackData":"demo/x","status":{"groupId":3,"id":5}}""",
            $$"""{"messageId":"{{Message}}","callbackData":"{{Callback}}"}""", $$"""{"messageId":"{{Message}}","callbackData":"{{Callback}}","status":"fine"}""",
            $$"""{"messageId":"{{Message}}","callbackData":["a"],"status":{"groupId":"three"} }""", """{"messageId":"\ud800","callbackData":"\ud800"}""",
        ];
        var good = Report(3, "DELIVERED", 5)["""{"results":[""".Length..^2];

        Assert.Equal(HttpStatusCode.OK, await receivers.Post("reports", $$"""{"results":[{{string.Join(',', useless)}},{{good}}]}"""));

        Assert.Single(receivers.Commands);
    }

    [Fact]
    public async Task Seen_and_clicked_are_reactions()
    {
        await using var receivers = await Receivers.Start();

        await receivers.Post("reports", $$"""{"results":[{"messageId":"{{Message}}","callbackData":"{{Callback}}","seenAt":"2030-01-01T11:00:00.000+0000"}]}""");
        await receivers.Post("reports", $$"""{"notificationType":"CLICKED","messageId":"{{Message}}","callbackData":"{{Callback}}","url":"https://shop.example/a","sendDateTime":1893495600000}""");

        Assert.Equal(
            [
                new RecordReaction(Adapter.Person(1), Adapter.Message(1), Reaction.Seen, null, new(2030, 1, 1, 11, 0, 0, TimeSpan.Zero)),
                new RecordReaction(Adapter.Person(1), Adapter.Message(1), Reaction.Clicked, "https://shop.example/a", new(2030, 1, 1, 11, 0, 0, TimeSpan.Zero)),
            ],
            receivers.Commands.Select(command => command.Body));
    }

    [Theory]
    [InlineData("whatsapp")]
    [InlineData("viber")]
    [InlineData("rcs")]
    public async Task A_link_in_a_chat_is_told_to_the_chats_own_address(string chat)
    {
        await using var receivers = await Receivers.Start();

        await receivers.Post(chat, $$"""{"notificationType":"CLICKED","messageId":"{{Message}}","callbackData":"{{Callback}}","url":"https://shop.example/a","sendDateTime":1893495600000}""");

        Assert.Equal(
            new RecordReaction(Adapter.Person(1), Adapter.Message(1), Reaction.Clicked, "https://shop.example/a", new(2030, 1, 1, 11, 0, 0, TimeSpan.Zero)), Assert.Single(receivers.Commands).Body);
    }

    [Theory]
    [InlineData(6012, true, SuppressionReason.Bounced)]
    [InlineData(6006, true, SuppressionReason.Bounced)]
    [InlineData(6034, true, SuppressionReason.Bounced)]
    [InlineData(6035, true, SuppressionReason.Complained)]
    [InlineData(6003, true, SuppressionReason.Unsubscribed)]
    [InlineData(6011, false, null)]    // soft
    [InlineData(6048, true, null)]     // the sender's own policy
    [InlineData(6036, true, null)]     // the sender's domain
    public async Task An_email_that_bounced_takes_its_address_out_where_it_is_about_the_address(int error, bool permanent, SuppressionReason? reason)
    {
        await using var receivers = await Receivers.Start();

        await receivers.Post("email", Report(2, "UNDELIVERABLE", 9, $$""", "error":{"groupId":2,"id":{{error}},"name":"EC_X","description":"Why","permanent":{{(permanent ? "true" : "false")}}}""")
            .Replace("491700000", "ana@example.com", StringComparison.Ordinal));

        var at = new DateTimeOffset(2030, 1, 1, 11, 0, 0, 500, TimeSpan.Zero);
        Assert.Equal(new RecordDelivery(Adapter.Person(1), Adapter.Message(1), DeliveryOutcome.Undeliverable, "SOME_NAME", "Why.", permanent, at), receivers.Commands[0].Body);
        Assert.Equal(
            reason is { } known ? [new SuppressAddress(Adapter.Person(1), Channel.Email, "ana@example.com", known, at)] : Array.Empty<SuppressAddress>(),
            receivers.Commands.Skip(1).Select(command => command.Body));
    }

    [Theory]
    [InlineData("COMPLAINED", SuppressionReason.Complained)]
    [InlineData("LATE_BOUNCE", SuppressionReason.Bounced)]
    [InlineData("UNSUBSCRIBED", SuppressionReason.Unsubscribed)]
    public async Task What_happens_to_an_email_afterwards_counts_for_its_address(string kind, SuppressionReason reason)
    {
        await using var receivers = await Receivers.Start();
        var body = $$"""{"notificationType":"{{kind}}","eventId":"e-1","recipient":"ana@example.com","sendDateTime":1893495600000,"messageId":"{{Message}}","callbackData":"{{Callback}}"}""";

        Assert.Equal(HttpStatusCode.OK, await receivers.Post("email", body));
        await receivers.Post("email", body);

        Assert.Equal(new SuppressAddress(Adapter.Person(1), Channel.Email, "ana@example.com", reason, new(2030, 1, 1, 11, 0, 0, TimeSpan.Zero)), receivers.Commands[0].Body);
        Assert.Equal(receivers.Commands[0].Id, receivers.Commands[1].Id);
    }

    [Fact]
    public async Task A_reply_belongs_to_the_workspace_of_its_sender_and_hides_its_number()
    {
        await using var receivers = await Receivers.Start(("Cpd:Infobip:Senders:Shop", "shop-workspace"));

        await receivers.Post("inbound", """{"results":[{"messageId":"in-1","from":"491700000","to":"Shop","text":"STOP","receivedAt":"2030-01-01T11:00:00.000+0000"},{"messageId":"in-2","from":"491700000","to":"Else","text":"Hi"}]}""");

        Assert.Equal(["shop-workspace", "demo"], receivers.Commands.Select(command => command.Workspace));
        var reply = receivers.Commands[0];
        Assert.Equal(new RecordReply(Channel.Sms, "491700000", "Shop", "STOP", "in-1", new(2030, 1, 1, 11, 0, 0, TimeSpan.Zero)), reply.Body);
        Assert.DoesNotContain("491700000", reply.Key, StringComparison.Ordinal);
        Assert.Equal(Receivers.Now, ((RecordReply)receivers.Commands[1].Body).OccurredAt);
    }

    private static string Report(int group, string name, int id, string more = "") => $$"""
        {"results":[{"bulkId":"b","messageId":"{{Message}}","to":"491700000","callbackData":"{{Callback}}","sentAt":"2030-01-01T10:59:00.000+0000","doneAt":"2030-01-01T11:00:00.500+0000","status":{"groupId":{{group}},"groupName":"{{name}}","id":{{id}},"name":"SOME_NAME","description":"Some description","new":{} }{{more}} }]}
        """.Trim();
}
