using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.Playwright;

namespace Cpd.EndToEnd.Tests.Pages;

/// <summary>
/// What a page and its server said to each other, and what the fields of the page heard: told where something typed did not
/// arrive, for nobody can say afterwards on which side it was lost.
/// </summary>
internal sealed class Conversation
{
    private const int MostKept = 600;
    private const int LongestLine = 400;

    /// <summary>Runs before the page's own scripts, so that nothing can stop an event before it is written down.</summary>
    private const string Listens = """
        window.__heard = [];
        for (const kind of ['input', 'change', 'focusin', 'focusout', 'click'])
          window.addEventListener(kind, event => {
            const at = event.target, name = at.id || at.getAttribute?.('aria-label') || at.tagName;
            window.__heard.push(`${Math.round(performance.timeOrigin + performance.now())} ${kind} ${name} ${(at.value ?? '').slice(0, 60)}`);
          }, true);
        """;

    private static readonly ConditionalWeakTable<IPage, Conversation> All = [];

    private readonly Queue<string> _lines = new();

    public static async Task Begin(IPage page)
    {
        var conversation = new Conversation();
        All.Add(page, conversation);
        page.WebSocket += (_, socket) =>
        {
            conversation.Write($"opened {socket.Url}");
            socket.FrameSent += (_, frame) => conversation.Write("> ", frame);
            socket.FrameReceived += (_, frame) => conversation.Write("< ", frame);
            socket.SocketError += (_, error) => conversation.Write($"broken: {error}");
            socket.Close += (_, _) => conversation.Write("closed");
        };
        await page.AddInitScriptAsync(Listens);
    }

    /// <summary>In order, as far as it is kept; times in milliseconds since 1970.</summary>
    public static async Task<string> Of(IPage page)
    {
        var heard = await page.EvaluateAsync<string[]>("window.__heard ?? []");
        if (!All.TryGetValue(page, out var conversation)) return string.Join('\n', heard);
        lock (conversation._lines) return string.Join('\n', conversation._lines.Concat(heard).Order(StringComparer.Ordinal));
    }

    private void Write(string direction, IWebSocketFrame frame) =>
        Write(direction + (frame.Binary is { Length: > 0 } bytes ? Readable(bytes) : frame.Text));

    private void Write(string line)
    {
        var stamped = string.Create(CultureInfo.InvariantCulture, $"{TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds()} {(line.Length > LongestLine ? line[..LongestLine] : line)}");
        lock (_lines)
        {
            _lines.Enqueue(stamped);
            if (_lines.Count > MostKept) _lines.Dequeue();
        }
    }

    /// <summary>The texts within a binary message: its method and its arguments; of what is no text, the length.</summary>
    private static string Readable(byte[] bytes)
    {
        var text = new StringBuilder();
        var began = -1;
        for (var i = 0; i <= bytes.Length && text.Length < LongestLine; i++)
        {
            var isText = i < bytes.Length && bytes[i] is >= 0x20 and < 0x7f;
            if (isText && began < 0) began = i;
            if (isText || began < 0) continue;
            if (i - began >= 3) text.Append(Encoding.ASCII.GetString(bytes, began, i - began)).Append(' ');
            began = -1;
        }
        return text.Append(CultureInfo.InvariantCulture, $"({bytes.Length} bytes)").ToString();
    }
}
