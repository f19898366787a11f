using Cpd.Contracts;
using Cpd.Engine.Conditions;
using Cpd.Engine.People;

namespace Cpd.Engine.Journeys;

/// <summary>One of the events that end a wait.</summary>
/// <param name="Key">Ties the event to this run; null where any of the person's events will do.</param>
public sealed record AwaitedEvent(string Event, KeyText? Key, ConditionText? When, string? Next)
{
    /// <summary>What it looks at in an event, with the values; null where any such event will do.</summary>
    internal string? Explain(Facts facts) => (Key, When) switch
    {
        (null, null) => null,
        ({ } key, null) => key.Explain(facts),
        (null, { } when) => when.Explain(facts),
        ({ } key, { } when) => $"{key.Explain(facts)}; {when.Explain(facts)}",
    };
}

public abstract partial record JourneyStep
{
    /// <summary>
    /// Holds a person until one of some events comes, the first wins, or the time is over. With <paramref name="LookBack"/>
    /// an event counts that came up to that long before the wait: the payment a second before it. Never the event the run
    /// began with, and never one event twice for this wait.
    /// </summary>
    /// <remarks>Exits are named for their events; where one event is waited for twice, a number follows.</remarks>
    public sealed record WaitForEvent(
        string Id, IReadOnlyList<AwaitedEvent> Events, TimeSpan Timeout, string? OnTimeout, TimeSpan? LookBack = null) : JourneyStep(Id)
    {
        internal const string Name = "waitForEvent";

        private readonly string[] _ports = NamePorts(Events);

        public IReadOnlyList<AwaitedEvent> Events
        {
            get;
            init => (field, _ports) = (value, NamePorts(value));   // a copy has names for its own events
        } = Events;

        public override string Kind => Name;

        public override IReadOnlyList<StepExit> Exits() =>
        [
            .. Events.Select((awaited, index) => new StepExit(_ports[index], awaited.Next, $"events[{index}].next", ExitTakes.AnotherEvent)),
            new("timeout", OnTimeout, "onTimeout", ExitTakes.Time),
        ];

        public override JourneyStep Lead(int exit, string? to) => exit == Events.Count
            ? this with { OnTimeout = to }
            : this with { Events = [.. Events.Select((awaited, index) => index == exit ? awaited with { Next = to } : awaited)] };

        internal override IEnumerable<StepText> Texts()
        {
            for (var i = 0; i < Events.Count; i++)
            {
                if (Events[i].Key is { } key) yield return new(key, $"events[{i}].key", OfAnotherEvent: true);
                if (Events[i].When is { } when) yield return new(when, $"events[{i}].when", OfAnotherEvent: true);
            }
        }

        internal override IEnumerable<StepProblem> Problems()
        {
            if (Events.Count == 0) yield return new("wait.no-event", "Choose at least one event to wait for (\"events\").", "events");
            if (Timeout < TimeSpan.FromSeconds(1)) yield return new("wait.too-short", "Wait at least one second.", "timeout");
            if (LookBack < TimeSpan.Zero) yield return new("wait.look-back", "\"lookBack\" must be a positive duration.", "lookBack");
            for (var i = 0; i < Events.Count; i++)
                if (string.IsNullOrWhiteSpace(Events[i].Event)) yield return new("event.no-name", "Enter the name of the event.", $"events[{i}].event");
        }

        internal override IEnumerable<(string Event, TimeSpan LookBack)> Awaited() =>
            Events.Select(awaited => (awaited.Event, LookBack ?? TimeSpan.Zero));

        internal override bool LeavesResult => true;

        internal override StepResult Enter(Advance advance) =>
            (LookBack > TimeSpan.Zero ? Before(advance) : null) ?? (StepResult)new StepResult.Stay(advance.Now + Timeout);

        internal override bool Listens(IRecordBody body)
        {
            if (body is not EventTracked tracked) return false;
            for (var i = 0; i < Events.Count; i++)
                if (Events[i].Event == tracked.Name) return true;
            return false;
        }

        internal override StepResult? Hear(Advance advance, LogRecord record)
        {
            var tracked = (EventTracked)record.Body;
            for (var i = 0; i < Events.Count; i++)
                if (Events[i].Event == tracked.Name && Fits(Events[i], advance.Facts))
                    return Take(advance, i, new RememberedEvent(record.Id, Moments.Floor(record.At), tracked.Properties), Events[i].Explain(advance.Facts));
            return null;
        }

        internal override StepResult Due(Advance advance) => new StepResult.Go("timeout");

        /// <summary>The earliest fitting event of the time before the wait.</summary>
        private StepResult.Go? Before(Advance advance)
        {
            var since = advance.Now - LookBack!.Value;
            (int Index, RememberedEvent Event)? first = null;
            for (var i = 0; i < Events.Count; i++)
                foreach (var remembered in advance.Turn.Memory.Recent(Events[i].Event, since))
                {
                    if (!advance.IsNew(Id, remembered)) continue;
                    if (first is { } best && remembered.At > best.Event.At) continue;
                    if (advance.BeganWith(remembered) || !Fits(Events[i], advance.FactsOf(remembered.Properties))) continue;
                    if (first is null || remembered.At < first.Value.Event.At || first.Value.Index == i) first = (i, remembered);
                }

            if (first is not { } found) return null;
            return Take(advance, found.Index, found.Event, $"happened {Durations.ToText(advance.Now - found.Event.At)} before the wait");
        }

        private static bool Fits(AwaitedEvent awaited, Facts facts) =>
            (awaited.Key is null || awaited.Key.Matches(facts)) && (awaited.When is null || awaited.When.Holds(facts));

        private StepResult.Go Take(Advance advance, int index, RememberedEvent taken, string? why)
        {
            if (LookBack > TimeSpan.Zero) advance.Use(new UsedEvent(Id, taken.Record, taken.At));
            advance.NoteEvent(Id, Events[index].Event, taken.Properties);
            return new StepResult.Go(_ports[index], why);
        }

        private static string[] NamePorts(IReadOnlyList<AwaitedEvent> events) =>
        [
            .. events.Select((awaited, index) =>
            {
                var earlier = events.Take(index).Count(other => other.Event == awaited.Event);
                return earlier == 0 ? awaited.Event : $"{awaited.Event} {Numbers.Text(earlier + 1)}";
            }),
        ];

        internal static JourneyStep Read(JourneyReader json)
        {
            var events = json.Objects("events").Select(awaited =>
            {
                var key = awaited.TextOrNull("key") is { } text ? new KeyText(text) : null;
                var read = new AwaitedEvent(awaited.EventName("event"), key, awaited.ConditionOrNull("when"), awaited.Exit("next"));
                awaited.Done();
                return read;
            });
            return new WaitForEvent(
                json.Step, [.. events], json.Duration("timeout", "wait.no-timeout"), json.Exit("onTimeout", "wait.no-timeout"), json.DurationOrNull("lookBack"));
        }

        internal override void Write(JourneyWriter json) => json
            .Objects("events", Events, (awaited, value) => awaited.Text("event", value.Event).Text("key", value.Key).Text("when", value.When).Exit("next", value.Next))
            .Duration("lookBack", LookBack).Duration("timeout", Timeout).Exit("onTimeout", OnTimeout);
    }
}
