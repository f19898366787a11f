using System.Text.Json;
using Cpd.Contracts;
using MassTransit;
using MassTransit.Transports;
using Microsoft.Extensions.DependencyInjection;

namespace Cpd.EventLog.Consuming;

/// <summary>
/// One pass through MassTransit for a whole window: the message is a few bytes that name it, the records and the
/// transaction travel beside it as a payload. A pass costs about 50 us, so 0.1 us a record.
/// </summary>
internal sealed class MassTransitPipeline(IServiceProvider services)
{
    private static readonly Dictionary<string, object> Headers = new()
    {
        [MessageHeaders.ContentType] = "application/json",
        [MessageHeaders.MessageType] = MessageUrn.ForTypeString<RecordWindow>(),
    };

    private readonly Dictionary<string, IReceiveEndpointDispatcher> _dispatchers = [];

    /// <summary>Throws what the consumer throws.</summary>
    public Task Handle(LogGroup group, Window window, CancellationToken ct) =>
        WindowTracing.IsOn ? Traced(group, window, ct) : Dispatch(group, window, ct);

    private Task Traced(LogGroup group, Window window, CancellationToken ct) => WindowTracing.Trace(window, () => Dispatch(group, window, ct));

    private Task Dispatch(LogGroup group, Window window, CancellationToken ct)
    {
        if (!_dispatchers.TryGetValue(group.Name, out var dispatcher))
        {
            var type = typeof(IReceiveEndpointDispatcher<>).MakeGenericType(group.Consumer);
            _dispatchers[group.Name] = dispatcher = (IReceiveEndpointDispatcher)services.GetRequiredService(type);
        }

        var name = JsonSerializer.SerializeToUtf8Bytes(new RecordWindow(group.Name, window.Records.Count));
        return dispatcher.Dispatch(name, Headers, ct, window);
    }
}
