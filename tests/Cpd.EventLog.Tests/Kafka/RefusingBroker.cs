using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Cpd.EventLog.Tests.Kafka;

/// <summary>Speaks as much of the protocol as it takes to be asked for a key, and to refuse it. The mock cluster cannot.</summary>
internal sealed class RefusingBroker : IAsyncDisposable
{
    private const short ApiVersions = 18;
    private const short SaslHandshake = 17;
    private const short SaslAuthenticate = 36;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;
    private int _refused;

    public RefusingBroker()
    {
        _listener.Start();
        _accepting = Accept();
    }

    public string Servers => _listener.LocalEndpoint.ToString()!;

    public int Refused => _refused;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _stop.Dispose();
    }

    private async Task Accept()
    {
        var talks = new List<Task>();
        try
        {
            while (true) talks.Add(Talk(await _listener.AcceptTcpClientAsync(_stop.Token)));
        }
        catch (Exception end) when (end is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(talks);
        }
    }

    private async Task Talk(TcpClient client)
    {
        using var closing = client;
        try
        {
            var stream = client.GetStream();
            var head = new byte[4];
            while (true)
            {
                await stream.ReadExactlyAsync(head, _stop.Token);
                var request = new byte[BinaryPrimitives.ReadInt32BigEndian(head)];
                await stream.ReadExactlyAsync(request, _stop.Token);
                await stream.WriteAsync(Answer(request), _stop.Token);
            }
        }
        catch (Exception end) when (end is IOException or OperationCanceledException)
        {
            // The client has heard enough, or the test has.
        }
    }

    /// <summary>Length, the request's number, and what belongs to the kind of request.</summary>
    private byte[] Answer(byte[] request)
    {
        byte[] body = BinaryPrimitives.ReadInt16BigEndian(request) switch
        {
            // Of the newest form it says that it does not know it; the client then asks in the oldest.
            ApiVersions when BinaryPrimitives.ReadInt16BigEndian(request.AsSpan(2)) > 0 => [.. Int16(35), .. Int32(0)],
            ApiVersions => [.. Int16(0), .. Int32(3), .. Versions(ApiVersions, 0), .. Versions(SaslHandshake, 1), .. Versions(SaslAuthenticate, 0)],
            SaslHandshake => [.. Int16(0), .. Int32(1), .. Int16(5), .. "PLAIN"u8],
            SaslAuthenticate => Refuse(),
            _ => [],
        };
        return [.. Int32(body.Length + 4), .. request.AsSpan(4, 4), .. body];
    }

    private byte[] Refuse()
    {
        Interlocked.Increment(ref _refused);
        return [.. Int16(58), .. Int16(7), .. "Refused"u8, .. Int32(0)];
    }

    private static byte[] Versions(short api, short highest) => [.. Int16(api), .. Int16(0), .. Int16(highest)];

    private static byte[] Int16(short value)
    {
        var bytes = new byte[2];
        BinaryPrimitives.WriteInt16BigEndian(bytes, value);
        return bytes;
    }

    private static byte[] Int32(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }
}
