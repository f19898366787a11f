using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Cpd.Contracts;
using Cpd.Engine.Commands;
using Cpd.Engine.Identities;
using Cpd.Engine.Journeys;
using Cpd.Engine.Journeys.Publishing;
using Cpd.Engine.People;
using Cpd.EventLog;
using Cpd.Web.Access;
using Cpd.Web.Api;
using Numbers = Cpd.Web.Features.Shared.Numbers;

namespace Cpd.Web.Features.People;

/// <summary>Puts what members do with people on the log, as every command, and notes who did it.</summary>
/// <remarks>The audit log stays when a person is erased: it names them by our own id and says nothing else of them.</remarks>
public sealed partial class PersonActions(IEventLog log, KnownIds ids, IJourneyLibrary journeys, Caller caller, TimeProvider clock, ILogger<PersonActions> logger)
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly NotDone NotTaken = new("log.unavailable", CommandWatch.NotTaken);

    private static readonly NotDone Gone = new("person.unknown", "This person no longer exists: they were erased or merged with someone else. Reload the page.");

    /// <summary>Sets the channel a person wants to be written to by; null takes it away.</summary>
    /// <returns>The command's id, by which a refusal names it; null where the log could not take it.</returns>
    /// <exception cref="AccessDeniedException">Whoever asks may not.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Messages do not go out by this channel.</exception>
    public async Task<string?> Prefer(PersonId person, GivenIds who, Channel? before, Channel? channel)
    {
        await caller.Require(Right.EditPeople);
        if (channel is { } chosen && !ChannelNames.InUse.Contains(chosen)) throw new ArgumentOutOfRangeException(nameof(channel));

        var attributes = RawJson.From($$"""{"{{Profile.PreferredChannelName}}":{{(channel is { } named ? $"\"{Profile.NameOf(named)}\"" : "null")}}}""");
        return await Put(id => new EditPerson(who, id, attributes, caller.Name), new Act("person.preferred-channel", person, Name(before), Name(channel)));
    }

    /// <summary>Sets an attribute of a person; null takes it away.</summary>
    /// <returns>The command's id, by which a refusal names it; or why it was not given.</returns>
    /// <exception cref="AccessDeniedException">Whoever asks may not.</exception>
    internal async Task<(string? Id, NotDone? Problem)> Set(PersonId person, string attribute, JsonElement? value)
    {
        await caller.Require(Right.EditPeople);
        // What there is can be taken away whatever it is called.
        if (value is not null && ProblemOf(attribute) is { } problem) return (null, problem);

        var act = value is null ? new Act("person.attribute-removed", person, attribute, null) : new Act("person.attribute-set", person, null, attribute);
        return await Give(person, (who, id) => new EditPerson(who, id, Patch(attribute, value), caller.Name), act);
    }

    /// <summary>Erases a person for good.</summary>
    /// <inheritdoc cref="Set"/>
    internal async Task<(string? Id, NotDone? Problem)> Erase(PersonId person)
    {
        await caller.Require(Right.GovernPeople);
        return await Give(person, (who, id) => new ForgetPerson(who, id), new Act("person.erased", person));
    }

    /// <summary>Lets a person start a journey.</summary>
    /// <param name="data">What an event that lets people in would bring, as JSON; nothing of it where it is empty.</param>
    /// <inheritdoc cref="Set"/>
    internal async Task<(string? Id, NotDone? Problem)> Enrol(PersonId person, string journey, string? data)
    {
        await caller.Require(Right.PublishJourneys);
        if (await journeys.Find(caller.Workspace, journey, CancellationToken.None) is not { Summary.Status: JourneyStatus.Active })
            return (null, new NotDone("journey.not-active", "This journey is not live. Choose one that is."));
        var (given, wrong) = DataIn(data);
        if (wrong is not null) return (null, wrong);

        return await Give(person, (who, id) => new EnrolPerson(who, id, journey, given), new Act("person.enrolled", person, null, journey));
    }

    private async Task<(string? Id, NotDone? Problem)> Give(PersonId person, Func<GivenIds, string, ICommand> make, Act act)
    {
        if (await ids.Naming(caller.Workspace, person, CancellationToken.None) is not { } who) return (null, Gone);
        return await Put(id => make(who, id), act) is { } id ? (id, null) : (null, NotTaken);
    }

    private async Task<string?> Put(Func<string, ICommand> make, Act act)
    {
        var id = Guid.NewGuid().ToString("N");
        try
        {
            await log.Write(async transaction =>
            {
                transaction.Append(CommandRecords.Of(caller.Workspace, make(id), clock.GetUtcNow()));
                await Audit.Add(transaction, caller, act.Name, act.Person.ToString(), act.Before, act.After);
            }, CancellationToken.None);
            return id;
        }
        catch (Exception problem)
        {
            // Whatever it was, whoever clicked can click again; the page stays.
            Log.NotTaken(logger, act.Name, problem);
            return null;
        }
    }

    private static NotDone? ProblemOf(string attribute) => attribute switch
    {
        "" => new("attribute.name", "Give the attribute a name, for example city."),
        "id" or "userId" => new("attribute.reserved", $"\"{attribute}\" is an id, which comes with events and is not changed by hand."),
        "consent" => new("attribute.reserved", "Consent cannot be edited by hand: it comes from the person, or as data with its proof."),
        _ when attribute.Any(letter => letter is '.' or '{' or '}' or '"' || char.IsControl(letter)) => new("attribute.name", "A name cannot contain dots, braces, quotes or line breaks: journeys could not read it."),
        _ when Encoding.UTF8.GetByteCount(attribute) > Limits.KeyBytes => new("attribute.name", $"A name has {Limits.KeyBytes} bytes at most. Put long texts into the value."),
        _ => null,
    };

    private static RawJson Patch(string attribute, JsonElement? value)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Plain))
        {
            json.WriteStartObject();
            json.WritePropertyName(attribute);
            if (value is { } set) set.WriteTo(json);
            else json.WriteNullValue();
            json.WriteEndObject();
        }
        return new RawJson(buffer.ToArray());
    }

    /// <summary>The same is asked of it as of an event's properties.</summary>
    private static (RawJson Data, NotDone? Problem) DataIn(string? typed)
    {
        if (string.IsNullOrWhiteSpace(typed)) return (RawJson.EmptyObject, null);
        var bytes = Encoding.UTF8.GetBytes(typed.Trim());
        if (bytes.Length > Limits.EventBytes) return (default, new NotDone("data.too-large", $"The data may have {Numbers.Text(Limits.EventBytes)} bytes, as an event may."));
        try
        {
            var reader = new Utf8JsonReader(bytes, JsonChecks.AnyDepth);
            reader.Read();
            var isObject = reader.TokenType is JsonTokenType.StartObject;
            var problem = JsonChecks.Walk(ref reader, level: 0);
            if (isObject && !reader.Read()) return (new RawJson(bytes), problem is null ? null : new NotDone(problem.Code, problem.Message));
        }
        catch (JsonException)
        {
            // Said below.
        }
        return (default, new NotDone("data.not-object", "The data must be a JSON object, for example {\"order_id\": \"A-1\"}."));
    }

    private static string? Name(Channel? channel) => channel is { } one ? ChannelNames.Of(one) : null;

    private sealed record Act(string Name, PersonId Person, string? Before = null, string? After = null);

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "{Act} could not be put on the log")]
        public static partial void NotTaken(ILogger log, string act, Exception problem);
    }
}
