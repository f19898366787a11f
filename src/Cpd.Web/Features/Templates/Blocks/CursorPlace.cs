namespace Cpd.Web.Features.Templates.Blocks;

/// <summary>In which of the many texts of an e-mail the cursor was last: there a value goes that is put in.</summary>
public sealed class CursorPlace
{
    private readonly List<TemplateText> _texts = [];

    /// <summary>It may be gone meanwhile.</summary>
    public TemplateText? Last { get; set; }

    /// <summary>Of the blocks, where nobody has been in any: the first that has several lines.</summary>
    public TemplateText? First => _texts.Find(text => !text.IsLine) ?? _texts.FirstOrDefault();

    /// <summary>Whether it is one of a block that is still there.</summary>
    public bool Has(TemplateText text) => _texts.Contains(text);

    public void Add(TemplateText text) => _texts.Add(text);

    public void Remove(TemplateText text) => _texts.Remove(text);
}
