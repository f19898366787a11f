using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace Cpd.Engine.Templates.Email;

/// <summary>An e-mail as it was put together: its blocks from top to bottom, and the one colour of its buttons and links.</summary>
/// <param name="Accent"><c>#rrggbb</c>.</param>
public sealed partial record EmailBlocks(string Accent, IReadOnlyList<EmailBlock> Blocks)
{
    /// <summary>For workspaces that have chosen no colour of their own.</summary>
    public const string UsualAccent = "#2458c9";

    /// <summary>Those in columns count, too.</summary>
    public const int Most = 100;

    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        AllowOutOfOrderMetadataProperties = true,
        NumberHandling = JsonNumberHandling.Strict,
        PropertyNameCaseInsensitive = false,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = 16,
    };

    /// <summary>What a new e-mail begins with.</summary>
    /// <param name="company">Whose mail it is.</param>
    /// <param name="logo">Its picture; null for none.</param>
    public static EmailBlocks Begin(string? accent, string company, Uri? logo = null) => new(accent ?? UsualAccent,
    [
        .. logo is null ? [] : new EmailBlock[] { new EmailBlock.Picture(logo.ToString(), company, Width: 120) },
        new EmailBlock.Heading("Hello {{default person.firstName \"there\"}}"),
        new EmailBlock.Words("Write your message here."),
        new EmailBlock.Button("Learn more", ""),
        new EmailBlock.Footer(company, "Unsubscribe", "Manage preferences"),
    ]);

    public static bool IsColour(string text) => Colour().IsMatch(text);

    public string ToJson() => JsonSerializer.Serialize(this, Format);

    /// <summary>Reads strictly: what is not known would be lost with the next change. Null with a sentence where it cannot be read.</summary>
    public static EmailBlocks? Read(string json, out string? problem)
    {
        try
        {
            var read = JsonSerializer.Deserialize<EmailBlocks>(json, Format);
            problem = read is null ? "The blocks are empty. Add an accent and blocks." : Wrong(read);
            return problem is null ? read : null;
        }
        catch (Exception refused) when (refused is JsonException or NotSupportedException)
        {
            var at = (refused as JsonException)?.Path is { Length: > 1 } path ? $" at {path}" : "";
            problem = $"The blocks cannot be read{at}. Use heading, text, button, image, divider, spacer, columns and footer with the fields they have, or open the e-mail in Templates.";
            return null;
        }
    }

    private static string? Wrong(EmailBlocks read)
    {
        if (!IsColour(read.Accent)) return $"“{read.Accent}” is not a valid colour. Enter # and six hex digits, for example {UsualAccent}.";
        var all = read.Blocks.SelectMany(block => block is EmailBlock.Columns columns ? [block, .. columns.Left, .. columns.Right] : new[] { block }).ToList();
        if (all.Count > Most) return $"An e-mail may have at most {Most} blocks.";
        if (all.Contains(null!)) return "A block is null. Remove it.";
        if (read.Blocks.OfType<EmailBlock.Columns>().Any(columns => columns.Left.Concat(columns.Right).Any(inner => inner is EmailBlock.Columns or EmailBlock.Footer)))
            return "Columns cannot contain columns or a footer. Move those out.";
        if (all.OfType<EmailBlock.Picture>().Any(picture => picture.Width is < EmailBlock.Picture.Narrowest or > EmailBlock.Picture.Widest))
            return $"An image must be {EmailBlock.Picture.Narrowest} to {EmailBlock.Picture.Widest} pixels wide, or full width.";
        return all.OfType<EmailBlock.Spacer>().Any(spacer => spacer.Height is < EmailBlock.Spacer.Least or > EmailBlock.Spacer.Most)
            ? $"A space must be {EmailBlock.Spacer.Least} to {EmailBlock.Spacer.Most} pixels high."
            : null;
    }

    [GeneratedRegex(@"\A#[0-9a-fA-F]{6}\z")]
    private static partial Regex Colour();
}
