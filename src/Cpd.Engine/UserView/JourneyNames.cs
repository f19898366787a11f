using System.Globalization;

namespace Cpd.Engine.UserView;

/// <summary>How journeys and their steps are called; the id in readable form where that is not known.</summary>
/// <param name="ById">Journeys.</param>
/// <param name="Steps">What a step does, in a few words: "Wait up to 1 hour for Order Paid".</param>
/// <param name="Exits">Ways out that are called otherwise on the canvas than in the journey: the first of a branch with one condition is "Yes".</param>
public sealed record JourneyNames(
    IReadOnlyDictionary<string, string> ById, IReadOnlyDictionary<(string Journey, string Step), string>? Steps = null,
    IReadOnlyDictionary<(string Journey, string Step, string Exit), string>? Exits = null)
{
    public static readonly JourneyNames Unknown = new(new Dictionary<string, string>());

    public string Of(string journey) => ById.TryGetValue(journey, out var name) ? name : Readable(journey);

    public string Step(string journey, string step) => DoesWhat(journey, step) ?? Readable(step);

    /// <summary>Null where the step is not known, such as one of an old version.</summary>
    public string? DoesWhat(string journey, string step) => Steps?.GetValueOrDefault((journey, step));

    public string? Exit(string journey, string step, string exit) => Exits?.GetValueOrDefault((journey, step, exit));

    /// <summary><c>abandoned-cart</c> as "Abandoned cart".</summary>
    public static string Readable(string id)
    {
        var words = id.Replace('-', ' ').Replace('_', ' ').Trim();
        return words.Length == 0 ? id : char.ToUpper(words[0], CultureInfo.InvariantCulture) + words[1..];
    }
}
