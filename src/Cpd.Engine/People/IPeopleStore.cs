using Cpd.Contracts;

namespace Cpd.Engine.People;

/// <summary>What the engine knows of people, for screens: read beside the engine, as of its last commit.</summary>
public interface IPeopleStore
{
    /// <summary>Null where the workspace has no such person, or has no more.</summary>
    Task<PersonState?> Find(string workspace, PersonId person, CancellationToken ct);
}
