using Cpd.Contracts;

namespace Cpd.Engine.Commands;

/// <summary>What came of a command: events, or a refusal, or neither where it changes nothing.</summary>
public sealed record Decision
{
    /// <summary>A repeat, or a command that finds everything as it wants it.</summary>
    public static readonly Decision Nothing = new();

    public IReadOnlyList<IRecordBody> Records { get; private init; } = [];

    public Refusal? Refusal { get; private init; }

    public static Decision Record(params IReadOnlyList<IRecordBody> records) => new() { Records = records };

    /// <param name="code">Stable, for programs: <c>journey.unknown</c>.</param>
    /// <param name="reason">A sentence for people that says what to do.</param>
    public static Decision Refuse(string code, string reason) => new() { Refusal = new Refusal(code, reason) };
}

/// <summary>Why a command was not carried out. A value, not a fault.</summary>
public sealed record Refusal(string Code, string Reason);
