using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Cpd.Benchmarks.Job;

/// <summary>A page as a browser has it open, without the browser: it takes every rendering in and says so.</summary>
internal sealed partial class OpenPage : IAsyncDisposable
{
    private const long Invocation = 1, Completion = 3, Ping = 6;

    private readonly ClientWebSocket _socket = new();
    private readonly CancellationTokenSource _closed = new();
    private readonly SemaphoreSlim _sending = new(1);
    private readonly TaskCompletionSource _drawn = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<string?> _circuit = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _reading = Task.CompletedTask;
    private long _batches;
    private long _bytes;

    /// <summary>Renderings so far.</summary>
    public long Batches => Interlocked.Read(ref _batches);

    public long Bytes => Interlocked.Read(ref _bytes);

    public static async Task<OpenPage> At(Visitor visitor, string path)
    {
        var client = visitor.Client;
        var html = await client.GetStringAsync(new Uri(path, UriKind.Relative));
        var page = new OpenPage();
        var place = new UriBuilder(client.BaseAddress!) { Scheme = "ws", Path = "/_blazor" }.Uri;
        page._socket.Options.Cookies = visitor.Cookies;
        await page._socket.ConnectAsync(place, CancellationToken.None);
        await page._socket.SendAsync(Encoding.UTF8.GetBytes("{\"protocol\":\"blazorpack\",\"version\":1}\u001e"), WebSocketMessageType.Text, true, CancellationToken.None);
        page._reading = page.Read();
        _ = page.StayAlive();

        var state = State().Match(html) is { Success: true } found ? found.Groups[1].Value : "";
        await page.Send(Invocation, PagePack.Headers.None, "0", "StartCircuit", new object?[] { client.BaseAddress!.ToString(), new Uri(client.BaseAddress, path).ToString(), "[]", state });
        if (await page._circuit.Task.WaitAsync(TimeSpan.FromMinutes(1)) is null) throw new InvalidOperationException("The server began no circuit.");
        await page.Send(Invocation, PagePack.Headers.None, null, "UpdateRootComponents", new object?[] { Components(html), state });
        await page._drawn.Task.WaitAsync(TimeSpan.FromMinutes(1));
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        await _closed.CancelAsync();
        _socket.Abort();
        await _reading;
        _socket.Dispose();
        _sending.Dispose();
        _closed.Dispose();
    }

    private static string Components(string html)
    {
        var operations = new JsonArray();
        foreach (Match marker in Marker().Matches(html))
        {
            var component = JsonNode.Parse(marker.Groups[1].Value)!.AsObject();
            if (component["descriptor"] is null) continue;   // the end of one that began before
            operations.Add(new JsonObject { ["type"] = "add", ["ssrComponentId"] = operations.Count + 1, ["marker"] = component });
        }
        return new JsonObject { ["batchId"] = 1, ["operations"] = operations }.ToJsonString();
    }

    private async Task Read()
    {
        var (buffer, held, isGreeted) = (new byte[256 * 1024], 0, false);
        try
        {
            while (!_closed.IsCancellationRequested)
            {
                if (held == buffer.Length) Array.Resize(ref buffer, buffer.Length * 2);
                var got = await _socket.ReceiveAsync(buffer.AsMemory(held), _closed.Token);
                if (got.MessageType is WebSocketMessageType.Close) break;
                Interlocked.Add(ref _bytes, got.Count);
                held += got.Count;
                if (!isGreeted)
                {
                    var end = Array.IndexOf(buffer, (byte)0x1e, 0, held);
                    if (end < 0) continue;
                    isGreeted = true;
                    buffer.AsSpan(end + 1, held - end - 1).CopyTo(buffer);
                    held -= end + 1;
                }
                var messages = PagePack.Messages(buffer.AsSpan(0, held), out var used);
                foreach (var message in messages) await Hear(message);
                buffer.AsSpan(used, held - used).CopyTo(buffer);
                held -= used;
            }
        }
        catch (Exception) when (_closed.IsCancellationRequested)
        {
            // It was closed.
        }
        _circuit.TrySetResult(null);
    }

    private async Task Hear(object?[] message)
    {
        switch (message)
        {
            case [Completion, _, _, _, .. var result]:
                _circuit.TrySetResult(result is [string circuit] ? circuit : null);
                break;
            case [Invocation, _, _, "JS.RenderBatch", object?[] batch, ..]:
                Interlocked.Increment(ref _batches);
                await Send(Invocation, PagePack.Headers.None, null, "OnRenderCompleted", new object?[] { batch[0], null });
                _drawn.TrySetResult();
                break;
            case [Invocation, _, _, "JS.BeginInvokeJS", object?[] call, ..] when call[0] is > 0L:
                await Send(Invocation, PagePack.Headers.None, null, "EndInvokeJSFromDotNet", new object?[] { call[0], true, $"[{call[0]},true,null]" });
                break;
            case [Invocation, _, _, "JS.Error", object?[] said, ..]:
                await Console.Error.WriteLineAsync(JsonSerializer.Serialize(said));
                break;
        }
    }

    private async Task StayAlive()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(10));
        try
        {
            while (await timer.WaitForNextTickAsync(_closed.Token)) await Send(Ping);
        }
        catch (Exception) when (_closed.IsCancellationRequested)
        {
            // It was closed.
        }
    }

    private async Task Send(params object?[] message)
    {
        await _sending.WaitAsync(_closed.Token);
        try
        {
            await _socket.SendAsync(PagePack.Framed(message), WebSocketMessageType.Binary, true, _closed.Token);
        }
        finally
        {
            _sending.Release();
        }
    }

    [GeneratedRegex("<!--Blazor:(\\{.*?\\})-->")]
    private static partial Regex Marker();

    [GeneratedRegex("<!--Blazor-Server-Component-State:(.*?)-->")]
    private static partial Regex State();
}
