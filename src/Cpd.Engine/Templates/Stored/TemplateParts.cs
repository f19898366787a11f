using Cpd.Contracts;

namespace Cpd.Engine.Templates.Stored;

/// <summary>What the content of a channel is made of. A channel that gets an editor of its own gets its parts here; the tables stay.</summary>
public static class TemplateParts
{
    /// <summary>What every channel has.</summary>
    public const string Text = "text";

    /// <summary>Of an SMS: the national table whose letters are sent as they are. Missing for the standard letters.</summary>
    public const string Alphabet = "alphabet";

    private static readonly TemplatePart[] OfSms = [new(Text), new(Alphabet, Choices: ["turkish", "spanish", "portuguese"])];
    private static readonly TemplatePart[] OfOthers = [new(Text)];

    public static IReadOnlyList<TemplatePart> Of(Channel channel) => channel is Channel.Sms ? OfSms : OfOthers;
}

/// <param name="Escaping">Where it is written by people: what becomes of values in it.</param>
/// <param name="Choices">Where it is chosen rather than written: what there is to choose from; such a part may be missing.</param>
public sealed record TemplatePart(string Name, TemplateEscaping Escaping = TemplateEscaping.None, IReadOnlyList<string>? Choices = null);
