using System.Globalization;
using System.Text.Json;
using Cpd.Contracts;
using Cpd.EventLog.Kafka;
using Microsoft.EntityFrameworkCore;

namespace Cpd.EventLog.Tests;

/// <summary>The reason of a dead letter names the fault and its place; what the record said stays in the record.</summary>
public sealed class WhyALetterIsDead
{
    private const string Secret = "385911234567";

    [Theory]
    [InlineData($$"""{"id":"01b73a5c000000000000000000000006","type":{{Secret}}x""", "The value is no JSON (line 0, byte 60).")]
    [InlineData($$"""{"id":"{{Secret}}" }""", "The value is JSON and no record of ours (at $.id).")]
    [InlineData($$"""{"id":"01b73a5c000000000000000000000006","type":"EventTracked","workspace":"w","key":"k","at":"2030-01-02T03:04:05Z","data":{"name":"{{Secret}}","occurredAt":"{{Secret}}"} }""", "The value is JSON and no record of ours (at $.occurredAt, line 0, byte 50).")]
    [InlineData("", "The value is no JSON (line 0, byte 0).")]
    [InlineData("[1]", "The value is JSON and no record of ours.")]
    [InlineData("""{"id":"01b73a5c000000000000000000000006","type":"Track","workspace":"w","key":"k","at":"2030-01-02T03:04:05Z","data":{} }""", "The value is JSON and no record of ours (at $.data.who).")]
    public void A_record_that_cannot_be_read_is_named_by_the_place(string record, string reason)
    {
        var fault = Fault(() => RecordJson.Read(System.Text.Encoding.UTF8.GetBytes(record), Topic.Events));

        Assert.Equal(reason, DeadLetterReason.Of(fault, isOfReading: true));
    }

    [Theory]
    [InlineData($"+{Secret}@x")]
    [InlineData($"ana{Secret}")]
    [InlineData($"an a.{Secret}")]
    public void A_key_of_somebodys_data_is_cut_from_the_place(string key)
    {
        var fault = Fault(() => JsonSerializer.Deserialize<Dictionary<string, List<Dictionary<string, int>>>>($$"""{"a":[{"{{key}}":"y"}] }"""));

        Assert.Equal(string.Create(CultureInfo.InvariantCulture, $"JsonException at $.a[0], line 0, byte {13 + key.Length}"), DeadLetterReason.Of(fault));
    }

    [Fact]
    public void Parsers_dictionaries_and_databases_quote_and_are_named_by_the_method()
    {
        Assert.Equal($"FormatException in {Here}", Plain(Fault(() => int.Parse(Secret + "x", CultureInfo.InvariantCulture))));
        Assert.Equal($"KeyNotFoundException in {Here}", Plain(Fault(() => new Dictionary<string, int>()[Secret])));
        Assert.Equal($"DbUpdateException in {Here}", Plain(Fault(() => throw new DbUpdateException($"The duplicate key value is ({Secret})."))));
        Assert.Equal($"FormatException in {Here}", Plain(Fault(() => throw new AggregateException(Fault(() => throw new FormatException(Secret))))));
    }

    [Fact]
    public void A_sentence_of_our_own_is_kept() =>
        Assert.Equal("InvalidOperationException: It would not.", DeadLetterReason.Of(new InvalidOperationException("It would not.")));

    [Fact]
    public void What_a_door_says_of_a_record_is_code_and_sentence_whole() =>
        Assert.Equal("It names nobody. (person.no-id)", DeadLetterReason.Of(new UnreadableRecordException("person.no-id", "It names nobody."), isOfReading: true));

    private const string Here = "Cpd.EventLog.Tests.WhyALetterIsDead";

    /// <summary>Without the names that the compiler gives to lambdas.</summary>
    private static string Plain(Exception fault)
    {
        var reason = DeadLetterReason.Of(fault);
        Assert.DoesNotContain(Secret, reason, StringComparison.Ordinal);
        var end = reason.IndexOf(Here, StringComparison.Ordinal) + Here.Length;
        return reason[..end];
    }

    private static Exception Fault(Func<object?> work) => Record.Exception(() => work())!;
}
