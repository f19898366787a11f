using System.Collections.Frozen;
using Cpd.Engine.Messages.Sending;
using Cpd.Engine.People;
using Cpd.Engine.Templates.Stored;

namespace Cpd.Engine.Journeys;

public enum JourneyStatus
{
    /// <summary>Takes people in and moves them.</summary>
    Active,

    /// <summary>Nobody enters, everybody inside stays where they are.</summary>
    Paused,

    /// <summary>Nobody enters, everybody inside is taken out.</summary>
    Stopped,
}

/// <summary>One version of a journey. It never changes; its status is the journey's, but for versions that were stopped before a newer one was published.</summary>
/// <param name="Latest">The version that people enter; older ones stay for those inside.</param>
public sealed record PublishedJourney(string Workspace, string Id, int Version, JourneyStatus Status, bool Latest, CompiledJourney Journey);

/// <summary>All that is published, arranged for the machine. Immutable: publishing makes a new one, and the window at work keeps the old.</summary>
public sealed class JourneyCatalog
{
    public static readonly JourneyCatalog Empty = Of([]);

    private readonly FrozenDictionary<(string Workspace, string Id, int Version), PublishedJourney> _versions;
    private readonly FrozenDictionary<(string Workspace, string Id), PublishedJourney> _latest;
    private readonly FrozenDictionary<(string Workspace, string Event), JourneyTrigger[]> _triggers;
    private readonly FrozenDictionary<string, JourneyTrigger[]> _replies;
    private readonly FrozenDictionary<string, MemoryNeeds> _needs;

    private JourneyCatalog(IReadOnlyList<PublishedJourney> all)
    {
        All = all;
        _versions = all.ToFrozenDictionary(journey => (journey.Workspace, journey.Id, journey.Version));
        _latest = all.Where(journey => journey.Latest).ToFrozenDictionary(journey => (journey.Workspace, journey.Id));
        _triggers = _latest.Values.Where(journey => journey.Status is JourneyStatus.Active).SelectMany(Triggers)
            .GroupBy(trigger => (trigger.Published.Workspace, trigger.Event))
            .ToFrozenDictionary(group => group.Key, group => group.OrderBy(trigger => trigger.Published.Id, StringComparer.Ordinal).ToArray());
        _replies = _latest.Values.Where(journey => journey.Status is JourneyStatus.Active)
            .Select(journey => new JourneyTrigger(journey, "", [.. journey.Journey.Journey.Entries.Where(entry => entry.Reply is not null)])).Where(trigger => trigger.Entries.Length > 0)
            .GroupBy(trigger => trigger.Published.Workspace)
            .ToFrozenDictionary(group => group.Key, group => group.OrderBy(trigger => trigger.Published.Id, StringComparer.Ordinal).ToArray(), StringComparer.Ordinal);
        _needs = all.GroupBy(journey => journey.Workspace).ToFrozenDictionary(group => group.Key, Together, StringComparer.Ordinal);
    }

    public IReadOnlyList<PublishedJourney> All { get; }

    /// <summary>What their messages are made from; empty until others are given.</summary>
    public TemplateCatalog Templates { get; private set; } = TemplateCatalog.Empty;

    /// <summary>The rules of sending of workspaces that have some; none until others are given.</summary>
    private FrozenDictionary<string, SendingRules> _sending = FrozenDictionary<string, SendingRules>.Empty;

    public static JourneyCatalog Of(IEnumerable<PublishedJourney> journeys) => new([.. journeys]);

    /// <summary>The same journeys with other templates.</summary>
    public JourneyCatalog With(TemplateCatalog templates)
    {
        var changed = (JourneyCatalog)MemberwiseClone();
        changed.Templates = templates;
        return changed;
    }

    /// <summary>The same journeys with other rules of sending, by workspace.</summary>
    public JourneyCatalog With(FrozenDictionary<string, SendingRules> sending)
    {
        var changed = (JourneyCatalog)MemberwiseClone();
        changed._sending = sending;
        return changed;
    }

    public SendingRules Sending(string workspace) => _sending.GetValueOrDefault(workspace) ?? SendingRules.None;

    public PublishedJourney? Find(string workspace, string journey, int version) => _versions.GetValueOrDefault((workspace, journey, version));

    /// <summary>The version people enter, whatever its status.</summary>
    public PublishedJourney? Latest(string workspace, string journey) => _latest.GetValueOrDefault((workspace, journey));

    /// <summary>What has to be remembered of a workspace's people: for every version somebody may still be inside.</summary>
    public MemoryNeeds Needs(string workspace) => _needs.GetValueOrDefault(workspace) ?? MemoryNeeds.None;

    /// <summary>The journeys that an event may let people into, in the order of their ids.</summary>
    internal ReadOnlySpan<JourneyTrigger> Triggers(string workspace, string eventName) => _triggers.GetValueOrDefault((workspace, eventName));

    /// <summary>The journeys that something people write may let them into, in the order of their ids.</summary>
    internal ReadOnlySpan<JourneyTrigger> Replies(string workspace) => _replies.GetValueOrDefault(workspace);

    private static IEnumerable<JourneyTrigger> Triggers(PublishedJourney published) => published.Journey.Journey.Entries
        .Where(entry => entry.Reply is null).GroupBy(entry => entry.Event, StringComparer.Ordinal)
        .Select(entries => new JourneyTrigger(published, entries.Key, [.. entries]));

    private static MemoryNeeds Together(IEnumerable<PublishedJourney> journeys)
    {
        var needs = new Dictionary<string, EventNeed>(StringComparer.Ordinal);
        foreach (var journey in journeys.Where(journey => journey.Status is not JourneyStatus.Stopped))
            foreach (var (name, need) in journey.Journey.Needs.Events) CompiledJourney.Merge(needs, name, need);
        return needs.Count == 0 ? MemoryNeeds.None : new MemoryNeeds(needs);
    }
}

/// <summary>The entries of one journey for one event, or for what people write; the first that fits lets in.</summary>
internal sealed record JourneyTrigger(PublishedJourney Published, string Event, JourneyEntry[] Entries);
