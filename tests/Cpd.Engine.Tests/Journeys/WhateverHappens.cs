using System.Collections.Frozen;
using Cpd.Contracts;
using Cpd.Engine.Journeys;
using Cpd.Engine.Messages.Sending;
using Cpd.Engine.People;
using FsCheck;
using FsCheck.Fluent;

namespace Cpd.Engine.Tests.Journeys;

/// <summary>What holds for every journey that can be published and everything that can happen to a person.</summary>
public class WhateverHappens
{
    /// <summary>CPD_LIVES=2000 looks longer.</summary>
    private static readonly Config Settings = Config.QuickThrowOnFailure.WithMaxTest(
        int.TryParse(Environment.GetEnvironmentVariable("CPD_LIVES"), out var lives) ? lives : 60);

    [Fact]
    public void No_run_is_lost_stuck_or_in_two_places() => Check(life => Consistent(new LifeLog(life).Live()));

    [Fact]
    public void No_message_tries_a_channel_twice() => Check(life =>
    {
        var log = new LifeLog(life).Live();
        var tried = log.Out.Select(record => record.Body switch
        {
            MessageRequested message => (message.Place, message.Channel),
            MessageFailed failed => (failed.Place, failed.Channel),
            _ => default,
        }).Where(one => one.Place is not null).ToList();
        Assert.Equal(tried.Count, tried.Distinct().Count());
    });

    [Fact]
    public void The_same_log_gives_the_same_bytes() =>
        Check(life => Same(new LifeLog(life).Live(), new LifeLog(life).Live()));

    [Fact]
    public void A_restart_between_any_two_records_changes_nothing() =>
        Check(life => Same(new LifeLog(life).Live(), new LifeLog(life) { Restarts = true }.Live()));

    [Fact]
    public void It_makes_no_difference_whether_timers_were_woken_on_time_or_found_due_by_the_next_record() =>
        Check(whole =>
        {
            // An emitted event comes back by the log, behind what was written there before it: then order is a matter of the log.
            // And who wakes people after a pause says when, so pauses are left out, too.
            var life = new Life([.. whole.Journeys.Select(WithoutEmitting)], [.. whole.Happenings.Where(happening => happening.What is not What.Pause)]);
            var woken = new LifeLog(life) { Woken = true }.Live();
            if (woken.Out.Count >= 1_000) return;   // one touch fires a thousand timers; what is left of a loop goes on at the next, and says so by its times
            Same(woken, new LifeLog(life) { Script = woken.Inputs }.Live());
        });

    [Fact]
    public void Wakes_that_are_early_or_repeated_change_nothing() =>
        Check(life => Same(new LifeLog(life) { Woken = true }.Live(), new LifeLog(life) { Woken = true, WokenTooOften = true }.Live()));

    [Fact]
    public void What_is_written_is_read_again_and_has_the_shape_the_schema_says() => Check(life =>
    {
        foreach (var journey in life.Journeys)
        {
            var text = JourneyJson.ToText(journey);
            Assert.Empty(Schema.Problems(text));
            var reading = JourneyJson.Read(text);
            Assert.Empty(reading.Problems);
            Assert.Equal(text, JourneyJson.ToText(reading.Journey!));
        }
    });

    [Fact]
    public void Two_people_who_become_one_lose_no_run() => Check(life =>
    {
        var log = new LifeLog(life).Live();
        var other = new LifeLog(life) { Who = Ids.Derive<PersonId>(Scene.Start, "person", "bea") }.Live();
        var at = log.Now > other.Now ? log.Now : other.Now;

        var gone = PersonMachine.Apply(other.Catalog, other.Person, other.Record(new PersonMerged(log.Who), at));
        var carried = Assert.Single(gone.Records, record => record.Body is PersonTakenOver);
        var both = PersonMachine.Apply(log.Catalog, log.Person, carried);

        var before = log.Person.Runs.Concat(other.Person.Runs).Select(run => run.Id).ToHashSet();
        var ended = gone.Records.Concat(both.Records).Select(record => record.Body).OfType<JourneyMoved>().Where(move => move.End is not null).Select(move => move.Run).ToHashSet();
        Assert.Subset(both.Person!.Runs.Select(run => run.Id).Concat(ended).ToHashSet(), before);
        Assert.Equal(both.Person.Runs.Length, both.Person.Runs.Select(run => run.Id).Distinct().Count());
        foreach (var runs in both.Person.Runs.GroupBy(run => run.Journey))
            if (life.Journeys.Single(journey => journey.Id == runs.Key).Reentry is not (Reentry.Always or Reentry.Keyed)) Assert.Single(runs);
    });

    [Fact]
    public void It_makes_no_difference_how_late_somebody_arrives_who_was_announced() => Check(life =>
    {
        var other = new LifeLog(life) { Who = Ids.Derive<PersonId>(Scene.Start, "person", "bea") }.Live();
        var before = life with { Happenings = [.. life.Happenings.Take(10)] };
        var calls = life.Happenings.Skip(10).ToList();
        var at = new LifeLog(before).Live().Now;
        var gone = PersonMachine.Apply(other.Catalog, other.Person, other.Record(new PersonMerged(Scene.Ana), at));
        var arrives = gone.Records.Single(record => record.Body is PersonTakenOver);

        var atOnce = new LifeLog(before).Live().TakeOver(arrives, calls, after: 0);
        foreach (var late in new[] { 1, calls.Count / 2, calls.Count }) Same(atOnce, new LifeLog(before) { Restarts = late == 1 }.Live().TakeOver(arrives, calls, late));
    });

    private static void Check(Action<Life> property) => Prop.ForAll(Lives.Arbitrary, property).Check(Settings);

    private static Journey WithoutEmitting(Journey journey) => journey with
    {
        Steps = [.. journey.Steps.Select(step => step is JourneyStep.EmitEvent emit ? new JourneyStep.UpdateProfile(emit.Id, emit.Properties, emit.Next) : step)],
    };

    private static void Consistent(LifeLog log)
    {
        foreach (var run in log.Person.Runs)
        {
            var step = log.Catalog.Find("shop", run.Journey, run.Version)!.Journey.Journey.Steps.Single(step => step.Id == run.Step);
            Assert.True(step is JourneyStep.Wait or JourneyStep.WaitUntilWindow or JourneyStep.WaitUntilDate or JourneyStep.WaitForEvent
                or JourneyStep.WaitForMessage or JourneyStep.Webhook or JourneyStep.Message, $"Nobody waits at {step.Kind}.");
            Assert.True(run.WakeAt > run.ArrivedAt);
            Assert.True(run.WakeAt > Moments.Floor(log.Now), "What was due has fired.");
        }
        Assert.Equal(log.Person.Runs.Length, log.Person.Runs.Select(run => run.Id).Distinct().Count());
        Assert.Equal(log.Out.Count, log.Out.Select(record => record.Id).Distinct().Count());

        var moves = log.Out.Select(record => record.Body).OfType<JourneyMoved>().GroupBy(move => move.Run).ToDictionary(run => run.Key, run => run.ToList());
        foreach (var (run, story) in moves) Tells(story, log.Person.Runs.SingleOrDefault(waiting => waiting.Id == run), log);
        Assert.All(log.Person.Runs, run => Assert.Contains(run.Id, moves.Keys));
    }

    /// <summary>It began once, every way leads from where it stood to where it stands next, and it ends once or still waits.</summary>
    private static void Tells(List<JourneyMoved> story, JourneyRun? waiting, LifeLog log)
    {
        Assert.Equal([0], story.Select((move, place) => (move, place)).Where(move => move.move.Began).Select(move => move.place));
        Assert.Equal(waiting is null ? [story.Count - 1] : [], story.Select((move, place) => (move, place)).Where(move => move.move.End is not null).Select(move => move.place));
        Assert.Equal((waiting?.Step, waiting?.WakeAt), (story[^1].Step, story[^1].WakeAt));
        Assert.DoesNotContain(story, move => move.End is RunEnd.Failed && move.Reason?.StartsWith("run.event-loop", StringComparison.Ordinal) is not true);

        var journey = log.Catalog.Find("shop", story[0].Journey, story[0].Version)!.Journey.Journey;
        var standing = (string?)null;
        foreach (var move in story)
        {
            Assert.Equal(standing, move.Began ? null : move.Trail[0].Step);
            Assert.Equal(move.Began, move.Trail[0].Arrived);
            for (var i = 0; i < move.Trail.Count - 1; i++)
            {
                var exit = journey.Steps.Single(step => step.Id == move.Trail[i].Step).Exits().Single(exit => exit.Port == move.Trail[i].Exit);
                Assert.Equal(move.Trail[i + 1].Step, exit.To);
                Assert.True(move.Trail[i + 1].Arrived);
            }
            standing = move.Step;
            if (standing is not null) Assert.Equal((standing, null), (move.Trail[^1].Step, move.Trail[^1].Exit));
        }
    }

    private static void Same(LifeLog one, LifeLog other)
    {
        Assert.Equal(one.Out.Select(Text), other.Out.Select(Text));
        Assert.Equal(Bytes(one.Person), Bytes(other.Person));
    }

    private static string Text(LogRecord record) => System.Text.Encoding.UTF8.GetString(RecordJson.ToBytes(record));

    private static string Bytes(PersonState person) => string.Join('\n',
        new[] { person.Profile.ToBytes(), person.Memory.ToBytes() }.Concat(person.Runs.Select(run => run.ToBytes()))
            .Concat(person.Awaits is { } awaited ? [awaited.ToBytes()] : Array.Empty<byte[]>()).Select(System.Text.Encoding.UTF8.GetString));
}

/// <summary>Lives a life through the machine as the log would: first in, first out, what it emits at the end.</summary>
internal sealed class LifeLog(Life life)
{
    private readonly Queue<LogRecord> _waiting = new();
    private int _number;

    public PersonId Who { get; init; } = Scene.Ana;

    /// <summary>The person is written and read again after each record.</summary>
    public bool Restarts { get; init; }

    /// <summary>Timers go off at their time; else the next record finds them due.</summary>
    public bool Woken { get; init; }

    public bool WokenTooOften { get; init; }

    /// <summary>What happened, instead of what would: reports and answers depend on what was sent by then.</summary>
    public IReadOnlyList<IEvent?>? Script { get; init; }

    public List<IEvent?> Inputs { get; } = [];

    public JourneyCatalog Catalog { get; private set; } = Of(life, life.Journeys.Select(journey =>
        new PublishedJourney("shop", journey.Id, 1, JourneyStatus.Active, true, CompiledJourney.Compile(journey).Journey!)));

    public PersonState Person { get; private set; } = PersonState.New(default, "shop", Scene.Start);

    public DateTimeOffset Now { get; private set; } = Scene.Start;

    public List<LogRecord> Out { get; } = [];

    public LifeLog Live()
    {
        Person = PersonState.New(Who, "shop", Scene.Start);
        Take(Record(new PersonIdentified(new("u", null), Now, RawJson.From("""{"phone":"385911234567","preferredChannel":"voice","name":"Ana","date":"2030-01-10","timezone":"Europe/Zagreb"}""")), Now));
        foreach (var happening in life.Happenings)
        {
            var next = Now + happening.After;
            Wake(next);
            Now = next;
            var body = Script is null ? Body(happening) : Script[Inputs.Count];
            Inputs.Add(body);
            if (happening.What is What.Pause) Turn(happening.Number % life.Journeys.Count);
            if (body is not null) Take(Record(body, Now));
            while (_waiting.TryDequeue(out var emitted)) Take(emitted);
        }
        Settle();
        return this;
    }

    public LogRecord Record(IEvent body, DateTimeOffset at) => new()
    {
        Id = Ids.Derive<RecordId>(at, Who.ToString(), $"{_number++}"), Workspace = "shop", Key = Who.ToString(), Person = Who, At = at, Body = body,
    };

    /// <summary>
    /// Somebody is announced, calls come, and after so many of them the one who was announced arrives. Calls only: what is
    /// emitted meanwhile comes back behind them in the one case and between them in the other, as the log has it.
    /// </summary>
    public LifeLog TakeOver(LogRecord arrives, IReadOnlyList<Happening> calls, int after)
    {
        Take(Record(new TakeOverAnnounced(((PersonTakenOver)arrives.Body).From), Now));
        for (var i = 0; i <= calls.Count; i++)
        {
            if (i == after) Take(arrives);
            if (i == calls.Count) break;

            Now += calls[i].After;
            if (i < after) Take(PersonMachine.Wake(Catalog, Person, Now));
            if (calls[i].What is What.Event or What.Identify or What.Reply or What.Enrol) Take(Record(Body(calls[i])!, Now));
        }
        return this;
    }

    private IEvent? Body(Happening happening)
    {
        var sent = Out.Select(record => record.Body).OfType<MessageRequested>().ToList();
        var called = Out.Select(record => record.Body).OfType<WebhookRequested>().ToList();
        var data = RawJson.From(happening.Key == 0 ? "{}" : $$"""{"k":{{happening.Key}}}""");
        return happening.What switch
        {
            What.Event => new EventTracked(happening.Name, Now, data, null),
            What.Identify => new PersonIdentified(new("u", null), Now, RawJson.From(happening.Number > 80 ? """{"gone":true}""" : """{"gone":false,"date":"2030-01-14"}""")),
            What.Reply => new ReplyReceived(Channel.Sms, "385911234567", "Shop", "ok", Now),
            What.Report when sent.Count > 0 => Report(sent[happening.Number % sent.Count].Message, happening.Key),
            What.Answer when called.Count > 0 && called[happening.Number % called.Count] is { } call => new WebhookAnswered(call.Call, happening.Key == 0 ? 500 : 200, data, null, call.Place),
            What.Enrol => new EnrolmentAsked("j0", data),
            _ => null,
        };
    }

    private MessageReported Report(MessageId message, int which) => which switch
    {
        0 => new(message, DeliveryOutcome.Undeliverable, "UNDELIVERABLE", "Why", false, Now),
        1 => new(message, DeliveryOutcome.Undeliverable, "BUSY", null, false, Now, CallOutcome.Busy),
        _ => new(message, DeliveryOutcome.Delivered, "DELIVERED", null, false, Now),
    };

    private void Wake(DateTimeOffset until)
    {
        if (!Woken) return;
        while (PersonMachine.NextWake(Catalog, Person) is { } due && due <= Moments.Floor(until))
        {
            if (WokenTooOften) Take(PersonMachine.Wake(Catalog, Person, due.AddMilliseconds(-1)));
            Take(PersonMachine.Wake(Catalog, Person, due));
            if (WokenTooOften) Take(PersonMachine.Wake(Catalog, Person, due));
        }
    }

    private void Turn(int journey) => Catalog = Of(life, Catalog.All.Select((published, place) => place != journey ? published
        : published with { Status = published.Status is JourneyStatus.Active ? JourneyStatus.Paused : JourneyStatus.Active }));

    /// <summary>A last look, so that two lives that differ only in when they were looked at come to the same end.</summary>
    private void Settle()
    {
        Catalog = Of(life, Catalog.All.Select(published => published with { Status = JourneyStatus.Active }));
        do
        {
            Wake(Now);
            Take(Record(new PersonIdentified(new("u", null), Now, RawJson.EmptyObject), Now));
            while (_waiting.TryDequeue(out var emitted)) Take(emitted);
        }
        while (PersonMachine.NextWake(Catalog, Person) <= Now);
    }

    /// <summary>Every other life has rules of sending, so that messages wait and are refused, too.</summary>
    private static JourneyCatalog Of(Life life, IEnumerable<PublishedJourney> journeys)
    {
        var rules = new SendingRules { Quiet = new(new(14, 0), new(16, 0)), Caps = new(1, 3, null) };
        return JourneyCatalog.Of(journeys).With(life.Happenings.Count % 2 == 0 ? FrozenDictionary<string, SendingRules>.Empty : new[] { rules }.ToFrozenDictionary(_ => "shop"));
    }

    private void Take(LogRecord record) => Take(PersonMachine.Apply(Catalog, Person, record));

    private void Take(Moved moved)
    {
        Person = Restarts ? Scene.Restarted(moved.Person!) : moved.Person!;
        Out.AddRange(moved.Records);
        foreach (var kept in moved.Released) Take(kept);
        foreach (var record in moved.Records)
            if (record.Topic == Topic.Events && record.Body is EventTracked or ProfileChanged or MessageFailed) _waiting.Enqueue(record);
    }
}
