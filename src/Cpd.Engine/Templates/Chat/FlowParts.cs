using Cpd.Engine.Templates.Stored;

namespace Cpd.Engine.Templates.Chat;

/// <summary>The form that a message by WhatsApp opens, which WhatsApp calls a flow: it was made there, and here stands which it is. The names travel with the message.</summary>
public static class FlowParts
{
    /// <summary>The number it has at WhatsApp.</summary>
    public const string Id = "flow";

    /// <summary>The words on the button that opens it.</summary>
    public const string Button = "flowButton";

    /// <summary>The screen it begins with; missing for its own first one.</summary>
    public const string Screen = "flowScreen";

    /// <summary>What that screen gets, a JSON object.</summary>
    public const string Data = "flowData";

    private static readonly string[] Names = [Id, Button, Screen, Data];

    /// <summary>Whether a part is one of a form's.</summary>
    public static bool IsOne(string part) => Names.Contains(part);

    /// <summary>Whether a message opens a form: by a button of its own, or of the template it is made from.</summary>
    internal static bool Opens(IReadOnlyDictionary<string, string>? parts) =>
        parts is not null && (parts.ContainsKey(Id) || parts.Any(part => part is { Value: "FLOW" } && part.Key.StartsWith("buttonType", StringComparison.Ordinal)));

    internal static IEnumerable<TemplatePart> All => Names.Select(name => new TemplatePart(name, name == Data ? TemplateEscaping.Json : TemplateEscaping.None, IsOptional: true));

    /// <summary>Without the form there is no button; without a screen nothing gets data.</summary>
    internal static void Tidy(Dictionary<string, string> parts)
    {
        if (!parts.ContainsKey(Screen)) parts.Remove(Data);
        if (parts.ContainsKey(Id)) return;
        foreach (var name in Names) parts.Remove(name);
    }
}
