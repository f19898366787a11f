using Cpd.Contracts;

namespace Cpd.Engine.Journeys.Testing;

/// <summary>Something that could happen next, ready to be done; what it says can be changed before.</summary>
/// <param name="Step">The step that waits for it; null for what lets somebody in.</param>
/// <param name="Port">The exit it leads to, if what is checked about it holds; null for what lets somebody in.</param>
public sealed record TestChoice(string? Step, string? Port, TestAction Action);

/// <summary>What a journey waits for where somebody stands now.</summary>
public static class TestChoices
{
    /// <summary>Of every run the ways out of its step; where there is no run, the ways in.</summary>
    public static IReadOnlyList<TestChoice> Of(TestRun run)
    {
        if (!run.Person.Runs.IsEmpty) return [.. run.Person.Runs.SelectMany(waiting => Out(run, waiting))];

        var sample = Sample.OfEntry(run.Journey);
        return run.Journey.Entries.Count == 0
            ? [new TestChoice(null, null, new TestAction.Enrol(sample))]
            : [.. run.Journey.Entries.Select(entry => new TestChoice(null, null, entry.Reply is { } reply
                ? new TestAction.Writes(reply.Channel ?? Channel.Sms, reply.Words is [var first, ..] ? first.Word : "Hello", reply.To ?? "")
                : new TestAction.Happens(entry.Event, Sample.OfEntry(run.Journey, entry))))];
    }

    private static IEnumerable<TestChoice> Out(TestRun run, JourneyRun waiting) => run.Journey.Steps.First(step => step.Id == waiting.Step) switch
    {
        JourneyStep.WaitForEvent step => step.Exits().Zip(step.Events, (exit, awaited) =>
            new TestChoice(step.Id, exit.Port, new TestAction.Happens(awaited.Event, Sample.Of(awaited, run, waiting)))),
        JourneyStep.WaitForMessage step => step.Exits().Zip(step.On, (exit, way) =>
            new TestChoice(step.Id, exit.Port, new TestAction.Outcome(step.Of, way.Key, Words(way.Key)))),
        JourneyStep.Message step when waiting.Trying is { IsOut: true } =>
        [
            new TestChoice(step.Id, "next", new TestAction.Outcome(step.Id, MessageOutcome.Delivered)),
            new TestChoice(step.Id, null, new TestAction.Outcome(step.Id, MessageOutcome.Failed, Words(MessageOutcome.Failed))),
        ],
        JourneyStep.Webhook step =>
        [
            new TestChoice(step.Id, "ok", new TestAction.Answer(step.Id, 200, RawJson.EmptyObject)),
            new TestChoice(step.Id, "failed", new TestAction.Answer(step.Id, 500, RawJson.EmptyObject)),
        ],
        _ => [],
    };

    private static string? Words(MessageOutcome outcome) => outcome switch
    {
        MessageOutcome.Reply => "Yes",
        MessageOutcome.Failed => "The number is not in use",
        _ => null,
    };
}
