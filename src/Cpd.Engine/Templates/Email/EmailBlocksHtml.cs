using System.Diagnostics;
using System.Globalization;
using System.Text;
using Cpd.Engine.Templates.Stored;

namespace Cpd.Engine.Templates.Email;

/// <summary>
/// The HTML of an e-mail that was put together. Tables with styles at each element, as the older mail programs want it; a
/// sheet of styles only for what may be missing: dark colours, and columns below each other on a phone.
/// </summary>
/// <remarks>Made anew whenever a template is read, so what is mended here is mended in every template.</remarks>
public static class EmailBlocksHtml
{
    private const int Width = 600, Side = 32;

    private const string Font = "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
    private const string Table = "<table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\"";

    /// <summary>A variant with its HTML in the place of its blocks; as it is where they cannot be read.</summary>
    internal static TemplateVariant Made(TemplateVariant variant) =>
        variant.Parts.TryGetValue(TemplateParts.Blocks, out var json) && EmailBlocks.Read(json, out _) is { } blocks
            ? variant.With(TemplateParts.Html, Of(blocks, variant.Language)).With(TemplateParts.Blocks, null)
            : variant;

    /// <param name="language">Of the words, for those who have them read aloud; empty where it is not known.</param>
    public static string Of(EmailBlocks blocks, string language = TemplateLanguages.Default)
    {
        var html = new StringBuilder();
        html.Append("<!doctype html>\n<html").Append(language.Length > 0 ? $" lang=\"{language}\"" : "").Append(">\n<head>\n")
            .Append("<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
            .Append("<meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"supported-color-schemes\" content=\"light dark\">\n")
            .Append(Sheet(blocks.Accent)).Append("</head>\n<body class=\"page\" style=\"margin:0;padding:0;background-color:#f3f4f6\">\n")
            .Append(Table).Append(" class=\"page\" bgcolor=\"#f3f4f6\" style=\"background-color:#f3f4f6\"><tr><td align=\"center\" style=\"padding:24px 8px\">\n")
            .Append(CultureInfo.InvariantCulture, $"<!--[if mso]><table role=\"presentation\" width=\"{Width}\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\"><tr><td><![endif]-->\n")
            .Append(Table).Append(CultureInfo.InvariantCulture, $" class=\"card\" bgcolor=\"#ffffff\" style=\"max-width:{Width}px;background-color:#ffffff;border-radius:8px\">\n")
            .Append("<tr><td style=\"height:24px;line-height:24px;font-size:1px\">&#160;</td></tr>\n");
        foreach (var block in blocks.Blocks) Append(html, block, blocks.Accent, Side, Width - (2 * Side));
        html.Append("<tr><td style=\"height:24px;line-height:24px;font-size:1px\">&#160;</td></tr>\n</table>\n<!--[if mso]></td></tr></table><![endif]-->\n</td></tr></table>\n</body>\n</html>\n");
        return html.ToString();
    }

    private static void Append(StringBuilder html, EmailBlock block, string accent, int side, int width)
    {
        if (block is EmailBlock.Spacer spacer)
        {
            html.Append(CultureInfo.InvariantCulture, $"<tr><td style=\"height:{spacer.Height}px;line-height:{spacer.Height}px;font-size:1px\">&#160;</td></tr>\n");
            return;
        }
        html.Append(CultureInfo.InvariantCulture, $"<tr><td style=\"padding:8px {side}px\">").Append(block switch
        {
            EmailBlock.Heading heading => $"<h1 class=\"words\" style=\"margin:0;{Font};font-size:24px;line-height:32px;font-weight:600;color:#1c1f24\">{WrittenText.Line(heading.Text)}</h1>",
            EmailBlock.Words words => $"<div class=\"words\" style=\"{Font};font-size:16px;line-height:24px;color:#1c1f24\">{WrittenText.Words(words.Text, Link(accent))}</div>",
            EmailBlock.Button button => Button(button, accent),
            EmailBlock.Picture picture => Picture(picture, width),
            EmailBlock.Divider => $"{Table}><tr><td class=\"line\" style=\"border-top:1px solid #d5d9e0;height:1px;line-height:1px;font-size:1px\">&#160;</td></tr></table>",
            EmailBlock.Columns columns => Columns(columns, accent, width),
            EmailBlock.Footer footer => Footer(footer),
            _ => throw new UnreachableException(),
        }).Append("</td></tr>\n");
    }

    /// <summary>A cell in the colour with a link that fills it: Word, which Outlook shows mail with, gives links no room around.</summary>
    private static string Button(EmailBlock.Button button, string accent)
    {
        var words = Brightness(accent) > 0.3 ? "#10131a" : "#ffffff";
        return $"<table role=\"presentation\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\"><tr><td bgcolor=\"{accent}\" style=\"background-color:{accent};border-radius:6px;mso-padding-alt:12px 24px\">"
            + $"<a href=\"{WrittenText.Line(button.Address.Trim())}\" style=\"display:inline-block;padding:12px 24px;{Font};font-size:16px;line-height:24px;font-weight:600;color:{words};text-decoration:none\">{WrittenText.Line(button.Label)}</a></td></tr></table>";
    }

    private static string Picture(EmailBlock.Picture picture, int room)
    {
        var width = Math.Min(picture.Width ?? room, room);
        var image = string.Create(CultureInfo.InvariantCulture,
            $"<img src=\"{WrittenText.Line(picture.Address.Trim())}\" alt=\"{WrittenText.Line(picture.Alt)}\" width=\"{width}\" class=\"words\" style=\"display:block;width:100%;max-width:{width}px;height:auto;border:0;{Font};font-size:14px;line-height:20px;color:#1c1f24\">");
        return picture.Link is { } link ? $"<a href=\"{WrittenText.Line(link.Trim())}\" style=\"text-decoration:none\">{image}</a>" : image;
    }

    private static string Columns(EmailBlock.Columns columns, string accent, int width)
    {
        const int Between = 16;
        var half = (width - Between) / 2;
        string Column(IReadOnlyList<EmailBlock> blocks)
        {
            var column = new StringBuilder();
            foreach (var block in blocks) Append(column, block, accent, 0, half);
            return string.Create(CultureInfo.InvariantCulture, $"<td class=\"col\" width=\"{half}\" valign=\"top\" style=\"width:{half}px;vertical-align:top\">{Table}>\n{column}</table></td>");
        }
        return string.Create(CultureInfo.InvariantCulture, $"{Table}><tr>{Column(columns.Left)}<td class=\"gap\" width=\"{Between}\" style=\"width:{Between}px;font-size:1px\">&#160;</td>{Column(columns.Right)}</tr></table>");
    }

    private static string Footer(EmailBlock.Footer footer)
    {
        const string Look = "class=\"small\" style=\"color:#5d646f;text-decoration:underline\"";
        var links = $"<a href=\"{{{{links.unsubscribe}}}}\" {Look}>{WrittenText.Line(footer.Unsubscribe)}</a>"
            + (footer.Preferences is { } preferences ? $" · <a href=\"{{{{links.preferences}}}}\" {Look}>{WrittenText.Line(preferences)}</a>" : "");
        return $"<div class=\"small\" style=\"{Font};font-size:12px;line-height:18px;color:#5d646f\">"
            + (string.IsNullOrWhiteSpace(footer.Company) ? "" : WrittenText.Words(footer.Company, Look) + "<br>\n") + links + "</div>";
    }

    private static string Link(string accent) => $"class=\"link\" style=\"color:{accent};text-decoration:underline\"";

    private static string Sheet(string accent) =>
        $$"""
        <style>
        :root { color-scheme: light dark; supported-color-schemes: light dark; }
        @media (max-width: 480px) {
        .col { display: block !important; width: 100% !important; }
        .gap { display: none !important; }
        }
        @media (prefers-color-scheme: dark) {
        .page { background-color: #16181c !important; }
        .card { background-color: #20242a !important; }
        .words { color: #e4e6ea !important; }
        .small { color: #9aa2ae !important; }
        .line { border-top-color: #454c57 !important; }
        .link { color: {{Lighter(accent)}} !important; }
        }
        </style>

        """;

    /// <summary>0 for black to 1 for white, as eyes see it (WCAG's relative luminance).</summary>
    private static double Brightness(string colour)
    {
        static double Linear(int part) => part / 255d is var share && share <= 0.04045 ? share / 12.92 : Math.Pow((share + 0.055) / 1.055, 2.4);
        var (red, green, blue) = Parts(colour);
        return (0.2126 * Linear(red)) + (0.7152 * Linear(green)) + (0.0722 * Linear(blue));
    }

    /// <summary>The colour for links on a dark ground: nearer to white until it can be read there.</summary>
    private static string Lighter(string colour)
    {
        const double Readable = 0.3;
        var (red, green, blue) = Parts(colour);
        while (Brightness(colour) < Readable)
        {
            (red, green, blue) = (Nearer(red), Nearer(green), Nearer(blue));
            colour = string.Create(CultureInfo.InvariantCulture, $"#{red:x2}{green:x2}{blue:x2}");
        }
        return colour;

        static int Nearer(int part) => Math.Min(255, part + Math.Max(1, (255 - part) / 8));
    }

    private static (int Red, int Green, int Blue) Parts(string colour) =>
        (Convert.ToInt32(colour[1..3], 16), Convert.ToInt32(colour[3..5], 16), Convert.ToInt32(colour[5..7], 16));
}
