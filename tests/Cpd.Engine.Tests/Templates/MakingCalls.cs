using Cpd.Contracts;
using Cpd.Engine.Templates.Stored;
using static Cpd.Engine.Tests.People.Given;

namespace Cpd.Engine.Tests.Templates;

/// <summary>What a call says, and in which language and voice.</summary>
public class MakingCalls
{
    [Theory]
    [InlineData("", null, null)]             // the provider speaks English where nothing is said
    [InlineData("", "hr", "hr")]
    [InlineData("hr", null, "hr")]           // a Croatian text in Croatian
    [InlineData("de-AT", null, "de")]
    [InlineData("pt-BR", null, "pt-br")]
    [InlineData("hr", "sl", "sl")]
    [InlineData("eo", null, null)]           // no voice speaks Esperanto
    public void It_is_spoken_in_the_language_of_its_text_unless_another_is_chosen(string variant, string? chosen, string? spoken)
    {
        var made = Compose(variant, ("text", "Hi {{person.name}}"), ("language", chosen), ("voice", "female"));

        Assert.Equal("Hi Ana", made.Text);
        Assert.Equal((spoken, "female"), (made.Parts!.GetValueOrDefault("language"), made.Parts!["voice"]));
    }

    [Fact]
    public void A_text_that_takes_too_long_is_not_sent() =>
        Assert.Equal((null, "voice.too-long"), Compose("", ("text", new string('a', 1401))) is var made ? (made.Text, made.Code) : default);

    [Fact]
    public void A_language_that_no_voice_speaks_cannot_be_chosen() => Assert.Equal(
        ["template.choice"], TemplateRules.Check(Channel.Voice, Content("", ("text", "Hi"), ("language", "tlh"))).Select(mistake => mistake.Code));

    private static ComposedMessage Compose(string variant, params (string Name, string? Text)[] parts) =>
        CompiledTemplate.Compile("shop", "warning", Channel.Voice, isArchived: false, Content(variant, parts)).Compose(Facts($$"""{"name":"Ana","language":"{{variant}}"}"""));

    private static TemplateContent Content(string variant, params (string Name, string? Text)[] parts) =>
        new([new TemplateVariant(variant, parts.Where(part => part.Text is not null).ToDictionary(part => part.Name, part => part.Text!))]);
}
