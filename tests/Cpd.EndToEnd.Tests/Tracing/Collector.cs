using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Cpd.EndToEnd.Tests.Tracing;

/// <summary>A collector of OpenTelemetry's, as far as to know which span lies in which trace.</summary>
internal sealed class Collector : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly ConcurrentQueue<CollectedSpan> _spans = new();
    private int _metrics;

    private Collector(WebApplication server) => _server = server;

    public IReadOnlyList<CollectedSpan> Spans => [.. _spans];

    /// <summary>How often figures came.</summary>
    public int Metrics => _metrics;

    /// <summary>What a process is told so that it exports to here, soon.</summary>
    public (string Name, string Value)[] Variables =>
    [
        ("OTEL_EXPORTER_OTLP_ENDPOINT", _server.Urls.Single()),
        ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
        ("OTEL_BSP_SCHEDULE_DELAY", "200"),
        ("OTEL_METRIC_EXPORT_INTERVAL", "500"),
        // What cannot be handed over in time is thrown away; a machine may stand still for longer than the usual ten seconds.
        ("OTEL_EXPORTER_OTLP_TIMEOUT", "60000"),
        ("OTEL_BSP_EXPORT_TIMEOUT", "60000"),
    ];

    public static async Task<Collector> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = builder.Build();
        var collector = new Collector(server);
        server.MapPost("/v1/traces", collector.TakeTraces);
        server.MapPost("/v1/metrics", () => Interlocked.Increment(ref collector._metrics));
        await server.StartAsync();
        return collector;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task TakeTraces(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        // ExportTraceServiceRequest: resource_spans = 1, in it scope_spans = 2, in it spans = 2.
        foreach (var resource in Protobuf.Messages(body.ToArray(), 1))
            foreach (var scope in Protobuf.Messages(resource, 2))
                foreach (var span in Protobuf.Messages(scope, 2))
                    _spans.Enqueue(CollectedSpan.Read(span));
    }
}

/// <param name="Trace">32 hex digits.</param>
internal sealed record CollectedSpan(string Trace, string Id, string Parent, string Name)
{
    /// <summary>Span: trace_id = 1, span_id = 2, parent_span_id = 4, name = 5.</summary>
    public static CollectedSpan Read(ReadOnlyMemory<byte> span) => new(Hex(span, 1), Hex(span, 2), Hex(span, 4), System.Text.Encoding.UTF8.GetString(Field(span, 5).Span));

    private static string Hex(ReadOnlyMemory<byte> span, int field) => Convert.ToHexStringLower(Field(span, field).Span);

    private static ReadOnlyMemory<byte> Field(ReadOnlyMemory<byte> span, int field) => Protobuf.Messages(span, field) is [var first, ..] ? first : default;
}

/// <summary>Just enough of Protocol Buffers to walk into messages.</summary>
internal static class Protobuf
{
    /// <summary>The length-delimited fields of one number.</summary>
    public static IReadOnlyList<ReadOnlyMemory<byte>> Messages(ReadOnlyMemory<byte> message, int field)
    {
        var found = new List<ReadOnlyMemory<byte>>();
        for (var at = 0; at < message.Length;)
        {
            var tag = Varint(message.Span, ref at);
            switch (tag & 7)
            {
                case 0: Varint(message.Span, ref at); break;
                case 1: at += 8; break;
                case 5: at += 4; break;
                case 2:
                    var length = (int)Varint(message.Span, ref at);
                    if ((int)(tag >> 3) == field) found.Add(message.Slice(at, length));
                    at += length;
                    break;
                default: throw new InvalidDataException($"No such wire type: {tag & 7}.");
            }
        }
        return found;
    }

    private static ulong Varint(ReadOnlySpan<byte> bytes, ref int at)
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var next = bytes[at++];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80) return value;
        }
    }
}
