using Cpd.Contracts;
using Cpd.Engine.People;

namespace Cpd.Engine.Journeys.Testing;

/// <summary>One action of a test run on its way through the machine. What the machine emits for the person comes back to it, first in, first out, as from the log.</summary>
internal sealed class TestTurn(JourneyCatalog catalog, PersonState person, DateTimeOffset now)
{
    /// <summary>In one action. A loop of short waits left alone for years would keep the page busy for nothing.</summary>
    private const int MostWakes = 1000;

    private readonly Queue<LogRecord> _comesBack = new();
    private readonly List<LogRecord> _records = [];
    private PersonState _person = person;
    private DateTimeOffset _now = now;

    public IReadOnlyList<LogRecord> Records => _records;

    /// <summary>The person before, and right after the record itself, before what it led to came back.</summary>
    public (PersonState Before, PersonState After) Take(LogRecord record)
    {
        var before = _person;
        Keep(PersonMachine.Apply(catalog, _person, record));
        var after = _person;
        ComeBack();
        return (before, after);
    }

    public void Wake(DateTimeOffset at)
    {
        if (at > _now) _now = at;
        Keep(PersonMachine.Wake(catalog, _person, at));
        ComeBack();
    }

    /// <summary>Lets time pass; waits end on time. A sentence where that was too much at once.</summary>
    public string? Pass(DateTimeOffset until)
    {
        for (var woken = 0; PersonMachine.NextWake(catalog, _person) is { } due && due <= until; woken++)
        {
            if (woken == MostWakes) return $"The clock stopped after {Numbers.Text(MostWakes)} waits. Continue from here.";
            Wake(due);
        }
        _now = until;
        return null;
    }

    public TestMoment Done(TestAction action, LogRecord? given, string? note) => new(action, _now, _person, given, _records, note);

    private void ComeBack()
    {
        while (_comesBack.TryDequeue(out var record)) Keep(PersonMachine.Apply(catalog, _person, record));
    }

    private void Keep(Moved moved)
    {
        _person = moved.Person!;   // nobody is erased or merged in a test run
        foreach (var record in moved.Records)
        {
            _records.Add(record);
            if (record.Topic is Topic.Events && record.Body is not JourneyMoved) _comesBack.Enqueue(record);
        }
    }
}
