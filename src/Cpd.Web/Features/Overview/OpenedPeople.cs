using System.Collections.Concurrent;

namespace Cpd.Web.Features.Overview;

/// <summary>Whether anybody has looked at a person, as the first steps ask for; since this program began.</summary>
public sealed class OpenedPeople
{
    private readonly ConcurrentDictionary<string, bool> _workspaces = new(StringComparer.Ordinal);

    public void Note(string workspace) => _workspaces.TryAdd(workspace, true);

    public bool Any(string workspace) => _workspaces.ContainsKey(workspace);
}
