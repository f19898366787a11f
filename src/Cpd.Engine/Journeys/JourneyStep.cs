using Cpd.Contracts;

namespace Cpd.Engine.Journeys;

/// <summary>
/// One box on the designer's canvas: plain data plus pure functions. What touches a database, a clock or a network is done
/// by others, with what the step answers.
/// </summary>
/// <remarks>Each kind is a nested record in its own file under Steps/ and has one line in <see cref="Kinds"/>.</remarks>
public abstract partial record JourneyStep
{
    internal static readonly IReadOnlyDictionary<string, Func<JourneyReader, JourneyStep>> Kinds =
        new Dictionary<string, Func<JourneyReader, JourneyStep>>(StringComparer.Ordinal)
        {
            [Message.Name] = Message.Read,
            [Wait.Name] = Wait.Read,
            [WaitUntilWindow.Name] = WaitUntilWindow.Read,
            [WaitUntilDate.Name] = WaitUntilDate.Read,
            [WaitForEvent.Name] = WaitForEvent.Read,
            [WaitForMessage.Name] = WaitForMessage.Read,
            [Branch.Name] = Branch.Read,
            [Split.Name] = Split.Read,
            [UpdateProfile.Name] = UpdateProfile.Read,
            [EmitEvent.Name] = EmitEvent.Read,
            [Webhook.Name] = Webhook.Read,
            [Exit.Name] = Exit.Read,
        };

    private JourneyStep(string id) => Id = id;

    /// <summary>Unique within the journey; kept when the step is edited, so that people who wait at it find it again.</summary>
    public string Id { get; init; }

    /// <summary>What the author wants to remember about it.</summary>
    public string? Note { get; init; }

    /// <summary>The kind's name, as it stands in the journey's JSON and on the log.</summary>
    public abstract string Kind { get; }

    /// <summary>The ways out of here.</summary>
    public abstract IReadOnlyList<StepExit> Exits();

    /// <summary>The same step with one of its ways out leading elsewhere.</summary>
    /// <param name="exit">Its place in <see cref="Exits"/>: while a step is drawn two ways may be called the same.</param>
    /// <param name="to">Null for the end of the journey.</param>
    public abstract JourneyStep Lead(int exit, string? to);

    /// <summary>All conditions, templates and paths of this step.</summary>
    internal virtual IEnumerable<StepText> Texts() => [];

    /// <summary>What an author can get wrong here, beyond exits and texts.</summary>
    internal virtual IEnumerable<StepProblem> Problems() => [];

    /// <summary>Events that end a wait here, and how long before the wait they may have come.</summary>
    internal virtual IEnumerable<(string Event, TimeSpan LookBack)> Awaited() => [];

    /// <summary>True where later steps may use <c>steps.{id}.…</c>.</summary>
    internal virtual bool LeavesResult => false;

    /// <summary>True where the step itself asks later what became of its message.</summary>
    internal virtual bool FollowsItself => false;

    /// <summary>What happens when a person arrives.</summary>
    internal abstract StepResult Enter(Advance advance);

    /// <summary>False where <see cref="Hear"/> answers null whatever the record says: most people stand where most records do not matter.</summary>
    internal virtual bool Listens(IRecordBody body) => false;

    /// <summary>What happens to a person standing here when a record about them comes; null where it is not meant for this step.</summary>
    internal virtual StepResult? Hear(Advance advance, LogRecord record) => null;

    /// <summary>What happens to a person standing here when their time has come.</summary>
    internal virtual StepResult Due(Advance advance) => Enter(advance);

    /// <summary>The exit by which somebody leaves whose wait is cut short.</summary>
    internal virtual StepResult PushOn(Advance advance) => Due(advance);

    /// <summary>Writes the members after <c>id</c> and <c>type</c>.</summary>
    internal abstract void Write(JourneyWriter json);
}

/// <summary>A way out of a step.</summary>
/// <param name="Port">Its name on the step: <c>next</c>, <c>timeout</c>, a branch's name.</param>
/// <param name="To">The step it leads to; null is the end of the journey.</param>
/// <param name="Path">Where in the step's JSON it is said.</param>
/// <param name="Takes">What must happen before somebody leaves this way.</param>
public sealed record StepExit(string Port, string? To, string Path, ExitTakes Takes = ExitTakes.Nothing);

public enum ExitTakes
{
    /// <summary>Possibly nothing at all: they may pass at once.</summary>
    Nothing,

    /// <summary>Possibly a while, and then the event they came with is over; possibly nothing at all.</summary>
    PerhapsTime,

    /// <summary>A while, for certain.</summary>
    Time,

    /// <summary>Another event, which is then the event at hand.</summary>
    AnotherEvent,
}

/// <param name="Path">Where in the step's JSON it stands.</param>
/// <param name="OfAnotherEvent">True where <c>event.</c> is the event waited for, whatever they came with.</param>
internal sealed record StepText(Written Text, string Path, bool OfAnotherEvent = false);

internal sealed record StepProblem(string Code, string Sentence, string Path, ProblemLevel Level = ProblemLevel.Error);
