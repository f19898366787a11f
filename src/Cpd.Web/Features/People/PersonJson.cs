using System.Text.Json;
using Cpd.Contracts;
using Cpd.Engine.Identities;
using Cpd.Engine.Journeys;
using Cpd.Engine.People;
using Cpd.Engine.UserView;

namespace Cpd.Web.Features.People;

/// <summary>A person as programs and those who ask for their data read them: plain names, moments in UTC.</summary>
internal static class PersonJson
{
    /// <summary>Who they are.</summary>
    /// <param name="ids">All that lead to them; the profile remembers the latest.</param>
    public static void WriteProfile(Utf8JsonWriter json, Profile profile, IReadOnlyList<IdentityRow> ids)
    {
        json.WriteStartObject();
        json.WriteString("id", profile.Id.ToString());
        json.WriteString("userId", profile.UserId);
        Texts(json, "userIds", ids.Where(id => id.Kind is IdentityKind.User).Select(id => id.Value));
        Texts(json, "anonymousIds", ids.Where(id => id.Kind is IdentityKind.Anonymous).Select(id => id.Value).Union(profile.AnonymousIds, StringComparer.Ordinal));
        json.WriteString("createdAt", profile.CreatedAt.UtcDateTime);
        json.WriteString("seenAt", profile.SeenAt.UtcDateTime);
        json.WriteString("timeZone", profile.KnowsTimeZone ? profile.TimeZone.Id : null);
        json.WriteString("locale", profile.KnowsLanguage ? profile.Culture.Name : null);
        json.WriteString("preferredChannel", Name(profile.PreferredChannel));
        json.WritePropertyName("attributes");
        profile.Attributes.WriteTo(json);
        List(json, "addresses", Enum.GetValues<Channel>().Where(channel => profile.Address(channel) is not null), channel =>
        {
            json.WriteString("channel", Name(channel));
            json.WriteString("address", profile.Address(channel));
        });
        List(json, "consents", profile.Consents.All, word =>
        {
            json.WriteString("purpose", word.Purpose);
            json.WriteString("channel", Name(word.Channel));
            json.WriteBoolean("granted", word.Granted);
            json.WriteString("at", word.At.UtcDateTime);
            json.WriteString("source", word.Source);
            json.WriteString("text", word.Text);
        });
        List(json, "suppressed", profile.Suppressed.All, one =>
        {
            json.WriteString("channel", Name(one.Channel));
            json.WriteString("address", one.Address);
            json.WriteString("reason", JsonNamingPolicy.CamelCase.ConvertName(one.Reason.ToString()));
            json.WriteString("at", one.At.UtcDateTime);
        });
        json.WriteEndObject();
    }

    /// <summary>The ways through journeys that they are on.</summary>
    public static void WriteRuns(Utf8JsonWriter json, string name, IEnumerable<JourneyRun> runs) => List(json, name, runs, run =>
    {
        json.WriteString("id", run.Id.ToString());
        json.WriteString("journey", run.Journey);
        json.WriteNumber("version", run.Version);
        json.WriteString("step", run.Step);
        json.WriteString("key", run.Key);
        json.WriteString("arrivedAt", run.ArrivedAt.UtcDateTime);
        json.WriteString("wakesAt", run.WakeAt.UtcDateTime);
        Raw(json, "entry", run.Entry);
        json.WriteStartObject("results");
        foreach (var note in run.Notes) Raw(json, note.Step, note.Data);
        json.WriteEndObject();
    });

    /// <summary>What the engine remembers of what they did.</summary>
    public static void WriteMemory(Utf8JsonWriter json, PersonState state)
    {
        var memory = state.Memory;
        List(json, "journeys", memory.Enrolments, one =>
        {
            json.WriteString("journey", one.Key);
            json.WriteNumber("times", one.Value.Times);
            json.WriteString("firstEnteredAt", one.Value.FirstEntered.UtcDateTime);
            json.WriteString("lastEnteredAt", one.Value.LastEntered.UtcDateTime);
            Moment(json, "lastLeftAt", one.Value.LastLeft);
        });
        List(json, "events", memory.EventNames, name =>
        {
            json.WriteString("name", name);
            json.WriteNumber("count", memory.Count(name, null, DateTimeOffset.MaxValue));
            Moment(json, "firstAt", memory.First(name));
            Moment(json, "lastAt", memory.Last(name));
            json.WriteStartArray("times");
            foreach (var at in memory.Times(name)) json.WriteStringValue(at.UtcDateTime);
            json.WriteEndArray();
            List(json, "remembered", memory.Recent(name, DateTimeOffset.MinValue), one =>
            {
                json.WriteString("at", one.At.UtcDateTime);
                Raw(json, "properties", one.Properties);
            });
        });
        json.WriteStartObject("reactionsByHour");
        for (var hour = 0; hour < 24; hour++)
            if (memory.Reactions.At(hour) is > 0 and var count) json.WriteNumber(hour.ToString("00", System.Globalization.CultureInfo.InvariantCulture), count);
        json.WriteEndObject();
        List(json, "sentLately", memory.Sends.All, send =>
        {
            json.WriteString("channel", Name(send.Channel));
            json.WriteString("at", send.At.UtcDateTime);
        });
        List(json, "wroteToUs", state.Profile.Sessions.All, session =>
        {
            json.WriteString("channel", Name(session.Channel));
            json.WriteString("number", session.With);
            json.WriteString("at", session.At.UtcDateTime);
        });
    }

    public static void WriteMessage(Utf8JsonWriter json, PersonMessage message)
    {
        json.WriteStartObject();
        json.WriteString("id", message.Id.ToString());
        json.WriteString("at", message.At.UtcDateTime);
        json.WriteString("channel", Name(message.Channel));
        json.WriteString("to", message.To);
        json.WriteString("text", message.Text);
        json.WriteString("template", message.Template);
        json.WriteString("journey", message.Journey);
        if (message.Version is { } version) json.WriteNumber("version", version);
        json.WriteString("step", message.Step);
        json.WriteString("state", message.State);
        Moment(json, "sentAt", message.SentAt);
        Moment(json, "endedAt", message.FinalAt);
        json.WriteString("reason", message.Reason);
        json.WriteBoolean("seen", message.Seen);
        json.WriteBoolean("clicked", message.Clicked);
        json.WriteEndObject();
    }

    public static void WriteRecord(Utf8JsonWriter json, StoredRecord record) => json.WriteRawValue(record.Json.Span, skipInputValidation: true);

    /// <summary>An array of objects.</summary>
    public static void List<T>(Utf8JsonWriter json, string name, IEnumerable<T> items, Action<T> members)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
        {
            json.WriteStartObject();
            members(item);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void Texts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts) json.WriteStringValue(text);
        json.WriteEndArray();
    }

    private static void Raw(Utf8JsonWriter json, string name, RawJson value)
    {
        json.WritePropertyName(name);
        json.WriteRawValue(value.OrEmptyObject.Span, skipInputValidation: true);
    }

    private static void Moment(Utf8JsonWriter json, string name, DateTimeOffset? at)
    {
        if (at is { } moment) json.WriteString(name, moment.UtcDateTime);
        else json.WriteNull(name);
    }

    /// <summary>As attributes and commands name it.</summary>
    private static string? Name(Channel? channel) => channel is { } one ? Profile.NameOf(one) : null;
}
