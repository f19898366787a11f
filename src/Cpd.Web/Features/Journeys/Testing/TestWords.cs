using System.Globalization;
using Cpd.Engine.Journeys;
using Cpd.Engine.Journeys.Testing;
using Cpd.Engine.UserView;

namespace Cpd.Web.Features.Journeys.Testing;

/// <summary>What was done and what could be done in a test run, in a few words.</summary>
internal static class TestWords
{
    public static string Of(TestAction? action, JourneyNames names) => action switch
    {
        null => "Start",
        TestAction.Happens it => it.Event,
        TestAction.Writes it => $"Wrote “{it.Text}”",
        TestAction.Enrol => "Entered",
        TestAction.Identify => "Attributes",
        TestAction.Outcome it => $"{names.Step("", it.Step)}: {Outcome(it.What)}",
        TestAction.Answer { Status: 0 } => "No response",
        TestAction.Answer it => $"Response {it.Status.ToString(CultureInfo.InvariantCulture)}",
        TestAction.SkipWait => "Wait skipped",
        TestAction.Pass it => $"+ {Durations.ToText(it.Span)}",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    public static string Time(DateTimeOffset at) => at.ToString("ddd d MMM HH:mm:ss", CultureInfo.InvariantCulture);

    public static string Outcome(MessageOutcome outcome) => outcome switch
    {
        MessageOutcome.Reply => "replied",
        MessageOutcome.Clicked => "clicked",
        MessageOutcome.Seen => "read",
        MessageOutcome.Answered => "answered",
        MessageOutcome.Busy => "busy",
        MessageOutcome.NotAnswered => "not answered",
        MessageOutcome.Failed => "not delivered",
        _ => "delivered",
    };

    /// <summary>The attributes that the journey looks at.</summary>
    public static IReadOnlyList<string> AttributesOf(Journey journey) =>
        [.. JourneyPaths.Of(journey).Where(path => path.StartsWith("person.", StringComparison.Ordinal)).Select(path => path[7..]).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
}
