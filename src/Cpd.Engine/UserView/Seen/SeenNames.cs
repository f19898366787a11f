namespace Cpd.Engine.UserView.Seen;

/// <summary>
/// Senders name events, and one that puts an id into the name makes a new one with each. A workspace learns so many and counts
/// the rest together, so that nobody who sends can fill the tables, or the forms, with names.
/// </summary>
internal static class SeenNames
{
    public const int Most = 2_000;

    /// <summary>What events of all further names are counted as.</summary>
    public const string Other = "(other)";
}
