namespace Cpd.Engine.Workspaces;

/// <summary>What a key may be used for.</summary>
[Flags]
public enum KeyScopes
{
    None = 0,

    /// <summary>The tracking calls and commands about people. A key with this alone may stand in a web page.</summary>
    Events = 1,

    /// <summary>Reading, publishing, pausing, resuming and stopping journeys.</summary>
    Journeys = 2,

    /// <summary>Dead letters.</summary>
    Operations = 4,

    /// <summary>Rebuilding the user view, which all workspaces share.</summary>
    Rebuilding = 8,

    /// <summary>Reading people and all that is kept of them. Such a key never stands in a web page or an app.</summary>
    People = 16,

    All = Events | Journeys | Operations | Rebuilding | People,
}

/// <summary>Scopes as they are stored and shown: <c>events, journeys</c>.</summary>
public static class KeyScopeWords
{
    private static readonly KeyScopes[] Single = [KeyScopes.Events, KeyScopes.Journeys, KeyScopes.Operations, KeyScopes.Rebuilding, KeyScopes.People];

    public static string Words(this KeyScopes scopes) =>
        string.Join(", ", Single.Where(scope => scopes.HasFlag(scope)).Select(scope => scope.ToString().ToLowerInvariant()));

    /// <summary>Words that a later version wrote count for nothing.</summary>
    public static KeyScopes Read(string words) => words
        .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        .Aggregate(KeyScopes.None, (scopes, word) => scopes | Array.Find(Single, scope => scope.ToString().Equals(word, StringComparison.OrdinalIgnoreCase)));
}
