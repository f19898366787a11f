using System.Collections.Immutable;
using Cpd.Contracts;
using Cpd.Engine.Messages.Sending;
using Cpd.Engine.People;

namespace Cpd.Engine.Journeys;

/// <summary>What became of a person, and what goes onto the log because of it.</summary>
/// <param name="Person">Null: gone, erased or merged into another.</param>
/// <param name="MergedInto">Where a merged person's later records belong; whoever stores people keeps a pointer.</param>
public sealed record Moved(PersonState? Person, IReadOnlyList<LogRecord> Records, PersonId? MergedInto = null)
{
    /// <summary>
    /// What was kept while somebody was on the way to this person and is to be handled now, in this order and before anything
    /// else about them. One after the other as if they came now: one of them may begin the next such wait.
    /// </summary>
    public ImmutableArray<LogRecord> Released { get; init; } = [];
}

/// <summary>One person's state while the machine works on it. Lives for one call; what leaves it is immutable again.</summary>
internal sealed class Turn(JourneyCatalog catalog, PersonState person)
{
    private List<LogRecord>? _records;
    private List<SentInTurn>? _sends;
    private string? _key;

    public JourneyCatalog Catalog => catalog;

    public Profile Profile { get; set; } = person.Profile;

    public Memory Memory { get; set; } = person.Memory;

    public ImmutableArray<JourneyRun> Runs { get; private set; } = person.Runs;

    public string Workspace => Profile.Workspace;

    /// <summary>The workspace's rules of sending.</summary>
    public SendingRules Sending => catalog.Sending(Workspace);

    /// <summary>What was counted against caps in this turn.</summary>
    public IReadOnlyList<SentInTurn> Sends => _sends ?? (IReadOnlyList<SentInTurn>)[];

    public void WentFirst(SentInTurn sent) => (_sends ??= []).Add(sent);

    public PublishedJourney? Find(JourneyRun run) => catalog.Find(Workspace, run.Journey, run.Version);

    /// <summary>Takes a run in, in the place it had before: the order of runs is the order in which they began.</summary>
    public void Put(JourneyRun run)
    {
        var place = PlaceOf(run.Id);
        Runs = place < 0 ? Runs.Add(run) : Runs.SetItem(place, run);
    }

    public void Remove(RunId run)
    {
        var place = PlaceOf(run);
        if (place >= 0) Runs = Runs.RemoveAt(place);
    }

    /// <summary>The run as it stands now; null where it is over.</summary>
    public JourneyRun? Current(RunId run) => PlaceOf(run) is >= 0 and var place ? Runs[place] : null;

    public void Emit(Origin origin, IRecordBody body, DateTimeOffset at) =>
        (_records ??= []).Add(origin.Make(body, Workspace, Profile.Id, _key ??= Profile.Id.ToString(), at));

    public void Add(LogRecord record) => (_records ??= []).Add(record);

    public Moved Result() => new(
        ReferenceEquals(Profile, person.Profile) && ReferenceEquals(Memory, person.Memory) && Runs == person.Runs ? person
            : person with { Profile = Profile, Memory = Memory, Runs = Runs },
        _records ?? (IReadOnlyList<LogRecord>)[]);

    public Moved Gone(PersonId? mergedInto = null) => new(null, _records ?? (IReadOnlyList<LogRecord>)[], mergedInto);

    private int PlaceOf(RunId run)
    {
        for (var i = 0; i < Runs.Length; i++)
            if (Runs[i].Id == run) return i;
        return -1;
    }
}

/// <param name="What">For people: the message and its journey.</param>
internal sealed record SentInTurn(DateTimeOffset At, MessagePriority Priority, string What);
