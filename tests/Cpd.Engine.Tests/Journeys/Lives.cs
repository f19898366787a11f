using Cpd.Contracts;
using Cpd.Engine.Journeys;
using FsCheck;
using FsCheck.Fluent;

namespace Cpd.Engine.Tests.Journeys;

/// <summary>A random life: journeys that passed validation, and what happens to one person, in order.</summary>
internal sealed record Life(IReadOnlyList<Journey> Journeys, IReadOnlyList<Happening> Happenings)
{
    public override string ToString() => string.Join('\n', Journeys.Select(JourneyJson.ToText)) + string.Join('\n', Happenings);
}

/// <param name="After">Since the one before.</param>
/// <param name="Number">Picks among what is there: a message to report on, a journey to pause.</param>
internal sealed record Happening(What What, TimeSpan After, string Name, int Key, int Number);

internal enum What
{
    Event,
    Identify,
    Reply,
    Report,
    Answer,
    Enrol,

    /// <summary>A journey is paused, or goes on if it was.</summary>
    Pause,
}

internal static class Lives
{
    private static readonly string[] Events = ["A", "B", "C"];

    private static readonly Gen<TimeSpan> Spans = Gen.Elements(60, 90, 600, 3600, 5400, 86_400).Select(seconds => TimeSpan.FromSeconds(seconds));

    private static readonly Gen<string> Names = Gen.Elements(Events);

    /// <summary>Ways that take no time only lead forward, or most journeys would not pass validation.</summary>
    private static Gen<string?> To(int from, int steps) => Gen.Choose(from, steps).Select(place => place == steps ? null : $"s{place}");

    private static Gen<JourneyStep> Step(int place, int steps)
    {
        var id = $"s{place}";
        var ahead = To(place + 1, steps);
        var anywhere = To(0, steps);
        return Gen.OneOf(
            from next in ahead select (JourneyStep)new JourneyStep.Message(id, Channel.Sms, Greeting, null, null, false, next),
            from next in ahead from within in Gen.Elements(1, 12, 24)
            select (JourneyStep)new JourneyStep.Message(id, Channel.Sms, Greeting, null, null, false, next) { BestWithin = TimeSpan.FromHours(within) },
            from next in ahead from channels in Gen.Shuffle([Channel.Sms, Channel.Voice, Channel.WhatsApp, Channel.Push]) from count in Gen.Choose(2, 4) from span in Spans
            from reasons in Gen.SubListOf(MessageFailover.AnyReason.ToArray()).Select(some => some.Count == 0 ? MessageFailover.AnyReason : (IReadOnlyList<FailoverReason>)[.. some.Order()]) from preferred in Gen.Elements(true, false)
            select (JourneyStep)new JourneyStep.Message(id, channels[0], Greeting, null, null, false, next)
            {
                Preferred = preferred,
                Failover = [.. channels.Take(count).Skip(1).Select(channel => new MessageFailover(
                    new MessageContent(channel, Greeting, null, null), reasons, span))],
            },
            from span in Spans from next in anywhere select (JourneyStep)new JourneyStep.Wait(id, span, next),
            from hour in Gen.Choose(0, 22) from next in ahead select (JourneyStep)new JourneyStep.WaitUntilWindow(id, new DayWindow([DayOfWeek.Monday, DayOfWeek.Thursday], new(hour, 0), new(hour + 1, 0)), next),
            from next in anywhere from past in ahead from none in ahead
            select (JourneyStep)new JourneyStep.WaitUntilDate(id, new PathText("person.date"), TimeSpan.FromDays(-1), new(9, 0), next, past, none),
            WaitForEvent(id, anywhere), WaitForEvent(id, anywhere), WaitForEvent(id, anywhere),
            from of in Gen.Choose(0, 100) from reply in ahead from done in ahead from late in anywhere from span in Spans
            select (JourneyStep)new JourneyStep.WaitForMessage(id, $"{of}", [new(MessageOutcome.Reply, reply), new(MessageOutcome.Delivered, done)], span, late),
            from next in ahead from other in ahead select (JourneyStep)new JourneyStep.Branch(id, [new(null, Often, next)], other),
            from next in ahead from other in ahead select (JourneyStep)new JourneyStep.Split(id, [new("a", 40, next), new("b", 60, other)]),
            from next in ahead select (JourneyStep)new JourneyStep.UpdateProfile(id, TakeKey, next),
            from name in Names from next in ahead select (JourneyStep)new JourneyStep.EmitEvent(id, name, TakeKey, next),
            from ok in anywhere from failed in ahead
            select (JourneyStep)new JourneyStep.Webhook(id, "POST", Address, [], null, 5, 2, ok, failed));
    }

    private static readonly TemplateText Greeting = new("Hi {{default person.name \"you\"}} {{default entry.k \"\"}}");
    private static readonly TemplateText Address = new("https://x.example/");
    private static readonly ConditionText Often = new("entry.k = 1 or did \"A\" at least 3 times in last 1 hour");
    private static readonly StepValues TakeKey = new([new("k", new StepValue.Copied(new PathText("entry.k")))]);

    /// <summary>Lets waits for messages wait for one that is there; without any they become ends.</summary>
    private static JourneyStep[] Mended(JourneyStep[] steps)
    {
        var messages = steps.OfType<JourneyStep.Message>().Select(message => message.Id).ToList();
        return Array.ConvertAll(steps, step => step is not JourneyStep.WaitForMessage wait ? step
            : messages.Count == 0 ? new JourneyStep.Exit(step.Id)
            : wait with { Of = messages[int.Parse(wait.Of, System.Globalization.CultureInfo.InvariantCulture) % messages.Count] });
    }

    private static Gen<JourneyStep> WaitForEvent(string id, Gen<string?> to) =>
        from first in Names from second in Names from next in to from other in to from late in to from span in Spans
        from back in Gen.Elements<TimeSpan?>(null, TimeSpan.FromMinutes(1), TimeSpan.FromHours(2)) from keyed in Gen.Elements(true, false)
        select (JourneyStep)new JourneyStep.WaitForEvent(
            id, [new(first, keyed ? new KeyText("event.k = entry.k") : null, null, next), new(second, null, new ConditionText("event.k = 2"), other)], span, late, back);

    private static readonly Gen<Reentry> Reentries = Gen.Elements<Reentry>(
        new Reentry.Never(), new Reentry.AfterLeaving(), new Reentry.After(TimeSpan.FromHours(1)), new Reentry.Always(), new Reentry.Keyed(new PathText("event.k")));

    private static Gen<Journey> Journey(int number) =>
        from size in Gen.Choose(1, 7)
        from steps in Gen.CollectToArray(Enumerable.Range(0, size), place => Step(place, size))
        from reentry in Reentries
        from entry in Names
        from goal in Gen.Elements<JourneyGoal?>(null, null, new JourneyGoal("C", new ConditionText("event.k = entry.k")))
        from exit in Gen.Elements<ExitRule?>(null, null, new ExitRule("B", new ConditionText("event.k = 3")), new ExitRule(null, new ConditionText("person.gone = true")))
        select new Journey($"j{number}", "J", [new(entry), new("A", new ConditionText("event.k = 1"))], reentry, "s0", Mended(steps))
        {
            Goal = goal, ExitWhen = exit is null ? [] : [exit],
        };

    private static readonly Gen<Happening> Happenings =
        from what in Gen.Frequency(
            (8, Gen.Constant(What.Event)), (1, Gen.Constant(What.Identify)), (2, Gen.Constant(What.Reply)),
            (3, Gen.Constant(What.Report)), (3, Gen.Constant(What.Answer)), (1, Gen.Constant(What.Enrol)), (1, Gen.Constant(What.Pause)))
        from ticks in Gen.Choose(0, 20_000)
        from span in Gen.Elements(0, 0, 0, 1, 29, 61, 600, 3600, 5000)
        from name in Names from key in Gen.Choose(0, 3) from number in Gen.Choose(0, 100)
        select new Happening(what, TimeSpan.FromSeconds(span) + TimeSpan.FromTicks(ticks), name, key, number);

    /// <summary>Only journeys that could be published: the others are validation's matter.</summary>
    public static readonly Gen<Life> All =
        from journeys in Gen.CollectToArray(Enumerable.Range(0, 3), number => Journey(number).Where(journey => CompiledJourney.Compile(journey).Journey is not null))
        from happenings in Happenings.ListOf(40)
        select new Life(journeys, [.. happenings]);

    public static readonly Arbitrary<Life> Arbitrary = Arb.From(All, Shrink);

    private static IEnumerable<Life> Shrink(Life life)
    {
        for (var i = life.Happenings.Count - 1; i >= 0; i--) yield return life with { Happenings = [.. life.Happenings.Where((_, place) => place != i)] };
        if (life.Journeys.Count > 1)
            for (var i = 0; i < life.Journeys.Count; i++) yield return life with { Journeys = [.. life.Journeys.Where((_, place) => place != i)] };
    }
}
