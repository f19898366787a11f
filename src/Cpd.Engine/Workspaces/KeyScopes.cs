namespace Cpd.Engine.Workspaces;

/// <summary>What a key may be used for.</summary>
[Flags]
public enum KeyScopes
{
    None = 0,

    /// <summary>The tracking calls. A key with this alone may stand in a web page.</summary>
    Events = 1,

    /// <summary>Reading, publishing, pausing, resuming and stopping journeys.</summary>
    Journeys = 2,

    /// <summary>Dead letters.</summary>
    Operations = 4,

    /// <summary>Rebuilding the user view, which all workspaces share.</summary>
    Rebuilding = 8,

    /// <summary>Reading people and all that is kept of them. Such a key never stands in a web page or an app.</summary>
    People = 16,

    /// <summary>Sending somebody a message, into a journey, or out for good. Such a key never stands in a web page or an app.</summary>
    Commands = 32,

    All = Events | Commands | Journeys | Operations | Rebuilding | People,
}

/// <summary>Scopes as they are stored and shown: <c>events, journeys</c>.</summary>
public static class KeyScopeWords
{
    private static readonly KeyScopes[] Single = [KeyScopes.Events, KeyScopes.Commands, KeyScopes.Journeys, KeyScopes.Operations, KeyScopes.Rebuilding, KeyScopes.People];

    public static string Words(this KeyScopes scopes) =>
        string.Join(", ", Single.Where(scope => scopes.HasFlag(scope)).Select(scope => scope.ToString().ToLowerInvariant()));

    /// <summary>
    /// Whether a key of these may be used for <paramref name="scope"/>. Whoever publishes journeys sends messages by them anyway, and keys
    /// from before there was a scope for commands have it that way.
    /// </summary>
    public static bool Allow(this KeyScopes scopes, KeyScopes scope) =>
        scopes.HasFlag(scope) || (scope is KeyScopes.Commands && scopes.HasFlag(KeyScopes.Journeys));

    /// <summary>Words that a later version wrote count for nothing.</summary>
    public static KeyScopes Read(string words) => words
        .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        .Aggregate(KeyScopes.None, (scopes, word) => scopes | Array.Find(Single, scope => scope.ToString().Equals(word, StringComparison.OrdinalIgnoreCase)));
}
