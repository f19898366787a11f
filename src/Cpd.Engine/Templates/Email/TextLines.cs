using System.Text;

namespace Cpd.Engine.Templates.Email;

/// <summary>Text as it grows: blanks fold into one, breaks into an empty line at most.</summary>
internal sealed class TextLines
{
    /// <summary>Lists within lists are moved in no further than this.</summary>
    public const int Deepest = 8;

    private readonly StringBuilder _text = new();
    private int _breaks;
    private bool _blank;
    private bool _isMarked;
    private int _lineBegins;

    public int Length => _text.Length;

    public string Since(int from) => _text.ToString(from, _text.Length - from);

    public void Add(string piece)
    {
        foreach (var letter in piece)
        {
            // Letters of no width are there to fill up preheaders; those that join others are not among them.
            if (letter is '\u200b' or '\ufeff' or '\u00ad' or '\u034f') continue;
            if (char.IsWhiteSpace(letter) || char.IsControl(letter))
            {
                _blank = true;
                continue;
            }
            Settle();
            _text.Append(letter);
            _isMarked = false;
        }
    }

    /// <summary>A line that begins with what must stay as it is: the dash of a list, moved in. What is written next stands behind it, whatever breaks it asks for.</summary>
    public void Begin(string mark)
    {
        if (_isMarked) _breaks = 1;
        Settle();
        _text.Append(mark);
        (_blank, _isMarked) = (false, true);
    }

    /// <param name="ifNeeded">Only where something stands on the line.</param>
    public void Break(bool ifNeeded = false)
    {
        if (!_isMarked) _breaks = ifNeeded ? Math.Max(_breaks, 1) : Math.Min(_breaks + 1, 2);
        _blank = false;
    }

    public void Paragraph()
    {
        if (!_isMarked) _breaks = 2;
        _blank = false;
    }

    /// <summary>Under the line that has just been written.</summary>
    public void Underline(char with)
    {
        const int Longest = 60;
        var length = _text.Length - _lineBegins;
        if (_breaks > 0 || length == 0) return;

        _text.Append('\n').Append(with, Math.Min(length, Longest));
    }

    public override string ToString() => _text.ToString();

    private void Settle()
    {
        if (_breaks > 0 && _text.Length > 0)
        {
            _text.Append('\n', _breaks);
            _lineBegins = _text.Length;
        }
        else if (_blank && _text.Length > _lineBegins && _text[^1] != ' ')
        {
            _text.Append(' ');
        }
        (_breaks, _blank) = (0, false);
    }
}
