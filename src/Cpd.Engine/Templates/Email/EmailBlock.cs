using System.Text.Json.Serialization;

namespace Cpd.Engine.Templates.Email;

/// <summary>One piece of an e-mail that is put together rather than written as HTML. Plain data: <see cref="EmailBlocksHtml"/> makes the HTML.</summary>
/// <remarks>All that people write may have places to fill in. Names and fields are stored: change none of them.</remarks>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Heading), "heading")]
[JsonDerivedType(typeof(Words), "text")]
[JsonDerivedType(typeof(Button), "button")]
[JsonDerivedType(typeof(Picture), "image")]
[JsonDerivedType(typeof(Divider), "divider")]
[JsonDerivedType(typeof(Spacer), "spacer")]
[JsonDerivedType(typeof(Columns), "columns")]
[JsonDerivedType(typeof(Footer), "footer")]
public abstract record EmailBlock
{
    private EmailBlock()
    {
    }

    public sealed record Heading(string Text) : EmailBlock;

    /// <param name="Text">Lines stay lines; <c>**bold**</c> and <c>[words](https://…)</c> for a link.</param>
    public sealed record Words(string Text) : EmailBlock;

    public sealed record Button(string Label, string Address) : EmailBlock;

    /// <param name="Alt">What is read where the picture is not seen; empty for mere decoration.</param>
    /// <param name="Link">Where a click leads; null for nowhere.</param>
    /// <param name="Width">Pixels; null for all there is.</param>
    public sealed record Picture(string Address, string Alt, string? Link = null, int? Width = null) : EmailBlock
    {
        public const int Narrowest = 16, Widest = 600;
    }

    public sealed record Divider : EmailBlock;

    /// <param name="Height">Pixels.</param>
    public sealed record Spacer(int Height) : EmailBlock
    {
        public const int Least = 4, Most = 200;
    }

    /// <summary>Two of the same width; on a phone the right one stands below the left one. There are no columns within them.</summary>
    public sealed record Columns(IReadOnlyList<EmailBlock> Left, IReadOnlyList<EmailBlock> Right) : EmailBlock;

    /// <param name="Company">Whose mail it is: name and postal address.</param>
    /// <param name="Unsubscribe">The words of the link that ends e-mail for the person.</param>
    /// <param name="Preferences">Those of the link to where they choose what they get; null for no such link.</param>
    public sealed record Footer(string Company, string Unsubscribe, string? Preferences = null) : EmailBlock;
}
