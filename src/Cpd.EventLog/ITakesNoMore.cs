namespace Cpd.EventLog;

/// <summary>A consumer group that may have enough for now: while it is full the log gives it no window, and its records wait where they are.</summary>
public interface ITakesNoMore
{
    string Group { get; }

    bool IsFull { get; }
}
