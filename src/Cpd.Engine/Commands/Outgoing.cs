using Cpd.Contracts;
using Cpd.EventLog;

namespace Cpd.Engine.Commands;

/// <summary>What follows from one command, numbered so that a repeat of the work makes the same ids.</summary>
internal sealed class Outgoing(LogRecord command, LogTransaction transaction)
{
    private int _count;

    public LogRecord Command => command;

    /// <summary>Says something about a person.</summary>
    public void About(PersonId person, IEvent body) => transaction.Append(command.Follow(body, person, command.At, _count++));

    /// <summary>Says something about no person: it lies where the command lay.</summary>
    public void AboutNobody(IRecordBody body) => transaction.Append(new LogRecord
    {
        Id = Ids.Derive<RecordId>(command.At, body.GetType().Name, command.Id.Value, ordinal: _count++),
        Workspace = command.Workspace,
        Key = command.Key,
        At = command.At,
        Body = body,
        Cause = command.Id,
        Trace = command.Trace,
    });

    public void Refuse(PersonId? person, Refusal refusal)
    {
        var refused = new CommandRefused(command.Type, CommandRecords.MessageId(command.Body), refusal.Code, refusal.Reason);
        if (person is { } known) About(known, refused);
        else AboutNobody(refused);
    }

    /// <summary>Carries out what was decided about a person, or about nobody.</summary>
    public void Carry(Decision decision, PersonId? person)
    {
        if (decision.Refusal is { } refusal) Refuse(person, refusal);
        foreach (var body in decision.Records)
        {
            if (person is { } known && body is IEvent said) About(known, said);
            else AboutNobody(body);
        }
    }
}
