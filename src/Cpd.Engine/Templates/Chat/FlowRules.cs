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
            yield return ("template.flow-missing", "Enter the flow id from WhatsApp.", alone);
        if (of(FlowParts.Id) is not null && of(FlowParts.Button) is null)
            yield return ("template.flow-button", "Enter the text of the button that opens the form.", FlowParts.Button);
        if (of(FlowParts.Button) is { } words && ChatRules.IsFixed(words) && words.Length > LongestButton)
            yield return ("template.flow-button", $"The button that opens a form may have at most {LongestButton} characters.", FlowParts.Button);
        if (of(FlowParts.Data) is { } data && ChatRules.IsFixed(data) && !ChatRules.IsObject(data))
            yield return ("template.flow-data", "The data for the form must be a JSON object, for example {\"name\": \"Ana\"}.", FlowParts.Data);
        if (of(FlowParts.Data) is not null && of(FlowParts.Screen) is null)
            yield return ("template.flow-screen", "The data is for the form's first screen. Enter the id of that screen.", FlowParts.Screen);
    }
}
