using System.Net;
using Cpd.Adapters.Tests.Dispatch;
using Cpd.Contracts;

namespace Cpd.Adapters.Tests.Reports;

/// <summary>One address takes all about WhatsApp: reports, what was read, what people write and press.</summary>
public class WhatIsToldOfChats
{
    private static readonly DateTimeOffset At = new(2030, 1, 1, 11, 0, 0, TimeSpan.Zero);
    private static readonly string Message = Adapter.Message(1).ToString();

    [Theory]
    [InlineData("https://api.infobip.com/whatsapp/1/senders/447860000000/media/a-1", "whatsapp/1/senders/447860000000/media/a-1")]
    [InlineData("https://elsewhere.example/whatsapp/1/senders/447860000000/media/a-1", "whatsapp/1/senders/447860000000/media/a-1")]   // from the account's own host all the same
    [InlineData("https://elsewhere.example/whatsapp/1/senders/../../sms/media/a-1", null)]
    [InlineData("https://elsewhere.example/picture.png", null)]
    public async Task What_people_send_is_kept_by_where_it_lies(string url, string? place)
    {
        await using var receivers = await Receivers.Start();

        await receivers.Post("whatsapp", $$"""{"results":[{"from":"491700000","to":"447860000000","messageId":"w-9","receivedAt":"2030-01-01T11:00:00.000+0000","message":{"type":"IMAGE","url":"{{url}}","caption":"Look"} }]}""");

        var reply = (RecordReply)Assert.Single(receivers.Commands).Body;
        Assert.Equal(("Look", place is null ? null : new InboundMedia("IMAGE", place)), (reply.Text, reply.Media));
    }

    [Theory]
    [InlineData("""{"type":"INTERACTIVE_FLOW_REPLY","text":"Sent","response":{"flow_token":"TOKEN","shoe_size":"42","wants":["red","blue"],"news":true},"context":{"id":"TOKEN"} }""", "shoe size: 42, wants: red + blue, news: yes", """{"shoe_size":"42","wants":["red","blue"],"news":true}""", true)]
    [InlineData("""{"type":"INTERACTIVE_FLOW_REPLY","text":"Sent","response":{"flow_token":"TOKEN","shoe_size":"42"} }""", "shoe size: 42", """{"shoe_size":"42"}""", true)]
    [InlineData("""{"type":"INTERACTIVE_FLOW_REPLY","text":"Sent","response":{"flow_token":"unused","size":"\ud800"} }""", "size: ?", null, false)]
    [InlineData("""{"type":"INTERACTIVE_FLOW_REPLY"}""", "(a form)", null, false)]
    [InlineData("""{"type":"LOCATION","latitude":45.81,"longitude":15.98,"name":"Home"}""", "Home", """{"latitude":45.81,"longitude":15.98,"name":"Home"}""", false)]
    public async Task What_is_filled_into_a_form_keeps_its_names_and_reads_as_words(string message, string text, string? fields, bool answers)
    {
        await using var receivers = await Receivers.Start();

        await receivers.Post("whatsapp", $$"""{"results":[{"from":"491700000","to":"447860000000","messageId":"w-9","receivedAt":"2030-01-01T11:00:00.000+0000","message":{{message.Replace("TOKEN", Message, StringComparison.Ordinal)}} }]}""");

        var reply = (RecordReply)Assert.Single(receivers.Commands).Body;
        Assert.Equal((text, fields, answers ? Adapter.Message(1) : (MessageId?)null), (reply.Text, reply.Fields?.ToString(), reply.Answers));
    }

    [Fact]
    public async Task A_report_names_its_person_and_that_something_was_read_only_the_number()
    {
        await using var receivers = await Receivers.Start(("Cpd:Infobip:Senders:447860000000", "shop-workspace"));

        Assert.Equal(HttpStatusCode.OK, await receivers.Post("whatsapp", $$"""
            {"results":[
             {"bulkId":"","messageId":"{{Message}}","to":"491700000","callbackData":"{{CallbackData.Of("demo", Adapter.Person(1))}}","doneAt":"2030-01-01T11:00:00.000+0000","messageCount":1,
              "status":{"id":4,"groupId":2,"groupName":"UNDELIVERABLE","name":"UNDELIVERABLE_REJECTED_OPERATOR","description":"Message rejected by operator"},
              "error":{"id":7010,"groupId":1,"name":"EC_NO_SESSION","description":"No session","permanent":true} },
             {"messageId":"{{Message}}","from":"491700000","to":"447860000000","sentAt":"2030-01-01T10:00:00.000+0000","seenAt":"2030-01-01T11:00:00.000+0000"},
             {"messageTemplateName":"order_ready","change":{"type":"TEMPLATE_STATUS_UPDATE","newStatus":"APPROVED"} }]}
            """));

        Assert.Equal(
            [
                new RecordDelivery(Adapter.Person(1), Adapter.Message(1), DeliveryOutcome.Undeliverable, "UNDELIVERABLE_REJECTED_OPERATOR", "Message rejected by operator (No session).", true, At),
                new RecordSeen(Channel.WhatsApp, "491700000", Adapter.Message(1), At),
            ],
            receivers.Commands.Select(command => command.Body));
        Assert.Equal(["demo", "shop-workspace"], receivers.Commands.Select(command => command.Workspace));
        Assert.DoesNotContain("491700000", receivers.Commands[1].Key, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(""" "type":"SUGGESTION","text":"I come","postbackData":"YES" """, "I come", "YES", true)]
    [InlineData(""" "type":"TEXT","text":"Maybe" """, "Maybe", null, false)]
    public async Task By_RCS_only_what_is_pressed_answers_the_message_it_is_paired_with(string message, string text, string? button, bool answers)
    {
        await using var receivers = await Receivers.Start();

        await receivers.Post("rcs", $$"""
            {"results":[{"sender":"491700000","to":"Shop","integrationType":"RCS","receivedAt":"2030-01-01T11:00:00.000+0000","messageId":"r-1","pairedMessageId":"{{Message}}","message":{ {{message}} } }]}
            """);

        Assert.Equal(new RecordReply(Channel.Rcs, "491700000", "Shop", text, "r-1", At, button, answers ? Adapter.Message(1) : null), Assert.Single(receivers.Commands).Body);
    }

    [Theory]
    [InlineData("mms")]
    [InlineData("inbound")]
    public async Task An_MMS_that_somebody_sends_is_one_text_with_addresses_of_what_came_with_it(string to)
    {
        await using var receivers = await Receivers.Start();

        await receivers.Post(to, """
            {"results":[{"from":"491700000","to":"38510000001","receivedAt":"2030-01-01T11:00:00.000+0000","messageId":"m-1",
              "message":[{"contentType":"text/plain","value":"Look"},{"contentType":"image/jpeg","url":"https://cdn.example/a.jpg"},{"contentType":"image/jpeg","url":"ftp://no"},{"contentType":"text/plain","value":"here"}]},
             {"from":"491700000","to":"38510000001","receivedAt":"2030-01-01T11:00:00.000+0000","messageId":"m-2","message":[{"contentType":"image/jpeg","url":"https://cdn.example/b.jpg"}]}]}
            """);

        var replies = receivers.Commands.Select(command => (RecordReply)command.Body).ToList();
        Assert.Equal([(Channel.Mms, "Look\nhere", "m-1"), (Channel.Mms, "(a picture or video)", "m-2")], replies.Select(reply => (reply.Channel, reply.Text, reply.ProviderMessageId)));
        Assert.Equal(["https://cdn.example/a.jpg", "https://cdn.example/b.jpg"], replies.SelectMany(reply => reply.MediaUrls!));
    }

    [Fact]
    public async Task By_MMS_a_report_comes_to_its_own_address()
    {
        await using var receivers = await Receivers.Start();

        await receivers.Post("mms", $$"""
            {"results":[{"messageId":"{{Message}}","to":"491700000","doneAt":"2030-01-01T11:00:00.000+0000","status":{"groupId":2,"groupName":"UNDELIVERABLE","id":9,"name":"UNDELIVERABLE_NOT_DELIVERED"},"error":{"groupId":1,"id":1,"name":"EC_UNKNOWN_SUBSCRIBER","permanent":true},"callbackData":"{{CallbackData.Of("demo", Adapter.Person(1))}}"}]}
            """);

        var told = Assert.IsType<RecordDelivery>(Assert.Single(receivers.Commands).Body);
        Assert.Equal((DeliveryOutcome.Undeliverable, true), (told.Outcome, told.Permanent));
    }

    [Fact]
    public async Task By_push_it_is_told_that_the_app_is_gone()
    {
        await using var receivers = await Receivers.Start();

        await receivers.Post("push", $$"""
            {"results":[{"messageId":"{{Message}}","to":"ana-1","doneAt":"2030-01-01T11:00:00.000+0000","status":{"groupId":2,"groupName":"UNDELIVERABLE","id":66,"name":"UNDELIVERABLE_NO_DESTINATION","description":"No device"},
              "error":{"groupId":1,"id":8001,"name":"EC_DEVICE_APP_UNINSTALL","description":"App uninstalled","permanent":true},"callbackData":"{{CallbackData.Of("demo", Adapter.Person(1))}}"}]}
            """);

        Assert.Equal(
            new RecordDelivery(Adapter.Person(1), Adapter.Message(1), DeliveryOutcome.Undeliverable, "UNDELIVERABLE_NO_DESTINATION", "No device (App uninstalled).", true, At),
            Assert.Single(receivers.Commands).Body);
    }

    [Fact]
    public async Task By_Viber_a_report_what_was_read_and_what_is_written_come_to_its_own_address()
    {
        await using var receivers = await Receivers.Start();

        Assert.Equal(HttpStatusCode.OK, await receivers.Post("viber", $$"""
            {"results":[
             {"messageId":"{{Message}}","to":"491700000","sender":"Shop","callbackData":"{{CallbackData.Of("demo", Adapter.Person(1))}}","doneAt":"2030-01-01T11:00:00.000+0000","status":{"groupId":3,"groupName":"DELIVERED","id":5,"name":"DELIVERED_TO_HANDSET"} },
             {"messageId":"{{Message}}","from":"491700000","to":"Shop","seenAt":"2030-01-01T11:00:00.000+0000"},
             {"sender":"491700000","to":"Shop","integrationType":"VIBER","receivedAt":"2030-01-01T11:00:00.000+0000","messageId":"v-1","message":{"type":"TEXT","text":"Yes","trackingData":"x"} }]}
            """));

        Assert.Equal(
            [
                new RecordDelivery(Adapter.Person(1), Adapter.Message(1), DeliveryOutcome.Delivered, "DELIVERED_TO_HANDSET", null, false, At),
                new RecordSeen(Channel.Viber, "491700000", Adapter.Message(1), At),
                new RecordReply(Channel.Viber, "491700000", "Shop", "Yes", "v-1", At),
            ],
            receivers.Commands.Select(command => command.Body));
    }

    [Theory]
    [InlineData(""" "type":"TEXT","text":"Yes" """, "Yes", null)]
    [InlineData(""" "type":"BUTTON","text":"I come","payload":"PICKUP_OK" """, "I come", "PICKUP_OK")]
    [InlineData(""" "type":"INTERACTIVE_BUTTON_REPLY","id":"RED","title":"The red one" """, "The red one", "RED")]
    [InlineData(""" "type":"IMAGE","url":"https://x/1" """, "(a picture)", null)]
    [InlineData(""" "type":"LOCATION","latitude":43.5,"longitude":16.25 """, "(a location: 43.5, 16.25)", null)]
    [InlineData(""" "type":"SOMETHING_NEW" """, "(unsupported content)", null)]
    [InlineData(""" "type":"REACTION","emoji":"x","action":"ADDED" """, null, null)]
    public async Task What_people_write_and_press_is_a_reply_to_the_message_it_answers(string message, string? text, string? button)
    {
        await using var receivers = await Receivers.Start();

        // Some set the address of text messages on their WhatsApp number, too.
        foreach (var address in new[] { "whatsapp", "inbound" })
            Assert.Equal(HttpStatusCode.OK, await receivers.Post(address, $$"""
                {"results":[{"from":"491700000","to":"447860000000","integrationType":"WHATSAPP","receivedAt":"2030-01-01T11:00:00.000+0000","messageId":"wamid.1","contact":{"name":"Ana"},
                 "message":{ {{message}},"context":{"from":"447860000000","id":"{{Message}}"} } }],"messageCount":1,"pendingMessageCount":0}
                """));

        var reply = new RecordReply(Channel.WhatsApp, "491700000", "447860000000", text ?? "", "wamid.1", At, button, Adapter.Message(1), Fields: text is "(a location: 43.5, 16.25)" ? RawJson.From("""{"latitude":43.5,"longitude":16.25}""") : null);
        Assert.Equal(text is null ? [] : [reply, reply], receivers.Commands.Select(command => command.Body));
        Assert.True(receivers.Commands.Select(command => command.Id).Distinct().Count() <= 1);
    }
}
