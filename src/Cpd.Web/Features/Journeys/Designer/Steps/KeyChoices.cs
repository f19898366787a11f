using Cpd.Engine.Journeys;
using Cpd.Web.Features.Shared.Fields;

namespace Cpd.Web.Features.Journeys.Designer.Steps;

/// <summary>For how many keys a call waits.</summary>
internal static class KeyChoices
{
    public static readonly IReadOnlyList<Choice<int>> All =
        [new(0, "No keys"), new(1, "1 key"), .. Enumerable.Range(2, MessageContent.MostKeys - 1).Select(keys => new Choice<int>(keys, $"{keys} keys"))];
}
