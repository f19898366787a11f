using Cpd.Contracts;
using Cpd.Engine.Templates.Stored;
using static Cpd.Engine.Tests.People.Given;

namespace Cpd.Engine.Tests.Templates;

/// <summary>From the parts that people write to the mail that one person gets.</summary>
public class MakingEmails
{
    [Fact]
    public void Values_are_escaped_in_the_HTML_and_nowhere_else()
    {
        var made = Compose("""{"name":"<b>A & B</b>"}""", ("subject", "For {{person.name}}"), ("html", "<p>Hi {{person.name}} {{{person.name}}}</p>"), ("text", "Hi {{person.name}}"));

        Assert.Equal("For <b>A & B</b>", made.Parts!["subject"]);
        Assert.Equal("<p>Hi &lt;b&gt;A &amp; B&lt;/b&gt; <b>A & B</b></p>", made.Parts["html"]);
        Assert.Equal("Hi <b>A & B</b>", made.Text);
    }

    [Fact]
    public void A_value_with_a_line_break_begins_no_line_of_the_head()
    {
        var made = Compose("""{"name":"Ana\r\nBcc: all@shop.example\u2028x\u0000"}""",
            ("subject", "Hi {{person.name}}"), ("html", "x"), ("sender", "{{person.name}} <news@shop.example>"), ("replyTo", "care@shop.example"));

        Assert.Equal("Hi Ana Bcc: all@shop.example x", made.Parts!["subject"]);
        Assert.Equal("\"Ana Bcc: all@shop.example x\" <news@shop.example>", made.Parts["sender"]);
        Assert.Equal("care@shop.example", made.Parts["replyTo"]);
    }

    [Theory]
    [InlineData("<p>Hi <b>you</b></p>", null, "Hi you")]
    [InlineData("<p>Hi</p>", "  ", "Hi")]
    [InlineData("<p>Hi</p>", "Hello", "Hello")]
    public void The_text_is_made_from_the_HTML_where_nobody_wrote_one(string html, string? written, string text) =>
        Assert.Equal(text, Compose("{}", [("subject", "S"), ("html", html), .. written is null ? [] : new[] { ("text", written) }]).Text);

    [Theory]
    [InlineData("<p>Hi</p>", "PRE<p>Hi</p>")]
    [InlineData("<html><BODY class=\"a\">Hi", "<html><BODY class=\"a\">PREHi")]
    public void The_preview_line_is_in_the_HTML_and_not_in_the_text(string html, string with)
    {
        var made = Compose("""{"name":"<A>"}""", ("subject", "S"), ("html", html), ("preheader", "For {{person.name}}"));

        const string Hidden = "<div style=\"display:none;max-height:0;max-width:0;overflow:hidden;opacity:0\">For &lt;A&gt;</div>";
        Assert.Equal(with.Replace("PRE", Hidden, StringComparison.Ordinal), made.Parts!["html"]);
        Assert.Equal("Hi", made.Text);
        Assert.DoesNotContain("preheader", made.Parts.Keys);
    }

    [Fact]
    public void What_is_missing_in_any_part_is_said_at_once()
    {
        var made = Compose("{}", ("subject", "Hi {{person.name}}"), ("html", "{{person.name}} {{entry.code}}"));

        Assert.Null(made.Text);
        Assert.Equal("message.missing-variable", made.Code);
        Assert.Equal(["entry.code", "person.name"], made.Missing.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("{{default person.name \"\"}}", "x", "x", "message.no-subject")]
    [InlineData("S", "<img src=x>", "", "message.no-text")]
    [InlineData("S", "x", "{{person.mail}} at home", "message.sender-invalid")]
    public void What_comes_out_unfit_is_not_sent(string subject, string html, string sender, string code)
    {
        var made = Compose("""{"mail":"somebody"}""", ("subject", subject), ("html", html), ("sender", sender == "x" ? "" : sender));

        Assert.Equal((null, code), (made.Text, made.Code));
    }

    [Fact]
    public void A_list_shows_it_by_its_subject() =>
        Assert.Equal("Your order\n\nHi", Compose("{}", ("subject", "Your order"), ("html", "<p>Hi</p>")).Shown);

    [Theory]
    [InlineData("html", "x", "template.no-text/subject")]
    [InlineData("subject", "x", "template.no-text/html")]
    [InlineData("sender", "nobody", "template.address/sender template.no-text/html template.no-text/subject")]
    [InlineData("sender", "{{person.agent}} <care@shop.example>", "template.no-text/html template.no-text/subject")]
    [InlineData("text", "{{", "template.no-text/html template.no-text/subject template.unreadable/text")]
    [InlineData("alphabet", "turkish", "template.no-text/html template.no-text/subject template.part/alphabet")]
    public void What_is_saved_has_a_subject_and_a_content(string part, string written, string mistakes) =>
        Assert.Equal(mistakes, string.Join(' ', TemplateRules.Check(Channel.Email, Content((part, written))).Select(one => $"{one.Code}/{one.Part}").Order(StringComparer.Ordinal)));

    private static ComposedMessage Compose(string person, params (string Name, string Text)[] parts) =>
        CompiledTemplate.Compile("shop", "order", Channel.Email, false, Content(parts)).Compose(Facts(person));

    private static TemplateContent Content(params (string Name, string Text)[] parts) =>
        new([new TemplateVariant("", parts.ToDictionary(part => part.Name, part => part.Text))]);
}
