using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;

namespace Cpd.Engine.Templates;

/// <summary>Where a text is put together: a rented buffer that grows up to a limit and then says so.</summary>
internal sealed class TemplateOutput(TemplateEscaping escaping, int longest) : IDisposable
{
    private char[] _text = ArrayPool<char>.Shared.Rent(512);
    private int _used;

    public bool IsTooLong { get; private set; }

    public bool Escapes => escaping is not TemplateEscaping.None;

    public bool WritesJson => escaping is TemplateEscaping.Json;

    public void Write(ReadOnlySpan<char> text)
    {
        if (!Reserve(text.Length)) return;
        text.CopyTo(_text.AsSpan(_used));
        _used += text.Length;
    }

    public void WriteUtf8(ReadOnlySpan<byte> text)
    {
        if (Reserve(text.Length)) _used += Encoding.UTF8.GetChars(text, _text.AsSpan(_used));
    }

    public void WriteEscaped(ReadOnlySpan<char> text)
    {
        switch (escaping)
        {
            case TemplateEscaping.Html: WriteHtml(text); break;
            case TemplateEscaping.Json: Write(JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(text.ToString())); break;
            case TemplateEscaping.Url: Write(Uri.EscapeDataString(text)); break;
            default: Write(text); break;
        }
    }

    private void WriteHtml(ReadOnlySpan<char> text)
    {
        for (var at = text.IndexOfAny("&<>\"'"); at >= 0; at = text.IndexOfAny("&<>\"'"))
        {
            Write(text[..at]);
            Write(text[at] switch { '&' => "&amp;", '<' => "&lt;", '>' => "&gt;", '"' => "&quot;", _ => "&#39;" });
            text = text[(at + 1)..];
        }
        Write(text);
    }

    public override string ToString() => new(_text, 0, _used);

    public void Dispose()
    {
        ArrayPool<char>.Shared.Return(_text);
        _text = [];
    }

    private bool Reserve(int more)
    {
        if (IsTooLong || _used + more > longest)
        {
            IsTooLong = true;
            return false;
        }
        if (_used + more <= _text.Length) return true;

        var larger = ArrayPool<char>.Shared.Rent(Math.Max(_used + more, _text.Length * 2));
        _text.AsSpan(0, _used).CopyTo(larger);
        ArrayPool<char>.Shared.Return(_text);
        _text = larger;
        return true;
    }
}
