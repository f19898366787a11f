using Cpd.Contracts;
using Cpd.Engine.Templates.Email;
using Cpd.Engine.Templates.Stored;
using static Cpd.Engine.Tests.People.Given;

namespace Cpd.Engine.Tests.Templates;

/// <summary>E-mails that people put together without writing HTML.</summary>
public class EmailsOfBlocks
{
    [Fact]
    public void Every_block_survives_being_stored()
    {
        var blocks = new EmailBlocks("#2458c9",
        [
            new EmailBlock.Heading("Hi"), new EmailBlock.Words("a\nb"), new EmailBlock.Button("Go", "https://shop.example"), new EmailBlock.Picture("https://shop.example/a.png", "A", null),
            new EmailBlock.Divider(), new EmailBlock.Spacer(24), new EmailBlock.Columns([new EmailBlock.Words("l")], [new EmailBlock.Divider()]), new EmailBlock.Footer("Shop", "Out", "Choose"),
        ]);

        Assert.Equal(
            """{"accent":"#2458c9","blocks":[{"type":"heading","text":"Hi"},{"type":"text","text":"a\nb"},{"type":"button","label":"Go","address":"https://shop.example"},"""
            + """{"type":"image","address":"https://shop.example/a.png","alt":"A"},{"type":"divider"},{"type":"spacer","height":24},"""
            + """{"type":"columns","left":[{"type":"text","text":"l"}],"right":[{"type":"divider"}]},{"type":"footer","company":"Shop","unsubscribe":"Out","preferences":"Choose"}]}""",
            blocks.ToJson());
        Assert.Equal(blocks.ToJson(), EmailBlocks.Read(blocks.ToJson(), out _)?.ToJson());
    }

    [Theory]
    [InlineData("""{"accent":"red","blocks":[]}""", "is not a valid colour")]
    [InlineData("""{"accent":"#2458c9","blocks":[{"type":"video"}]}""", "$.blocks[0]")]
    [InlineData("""{"accent":"#2458c9","blocks":[{"type":"text","text":"a","size":3}]}""", "$.blocks[0]")]
    [InlineData("""{"accent":"#2458c9","blocks":[{"type":"text"}]}""", "$.blocks[0]")]
    [InlineData("""{"accent":"#2458c9","blocks":[{"type":"text","text":null}]}""", "$.blocks[0]")]
    [InlineData("""{"accent":"#2458c9","blocks":[null]}""", "null")]
    [InlineData("""{"accent":"#2458c9","blocks":[{"type":"image","address":"a","alt":"b","width":5}]}""", "pixels wide")]
    [InlineData("""{"accent":"#2458c9","blocks":[{"type":"spacer","height":9000}]}""", "pixels high")]
    [InlineData("""{"accent":"#2458c9","blocks":[{"type":"columns","left":[{"type":"columns","left":[],"right":[]}],"right":[]}]}""", "cannot contain columns")]
    [InlineData("""{"accent":"#2458c9"}""", "cannot be read")]
    [InlineData("[]", "cannot be read")]
    [InlineData("null", "empty")]
    public void What_is_not_known_is_refused_and_not_lost(string json, string says)
    {
        Assert.Null(EmailBlocks.Read(json, out var problem));
        Assert.Contains(says, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_becomes_lines_bold_words_and_links_and_its_places_stay()
    {
        var html = Inside(new EmailBlock.Words("Hi {{default person.firstName \"there\"}} & <you>,\n{{#if person.vip}}\n**dear** friend\n{{/if}}\nsee [your order]({{entry.url}}?a=1&b=\"2\")"));

        Assert.Equal(
            "Hi {{default person.firstName \"there\"}} &amp; &lt;you&gt;,<br>\n{{#if person.vip}}\n<strong>dear</strong> friend<br>\n{{/if}}\n"
            + "see <a href=\"{{entry.url}}?a=1&amp;b=&quot;2&quot;\" class=\"link\" style=\"color:#2458c9;text-decoration:underline\">your order</a>",
            html[(html.IndexOf('>', StringComparison.Ordinal) + 1)..html.LastIndexOf("</div>", StringComparison.Ordinal)]);
    }

    [Fact]
    public void A_button_is_a_cell_in_the_colour_with_words_that_can_be_read_on_it()
    {
        Assert.Equal(
            "<table role=\"presentation\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\"><tr><td bgcolor=\"#2458c9\" style=\"background-color:#2458c9;border-radius:6px;mso-padding-alt:12px 24px\">"
            + "<a href=\"https://shop.example/?q=&quot;a&quot;\" style=\"display:inline-block;padding:12px 24px;font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;font-size:16px;line-height:24px;font-weight:600;color:#ffffff;text-decoration:none\">Go {{person.name}}</a></td></tr></table>",
            Inside(new EmailBlock.Button("Go {{person.name}}", " https://shop.example/?q=\"a\" ")));
        Assert.Contains(";color:#10131a;", Inside(new EmailBlock.Button("Go", "https://shop.example"), "#ffd400"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_picture_is_as_wide_as_it_says_and_no_wider_than_its_place()
    {
        Assert.Contains(" width=\"120\" ", Inside(new EmailBlock.Picture("https://shop.example/a.png", "A", Width: 120)), StringComparison.Ordinal);
        Assert.Contains(" width=\"536\" ", Inside(new EmailBlock.Picture("https://shop.example/a.png", "A", Width: 600)), StringComparison.Ordinal);
    }

    [Fact]
    public void It_is_sent_as_any_other_mail_and_reads_as_a_text()
    {
        var blocks = new EmailBlocks("#2458c9",
        [
            new EmailBlock.Heading("Thank you, {{person.name}}"),
            new EmailBlock.Words("Your order is on its way."),
            new EmailBlock.Columns([new EmailBlock.Words("Left")], [new EmailBlock.Button("See it", "https://shop.example/o")]),
            new EmailBlock.Footer("Shop Ltd\nIlica 1", "Out", null),
        ]);
        var template = CompiledTemplate.Compile("demo", "order", Channel.Email, isArchived: false, Content(blocks.ToJson()));

        var made = template.Compose(Facts("""{"name":"<b>A & B</b>"}"""));

        Assert.Contains(">Thank you, &lt;b&gt;A &amp; B&lt;/b&gt;</h1>", made.Parts!["html"], StringComparison.Ordinal);
        Assert.DoesNotContain("blocks", made.Parts.Keys);
        Assert.True(MessageLinks.TryStandIn(MessageLinks.Unsubscribe, out var way));
        Assert.Equal($"Thank you, <b>A & B</b>\n=======================\n\nYour order is on its way.\n\nLeft\n\nSee it (https://shop.example/o)\n\nShop Ltd\nIlica 1\nOut ({way})", made.Text);
    }

    [Fact]
    public void What_is_wrong_is_said_at_its_block_and_keeps_it_from_being_saved()
    {
        var blocks = new EmailBlocks("#2458c9",
        [
            new EmailBlock.Words("Hi {{person.}}"), new EmailBlock.Button("Go", ""),
            new EmailBlock.Columns([new EmailBlock.Picture("picture.png", "")], [new EmailBlock.Picture("{{entry.picture}}", "It", "{{entry.url}}")]),
            new EmailBlock.Footer("", "Out"), new EmailBlock.Words("[it](javascript:alert) and [that]({{entry.url}}), [ours](https://shop.example)"),
        ]);

        Assert.Equal(
            [("0", "text", false), ("1", "address", false), ("2.left.0", "address", false), ("2.left.0", "alt", true), ("3", "company", true), ("4", "text", false)],
            EmailBlockRules.Problems(blocks).Select(problem => (problem.Block, problem.Field, problem.IsWarning)));
        Assert.Equal(4, TemplateRules.Check(Channel.Email, Content(blocks.ToJson())).Count);
        Assert.Equal("template.blocks", Assert.Single(TemplateRules.Check(Channel.Email, Content("{}"))).Code);
        Assert.Equal("template.blocks", Assert.Single(TemplateRules.Check(Channel.Email, new([Content(blocks.ToJson()).Variants[0].With("html", "<p>")]))).Code);
        Assert.Equal("template.part", Assert.Single(TemplateRules.Check(Channel.Sms, new([new TemplateVariant("", new Dictionary<string, string> { ["text"] = "Hi", ["blocks"] = blocks.ToJson() })]))).Code);
    }

    [Theory]
    [InlineData("https://shop.example/a", true)]
    [InlineData("mailto:care@shop.example", true)]
    [InlineData("tel:+385911234567", true)]
    [InlineData("javascript:alert(1)", false)]
    [InlineData(" java\nscript:alert(1)", false)]
    [InlineData("data:text/html,<script>", false)]
    [InlineData("shop.example/a", false)]
    [InlineData("", false)]
    public void An_address_that_is_filled_in_leads_to_the_web_or_the_mail_is_not_sent(string url, bool isSent)
    {
        foreach (EmailBlock block in (EmailBlock[])[new EmailBlock.Button("Go", "{{person.url}}"), new EmailBlock.Words("[here]({{person.url}})"), new EmailBlock.Picture("https://shop.example/a.png", "A", "{{person.url}}")])
        {
            var made = Made(Content(new EmailBlocks("#2458c9", [block, new EmailBlock.Footer("Shop", "Out")]).ToJson()), url);
            Assert.Equal(isSent ? null : "message.address-invalid", made.Code);
        }
    }

    [Theory]
    [InlineData("<a href=\"{{person.url}}\">x</a>", "JavaScript:alert(1)", false)]
    [InlineData("<a href='{{{person.url}}}'>x</a>", "&#106;avascript:alert(1)", false)]
    [InlineData("<a href=\"https://shop.example/{{person.url}}\">x</a>", "javascript:", true)]
    [InlineData("<a href=\"{{person.url}}\">x</a>", "#below", true)]
    public void In_HTML_by_hand_no_value_makes_a_script_of_a_link(string html, string url, bool isSent) =>
        Assert.Equal(isSent ? null : "message.address-invalid", Made(new([new TemplateVariant("", new Dictionary<string, string> { ["subject"] = "S", ["html"] = html })]), url).Code);

    private static ComposedMessage Made(TemplateContent content, string url) =>
        CompiledTemplate.Compile("demo", "order", Channel.Email, isArchived: false, content).Compose(Facts(System.Text.Json.JsonSerializer.Serialize(new { url })));

    private static TemplateContent Content(string blocks) =>
        new([new TemplateVariant("", new Dictionary<string, string> { ["subject"] = "S", ["blocks"] = blocks })]);

    /// <summary>What one block becomes within its row.</summary>
    private static string Inside(EmailBlock block, string accent = "#2458c9")
    {
        const string Row = "<tr><td style=\"padding:8px 32px\">";
        var html = EmailBlocksHtml.Of(new EmailBlocks(accent, [block]));
        var from = html.IndexOf(Row, StringComparison.Ordinal) + Row.Length;
        return html[from..html.IndexOf("</td></tr>\n<tr><td style=\"height:24px", from, StringComparison.Ordinal)];
    }
}
