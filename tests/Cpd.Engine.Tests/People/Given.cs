using System.Text.Json;
using Cpd.Contracts;
using Cpd.Engine.Conditions;
using Cpd.Engine.People;

namespace Cpd.Engine.Tests.People;

/// <summary>Ana, and what is known of her.</summary>
internal static class Given
{
    public static readonly DateTimeOffset Now = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);

    public static readonly PersonId AnaId = Ids.Derive<PersonId>(Now, "person", "ana");

    public static readonly StepPlace Place = new(default, "welcome", 1, "set", 0);

    public static RecordId Record(int number) => Ids.Derive<RecordId>(Now, "record", default, ordinal: number);

    public static Profile Person(string traits = "{}") => Profile.New(AnaId, "shop", Now).Fold(Identified(traits), Now);

    public static PersonIdentified Identified(string traits, DateTimeOffset? at = null) =>
        new(new GivenIds("ana", "phone-1"), at ?? Now, RawJson.From(traits));

    public static EventTracked Tracked(string name, string properties = "{}") =>
        new(name, Now, RawJson.From(properties), new GivenIds("ana", null));

    public static Facts Facts(
        string person = "{}", string @event = "{}", string entry = "{}", Memory? memory = null,
        Dictionary<string, JsonElement>? steps = null) => new()
    {
        Person = Person(person),
        Memory = memory ?? Memory.Empty,
        Event = JsonElement.Parse(@event),
        Entry = JsonElement.Parse(entry),
        Steps = steps ?? [],
        Now = Now,
    };

    public static Memory Remembering(MemoryNeeds needs, params (string Event, TimeSpan Ago)[] events)
    {
        var memory = Memory.Empty;
        foreach (var (name, ago) in events.OrderByDescending(done => done.Ago))
            memory = memory.Fold(Tracked(name), Record(1), Now - ago, needs);
        return memory;
    }

    public static MemoryNeeds Needing(string name, TimeSpan within, TimeSpan lookBack = default) =>
        new(new Dictionary<string, EventNeed> { [name] = new(true, within, lookBack) });
}
