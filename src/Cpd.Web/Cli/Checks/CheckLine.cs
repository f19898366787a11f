namespace Cpd.Web.Cli.Checks;

internal enum CheckState
{
    Fine,

    /// <summary>Not wrong, and perhaps not what was meant.</summary>
    Note,

    /// <summary>A step of setting up that nobody has taken yet: not wrong, and nothing runs before.</summary>
    ToDo,

    Wrong,
}

/// <param name="Sentence">Where something is wrong it says what to do.</param>
internal sealed record CheckLine(CheckState State, string Part, string Sentence)
{
    public static CheckLine Fine(string part, string sentence) => new(CheckState.Fine, part, sentence);

    public static CheckLine Note(string part, string sentence) => new(CheckState.Note, part, sentence);

    public static CheckLine ToDo(string part, string sentence) => new(CheckState.ToDo, part, sentence);

    public static CheckLine Wrong(string part, string sentence) => new(CheckState.Wrong, part, sentence);
}

/// <summary>A part that reaches out to something else, such as brokers, and can say whether that works. Register it where the part is used.</summary>
internal interface IConnectionCheck
{
    /// <summary>A line for each thing that is wrong, or one that says what was found.</summary>
    Task<IReadOnlyList<CheckLine>> Look(CancellationToken ct);
}
