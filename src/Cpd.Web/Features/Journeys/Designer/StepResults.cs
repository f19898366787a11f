using Cpd.Contracts;
using Cpd.Engine.Journeys;
using Cpd.Engine.UserView.Seen;

namespace Cpd.Web.Features.Journeys.Designer;

/// <summary>What a step leaves behind for later ones, as <c>steps.{id}.…</c>.</summary>
public static class StepResults
{
    public static IEnumerable<FieldPath> Of(JourneyStep step, SeenData seen) => step switch
    {
        JourneyStep.Message { Channel: Channel.Voice, Failover.Count: 0 } =>
        [
            Value(step, "answered", SeenTypes.Truth), Value(step, "busy", SeenTypes.Truth), Value(step, "notAnswered", SeenTypes.Truth),
            Value(step, "failed", SeenTypes.Truth), Value(step, "reason", SeenTypes.Text),
        ],
        JourneyStep.Message message =>
        [
            Value(step, "delivered", SeenTypes.Truth), Value(step, "seen", SeenTypes.Truth), Value(step, "clicked", SeenTypes.Truth),
            Value(step, "failed", SeenTypes.Truth), Value(step, "reason", SeenTypes.Text), Value(step, "reply", SeenTypes.Text),
            .. message.Contents.Any(content => content.Channel is Channel.Voice) ? [Value(step, "answered", SeenTypes.Truth)] : Array.Empty<FieldPath>(),
            .. message.Contents.Any(content => content.Channel is Channel.WhatsApp) ? [Value(step, "button", SeenTypes.Text), Value(step, "fields", SeenTypes.Structure)] : Array.Empty<FieldPath>(),
        ],
        JourneyStep.WaitForEvent wait =>
        [
            Value(step, "event", SeenTypes.Text, [.. wait.Events.Select(awaited => Json(awaited.Event)).Distinct()]),
            .. wait.Events.Select(awaited => awaited.Event).Distinct().SelectMany(name => seen.Event(name)?.Properties ?? [])
                .DistinctBy(property => property.Path).Select(property => new FieldPath(property.Under($"steps.{step.Id}.data"), property.Types, property.Samples)),
        ],
        JourneyStep.Webhook => [Value(step, "status", SeenTypes.Number, ["200"]), Value(step, "body", SeenTypes.Structure), Value(step, "problem", SeenTypes.Text)],
        _ => [],
    };

    private static FieldPath Value(JourneyStep step, string name, SeenTypes types, IReadOnlyList<string>? samples = null) =>
        new($"steps.{step.Id}.{name}", types, samples ?? []);

    private static string Json(string text) => System.Text.Json.JsonSerializer.Serialize(text);
}
