using Cpd.Contracts;

namespace Cpd.Engine.Journeys.Testing;

/// <summary>The way of one run through the picture of its journey, tried or real.</summary>
/// <param name="Began">False before anybody entered.</param>
/// <param name="Steps">The steps it arrived at, each once, in the order of the first arrival.</param>
/// <param name="Exits">The ways it took.</param>
/// <param name="Current">Where it stands; null where it is over.</param>
/// <param name="End">How it ended; null while it goes on.</param>
public sealed record TestPath(
    bool Began, IReadOnlyList<string> Steps, IReadOnlySet<(string Step, string Port)> Exits, string? Current, RunEnd? End)
{
    public static readonly TestPath None = new(false, [], new HashSet<(string, string)>(), null, null);

    /// <param name="moves">Of one run, in their order.</param>
    public static TestPath Of(IEnumerable<JourneyMoved> moves)
    {
        var (steps, exits, path) = (new List<string>(), new HashSet<(string, string)>(), None);
        foreach (var move in moves)
        {
            foreach (var taken in move.Trail)
            {
                if (!steps.Contains(taken.Step)) steps.Add(taken.Step);
                if (taken.Exit is { } port) exits.Add((taken.Step, port));
            }
            path = new TestPath(true, steps, exits, move.Step, move.End);
        }
        return path;
    }

    /// <summary>Of the run that moved last in a test.</summary>
    public static TestPath Of(TestRun run)
    {
        var moves = run.Moments.SelectMany(moment => moment.Moves).ToList();
        return moves.Count == 0 ? None : Of(moves.Where(move => move.Run == moves[^1].Run));
    }
}
