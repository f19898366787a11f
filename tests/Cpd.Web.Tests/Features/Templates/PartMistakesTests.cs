using Cpd.Contracts;
using Cpd.Engine.Templates.Chat;
using Cpd.Engine.Templates.Stored;
using Cpd.Web.Features.Templates;

namespace Cpd.Web.Tests.Features.Templates;

public sealed class PartMistakesTests
{
    [Fact]
    public void What_cannot_be_read_in_a_field_says_in_which_and_once_for_each()
    {
        var told = Told(Channel.WhatsApp, (ChatParts.Button(0), "{{#if}}"), (ListParts.Payload(1), "{{"));

        Assert.Contains(told, sentence => sentence.StartsWith("Button 1: ", StringComparison.Ordinal));
        Assert.Single(told, sentence => sentence.StartsWith("Row 2, value: ", StringComparison.Ordinal));
    }

    [Fact]
    public void A_field_that_tells_its_own_mistakes_is_not_repeated_and_what_has_no_place_says_itself()
    {
        var told = Told(Channel.Push, (ChatParts.Title, "{{#if}}"), (ChatParts.Action, "{{#if}}"), (ChatParts.Validity, "soon"));

        Assert.DoesNotContain(told, sentence => sentence.StartsWith("Title", StringComparison.Ordinal));
        Assert.Contains(told, sentence => sentence.StartsWith("Opens: ", StringComparison.Ordinal));
        Assert.Contains("Enter a validity period of 1 to 2880 minutes.", told);
    }

    private static List<string> Told(Channel channel, params (string Part, string Text)[] parts) => [.. PartMistakes.Of(
        channel,
        new TemplateVariant(TemplateLanguages.Default, parts.Append((TemplateParts.Text, "Hi")).ToDictionary(part => part.Item1, part => part.Item2)),
        ChatParts.Title)];
}
