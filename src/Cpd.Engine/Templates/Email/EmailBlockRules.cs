using Cpd.Contracts;
using Cpd.Engine.Templates.Stored;

namespace Cpd.Engine.Templates.Email;

/// <summary>Something at one block.</summary>
/// <param name="Block">Where it stands: <c>3</c>, or <c>3.left.0</c> within columns.</param>
/// <param name="Field">As it is stored: <c>address</c>.</param>
/// <param name="IsWarning">Said, and no reason not to save.</param>
/// <param name="Place">Where in the field; null where it is about the field as a whole.</param>
/// <param name="IsEmpty">Nothing stands there yet: no news to somebody who has not come that far.</param>
public sealed record EmailBlockProblem(string Block, string Field, string Sentence, bool IsWarning = false, TemplateProblem? Place = null, bool IsEmpty = false);

/// <summary>What makes blocks fit to be sent.</summary>
public static class EmailBlockRules
{
    /// <summary>All there is to say, in the order of the blocks.</summary>
    public static IReadOnlyList<EmailBlockProblem> Problems(EmailBlocks blocks) => [.. Problems(blocks.Blocks, "")];

    /// <summary>The mistakes of a variant that is made of blocks; null for any other.</summary>
    internal static IEnumerable<TemplateMistake>? Check(Channel channel, TemplateVariant variant)
    {
        if (channel is not Channel.Email || !variant.Parts.TryGetValue(TemplateParts.Blocks, out var json)) return null;

        TemplateMistake Mistake(string sentence, TemplateProblem? place = null) => new("template.blocks", sentence, variant.Language, TemplateParts.Blocks, place);
        if (variant.Parts.ContainsKey(TemplateParts.Html)) return [Mistake("The HTML is generated from the blocks. Leave out one of them.")];
        if (EmailBlocks.Read(json, out var unreadable) is not { } blocks) return [Mistake(unreadable!)];

        var mistakes = Problems(blocks).Where(problem => !problem.IsWarning).Select(problem => Mistake(problem.Sentence, problem.Place)).ToList();
        if (blocks.Blocks.Count == 0) mistakes.Add(Mistake("Add a block: the e-mail is empty."));
        // Of blocks that are right the HTML is, too, unless it is too long.
        var others = TemplateRules.Check(TemplateParts.Of(channel, variant), EmailBlocksHtml.Made(variant));
        return [.. mistakes, .. mistakes.Count == 0 ? others : others.Where(mistake => mistake.Part != TemplateParts.Html)];
    }

    private static IEnumerable<EmailBlockProblem> Problems(IReadOnlyList<EmailBlock> blocks, string above) =>
        blocks.SelectMany((block, number) => Problems(block, FormattableString.Invariant($"{above}{number}")));

    private static IEnumerable<EmailBlockProblem> Problems(EmailBlock block, string at) => block switch
    {
        EmailBlock.Heading heading => Text(at, "text", heading.Text, "Enter the heading, or remove it."),
        EmailBlock.Words words => [.. Text(at, "text", words.Text, "Enter the text, or remove it."), .. Links(at, "text", words.Text)],
        EmailBlock.Button button =>
        [
            .. Text(at, "label", button.Label, "Enter the text of the button."),
            .. Address(at, "address", button.Address, "Enter the button's URL, starting with https://.", MailAddresses.OfLinks),
        ],
        EmailBlock.Picture picture =>
        [
            .. Address(at, "address", picture.Address, "Enter the image URL, starting with https://. Most mail clients do not show embedded images.", MailAddresses.OfPictures),
            .. string.IsNullOrWhiteSpace(picture.Alt) ? [new EmailBlockProblem(at, "alt", "Add an alternative text: many mail clients block images, and screen readers need it.", IsWarning: true)] : Text(at, "alt", picture.Alt, ""),
            .. picture.Link is { } link ? Address(at, "link", link, "Enter the link of the image, starting with https://.", MailAddresses.OfLinks) : [],
        ],
        EmailBlock.Columns columns => Problems(columns.Left, $"{at}.left.").Concat(Problems(columns.Right, $"{at}.right.")),
        EmailBlock.Footer footer =>
        [
            .. string.IsNullOrWhiteSpace(footer.Company) ? [new EmailBlockProblem(at, "company", "Enter the company's name and postal address: most countries require them.", IsWarning: true)] : Text(at, "company", footer.Company, ""),
            .. Links(at, "company", footer.Company),
            .. Text(at, "unsubscribe", footer.Unsubscribe, "Enter the link text, for example Unsubscribe."),
            .. footer.Preferences is { } words ? Text(at, "preferences", words, "Enter the link text, for example Manage preferences.") : [],
        ],
        _ => [],
    };

    private static IEnumerable<EmailBlockProblem> Text(string at, string field, string written, string ifEmpty) => string.IsNullOrWhiteSpace(written)
        ? [new EmailBlockProblem(at, field, ifEmpty, IsEmpty: true)]
        : MessageTemplate.Compile(written, TemplateEscaping.Html).Found.Select(problem => new EmailBlockProblem(at, field, problem.Sentence, Place: problem));

    private static IEnumerable<EmailBlockProblem> Links(string at, string field, string? written) => WrittenText.AddressesIn(written ?? "")
        .Where(address => !Leads(address, MailAddresses.OfLinks))
        .Select(address => new EmailBlockProblem(at, field, $"The link to {address} must start with https://."));

    /// <summary>What is filled in for each person is looked at when it is known.</summary>
    private static IEnumerable<EmailBlockProblem> Address(string at, string field, string written, string wrong, string[] schemes) =>
        string.IsNullOrWhiteSpace(written) || !Leads(written, schemes) ? [new EmailBlockProblem(at, field, wrong, IsEmpty: string.IsNullOrWhiteSpace(written))] : Text(at, field, written, wrong);

    private static bool Leads(string address, string[] schemes) =>
        address.Contains("{{", StringComparison.Ordinal) || MailAddresses.Leads(address, schemes);
}
