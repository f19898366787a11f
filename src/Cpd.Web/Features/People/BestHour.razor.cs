using System.Globalization;
using Cpd.Engine.Messages.Sending;
using Cpd.Engine.People;
using Microsoft.AspNetCore.Components;

namespace Cpd.Web.Features.People;

public sealed partial class BestHour
{
    private const int Hours = 24;

    [Parameter, EditorRequired]
    public ReactionHours Reactions { get; set; } = ReactionHours.None;

    private bool IsEnough => Reactions.Count >= BestTime.Fewest;

    /// <summary>Of equal ones the earliest of the day; which one a message waits for depends on when it comes, too.</summary>
    private int Best => Enumerable.Range(0, Hours).MaxBy(Reactions.At);

    private string Sentence => IsEnough
        ? $"Mostly {Span(Best)} on their clock: {Reactions.At(Best)} of {Reactions.Count} reactions."
        : $"{Reactions.Count} {(Reactions.Count == 1 ? "reaction" : "reactions")} so far. From {BestTime.Fewest} on a message can wait for their best hour.";

    /// <summary>What the bars show, for who cannot see them.</summary>
    private string All => $"Reactions by hour: {string.Join(", ", Enumerable.Range(0, Hours).Where(hour => Reactions.At(hour) > 0).Select(Said))}";

    private string Said(int hour) => $"{Span(hour)}: {Reactions.At(hour)}";

    private static string Span(int hour) => string.Create(CultureInfo.InvariantCulture, $"{hour:00}:00 to {hour + 1:00}:00");

    /// <summary>Per cent; an hour with nothing keeps a line to stand on.</summary>
    private string Height(int hour) => Math.Max(4, 100.0 * Reactions.At(hour) / Reactions.At(Best)).ToString("0.#", CultureInfo.InvariantCulture);
}
