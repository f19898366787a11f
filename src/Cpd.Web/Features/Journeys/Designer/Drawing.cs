using System.Collections.Immutable;
using Cpd.Engine.Journeys;
using Cpd.Web.Features.Journeys.Designer.Canvas;

namespace Cpd.Web.Features.Journeys.Designer;

/// <summary>What one interaction makes of a journey.</summary>
/// <param name="Title">What was done, as undo says it: "Add wait".</param>
/// <param name="Choose">The cards that are chosen then; null leaves them as they are.</param>
/// <param name="Merge">See <see cref="History{T}.Push"/>.</param>
internal sealed record Change(string Title, Journey After, IReadOnlyCollection<string>? Choose = null, string? Merge = null);

/// <summary>A journey while it is drawn: the document, its history, what is chosen. Knows nothing of browsers and databases.</summary>
internal sealed class Drawing(Journey journey, TimeProvider clock)
{
    private readonly History<Journey> _history = new(journey.Tidy());

    public Journey Journey => _history.Now;

    public ImmutableHashSet<string> Chosen { get; private set; } = [];

    /// <summary>The one card that is chosen; null where there are none or several.</summary>
    public string? Only => Chosen.Count == 1 ? Chosen.First() : null;

    public string? Undoes => _history.Undoes;

    public string? Redoes => _history.Redoes;

    /// <summary>False where there was nothing to do.</summary>
    public bool Apply(Change? change)
    {
        if (change is null) return false;
        _history.Push(change.After, change.Title, change.Merge, clock.GetUtcNow());
        Choose(change.Choose ?? Chosen);
        return true;
    }

    public bool Undo()
    {
        var isDone = _history.Undo();
        Choose(Chosen);
        return isDone;
    }

    public bool Redo()
    {
        var isDone = _history.Redo();
        Choose(Chosen);
        return isDone;
    }

    /// <summary>Cards that are not there are left out.</summary>
    public void Choose(IEnumerable<string> cards)
    {
        var known = Journey.Cards().Concat(Journey.Looks().Notes.Select(Sheet.CardOf)).ToHashSet(StringComparer.Ordinal);
        Chosen = [.. cards.Where(known.Contains)];
    }
}
