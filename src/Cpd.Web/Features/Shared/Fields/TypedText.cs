namespace Cpd.Web.Features.Shared.Fields;

/// <summary>
/// What somebody types, while it is on its way to the parent and back. Meanwhile the next letter may be typed, so that what
/// comes back is only shown where it was not said here.
/// </summary>
internal sealed class TypedText
{
    private readonly HashSet<string> _said = new(StringComparer.Ordinal);
    private string _last = "";

    public string Text { get; set; } = "";

    /// <summary>What the parent gives.</summary>
    public void Given(string? given)
    {
        var text = given ?? "";
        if (text == Text) _said.Clear();
        else if (text != _last && !_said.Remove(text)) Text = text;
        _last = text;
    }

    /// <summary>What goes to the parent now.</summary>
    public string Say()
    {
        _said.Add(Text);
        return Text;
    }

    public string Say(string text)
    {
        Text = text;
        return Say();
    }
}
