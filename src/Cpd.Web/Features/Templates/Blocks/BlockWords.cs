using Cpd.Engine.Templates.Email;

namespace Cpd.Web.Features.Templates.Blocks;

/// <summary>What blocks are called, and what they are before anybody has written in them.</summary>
internal static class BlockWords
{
    public static readonly IReadOnlyList<EmailBlock> New =
    [
        new EmailBlock.Heading(""), new EmailBlock.Words(""), new EmailBlock.Button("", ""), new EmailBlock.Picture("", ""), new EmailBlock.Divider(),
        new EmailBlock.Spacer(24), new EmailBlock.Columns([new EmailBlock.Words("")], [new EmailBlock.Words("")]), new EmailBlock.Footer("", "Unsubscribe", "Manage preferences"),
    ];

    /// <summary>Those that may stand in a column.</summary>
    public static readonly IReadOnlyList<EmailBlock> NewInColumns = [.. New.Where(block => block is not (EmailBlock.Columns or EmailBlock.Footer))];

    public static string Name(EmailBlock block) => block switch
    {
        EmailBlock.Heading => "Heading",
        EmailBlock.Words => "Text",
        EmailBlock.Button => "Button",
        EmailBlock.Picture => "Image",
        EmailBlock.Divider => "Divider",
        EmailBlock.Spacer => "Space",
        EmailBlock.Columns => "Two columns",
        _ => "Footer",
    };
}
