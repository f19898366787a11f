using System.Text.Json;
using System.Text.Json.Nodes;
using Cpd.Contracts;
using Cpd.Engine.People;

namespace Cpd.Engine.Journeys.Testing;

/// <summary>Whom a journey is tried with.</summary>
public static class TestPeople
{
    private const int MostTries = 200_000;

    /// <summary>Somebody to begin with: reachable on every channel, with a zone and a language.</summary>
    public static RawJson Attributes { get; } = RawJson.From(
        """{"firstName":"Ana","lastName":"Example","phone":"385911234567","email":"ana@example.com","timezone":"Europe/Zagreb","locale":"en"}""");

    /// <summary>Somebody who is not there, with attributes as an identify call would bring them.</summary>
    public static PersonState Invent(string workspace, RawJson attributes, DateTimeOffset at)
    {
        var id = Ids.Derive<PersonId>(at, "test", Guid.Empty);
        return With(PersonState.New(id, workspace, at), attributes, new GivenIds("test-person", null), at);
    }

    /// <summary>Somebody there is, with their attributes changed for the test alone; what is missing among them is taken away.</summary>
    public static PersonState Changed(PersonState person, RawJson attributes, DateTimeOffset at)
    {
        var patch = JsonNode.Parse(attributes.OrEmptyObject.Span)!.AsObject();
        if (person.Profile.Attributes.ValueKind is JsonValueKind.Object)
            foreach (var known in person.Profile.Attributes.EnumerateObject())
                if (!patch.ContainsKey(known.Name)) patch[known.Name] = null;
        return With(person with { Runs = [], Awaits = null }, RawJson.From(patch.ToJsonString()), new GivenIds(person.Profile.UserId, null), at);
    }

    /// <summary>
    /// The same person under an id that draws the wanted parts of splits: chance stays what it is, somebody else is taken.
    /// Null where nobody was found who draws all of them.
    /// </summary>
    /// <param name="parts">Exits by the step's id.</param>
    public static PersonState? WhoDraws(PersonState person, Journey journey, IReadOnlyDictionary<string, string> parts)
    {
        var splits = journey.Steps.OfType<JourneyStep.Split>().Where(split => parts.ContainsKey(split.Id)).ToList();
        for (var tried = 0; tried < MostTries; tried++)
        {
            var id = tried == 0 ? person.Profile.Id : Ids.Derive<PersonId>(person.Profile.CreatedAt, "test", Guid.Empty, ordinal: tried);
            if (splits.TrueForAll(split => split.PortOf(JourneyStep.Split.Draw(id.Value, journey.Id, split.Id)) == parts[split.Id]))
                return person with { Profile = person.Profile with { Id = id } };
        }
        return null;
    }

    /// <summary>What is wrong with the text as a JSON object; null where nothing is.</summary>
    public static string? Problem(string json)
    {
        try
        {
            using var parsed = JsonDocument.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = false });
            return parsed.RootElement.ValueKind is JsonValueKind.Object ? null : "Enter an object: { \"name\": \"value\" }.";
        }
        catch (JsonException problem)
        {
            return $"Line {Numbers.Text((int)(problem.LineNumber ?? 0) + 1)}, column {Numbers.Text((int)(problem.BytePositionInLine ?? 0) + 1)}: this is not valid JSON, or a name is used twice.";
        }
    }

    private static PersonState With(PersonState person, RawJson attributes, GivenIds who, DateTimeOffset at)
    {
        var record = new LogRecord
        {
            Id = Ids.Derive<RecordId>(at, "test", person.Profile.Id.Value),
            Workspace = person.Profile.Workspace,
            Key = person.Profile.Id.ToString(),
            Person = person.Profile.Id,
            At = at,
            Body = new PersonIdentified(who, at, attributes),
        };
        return PersonMachine.Apply(JourneyCatalog.Empty, person, record).Person!;
    }
}
