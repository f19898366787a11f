using System.Collections.Frozen;
using System.Text.Json;
using Cpd.Contracts;
using Cpd.Engine.Journeys;
using Cpd.Engine.Messages.Sending;
using Cpd.Engine.People;

namespace Cpd.Engine.Tests.Journeys;

/// <summary>
/// One person, some journeys, and a clock that only moves when told. After every record the person is written and read
/// again, as after a restart, and what the machine emits for the person comes back to it as it would from the log.
/// </summary>
internal sealed class Scene
{
    public static readonly DateTimeOffset Start = new(2030, 1, 7, 12, 0, 0, TimeSpan.Zero);   // a Monday

    public static readonly PersonId Ana = Ids.Derive<PersonId>(Start, "person", "ana");

    private readonly List<PublishedJourney> _journeys = [];
    private SendingRules _sending = SendingRules.None;
    private int _records;

    public JourneyCatalog Catalog { get; private set; } = JourneyCatalog.Empty;

    public PersonState? Person { get; private set; } = PersonState.New(Ana, "shop", Start);

    public DateTimeOffset Now { get; private set; } = Start;

    /// <summary>All that was put onto the log by the machine.</summary>
    public List<LogRecord> Out { get; } = [];

    public IEnumerable<JourneyMoved> Moves => Bodies<JourneyMoved>();

    public IEnumerable<string> Texts => Bodies<MessageRequested>().Select(message => message.Text);

    public JourneyRun Run => Assert.Single(Person!.Runs);

    /// <summary>The steps passed so far, with their exits: <c>ask:next wait</c>.</summary>
    public string Way => string.Join(' ', Moves.SelectMany(move => move.Trail).Select(step => step.Exit is null ? step.Step : $"{step.Step}:{step.Exit}"));

    public RunEnd? End => Moves.LastOrDefault()?.End;

    /// <summary>A journey entered by "Go" with the given steps; the first is the first.</summary>
    public static Scene Of(string steps, string rest = "") => new Scene().Publish(Journey(steps, rest));

    public static string Journey(string steps, string rest = "", string id = "test") =>
        $$"""{"id":"{{id}}","name":"Test"{{(rest.Contains("\"entries\"", StringComparison.Ordinal) ? "" : ",\"entries\":[{\"event\":\"Go\"}]")}}{{(rest.Length > 0 ? "," + rest : "")}},"first":"{{First(steps)}}","steps":[{{steps}}]}""";

    public Scene Publish(string json, int version = 1, string workspace = "shop")
    {
        var compiled = CompiledJourney.Read(System.Text.Encoding.UTF8.GetBytes(json));
        Assert.True(compiled.Journey is not null, string.Join('\n', compiled.Problems));
        var id = compiled.Journey.Journey.Id;
        for (var i = 0; i < _journeys.Count; i++)
            if (_journeys[i].Id == id) _journeys[i] = _journeys[i] with { Latest = false };
        _journeys.Add(new PublishedJourney(workspace, id, version, JourneyStatus.Active, true, compiled.Journey));
        Compile();
        return this;
    }

    /// <summary>The workspace's rules of sending.</summary>
    public Scene With(SendingRules sending)
    {
        _sending = sending;
        Compile();
        return this;
    }

    public Scene Set(JourneyStatus status, string journey = "test")
    {
        for (var i = 0; i < _journeys.Count; i++)
            if (_journeys[i].Id == journey) _journeys[i] = _journeys[i] with { Status = status };
        Compile();
        return this;
    }

    public Scene Unpublish()
    {
        _journeys.Clear();
        Catalog = JourneyCatalog.Empty;
        return this;
    }

    public Scene Track(string name, string properties = "{}") =>
        Apply(new EventTracked(name, Now, RawJson.From(properties), null));

    public Scene Identify(string traits) => Apply(new PersonIdentified(new GivenIds("ana", null), Now, RawJson.From(traits)));

    public Scene WithPhone() => Identify("""{"phone":"385911234567","firstName":"Ana"}""");

    public Scene Apply(IEvent body, DateTimeOffset? at = null) => Apply(Record(body, at));

    public Scene Apply(LogRecord record)
    {
        Take(PersonMachine.Apply(Catalog, Person!, record));
        return this;
    }

    public LogRecord Record(IEvent body, DateTimeOffset? at = null)
    {
        var moment = at ?? Now;
        return new LogRecord
        {
            Id = Ids.Derive<RecordId>(moment, "test", (++_records).ToString(System.Globalization.CultureInfo.InvariantCulture)),
            Workspace = "shop", Key = Ana.ToString(), Person = Ana, At = moment, Body = body,
        };
    }

    /// <summary>Lets time pass without waking anybody.</summary>
    public Scene Pass(TimeSpan span)
    {
        Now += span;
        return this;
    }

    /// <summary>Lets time pass; timers go off on time.</summary>
    public Scene Wait(TimeSpan span)
    {
        var until = Now + span;
        while (Person is not null && PersonMachine.NextWake(Catalog, Person) is { } due && due <= until) Wake(due);
        Now = until;
        return this;
    }

    public Scene Wake(DateTimeOffset at)
    {
        if (at > Now) Now = at;
        Take(PersonMachine.Wake(Catalog, Person!, at));
        return this;
    }

    public Scene GoOnAlone()
    {
        Take(PersonMachine.GoOnAlone(Person!));
        return this;
    }

    public Scene TakeOut(string reason)
    {
        Take(PersonMachine.TakeOut(Catalog, Person!, "test", Now, reason));
        return this;
    }

    public IEnumerable<T> Bodies<T>() where T : IRecordBody => Out.Select(record => record.Body).OfType<T>();

    public static PersonState Restarted(PersonState person) => new(
        Profile.Read(person.Profile.Id, person.Profile.Workspace, person.Profile.ToBytes()),
        Memory.Read(person.Memory.ToBytes()),
        [.. person.Runs.Select(run => RunJson.Read(run.ToBytes()))])
    {
        Awaits = person.Awaits is { } awaited ? AwaitedTakeOver.Read(awaited.ToBytes()) : null,
    };

    private void Take(Moved moved)
    {
        Person = moved.Person is null ? null : Restarted(moved.Person);
        Out.AddRange(moved.Records);
        foreach (var kept in moved.Released)
            if (Person is not null) Take(PersonMachine.Apply(Catalog, Person, kept));
        foreach (var record in moved.Records)
            if (Person is not null && record.Topic == Topic.Events && record.Person == Ana && record.Body is not JourneyMoved)
                Take(PersonMachine.Apply(Catalog, Person, record));
    }

    private void Compile() =>
        Catalog = JourneyCatalog.Of(_journeys).With(new[] { _sending }.ToFrozenDictionary(_ => "shop"));

    private static string First(string steps) => JsonDocument.Parse($"[{steps}]").RootElement[0].GetProperty("id").GetString()!;
}
