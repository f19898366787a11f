using System.Text.Json;
using Cpd.Contracts;
using Cpd.Engine.Conditions;
using Cpd.Engine.People;

namespace Cpd.Engine.Journeys;

/// <summary>One run on its way from one stop to the next. Steps see the world through it, and say through it what should happen.</summary>
internal sealed partial class Advance(Turn turn, PublishedJourney published, JourneyRun run, Origin origin, DateTimeOffset now)
{
    private JourneyRun _run = run;
    private JsonElement _event;
    private JsonElement? _entry;
    private Facts? _facts;

    public Turn Turn => turn;

    public CompiledJourney Journey => published.Journey;

    public RunId Run => _run.Id;

    public DateTimeOffset Now => now;

    /// <summary>When it came to the step it stands at.</summary>
    public DateTimeOffset ArrivedAt => _run.ArrivedAt;

    public Profile Profile => turn.Profile;

    /// <summary>The event at hand.</summary>
    public Advance With(JsonElement eventData)
    {
        _event = eventData;
        _facts = null;
        return this;
    }

    /// <summary>A run that just began: what its entry looked at is what its first step looks at.</summary>
    public Advance With(Facts entry)
    {
        (_event, _entry, _facts) = (entry.Event, entry.Event, entry);
        return this;
    }

    /// <summary>Takes up the event again that was at hand when it began to stand here.</summary>
    public void TakeUpEvent()
    {
        if (!_run.Event.IsMissing) With(_run.Event.Parse());
    }

    public Facts Facts => _facts ??= Look(_event);

    /// <summary>The facts as they would be with another event at hand.</summary>
    public Facts FactsOf(RawJson eventData) => Look(eventData.Parse());

    /// <summary>How often the run had been at this step before.</summary>
    public int Visit
    {
        get
        {
            foreach (var arrivals in _run.Arrivals)
                if (arrivals.Step == Here.Step.Id) return arrivals.Count - 1;
            return 0;
        }
    }

    public StepPlace Place => new(_run.Id, published.Id, published.Version, Here.Step.Id, Visit);

    public int Hops => origin.Hops;

    public bool IsPaused => published.Status is JourneyStatus.Paused;

    /// <summary>How far it has come with the channels of the message it stands at; null elsewhere.</summary>
    public Trying? Trying => _run.Trying;

    public void Emit(IRecordBody body) => turn.Emit(origin, body, now);

    /// <summary>Changes the person at once: the next step decides on what this one set.</summary>
    public void Change(ProfileChanged changed)
    {
        Emit(changed);
        turn.Profile = turn.Profile.Fold(changed, now);
        _facts = null;
    }

    /// <summary>True for the event that began this run.</summary>
    public bool BeganWith(RememberedEvent remembered) => _run.Id == RunIdOf(remembered.Record, remembered.At, published.Id);

    public static RunId RunIdOf(RecordId record, DateTimeOffset at, string journey) => Ids.Derive<RunId>(Moments.Floor(at), "run", record.Value, journey);

    private Facts Look(JsonElement eventData) => new()
    {
        Person = turn.Profile,
        Memory = turn.Memory,
        Event = eventData,
        Entry = Journey.ReadsEntry ? _entry ??= _run.Entry.Parse() : default,
        Steps = Results(),
        Now = now,
    };
}
