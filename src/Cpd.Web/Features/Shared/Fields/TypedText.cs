namespace Cpd.Web.Features.Shared.Fields;

/// <summary>What somebody types, while it is on its way to the parent and back.</summary>
internal sealed class TypedText
{
    private readonly SaidHere<string> _said = new();

    public string Text { get; set; } = "";

    /// <summary>What the parent gives.</summary>
    public void Given(string? given)
    {
        if (_said.IsNews(given ?? "", Text)) Text = given ?? "";
    }

    /// <summary>What goes to the parent now.</summary>
    public string Say()
    {
        _said.Say(Text);
        return Text;
    }

    public string Say(string text)
    {
        Text = text;
        return Say();
    }
}
