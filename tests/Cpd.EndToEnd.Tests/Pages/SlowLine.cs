using System.Text.RegularExpressions;
using System.Threading.Channels;
using Microsoft.Playwright;

namespace Cpd.EndToEnd.Tests.Pages;

/// <summary>Between a page and its server: what one says reaches the other later, whole and in order, as from another continent.</summary>
internal static partial class SlowLine
{
    private static readonly TimeSpan EachWay = TimeSpan.FromMilliseconds(150);

    /// <summary>For every connection that <paramref name="page"/> opens from now on.</summary>
    public static Task Lay(IPage page) => page.RouteWebSocketAsync(Circuit(), line =>
    {
        var server = line.ConnectToServer();
        line.OnMessage(Late(server));
        server.OnMessage(Late(line));
    });

    /// <summary>A text, or bytes, as they came.</summary>
    public static void Pass(IWebSocketRoute to, IWebSocketFrame message)
    {
        if (message.Binary is { } bytes) to.Send(bytes);
        else to.Send(message.Text!);
    }

    private static Action<IWebSocketFrame> Late(IWebSocketRoute to)
    {
        var underWay = Channel.CreateUnbounded<(long Since, IWebSocketFrame Message)>(new() { SingleReader = true });
        _ = Deliver();
        return message => underWay.Writer.TryWrite((TimeProvider.System.GetTimestamp(), message));

        async Task Deliver()
        {
            await foreach (var (since, message) in underWay.Reader.ReadAllAsync())
            {
                var left = EachWay - TimeProvider.System.GetElapsedTime(since);
                if (left > TimeSpan.Zero) await Task.Delay(left);
                Pass(to, message);
            }
        }
    }

    [GeneratedRegex("/_blazor")]
    private static partial Regex Circuit();
}
