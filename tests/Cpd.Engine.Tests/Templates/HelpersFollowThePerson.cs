using Cpd.Engine.Templates;
using static Cpd.Engine.Tests.People.Given;

namespace Cpd.Engine.Tests.Templates;

public class HelpersFollowThePerson
{
    private static string? Render(string source, string traits, string entry)
    {
        var compiled = MessageTemplate.Compile(source);
        Assert.Empty(compiled.Problems);
        var result = compiled.Template!.Render(Facts(person: traits, entry: entry));
        return result.Text ?? result.Why;
    }

    [Theory]
    [InlineData("2030-01-01T23:30:00Z", "UTC", "1 Jan 2030 23:30")]
    [InlineData("2030-01-01T23:30:00Z", "Europe/Zagreb", "2 Jan 2030 00:30")]
    [InlineData("2030-01-01T23:30:00", "Europe/Zagreb", "2 Jan 2030 00:30")]
    [InlineData("2030-01-02T00:30:00+01:00", "America/New_York", "1 Jan 2030 18:30")]
    // The night in which clocks go forward: 2 o'clock is 3 o'clock.
    [InlineData("2030-03-31T00:59:59Z", "Europe/Zagreb", "31 Mar 2030 01:59")]
    [InlineData("2030-03-31T01:00:00Z", "Europe/Zagreb", "31 Mar 2030 03:00")]
    // The night in which they go back: 2 o'clock comes twice.
    [InlineData("2030-10-27T00:30:00Z", "Europe/Zagreb", "27 Oct 2030 02:30")]
    [InlineData("2030-10-27T01:30:00Z", "Europe/Zagreb", "27 Oct 2030 02:30")]
    [InlineData("0001-01-01T00:00:00Z", "America/New_York", "1 Jan 0001 00:00")]
    [InlineData("9999-12-31T23:59:59Z", "Europe/Zagreb", "31 Dec 9999 23:59")]
    public void A_moment_is_shown_as_the_persons_clock_shows_it(string at, string zone, string text) =>
        Assert.Equal(text, Render("{{date entry.at \"d MMM yyyy HH:mm\"}}", $$"""{"timezone":"{{zone}}"}""", $$"""{"at":"{{at}}"}"""));

    [Theory]
    [InlineData("America/New_York")]
    [InlineData("Pacific/Auckland")]
    public void A_date_alone_is_the_same_day_everywhere(string zone) =>
        Assert.Equal("3 Feb 2030", Render("{{date entry.day \"d MMM yyyy\"}}", $$"""{"timezone":"{{zone}}"}""", """{"day":"2030-02-03"}"""));

    [Theory]
    [InlineData("1893499200", "2030-01-01 12:00")]
    [InlineData("1893499200000", "2030-01-01 12:00")]
    [InlineData("-1", "entry.at is not a date or time.")]
    [InlineData("1e99", "entry.at is not a date or time.")]
    [InlineData("\"soon\"", "entry.at is not a date or time.")]
    [InlineData("true", "entry.at is not a date or time.")]
    [InlineData("[1]", "entry.at is not a date or time.")]
    public void Unix_time_is_a_moment_too_and_anything_else_is_none(string at, string text) =>
        Assert.Equal(text, Render("{{date entry.at \"yyyy-MM-dd HH:mm\"}}", "{}", $$"""{"at":{{at}}}"""));

    [Theory]
    [InlineData("en-GB", "1 January 2030", "12:00")]
    [InlineData("hr-HR", "1. siječnja 2030.", "12:00")]
    [InlineData("de-DE", "Dienstag, 1. Januar 2030", "12:00")]
    public void Without_a_format_dates_and_times_are_written_as_usual_in_the_language(string locale, string date, string time)
    {
        var traits = $$"""{"locale":"{{locale}}"}""";

        Assert.Contains(date, Render("{{date entry.at}}", traits, """{"at":"2030-01-01T12:00:00Z"}"""), StringComparison.Ordinal);
        Assert.Equal(time, Render("{{time entry.at}}", traits, """{"at":"2030-01-01T12:00:00Z"}"""));
    }

    [Fact]
    public void American_times_have_a_plain_space() =>
        Assert.Equal("5:30 PM", Render("{{time entry.at}}", """{"locale":"en-US"}""", """{"at":"2030-01-01T17:30:00Z"}"""));

    [Theory]
    [InlineData("en-US", "1249.5", "N2", "1,249.50")]
    [InlineData("de-DE", "1249.5", "N2", "1.249,50")]
    [InlineData("fr-FR", "1249.5", "N2", "1 249,50")]
    [InlineData("hr", "0.25", "P0", "25 %")]
    [InlineData("en", "\"12.5\"", "0.00", "12.50")]
    [InlineData("en", "\"much\"", "N2", "entry.n is not a number.")]
    [InlineData("en", "1e99", "N2", "entry.n is not a number.")]
    public void Numbers_are_written_in_the_language(string locale, string number, string format, string text) =>
        Assert.Equal(text, Render($$$"""{{number entry.n "{{{format}}}"}}""", $$"""{"locale":"{{locale}}"}""", $$"""{"n":{{number}}}"""));

    [Theory]
    [InlineData("en", "1249.5", "1,249.5")]
    [InlineData("de", "1249", "1.249")]
    public void Without_a_format_numbers_keep_their_decimals(string locale, string number, string text) =>
        Assert.Equal(text, Render("{{number entry.n}}", $$"""{"locale":"{{locale}}"}""", $$"""{"n":{{number}}}"""));

    [Theory]
    [InlineData("en-US", "EUR", "12.5", "€12.50")]
    [InlineData("de-DE", "EUR", "1249.5", "1.249,50 €")]
    [InlineData("en-US", "JPY", "1250", "¥1,250")]
    [InlineData("en-US", "CHF", "12.5", "CHF 12.50")]
    [InlineData("en-US", "KWD", "1.5", "KWD 1.500")]
    [InlineData("hr-HR", "eur", "5", "5,00 €")]
    [InlineData("en-US", "US", "5", "\"US\" is not a currency; use a three-letter code, for example EUR.")]
    public void Amounts_are_written_in_the_language_whatever_the_currency(string locale, string currency, string amount, string text) =>
        Assert.Equal(text, Render($$$"""{{currency entry.n "{{{currency}}}"}}""", $$"""{"locale":"{{locale}}"}""", $$"""{"n":{{amount}}}"""));

    [Fact]
    public void The_currency_may_be_a_value_too() =>
        Assert.Equal("$5.00", Render("{{currency entry.n entry.c}}", """{"locale":"en-US"}""", """{"n":5,"c":"USD"}"""));

    [Theory]
    [InlineData("en", "upper", "straße", "STRASSE", "STRAßE")]
    [InlineData("tr-TR", "upper", "istanbul", "İSTANBUL", "İSTANBUL")]
    [InlineData("en", "lower", "ANA", "ana", "ana")]
    [InlineData("hr", "capitalize", "čaj za dvoje", "Čaj za dvoje", "Čaj za dvoje")]
    [InlineData("en", "capitalize", "", "", "")]
    public void Letters_change_as_the_language_has_it(string locale, string helper, string text, string one, string other) =>
        Assert.Contains(Render($$$"""{{{{{helper}}} entry.t}}""", $$"""{"locale":"{{locale}}"}""", $$"""{"t":"{{text}}"}"""), new[] { one, other });

    [Theory]
    [InlineData("en", 1, "one")]
    [InlineData("en", 0, "other")]
    [InlineData("en", 3, "other")]
    [InlineData("hr", 1, "one")]
    [InlineData("hr", 21, "one")]
    [InlineData("hr", 11, "other")]
    [InlineData("hr", 3, "few")]
    [InlineData("hr", 13, "other")]
    [InlineData("hr", 104, "few")]
    [InlineData("hr", 112, "other")]
    [InlineData("hr", 1.5, "other")]
    [InlineData("pl", 21, "other")]
    [InlineData("pl", 22, "few")]
    [InlineData("cs", 4, "few")]
    [InlineData("cs", 24, "other")]
    public void A_words_form_goes_with_the_number(string locale, double number, string form) =>
        Assert.Equal(form, Render("{{plural entry.n \"one\" \"few\" \"other\"}}", $$"""{"locale":"{{locale}}"}""", FormattableString.Invariant($$"""{"n":{{number}}}""")));

    [Theory]
    [InlineData(1, "item")]
    [InlineData(2, "items")]
    public void Two_forms_are_one_and_all_others(int number, string form) =>
        Assert.Equal(form, Render("{{plural entry.n \"item\" \"items\"}}", """{"locale":"hr"}""", $$"""{"n":{{number}}}"""));
}
