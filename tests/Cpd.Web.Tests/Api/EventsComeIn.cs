using System.IO.Compression;
using System.Text;
using Cpd.Contracts;

namespace Cpd.Web.Tests.Api;

public class EventsComeIn(TestIntake intake) : IClassFixture<TestIntake>
{
    private readonly string _user = "u-" + Guid.NewGuid().ToString("N");

    [Fact]
    public async Task A_track_call_is_a_command_with_its_properties_as_they_were_written()
    {
        const string properties = """{ "price" : 12.50, "ünï":"\u00e9", "list":[1,2 ,3], "a":1, "a":2 }""";
        var reply = await intake.Post("/v1/track", $$$"""{"userId":"{{{_user}}}","event":"Order Paid","messageId":"m-1","properties":{{{properties}}},"context":{"ip":"1.2.3.4"}}""");

        Assert.Equal((200, """{"success":true}"""), (reply.Status, reply.Text));
        var record = intake.Log.Records.Single(it => it.Body is Track track && track.Who.User == _user);
        var command = (Track)record.Body;
        Assert.Equal(("Order Paid", "m-1", properties), (command.Event, command.MessageId, command.Properties.ToString()));
        Assert.Equal("demo", record.Workspace);
        Assert.DoesNotContain(_user, record.Key, StringComparison.Ordinal);
        Assert.Equal(32, record.Key.Length);
    }

    [Fact]
    public async Task Every_call_of_segment_has_its_command()
    {
        await intake.Post("/v1/identify", $$$"""{"userId":"{{{_user}}}","anonymousId":"b","traits":{"phone":"+447700900001"}}""");
        await intake.Post("/v1/page", $$$"""{"userId":"{{{_user}}}","name":"Home","category":"Shop","properties":{"path":"/"}}""");
        await intake.Post("/v1/screen", $$"""{"userId":"{{_user}}","name":"Cart"}""");
        await intake.Post("/v1/group", $$$"""{"userId":"{{{_user}}}","groupId":"acme","traits":{"size":3}}""");
        await intake.Post("/v1/alias", $$"""{"userId":"{{_user}}","previousId":"b"}""");

        var commands = intake.Log.Of(_user);
        Assert.Equal(5, commands.Count);
        var identify = Assert.IsType<Identify>(commands[0]);
        Assert.Equal(("b", """{"phone":"+447700900001"}"""), (identify.Who.Anonymous, identify.Traits.ToString()));
        var page = Assert.IsType<Track>(commands[1]);
        Assert.Equal(("Page Viewed", """{"name":"Home","category":"Shop","path":"/"}"""), (page.Event, page.Properties.ToString()));
        var screen = Assert.IsType<Track>(commands[2]);
        Assert.Equal(("Screen Viewed", """{"name":"Cart"}"""), (screen.Event, screen.Properties.ToString()));
        Assert.Equal(("acme", """{"size":3}"""), (Assert.IsType<Group>(commands[3]).GroupId, ((Group)commands[3]).Traits.ToString()));
        Assert.Equal("b", Assert.IsType<Alias>(commands[4]).Previous);
    }

    [Fact]
    public async Task White_space_around_an_id_or_a_name_is_nobodys_meaning()
    {
        await intake.Post("/v1/track", $$"""{"userId":" {{_user}} ","anonymousId":"b ","event":" Order Paid\u00a0","messageId":"m-1 "}""");
        await intake.Post("/v1/group", $$"""{"userId":"{{_user}}  ","groupId":"acme "}""");
        await intake.Post("/v1/alias", $$"""{"userId":"{{_user}} ","previousId":" c"}""");
        var nobody = await intake.Post("/v1/track", """{"userId":"  ","event":"Order Paid"}""");

        var commands = intake.Log.Of(_user);
        Assert.Equal(("b", "Order Paid", "m-1"), (((Track)commands[0]).Who.Anonymous, ((Track)commands[0]).Event, ((Track)commands[0]).MessageId));
        Assert.Equal("acme", ((Group)commands[1]).GroupId);
        Assert.Equal(" c", ((Alias)commands[2]).Previous);   // who came in before it was taken away can still be joined
        Assert.Equal("person.no-id", nobody.Code);
    }

    [Fact]
    public async Task A_pages_own_properties_go_before_its_name()
    {
        await intake.Post("/v1/page", $$$"""{"userId":"{{{_user}}}","name":"Home","category":"Shop","properties": { "name":"Start" } }""");

        Assert.Equal("""{"category":"Shop","name":"Start" }""", Assert.IsType<Track>(Assert.Single(intake.Log.Of(_user))).Properties.ToString());
    }

    [Fact]
    public async Task A_batch_comes_in_in_its_order_and_bad_events_are_refused_one_by_one()
    {
        var reply = await intake.Post("/v1/batch", $$"""
            {"batch":[
              {"type":"track","userId":"{{_user}}","event":"One"},
              {"type":"track","userId":"{{_user}}"},
              {"type":"dance","userId":"{{_user}}"},
              {"type":"track","event":"Nobody"},
              7,
              {"type":"track","userId":"{{_user}}","event":"Two"}],
             "sentAt":"2030-01-01T00:00:00Z"}
            """);

        Assert.Equal(200, reply.Status);
        Assert.True(reply.Json.GetProperty("success").GetBoolean());
        Assert.Equal(
            ["1 event.missing", "2 type.unknown", "3 person.no-id", "4 event.not-object"],
            reply.Json.GetProperty("refused").EnumerateArray().Select(it => $"{it.GetProperty("index")} {it.GetProperty("code")}"));
        Assert.Equal(["One", "Two"], intake.Log.Of(_user).Select(it => ((Track)it).Event));
    }

    [Fact]
    public async Task A_batch_without_one_good_event_is_refused()
    {
        var reply = await intake.Post("/v1/batch", $$"""{"batch":[{"type":"track","userId":"{{_user}}"}]}""");

        Assert.Equal((400, "batch.all-refused"), (reply.Status, reply.Code));
        Assert.Equal("event.missing", reply.Json.GetProperty("refused")[0].GetProperty("code").GetString());
    }

    [Fact]
    public async Task An_empty_batch_is_taken() => Assert.Equal(200, (await intake.Post("/v1/batch", """{"batch":[]}""")).Status);

    [Fact]
    public async Task A_browser_sends_plain_text_with_the_key_inside_to_the_short_address()
    {
        var reply = await intake.Post("/v1/t", Encoding.UTF8.GetBytes($$"""{"userId":"{{_user}}","event":"Seen","writeKey":"demo-write-key"}"""), key: null,
            more: request => request.Content!.Headers.ContentType = new("text/plain"));

        Assert.Equal(200, reply.Status);
        Assert.Equal("*", reply.Headers.GetValues("Access-Control-Allow-Origin").Single());
        Assert.Single(intake.Log.Of(_user));
    }

    [Fact]
    public async Task A_batch_may_bring_its_key_after_its_events()
    {
        var reply = await intake.Post("/v1/batch", $$"""{"batch":[{"type":"track","userId":"{{_user}}","event":"Seen"}],"writeKey":"demo-write-key"}""", key: null);

        Assert.Equal(200, reply.Status);
        Assert.Single(intake.Log.Of(_user));
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    public async Task Packed_bodies_are_unpacked(string encoding)
    {
        var body = Pack(Encoding.UTF8.GetBytes($$"""{"userId":"{{_user}}","event":"Seen"}"""), encoding);

        Assert.Equal(200, (await intake.Post("/v1/track", body, encoding: encoding)).Status);
        Assert.Single(intake.Log.Of(_user));
    }

    [Fact]
    public async Task A_mark_in_front_of_the_body_does_not_matter()
    {
        byte[] body = [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes($$"""{"userId":"{{_user}}","event":"Seen"}""")];

        Assert.Equal(200, (await intake.Post("/v1/track", body)).Status);
    }

    [Fact]
    public async Task A_call_without_an_id_of_its_own_gets_one()
    {
        for (var i = 0; i < 2; i++) await intake.Post("/v1/track", $$"""{"userId":"{{_user}}","event":"Seen"}""");

        var ids = intake.Log.Of(_user).Select(it => ((Track)it).MessageId).ToList();
        Assert.Equal(2, ids.Distinct().Count());
    }

    [Fact]
    public async Task The_same_call_has_the_same_end_of_its_records_id()
    {
        for (var i = 0; i < 2; i++) await intake.Post("/v1/track", $$"""{"userId":"{{_user}}","event":"Seen","messageId":"m"}""");

        // The front is the moment it came in.
        Assert.Single(intake.Log.Records.Where(it => it.Body is Track track && track.Who.User == _user).Select(it => it.Id.ToString()[12..]).Distinct());
    }

    internal static byte[] Pack(byte[] bytes, string encoding)
    {
        using var packed = new MemoryStream();
        using (Stream packer = encoding switch
        {
            "gzip" => new GZipStream(packed, CompressionLevel.Fastest),
            "br" => new BrotliStream(packed, CompressionLevel.Fastest),
            _ => new ZLibStream(packed, CompressionLevel.Fastest),
        }) packer.Write(bytes);
        return packed.ToArray();
    }
}
