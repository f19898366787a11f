using System.Text;
using Cpd.Contracts;
using Cpd.Engine.Commands;
using Cpd.EventLog.Kafka;
using Cpd.Web.Doors;

namespace Cpd.Web.Tests.Doors;

public class ATopicAsADoor
{
    private static readonly DateTimeOffset Now = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Written = Now.AddMinutes(-1);

    private const string Order = """
        {"order":{"id":"o-1","customer":{"number":4711,"device":"d-9"},"placed":"2030-01-01T11:30:00Z","lines":[{"sku":"a"}],"total":12.50},"kind":"Order Placed"}
        """;

    [Fact]
    public void A_record_becomes_the_event_that_its_paths_lead_to()
    {
        var record = Read(Order, new DoorOptions
        {
            Topic = "shop.orders",
            Workspace = "shop",
            UserId = "order.customer.number",
            AnonymousId = "$.order.customer['device']",
            Event = "kind",
            Time = "order.placed",
            Properties = "order.lines[0]",
            MessageId = "order.id",
        })!;

        Assert.Equal(
            new Track(new GivenIds("4711", "d-9"), "o-1", Now.AddMinutes(-30), "Order Placed", RawJson.From("""{"sku":"a"}""")),
            Assert.IsType<Track>(record.Body));
        Assert.Equal(("shop", Now, Topic.Commands), (record.Workspace, record.At, record.Topic));
    }

    [Fact]
    public void White_space_around_an_id_or_a_name_is_nobodys_meaning()
    {
        var options = Simple();
        (options.EventName, options.Event) = ("", "kind");

        var track = (Track)Read("""{"user":" ana ","kind":"Bought "}""", options)!.Body;

        Assert.Equal(("ana", "Bought"), (track.Who.User, track.Event));
    }

    [Fact]
    public void It_is_the_same_command_as_over_http_so_one_persons_calls_stay_in_order()
    {
        var record = Read("""{"user":"ana"}""", Simple())!;
        var overHttp = CommandRecords.Of("shop", new Identify(new GivenIds("ana", null), "call-1", Now, RawJson.EmptyObject), Now);

        Assert.Equal(overHttp.Key, record.Key);
    }

    [Fact]
    public void Where_nothing_more_is_said_the_record_speaks_for_itself()
    {
        var track = (Track)Read("""{"user":"ana","total":12.50}""", Simple())!.Body;

        Assert.Equal("Bought", track.Event);
        Assert.Equal(Written, track.OccurredAt);
        Assert.Equal("""{"user":"ana","total":12.50}""", track.Properties.ToString());
        Assert.Equal("shop.orders/3/42", track.MessageId);
    }

    [Fact]
    public void A_repeat_of_the_record_is_a_repeat_of_the_call() =>
        Assert.Equal(((Track)Read("""{"user":"ana"}""", Simple())!.Body).MessageId, ((Track)Read("""{"user":"ana"}""", Simple())!.Body).MessageId);

    [Theory]
    [InlineData("\"2029-12-31T23:00:00+01:00\"", "2029-12-31T22:00:00Z")]
    [InlineData("1893412800", "2029-12-31T12:00:00Z")]
    [InlineData("1893412800000", "2029-12-31T12:00:00Z")]
    [InlineData("\"2040-01-01T00:00:00Z\"", "2030-01-01T12:00:00Z")]   // a clock that is wrong
    [InlineData("null", "2030-01-01T11:59:00Z")]
    public void Time_is_written_in_several_ways(string time, string means)
    {
        var options = Simple();
        options.Time = "at";

        var track = (Track)Read($$"""{"user":"ana","at":{{time}}}""", options)!.Body;

        Assert.Equal(DateTimeOffset.Parse(means, System.Globalization.CultureInfo.InvariantCulture), track.OccurredAt);
    }

    [Fact]
    public void A_schemas_number_in_front_is_passed_over()
    {
        byte[] framed = [0, 0, 0, 0, 7, .. """{"user":"ana"}"""u8];

        Assert.Equal("ana", ((Track)Read(framed, Simple())!.Body).Who.User);
    }

    [Fact]
    public void The_mark_that_some_editors_put_in_front_is_too()
    {
        Assert.Equal("ana", ((Track)Read([0xEF, 0xBB, 0xBF, .. """{"user":"ana"}"""u8], Simple())!.Body).Who.User);
        Assert.Equal("ana", ((Track)Read([0, 0, 0, 0, 7, 0xEF, 0xBB, 0xBF, .. """{"user":"ana"}"""u8], Simple())!.Body).Who.User);
    }

    [Fact]
    public void A_record_without_a_value_is_nothing_anybody_did() =>
        Assert.Null(Read([], Simple()));

    [Fact]
    public void What_was_written_before_the_door_begins_is_passed_over()
    {
        var options = Simple();
        options.Since = Written;
        Assert.NotNull(Read("""{"user":"ana"}""", options));

        options.Since = Written.AddMilliseconds(1);
        Assert.Null(Read("""{"user":"ana"}""", options));
        Assert.Null(Read("{ oops", options));
    }

    [Fact]
    public void A_position_is_kept_for_topic_and_group_together()
    {
        var (one, other) = (Simple(), Simple());
        other.Group = "again";
        var longest = new DoorOptions { Topic = new string('t', 249) };
        var longer = new DoorOptions { Topic = new string('t', 248) + "x" };

        Assert.Equal(("door.shop.orders", "door.shop.orders:again"), (one.GroupName, other.GroupName));
        Assert.Equal((100, 100), (longest.GroupName.Length, longer.GroupName.Length));
        Assert.NotEqual(longest.GroupName, longer.GroupName);
    }

    [Theory]
    [InlineData("{ oops", "json.malformed")]
    [InlineData("[1]", "event.not-object")]
    [InlineData("""{"other":"ana"}""", "person.no-id")]
    [InlineData("""{"user":""}""", "person.no-id")]
    [InlineData("""{"user":{"a":1}}""", "userId.not-text")]
    [InlineData("""{"user":1.5}""", "userId.not-text")]
    [InlineData("""{"user":"a\nb"}""", "userId.control-character")]
    [InlineData("""{"user":"\ud800"}""", "event.broken-character")]
    [InlineData("""{"\ud800":1,"user":"ana"}""", "event.broken-character")]
    [InlineData("""{"user":"ana","at":"yesterday"}""", "time.not-a-time")]
    [InlineData("""{"user":"ana","at":-1}""", "time.not-a-time")]
    [InlineData("""{"user":"ana","x":1e999}""", "event.number-too-large")]
    public void What_cannot_be_taken_is_refused_with_a_code_and_a_sentence(string json, string code)
    {
        var options = Simple();
        options.Time = "at";

        var refusal = Assert.Throws<UnreadableRecordException>(() => Read(json, options));

        Assert.Equal(code, refusal.Code);
        Assert.EndsWith($". ({code})", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_utf8_is_refused() =>
        Assert.Equal("json.not-utf8", Assert.Throws<UnreadableRecordException>(() => Read([(byte)'{', 0xC3, 0x28, (byte)'}'], Simple())).Code);

    [Fact]
    public void The_limits_are_those_of_http()
    {
        var options = Simple();
        options.Properties = "data";
        string Deep(int levels) => string.Concat(Enumerable.Repeat("{\"a\":", levels)) + "1" + new string('}', levels);

        Assert.NotNull(Read($$"""{"user":"ana","data":{{Deep(32)}} }""", options));
        Assert.Equal("event.too-deep", CodeOf($$"""{"user":"ana","data":{{Deep(33)}} }"""));
        Assert.Equal("event.too-large", CodeOf($$"""{"user":"ana","data":{"x":"{{new string('x', 32 * 1024)}}"} }"""));
        Assert.Equal("event.key-too-long", CodeOf($$"""{"user":"ana","data":{"{{new string('x', 257)}}":1} }"""));
        Assert.Equal("userId.too-long", CodeOf($$"""{"user":"{{new string('x', 257)}}"}"""));
        Assert.Equal("properties.not-object", CodeOf("""{"user":"ana","data":[1]}"""));

        // What is not passed on may be as large as the broker takes it.
        Assert.NotNull(Read($$"""{"user":"ana","data":{},"picture":"{{new string('x', 100_000)}}"}""", options));

        string CodeOf(string json) => Assert.Throws<UnreadableRecordException>(() => Read(json, options)).Code;
    }

    [Fact]
    public void What_is_wrong_with_doors_is_said_all_at_once()
    {
        DoorOptions[] doors =
        [
            new(),
            new() { Topic = "cpd.events", Workspace = "shop", UserId = "a..b", Event = "a", EventName = "b" },
            Simple(),
            Simple(),
        ];

        var problems = DoorOptions.Problems(doors).ToList();

        Assert.Equal(8, problems.Count);
        Assert.Contains("Cpd:Kafka:Doors:0 needs a \"Topic\".", problems);
        Assert.Contains("Cpd:Kafka:Doors:1 reads cpd.events, which is Cpd's own log: name another topic.", problems);
        Assert.Contains("Cpd:Kafka:Doors:1 has a \"UserId\" that is not a valid path: a..b", problems);
        Assert.Contains("Cpd:Kafka:Doors has 2 doors with the group door.shop.orders: give each its own \"Group\".", problems);
        Assert.Empty(DoorOptions.Problems([Simple()]));
    }

    private static DoorOptions Simple() => new() { Topic = "shop.orders", Workspace = "shop", UserId = "user", EventName = "Bought" };

    private static LogRecord? Read(string json, DoorOptions options) => Read(Encoding.UTF8.GetBytes(json.Trim()), options);

    private static LogRecord? Read(byte[] value, DoorOptions options) =>
        new TopicDoor(options, new FixedClock()).Read(new RawRecord("shop.orders", 3, 42, value, Written));

    private sealed class FixedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Now;
    }
}
