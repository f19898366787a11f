using System.Net;
using System.Text;
using System.Text.Json;
using Cpd.Adapters.Infobip;
using Cpd.Adapters.Infobip.Sms;
using Cpd.Contracts;

namespace Cpd.Adapters.Tests.Infobip;

public class AnAnswerOfInfobip
{
    [Theory]
    [InlineData("\"2026-01-02T03:04:05.678+0000\"")]
    [InlineData("\"2026-01-02T03:04:05.678+00:00\"")]
    [InlineData("\"2026-01-02T03:04:05.678Z\"")]
    [InlineData("\"2026-01-02T03:04:05.678\"")]
    [InlineData("\"2026-01-02T05:04:05.678+0200\"")]
    [InlineData("1767323045678")]
    public void Has_dates_in_many_forms(string json)
    {
        var report = JsonSerializer.Deserialize($$"""{"sentAt":{{json}}}""", InfobipJson.Wire.SmsReport);

        Assert.Equal(new DateTimeOffset(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero), report!.SentAt);
    }

    [Fact]
    public void Is_written_with_the_offset_that_Infobip_writes() =>
        Assert.Equal("2026-01-02T03:04:05.678+0000", InfobipDate.Text(new DateTimeOffset(2026, 1, 2, 5, 4, 5, 678, TimeSpan.FromHours(2))));

    [Fact]
    public void May_hold_members_and_values_that_nobody_knew()
    {
        var answer = JsonSerializer.Deserialize(
            """{"bulkId":"b","new":{"a":[1]},"messages":[{"messageId":"m","status":{"groupId":"9","groupName":"TELEPORTED","id":777,"name":"X","flags":[]},"destination":"1"}]}""",
            InfobipJson.Wire.SmsResponse);

        Assert.Equal(new MessageStatus(9, "TELEPORTED", 777, "X", null), answer!.Messages![0].Status);
    }

    [Theory]
    [InlineData(400, """{"errorCode":"E400","description":"Request cannot be processed.","action":"a","violations":[{"property":"messages","violation":"must not be empty"}],"resources":[]}""",
        "E400", "Request cannot be processed.", "messages: must not be empty")]
    [InlineData(400, """{"requestError":{"serviceException":{"messageId":"BAD_REQUEST","text":"Bad request","validationErrors":{"content.text":["must not be blank"]}}}}""",
        "E400", "Bad request", "content.text: must not be blank")]
    [InlineData(401, """{"requestError":{"serviceException":{"messageId":"UNAUTHORIZED","text":"Unauthorized","validationErrors":null}}}""", "E401", "Unauthorized", "")]
    [InlineData(404, """{"errorCode":"40401","errorMessage":"Could not find it"}""", "40401", "Could not find it", "")]
    [InlineData(400, """{"errorCode":400101,"message":"Bad"}""", "400101", "Bad", "")]
    [InlineData(400, """{"type":"about:blank","title":"Bad Request","detail":"Failed to read request"}""", "E400", "Failed to read request", "")]
    [InlineData(502, "<html>Bad gateway</html>", "E502", "The response was not valid JSON (24 bytes).", "")]
    [InlineData(503, "", "E503", "The response was not valid JSON (0 bytes).", "")]
    public void Tells_an_error_in_several_shapes(int status, string body, string code, string description, string violations)
    {
        var error = InfobipError.Read((HttpStatusCode)status, Encoding.UTF8.GetBytes(body));

        Assert.Equal((code, description), (error.Code, error.Description));
        Assert.Equal(violations, string.Join("; ", error.Violations.Select(one => $"{one.Property}: {one.Violation}")));
    }

    [Theory]
    [InlineData(1, "PENDING", 26, "Accepted")]
    [InlineData(1, "PENDING", 7777, "Accepted")]
    [InlineData(3, "DELIVERED", 5, "Accepted")]
    [InlineData(5, "REJECTED", 23, "Accepted")]   // a repeat: the first one was taken
    [InlineData(0, "ACCEPTED", 4711, "Accepted")]
    [InlineData(5, "REJECTED", 52, "infobip.sms.52 permanent")]
    [InlineData(5, "REJECTED", 12, "infobip.sms.12 temporary")]
    [InlineData(5, "REJECTED", 4711, "infobip.sms.4711 permanent")]
    [InlineData(0, "REJECTED", 4711, "infobip.sms.4711 permanent")]
    [InlineData(9, "TELEPORTED", 4711, "nothing")]
    public void Says_of_each_message_whether_it_was_taken(int group, string groupName, int id, string judged)
    {
        var answer = InfobipStatuses.Judge(Channel.Sms, new MessageStatus(group, groupName, id, null, null));

        Assert.Equal(judged, answer switch
        {
            null => "nothing",
            ItemAnswer.Refused refused => $"{refused.Code} {(refused.Permanent ? "permanent" : "temporary")}",
            _ => "Accepted",
        });
    }

    [Theory]
    [InlineData(3, 5, DeliveryOutcome.Delivered)]
    [InlineData(3, 2, DeliveryOutcome.Pending)]   // with the operator, not with the person
    [InlineData(2, 9, DeliveryOutcome.Undeliverable)]
    [InlineData(4, 15, DeliveryOutcome.Expired)]
    [InlineData(5, 14, DeliveryOutcome.Rejected)]
    [InlineData(9, 4711, DeliveryOutcome.Pending)]
    public void Says_in_a_report_how_it_ended(int group, int id, DeliveryOutcome outcome) =>
        Assert.Equal(outcome, InfobipStatuses.Outcome(Channel.Sms, new MessageStatus(group, "?", id, null, null)));

    [Theory]
    [InlineData(60, 1, 100)]
    [InlineData(160, 1, 0)]
    [InlineData(161, 2, 145)]
    public void Counts_parts_of_a_plain_text(int length, int parts, int remaining) =>
        Assert.Equal(new SmsParts(parts, remaining, false), SmsParts.Of(new string('a', length)));

    [Fact]
    public void Counts_other_alphabets_in_smaller_parts()
    {
        Assert.Equal(new SmsParts(1, 0, true), SmsParts.Of(new string('ć', 70)));
        Assert.Equal(new SmsParts(2, 63, true), SmsParts.Of(new string('ć', 71)));
        Assert.Equal(new SmsParts(1, 158, false), SmsParts.Of("€"));
    }

    [Fact]
    public void Counts_letters_of_a_national_table_twice_and_the_table_in_each_part()
    {
        Assert.Equal(new SmsParts(1, 1, false), SmsParts.Of(new string('ş', 77), SmsAlphabet.Turkish));
        Assert.Equal(new SmsParts(2, 142, false), SmsParts.Of(new string('ş', 78), SmsAlphabet.Turkish));
        Assert.Equal(new SmsParts(1, 153, false), SmsParts.Of("õ", SmsAlphabet.Portuguese));
        Assert.Equal(new SmsParts(1, 69, true), SmsParts.Of("õ", SmsAlphabet.Spanish));
    }

    [Fact]
    public void Counts_as_everywhere_where_the_table_is_not_needed() =>
        Assert.Equal(new SmsParts(1, 0, false), SmsParts.Of(new string('a', 160), SmsAlphabet.Turkish));

    [Fact]
    public void Names_each_character_that_needs_another_alphabet_once() =>
        Assert.Equal(["č", "ć", "👩‍🚀"], SmsParts.Outside("čaj ć € č 👩‍🚀 ü", SmsAlphabet.Standard));

    [Theory]
    [InlineData(InfobipHmac.Sha256, InfobipHmacEncoding.Hex)]
    [InlineData(InfobipHmac.Sha1, InfobipHmacEncoding.Base64)]
    [InlineData(InfobipHmac.Sha512, InfobipHmacEncoding.Hex)]
    public void Is_signed_over_the_bytes_of_its_body(InfobipHmac algorithm, InfobipHmacEncoding encoding)
    {
        var options = new InfobipWebhookOptions { HmacSecret = "k", HmacAlgorithm = algorithm, HmacEncoding = encoding };
        var signature = InfobipSignature.Of("{}"u8, options);

        Assert.True(InfobipSignature.Matches(signature, "{}"u8, options));
        Assert.False(InfobipSignature.Matches(signature, "{} "u8, options));
        Assert.False(InfobipSignature.Matches(null, "{}"u8, options));
    }
}
