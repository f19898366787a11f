using Cpd.Engine.Templates.Email;

namespace Cpd.Engine.Tests.Templates;

/// <summary>What is left of an e-mail for those who read no HTML.</summary>
public class EmailsAsText
{
    [Theory]
    [InlineData("Hi", "Hi")]
    [InlineData("<p>One\n   two</p><p>Three</p>", "One two\n\nThree")]
    [InlineData("a<br>b<br/><br />c", "a\nb\n\nc")]
    [InlineData("<div>a</div><div>b</div>", "a\nb")]
    [InlineData("<div><div><p>a</p></div></div><div>b</div>", "a\n\nb")]
    [InlineData("<h1>Welcome</h1><p>Hi</p>", "Welcome\n=======\n\nHi")]
    [InlineData("<p>Hi</p><h2>More</h2>text<h3>Less</h3>", "Hi\n\nMore\n----\n\ntext\n\nLess")]
    [InlineData("x &amp; y &lt;z&gt;&nbsp;&euro;&#8217;", "x & y <z> €’")]
    [InlineData("<b>bold</b> and <i>slanted</i>", "bold and slanted")]
    [InlineData("Read<hr>on", "Read\n\n----------\n\non")]
    public void Lines_and_paragraphs_are_as_one_sees_them(string html, string text) => Assert.Equal(text, PlainText.Of(html));

    [Theory]
    [InlineData("""<a href="https://a.example/x?b=1&amp;c=2">Your order</a>.""", "Your order (https://a.example/x?b=1&c=2).")]
    [InlineData("""<a href='https://a.example/'>a.example</a>""", "a.example")]
    [InlineData("""<a href=https://a.example>https://a.example</a>""", "https://a.example")]
    [InlineData("""<a href="https://a.example"><img src="x.png" alt="The shop"></a>""", "The shop (https://a.example)")]
    [InlineData("""<a href="https://a.example"><img src="x.png"></a>""", "https://a.example")]
    [InlineData("""<a href="mailto:care@a.example?subject=x">Write to us</a>""", "Write to us (care@a.example)")]
    [InlineData("""<a href="#top">Up</a><a name="x">here</a><a href="javascript:alert(1)">no</a>""", "Uphereno")]
    public void A_link_keeps_its_address(string html, string text) => Assert.Equal(text, PlainText.Of(html));

    [Theory]
    [InlineData("<ul><li>One</li><li><p>Two</p></li></ul>after", "- One\n- Two\n\nafter")]
    [InlineData("Buy:<ol><li>Milk<li>Bread</ol>", "Buy:\n\n1. Milk\n2. Bread")]
    [InlineData("<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>", "- a\n  - b\n- c")]
    public void A_list_has_dashes_or_numbers(string html, string text) => Assert.Equal(text, PlainText.Of(html));

    [Theory]
    [InlineData("<table><tr><td>Mug</td><td>12 €</td></tr><tr><td>Sum</td><td>12 €</td></tr></table>", "Mug 12 €\nSum 12 €")]
    [InlineData("<!doctype html><html><head><title>T</title><style>p{}</style></head><body>b<!-- c > --><script>if(a<b){}</script></body></html>", "b")]
    public void What_is_no_text_is_not_read(string html, string text) => Assert.Equal(text, PlainText.Of(html));

    [Theory]
    [InlineData("1 < 2 and 3 > 2", "1 < 2 and 3 > 2")]
    [InlineData("<p title=\"a>b\">c", "c")]
    [InlineData("<", "<")]
    [InlineData("a<b", "a")]
    [InlineData("</p></ul></li></a><a", "")]
    [InlineData("<style>never closed", "")]
    [InlineData("<a href=", "")]
    [InlineData("", "")]
    public void Broken_HTML_is_read_as_far_as_it_goes(string html, string text) => Assert.Equal(text, PlainText.Of(html));

    [Fact]
    public void Much_of_nothing_takes_no_time()
    {
        var pieces = string.Concat(Enumerable.Repeat("<ul><li><a href=x>", 10_000)) + new string('<', 50_000) + string.Concat(Enumerable.Repeat("<style", 5_000));

        Assert.NotEmpty(PlainText.Of(pieces));
    }
}
