using Cpd.Engine.Journeys;

namespace Cpd.Web.Features.Journeys.Gallery;

/// <summary>A ready journey, with what one has to know before using it.</summary>
/// <param name="Events">What a company has to send for it, the entry first.</param>
/// <param name="Lacks">A sentence about what nobody but the company can fill in; null where it is complete.</param>
public sealed record GalleryCard(Journey Journey, IReadOnlyList<string> Events, bool IsPublished, string? Lacks)
{
    /// <summary>Addresses that stand for the company's own.</summary>
    private const string StandIn = "example.com";

    public static GalleryCard Of(ReadyJourney ready, bool isPublished)
    {
        var journey = JourneyJson.Read(ready.Json).Journey!;
        var events = journey.Entries.Where(entry => entry.Reply is null).Select(entry => entry.Event)
            .Concat(journey.Steps.OfType<JourneyStep.WaitForEvent>().SelectMany(wait => wait.Events.Select(awaited => awaited.Event)))
            .Concat(journey.Goal is { } goal ? [goal.Event] : [])
            .Concat(journey.ExitWhen.Select(rule => rule.Event).OfType<string>())
            .Distinct(StringComparer.Ordinal);
        var open = journey.Steps.OfType<JourneyStep.Webhook>().FirstOrDefault(step => step.Url.Text.Contains(StandIn, StringComparison.Ordinal));
        return new GalleryCard(journey, [.. events], isPublished, open is null ? null : $"The step “{open.Id}” calls a server of yours.");
    }
}
