using Cpd.Contracts;
using Cpd.Engine.Templates;
using Cpd.Engine.Templates.Stored;
using static Cpd.Engine.Tests.Journeys.Scene;

namespace Cpd.Engine.Tests.Templates;

public sealed class ChoosingALanguage
{
    [Theory]
    [InlineData("de-AT", "de-AT")]
    [InlineData("de-CH", "de")]
    [InlineData("de", "de")]
    [InlineData("sr-Latn-RS", "sr-Latn")]
    [InlineData("sr-Cyrl-RS", "")]
    [InlineData("fr", "")]
    [InlineData(null, "")]
    public void Somebody_gets_their_region_or_their_language_or_what_everybody_gets(string? wanted, string gets) =>
        Assert.Equal(gets, TemplateLanguages.Choose(new HashSet<string> { "", "de", "de-AT", "sr-Latn" }.Contains, wanted));

    [Theory]
    [InlineData("HR", "hr")]
    [InlineData("de_at", "de-AT")]
    [InlineData(" pt-br ", "pt-BR")]
    [InlineData("nonsense", null)]
    [InlineData("", null)]
    public void A_language_is_written_one_way_however_it_was_typed(string typed, string? written) =>
        Assert.Equal(written, TemplateLanguages.Normalize(typed));

    [Fact]
    public void The_language_that_was_told_decides_and_no_assumed_one()
    {
        var template = Compiled(("", "Hello"), ("en", "Hello in English"), ("hr", "Bok"));

        Assert.Equal("Hello", Text(template, "{}"));
        Assert.Equal("Bok", Text(template, """{"locale":"hr-HR"}"""));
        Assert.Equal("Hello in English", Text(template, """{"language":"en-GB"}"""));
    }

    [Fact]
    public void What_is_stored_is_read_back_the_same()
    {
        var content = new TemplateContent(
        [
            new TemplateVariant("hr", new Dictionary<string, string> { ["text"] = "Bok {{person.ime}} 🙂", ["alphabet"] = "turkish" }),
            new TemplateVariant("", new Dictionary<string, string> { ["text"] = "Hi" }),
        ]);

        var read = TemplateContent.Read(content.ToBytes());

        Assert.Equal(["", "hr"], read.Variants.Select(variant => variant.Language));
        Assert.Equal(("Bok {{person.ime}} 🙂", "turkish"), (read.Variants[1].Text, read.Variants[1].Parts["alphabet"]));
        Assert.Equal(content.ToBytes(), read.ToBytes());
    }

    [Fact]
    public void All_mistakes_are_told_at_once_with_their_places()
    {
        var mistakes = TemplateRules.Check(Channel.Sms, new TemplateContent(
        [
            new TemplateVariant("hr", new Dictionary<string, string> { ["text"] = "Bok\n{{person.}}", ["subject"] = "Bok" }),
            new TemplateVariant("klingon", new Dictionary<string, string> { ["text"] = " ", ["alphabet"] = "runes" }),
        ]));

        Assert.Equal(
            ["template.choice", "template.language", "template.no-default", "template.no-text", "template.part", "template.unreadable"],
            mistakes.Select(mistake => mistake.Code).Order(StringComparer.Ordinal));
        var unreadable = mistakes.Single(mistake => mistake.Code == "template.unreadable");
        Assert.Equal(("hr", 2, 1), (unreadable.Language, unreadable.Place!.Line, unreadable.Place.Column));
    }

    [Fact]
    public void Invented_values_are_taken_for_what_they_look_like()
    {
        var values = new Dictionary<string, string>
        {
            ["person.firstName"] = "Iva", ["entry.total"] = "49.5", ["entry.items"] = """[{"name":"Hat"}]""", ["steps.ask.reply"] = "7", ["event.code"] = "007",
        };
        var facts = SampleFacts.Of(null, values, "shop", "de-AT", Start);

        var rendered = MessageTemplate.Compile(
            "{{person.firstName}} {{currency entry.total \"EUR\"}} {{#each entry.items}}{{name}}{{/each}} {{steps.ask.reply}} {{event.code}}").Template!.Render(facts);

        Assert.Equal("Iva € 49,50 Hat 7 007", rendered.Text!.Replace(' ', ' '));
    }

    [Fact]
    public void An_invented_value_that_is_left_empty_is_missing() =>
        Assert.Equal(["person.firstName"], MessageTemplate.Compile("Hi {{person.firstName}}").Template!
            .Render(SampleFacts.Of(null, new Dictionary<string, string> { ["person.firstName"] = "" }, "shop", "", Start)).Missing);

    private static CompiledTemplate Compiled(params IEnumerable<(string Language, string Text)> variants) => CompiledTemplate.Compile(
        "shop", "greeting", Channel.Sms, isArchived: false,
        new TemplateContent([.. variants.Select(one => new TemplateVariant(one.Language, new Dictionary<string, string> { ["text"] = one.Text }))]));

    private static string? Text(CompiledTemplate template, string traits)
    {
        var person = Cpd.Engine.People.PersonState.New(Ana, "shop", Start);
        var profile = person.Profile.Fold(new PersonIdentified(new GivenIds("ana", null), Start, RawJson.From(traits)), Start);
        return template.Compose(new Cpd.Engine.Conditions.Facts { Person = profile, Memory = person.Memory, Now = Start }).Text;
    }
}
