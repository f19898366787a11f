using System.Text;
using BenchmarkDotNet.Attributes;
using Cpd.Contracts;
using Cpd.Engine.Conditions;
using Cpd.Engine.Journeys;
using Cpd.Engine.People;

namespace Cpd.Benchmarks;

/// <summary>One decision in memory: event, entry with a condition, branch, update, message rendered, exit. Goal 2 µs and 1.5 KB.</summary>
[MemoryDiagnoser]
public class JourneyDecision
{
    private const string Journey =
        """
        {
          "id": "welcome", "name": "Welcome", "reentry": "always", "first": "big",
          "entries": [{"event": "Signed Up", "when": "event.plan != \"trial\""}],
          "steps": [
            {"id": "big", "type": "branch", "cases": [{"name": "big", "when": "person.spent >= 100", "next": "mark"}], "else": "done"},
            {"id": "mark", "type": "updateProfile", "set": {"tier": "gold"}, "next": "hello"},
            {"id": "hello", "type": "message", "channel": "sms", "text": "Hi {{person.firstName}}, welcome!", "next": "done"},
            {"id": "done", "type": "exit"}
          ]
        }
        """;

    private static readonly DateTimeOffset At = new(2030, 1, 7, 12, 0, 0, TimeSpan.Zero);

    private JourneyCatalog _catalog = JourneyCatalog.Empty;
    private PersonState _person = null!;
    private LogRecord _event = null!;
    private LogRecord _other = null!;
    private byte[] _run = [];
    private readonly ProfileChanged _changed = new(RawJson.From("""{"tier":"gold"}"""), new StepPlace(default, "welcome", 1, "mark", 0));
    private readonly TemplateText _text = new("Hi {{person.firstName}}, welcome!");
    private readonly ConditionText _when = new("person.spent >= 100");
    private Facts _facts = null!;

    [GlobalSetup]
    public void Publish()
    {
        var compiled = CompiledJourney.Read(Encoding.UTF8.GetBytes(Journey)).Journey!;
        _catalog = JourneyCatalog.Of([new PublishedJourney("shop", "welcome", 1, JourneyStatus.Active, true, compiled)]);
        var ana = Ids.Derive<PersonId>(At, "person", "ana");
        _person = PersonState.New(ana, "shop", At);
        _person = PersonMachine.Apply(_catalog, _person, Record(ana, new PersonIdentified(new("ana", null), At,
            RawJson.From("""{"firstName":"Ana","phone":"385911234567","spent":250,"tier":"silver"}""")))).Person!;
        _facts = new Facts { Person = _person.Profile, Memory = _person.Memory, Now = At };
        _event = Record(ana, new EventTracked("Signed Up", At, RawJson.From("""{"plan":"pro","source":"web"}"""), null));
        _other = Record(ana, new EventTracked("Page Viewed", At, RawJson.From("""{"path":"/"}"""), null));
        _run = new JourneyRun(new RunId(ana.Value), "welcome", 1, null, "wait", At, At.AddHours(1), RawJson.From("""{"plan":"pro","source":"web"}""")).ToBytes();
    }

    [Benchmark(Baseline = true)]
    public Moved FiveSteps() => PersonMachine.Apply(_catalog, _person, _event);

    [Benchmark]
    public Moved AnEventThatConcernsNoJourney() => PersonMachine.Apply(_catalog, _person, _other);

    [Benchmark]
    public Memory Remembering() => _person.Memory.Fold((EventTracked)_event.Body, _event.Id, At, MemoryNeeds.None).Entered("welcome", At).Left("welcome", At);

    [Benchmark]
    public Profile SettingAnAttribute() => _person.Profile.Fold(_changed, At);

    [Benchmark]
    public string? RenderingTheText() => _text.Render(_facts).Text;

    [Benchmark]
    public string ExplainingTheBranch() => _when.Explain(_facts);

    [Benchmark]
    public RecordId OneIdOfAFollowingRecord() => Ids.Derive<RecordId>(At, "JourneyMoved", _event.Id.Value);

    [Benchmark]
    public JourneyRun ReadAWaitingRun() => RunJson.Read(_run);

    private static LogRecord Record(PersonId person, IEvent body) => new()
    {
        Id = Ids.Derive<RecordId>(At, "benchmark", body.GetType().Name), Workspace = "shop", Key = person.ToString(), Person = person, At = At, Body = body,
    };
}
