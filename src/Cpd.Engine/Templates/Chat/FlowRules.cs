namespace Cpd.Engine.Templates.Chat;

/// <summary>What makes a message that opens a form fit to be sent. What is filled in for each person is looked at when it is known.</summary>
internal static class FlowRules
{
    public const int LongestButton = 20;

    /// <param name="of">What is written in a part; null for nothing.</param>
    /// <returns>A code, a sentence and the part each.</returns>
    public static IEnumerable<(string Code, string Sentence, string Part)> Check(Func<string, string?> of)
    {
        if (of(FlowParts.Id) is null && new[] { FlowParts.Button, FlowParts.Screen, FlowParts.Data }.FirstOrDefault(part => of(part) is not null) is { } alone)
            yield return ("template.flow-missing", "Write which form is opened: the number that WhatsApp gave it.", alone);
        if (of(FlowParts.Id) is not null && of(FlowParts.Button) is null)
            yield return ("template.flow-button", "A form is opened by a button. Write what stands on it.", FlowParts.Button);
        if (of(FlowParts.Button) is { } words && ChatRules.IsFixed(words) && words.Length > LongestButton)
            yield return ("template.flow-button", $"The button that opens a form has at most {LongestButton} letters.", FlowParts.Button);
        if (of(FlowParts.Data) is { } data && ChatRules.IsFixed(data) && !ChatRules.IsObject(data))
            yield return ("template.flow-data", "What a form gets is a JSON object. Write for example {\"name\": \"Ana\"}.", FlowParts.Data);
        if (of(FlowParts.Data) is not null && of(FlowParts.Screen) is null)
            yield return ("template.flow-screen", "What a form gets is for its first screen. Write what that screen is called.", FlowParts.Screen);
    }
}
