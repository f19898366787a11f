using System.Runtime.ExceptionServices;
using Cpd.Contracts;
using Cpd.Engine.People;

namespace Cpd.Engine.Journeys.Running;

/// <summary>A person as the window's shell holds them: the state, and which rows it came from.</summary>
internal sealed class LoadedPerson
{
    public required PersonId Id { get; init; }

    public required string Workspace { get; init; }

    /// <summary>What the rows say; null where there is no row.</summary>
    public PersonState? Stored { get; init; }

    /// <summary>What the window has made of it; null when the person is gone.</summary>
    public PersonState? State { get; set; }

    public PersonId? MergedInto { get; set; }

    /// <summary>Erased: what was still on its way to them is not kept.</summary>
    public bool IsErased { get; set; }

    /// <summary>The row already says that they were merged or erased.</summary>
    public bool WasGone { get; init; }

    /// <summary>The rows of the runs in <see cref="Stored"/>, and when each is to be woken.</summary>
    public Dictionary<RunId, (long Row, long? WakeAt)> RunRows { get; init; } = [];

    /// <summary>The row of <see cref="PersonState.Awaits"/>, and when the person goes on alone.</summary>
    public (long Row, DateTimeOffset GivesUpAt)? AwaitedRow { get; set; }

    /// <summary>Why their rows cannot be read. It is their fault alone: thrown when somebody asks for them, and not before.</summary>
    public ExceptionDispatchInfo? Fault { get; init; }
}
