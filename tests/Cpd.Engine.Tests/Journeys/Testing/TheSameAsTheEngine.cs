using Cpd.Contracts;
using Cpd.Engine.Journeys;
using Cpd.Engine.Journeys.Testing;
using Cpd.Engine.People;
using FsCheck;
using FsCheck.Fluent;

namespace Cpd.Engine.Tests.Journeys.Testing;

/// <summary>A test run is no second opinion: the records that were put in give the engine the same outcome.</summary>
public class TheSameAsTheEngine
{
    [Fact]
    public void The_same_records_at_the_same_times_make_the_engine_say_the_same_bytes() => Prop.ForAll(Lives.Arbitrary, life =>
    {
        var journey = CompiledJourney.Compile(life.Journeys[0]).Journey!;
        var ana = TestPeople.Invent("shop", RawJson.From("""{"phone":"385911234567","name":"Ana","date":"2030-01-10","timezone":"Europe/Zagreb"}"""), Scene.Start);
        var run = life.Happenings.Aggregate(TestRun.Begin(journey, ana, Scene.Start), (run, happening) => Do(run, happening));

        var engine = new Engine(journey, ana);
        foreach (var moment in run.Moments)
        {
            engine.Live(moment.Given, moment.At);
            Assert.Equal(engine.Person.Runs.Select(waiting => waiting.ToBytes()), moment.Person.Runs.Select(waiting => waiting.ToBytes()));
            Assert.Equal(engine.Person.Profile.ToBytes(), moment.Person.Profile.ToBytes());
        }
        Assert.Equal(engine.Out.Select(Text), run.Moments.SelectMany(moment => moment.Records).Select(Text));
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(60));

    private static TestRun Do(TestRun run, Happening happening)
    {
        run = run.Do(new TestAction.Pass(happening.After));
        var data = RawJson.From(happening.Key == 0 ? "{}" : $$"""{"k":{{happening.Key}}}""");
        var step = run.Journey.Steps[happening.Number % run.Journey.Steps.Count].Id;
        return run.Do(happening.What switch
        {
            What.Event => new TestAction.Happens(happening.Name, data),
            What.Identify => new TestAction.Identify(RawJson.From("""{"gone":false,"date":"2030-01-14"}""")),
            What.Reply => new TestAction.Outcome(step, MessageOutcome.Reply, "ok"),
            What.Report => new TestAction.Outcome(step, happening.Key == 0 ? MessageOutcome.Failed : MessageOutcome.Delivered, "no"),
            What.Answer => new TestAction.Answer(step, happening.Key == 0 ? 500 : 200, data),
            What.Enrol => new TestAction.Enrol(data),
            _ => new TestAction.SkipWait(),
        });
    }

    private static string Text(LogRecord record) => System.Text.Encoding.UTF8.GetString(RecordJson.ToBytes(record));

    /// <summary>As in production: timers go off at their time, what is emitted comes back, and after every record the person is written and read again.</summary>
    private sealed class Engine(CompiledJourney journey, PersonState person)
    {
        private readonly JourneyCatalog _catalog = JourneyCatalog.Of([new PublishedJourney("shop", journey.Journey.Id, 0, JourneyStatus.Active, true, journey)]);
        private readonly Queue<LogRecord> _waiting = new();

        public PersonState Person { get; private set; } = person;

        public List<LogRecord> Out { get; } = [];

        public void Live(LogRecord? record, DateTimeOffset until)
        {
            while (PersonMachine.NextWake(_catalog, Person) is { } due && due <= until) Take(PersonMachine.Wake(_catalog, Person, due));
            if (record is not null) Take(PersonMachine.Apply(_catalog, Person, record));
        }

        private void Take(Moved moved)
        {
            Person = Scene.Restarted(moved.Person!);
            Out.AddRange(moved.Records);
            foreach (var record in moved.Records)
                if (record.Body is EventTracked or ProfileChanged or MessageFailed) _waiting.Enqueue(record);
            if (_waiting.TryDequeue(out var emitted)) Take(PersonMachine.Apply(_catalog, Person, emitted));
        }
    }
}
