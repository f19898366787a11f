using System.Buffers;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Cpd.Benchmarks.Job;

/// <summary>
/// The provider's side of the job: takes what <c>/sms/3/messages</c> and <c>/email/4/messages</c> take, says PENDING to all of it,
/// and notes when each text or subject arrived. Runs beside the load, so that its cost is not the product's.
/// </summary>
internal sealed class CountingStub : IAsyncDisposable
{
    private readonly WebApplication _app;
    private long _calls;

    private CountingStub(WebApplication app) => _app = app;

    public Uri Url => new(_app.Urls.First());

    public long Calls => Interlocked.Read(ref _calls);

    /// <summary>By text, which in this job is an order's number: when it arrived, and how often.</summary>
    public ConcurrentDictionary<string, (long At, int Times)> Arrived { get; } = new();

    public static async Task<CountingStub> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var stub = new CountingStub(builder.Build());
        stub._app.MapPost("/sms/3/messages", context => stub.Take(context, "text", message => message.GetProperty("destinations").EnumerateArray(), "to"));
        stub._app.MapPost("/email/4/messages", context => stub.Take(
            context, "subject", message => message.GetProperty("destinations").EnumerateArray().SelectMany(mail => mail.GetProperty("to").EnumerateArray()), "destination"));
        stub._app.MapGet("/{channel}/{version}/logs", () => Results.Content("""{"results":[]}""", "application/json"));
        await stub._app.StartAsync();
        return stub;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task Take(HttpContext context, string content, Func<JsonElement, IEnumerable<JsonElement>> destinations, string address)
    {
        using var body = await JsonDocument.ParseAsync(context.Request.Body);
        var now = Stopwatch.GetTimestamp();
        Interlocked.Increment(ref _calls);

        context.Response.ContentType = "application/json";
        var answer = new ArrayBufferWriter<byte>(16 * 1024);
        using (var json = new Utf8JsonWriter(answer))
        {
            json.WriteStartObject();
            json.WriteString("bulkId"u8, "bulk");
            json.WriteStartArray("messages"u8);
            foreach (var message in body.RootElement.GetProperty("messages").EnumerateArray())
            {
                var text = message.GetProperty("content").GetProperty(content).GetString()!;
                Arrived.AddOrUpdate(text, (now, 1), (_, known) => (known.At, known.Times + 1));
                foreach (var destination in destinations(message)) Answer(json, destination, address);
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        await context.Response.BodyWriter.WriteAsync(answer.WrittenMemory);
    }

    private static void Answer(Utf8JsonWriter json, JsonElement destination, string address)
    {
        json.WriteStartObject();
        json.WriteString("messageId"u8, destination.GetProperty("messageId").GetString());
        json.WriteString("destination"u8, destination.GetProperty(address).GetString());
        json.WriteStartObject("status"u8);
        json.WriteNumber("groupId"u8, 1);
        json.WriteString("groupName"u8, "PENDING");
        json.WriteNumber("id"u8, 26);
        json.WriteString("name"u8, "PENDING_ACCEPTED");
        json.WriteString("description"u8, "Message sent to next instance");
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
