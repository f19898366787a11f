using System.Net;
using Cpd.Adapters.Tests.Dispatch;
using Cpd.Contracts;

namespace Cpd.Adapters.Tests.Reports;

/// <summary>One address takes all about WhatsApp: reports, what was read, what people write and press.</summary>
public class WhatIsToldOfChats
{
    private static readonly DateTimeOffset At = new(2030, 1, 1, 11, 0, 0, TimeSpan.Zero);
    private static readonly string Message = Adapter.Message(1).ToString();

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
    [InlineData(""" "type":"TEXT","text":"Yes" """, "Yes", null)]
    [InlineData(""" "type":"BUTTON","text":"I come","payload":"PICKUP_OK" """, "I come", "PICKUP_OK")]
    [InlineData(""" "type":"INTERACTIVE_BUTTON_REPLY","id":"RED","title":"The red one" """, "The red one", "RED")]
    [InlineData(""" "type":"IMAGE","url":"https://x/1" """, "(a picture)", null)]
    [InlineData(""" "type":"LOCATION","latitude":43.5,"longitude":16.25 """, "(a place: 43.5, 16.25)", null)]
    [InlineData(""" "type":"SOMETHING_NEW" """, "(something that cannot be shown)", null)]
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

        var reply = new RecordReply(Channel.WhatsApp, "491700000", "447860000000", text ?? "", "wamid.1", At, button, Adapter.Message(1));
        Assert.Equal(text is null ? [] : [reply, reply], receivers.Commands.Select(command => command.Body));
        Assert.True(receivers.Commands.Select(command => command.Id).Distinct().Count() <= 1);
    }
}
