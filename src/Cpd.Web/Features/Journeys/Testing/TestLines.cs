using Cpd.Contracts;
using Cpd.Engine.Journeys;
using Cpd.Engine.Journeys.Testing;
using Cpd.Engine.UserView;

namespace Cpd.Web.Features.Journeys.Testing;

/// <summary>One thing that came of an action.</summary>
/// <param name="Json">What would go out or be written, for people.</param>
/// <param name="OtherArms">Of a split the parts that were not drawn.</param>
internal sealed record TestLine(
    string Text, TimelineTone Tone, DateTimeOffset? Until, string? Why, MessageText? Message, string? Json, string? Step, IReadOnlyList<string> OtherArms);

/// <summary>What happened in a test run, in the words of the timeline.</summary>
internal static class TestLines
{
    public static IEnumerable<TestLine> Of(TestRun run, int place, JourneyNames names)
    {
        foreach (var record in run.Moments[place].Records)
        {
            if (record.Body is JourneyMoved moved)
            {
                foreach (var line in TimelineSentences.Of(moved, names, WentOn(run, place, moved))) yield return Line(line);
                foreach (var taken in moved.Trail)
                    if (Arms(run, taken) is { Length: > 0 } arms)
                        yield return new TestLine($"Random choice: {taken.Exit}", TimelineTone.Quiet, null, taken.Why, null, null, taken.Step, arms);
            }
            else if (record.Body is WebhookRequested call)
            {
                yield return new TestLine($"Would call {call.Method} {call.Url}", TimelineTone.Event, null, null, null, call.Body, null, []);
            }
            else if (record.Body is not MessageRequested)   // the line of its step has it
            {
                foreach (var line in TimelineSentences.Of(record.Body, names)) yield return Line(line) with { Json = Written(record.Body) };
            }
        }
    }

    private static TestLine Line(TimelineLine line) => new(line.Text, line.Tone, line.Until, line.Why, line.Message, null, null, []);

    private static bool WentOn(TestRun run, int place, JourneyMoved moved) =>
        run.Moments[place].Moves.Last(other => other.Run == moved.Run) != moved
        || run.Moments.Skip(place + 1).Any(later => later.Moves.Any(other => other.Run == moved.Run));

    private static string[] Arms(TestRun run, StepTaken taken) =>
        run.Journey.Steps.FirstOrDefault(step => step.Id == taken.Step) is JourneyStep.Split split && taken.Exit is not null
            ? [.. split.Exits().Select(exit => exit.Port).Where(port => port != taken.Exit)]
            : [];

    private static string? Written(IRecordBody body) => body switch
    {
        ProfileChanged changed => TimelineEntries.Pretty(changed.Attributes.OrEmptyObject),
        EventTracked tracked => TimelineEntries.Pretty(tracked.Properties.OrEmptyObject),
        _ => null,
    };
}
