using System.Text;
using System.Text.Json;
using Cpd.Contracts;
using Cpd.Tests;

namespace Cpd.EventLog.Tests;

/// <summary>
/// The text of every record, as it lies in logs that were written long ago. A change of <c>Wire.txt</c> is a change of
/// all of them: an optional member with a default may come, nothing may go or change its name.
/// </summary>
public sealed class WireTests
{
    private static readonly string[] Lines =
        File.ReadAllLines(Path.Combine(Repository.Root, "tests", "Cpd.EventLog.Tests", "Wire.txt"), Encoding.UTF8);

    [Fact]
    public void Every_record_there_is_has_a_sample() =>
        Assert.Equal(RecordJson.TypeNames.Order(StringComparer.Ordinal), Samples.All.Select(sample => sample.Type));

    [Fact]
    public void Records_are_written_as_the_file_says() =>
        Assert.Equal(string.Join('\n', Lines), string.Join('\n', Samples.All.Select(Text)));

    [Fact]
    public void What_was_written_is_read_back_the_same()
    {
        foreach (var (line, sample) in Lines.Zip(Samples.All))
        {
            var read = RecordJson.Read(Encoding.UTF8.GetBytes(line), sample.Topic);

            Assert.Equal(Envelope(sample), Envelope(read));
            Assert.Equivalent(sample.Body, read.Body, strict: true);
            Assert.Equal(line, Text(read));
        }
    }

    [Fact]
    public void What_is_missing_is_not_written_and_read_as_missing()
    {
        const string Bare = """
            {"id":"01b73a5c000000000000000000000006","type":"PersonForgotten","workspace":"demo","key":"k","at":"2030-01-02T03:04:05Z","data":{}}
            """;

        var read = RecordJson.Read(Encoding.UTF8.GetBytes(Bare), Topic.Events);

        Assert.Equal((null, null, null, null, 0L, null, null), (read.Person, read.Cause, read.Trace, read.Source, read.Sequence, read.OnlyFor, read.FailedAt));
        Assert.Equal(Bare, Text(read));
    }

    [Fact]
    public void Letters_stand_as_they_are_and_are_read_escaped_as_well()
    {
        var plain = Text(Said("Hvala, Ђорђе! <b>1+1</b>"));
        var escaped = plain.Replace("Ђ", "\\u0402", StringComparison.Ordinal).Replace("<", "\\u003C", StringComparison.Ordinal).Replace("+", "\\u002B", StringComparison.Ordinal);

        Assert.Contains("\"Hvala, Ђорђе! <b>1+1</b>\"", plain, StringComparison.Ordinal);
        Assert.NotEqual(plain, escaped);
        Assert.Equal(plain, Text(RecordJson.Read(Encoding.UTF8.GetBytes(escaped), Topic.Events)));
    }

    [Fact]
    public void A_text_of_two_hundred_thousand_letters_of_any_alphabet_is_a_record_that_kafka_takes_by_itself()
    {
        var bytes = RecordJson.ToBytes(Said(new string('Ђ', 200_000)));

        Assert.InRange(bytes.Length, 400_000, 500_000);
    }

    [Fact]
    public void Members_of_a_later_version_are_passed_over()
    {
        foreach (var (line, sample) in Lines.Zip(Samples.All))
        {
            var body = line.IndexOf("\"data\":{", StringComparison.Ordinal) + "\"data\":{".Length;
            var comma = line[body] == '}' ? "" : ",";
            var later = "{\"shard\":{\"a\":[1,{\"data\":2}]}," + line[1..body] + "\"addedLater\":[{\"a\":null}]" + comma + line[body..];

            Assert.Equal(line, Text(RecordJson.Read(Encoding.UTF8.GetBytes(later), sample.Topic)));
        }
    }

    [Fact]
    public void A_record_of_a_later_version_survives_as_it_is()
    {
        var line = Lines[0].Replace($"\"{Samples.All[0].Type}\"", "\"InventedLater\"", StringComparison.Ordinal);

        var read = RecordJson.Read(Encoding.UTF8.GetBytes(line), Topic.Dispatches);

        Assert.Equal(("InventedLater", Topic.Dispatches), (read.Type, read.Topic));
        Assert.IsType<UnknownBody>(read.Body);
        Assert.Equal(line, Text(read));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("""{"id":"no id","type":"PersonForgotten","workspace":"demo","key":"k","at":"2030-01-02T03:04:05Z","data":{}}""")]
    [InlineData("""{"id":"01b73a5c000000000000000000000006","type":"PersonForgotten","key":"k","at":"2030-01-02T03:04:05Z","data":{}}""")]
    [InlineData("""{"id":"01b73a5c000000000000000000000006","type":"MessageSent","workspace":"demo","key":"k","at":"2030-01-02T03:04:05Z"}""")]
    [InlineData("""{"id":"01b73a5c000000000000000000000006","type":"MessageSent","workspace":"demo","key":"k","at":"2030-01-02T03:04:05Z","data":{"message":""")]
    [InlineData("""{"id":"01b73a5c000000000000000000000006","type":"Track","workspace":"demo","key":"k","at":"2030-01-02T03:04:05Z","data":{}}""")]
    [InlineData("""{"id":"01b73a5c000000000000000000000006","type":"Track","workspace":"demo","key":"k","at":"2030-01-02T03:04:05Z","data":{"who":{},"messageId":null,"event":"a"}}""")]
    public void What_is_no_record_is_refused_as_json_and_nothing_else(string text) =>
        Assert.ThrowsAny<JsonException>(() => RecordJson.Read(Encoding.UTF8.GetBytes(text), Topic.Events));

    private static LogRecord Said(string text)
    {
        var at = new DateTimeOffset(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);
        return new LogRecord { Id = Ids.Derive<RecordId>(at, "record"), Workspace = "demo", Key = "k", At = at, Body = new EventTracked(text, at, RawJson.EmptyObject, null) };
    }

    private static string Text(LogRecord record) => Encoding.UTF8.GetString(RecordJson.ToBytes(record));

    private static object Envelope(LogRecord record) => (
        record.Id, record.Workspace, record.Key, record.Person, record.At, record.Cause, record.Trace, record.Source, record.Sequence, record.OnlyFor, record.FailedAt, record.Type);
}
