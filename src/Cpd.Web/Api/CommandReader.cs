using System.Text.Json;
using Cpd.Contracts;
using Cpd.Engine.Workspaces;

namespace Cpd.Web.Api;

/// <summary>Reads commands' members and remembers what is wrong with the first one that is.</summary>
internal sealed class CommandReader(JsonElement body, WriteKey key, DateTimeOffset receivedAt)
{
    public static readonly ApiProblem NotAnObject = new(400, "command.not-object", "A command must be a JSON object.");

    private const int TextLength = 10_000;

    /// <summary>The last part of each command's address, and how it is read.</summary>
    public static IReadOnlyDictionary<string, Func<CommandReader, ICommand>> Commands { get; } = new Dictionary<string, Func<CommandReader, ICommand>>
    {
        ["enrol"] = it => new EnrolPerson(it.Who(), it.MessageId(), it.Needed("journey"), it.Object("data")),
        ["send"] = it => new SendMessage(
            it.Who(), it.MessageId(), it.Channel(), it.Text("text", TextLength), it.Id("template"), it.Object("data"), it.Flag("transactional")),
        ["forget"] = it => new ForgetPerson(it.Who(asItCame: true), it.MessageId()),
        ["publish"] = it => new PublishJourney(it.MessageId(), it.Needed("journey"), it.NeededObject("definition"), it.Text("note", TextLength), it.By()),
        ["pause"] = it => new ChangeJourney(it.MessageId(), it.Needed("journey"), JourneyChange.Pause, it.By()),
        ["resume"] = it => new ChangeJourney(it.MessageId(), it.Needed("journey"), JourneyChange.Resume, it.By()),
        ["stop"] = it => new ChangeJourney(it.MessageId(), it.Needed("journey"), JourneyChange.Stop, it.By()),
    };

    public ApiProblem? Problem { get; private set; }

    /// <param name="asItCame">With the white space around ids: whoever came in with it, before it was taken away, has to be found to be erased.</param>
    private GivenIds Who(bool asItCame = false)
    {
        var who = asItCame ? new GivenIds(Text("userId"), Text("anonymousId")) : new GivenIds(Id("userId"), Id("anonymousId"));
        if (who is { User: null, Anonymous: null }) Fail("person.no-id", "\"userId\" or \"anonymousId\" is required.");
        return who;
    }

    private string MessageId() => Id("messageId") ?? Guid.CreateVersion7(receivedAt).ToString("N");

    /// <summary>Who did it, for the record: as the caller says, else the key's name.</summary>
    private string By() => Text("by") ?? key.Name;

    private string? Text(string member, int most = Limits.IdLength)
    {
        if (!body.TryGetProperty(member, out var value) || value.ValueKind == JsonValueKind.Null) return null;
        if (value.ValueKind != JsonValueKind.String)
        {
            Fail(member + ".not-text", $"\"{member}\" must be a string.");
            return null;
        }

        var text = value.GetString()!;
        if (text.Length > most) Problem ??= Limits.TextTooLong(member, most);
        return text.Length == 0 ? null : text;
    }

    /// <summary>Of an id the white space around it is nobody's meaning, here as in events.</summary>
    private string? Id(string member) => Text(member)?.Trim() is { Length: > 0 } id ? id : null;

    private string Needed(string member)
    {
        if (Id(member) is { } text) return text;
        Fail(member + ".missing", $"\"{member}\" is required.");
        return "";
    }

    private RawJson Object(string member)
    {
        if (!body.TryGetProperty(member, out var value) || value.ValueKind == JsonValueKind.Null) return RawJson.EmptyObject;
        if (value.ValueKind == JsonValueKind.Object) return RawJson.Of(value);
        Fail(member + ".not-object", $"\"{member}\" must be a JSON object.");
        return RawJson.EmptyObject;
    }

    private RawJson NeededObject(string member)
    {
        if (!body.TryGetProperty(member, out _)) Fail(member + ".missing", $"\"{member}\" is required.");
        return Object(member);
    }

    private bool Flag(string member)
    {
        if (!body.TryGetProperty(member, out var value) || value.ValueKind is JsonValueKind.Null or JsonValueKind.False) return false;
        if (value.ValueKind != JsonValueKind.True) Fail(member + ".not-flag", $"\"{member}\" must be true or false.");
        return true;
    }

    private Channel Channel()
    {
        var name = Needed("channel");
        foreach (var channel in Enum.GetValues<Channel>())
            if (name.Equals(channel.ToString(), StringComparison.OrdinalIgnoreCase)) return channel;

        Fail("channel.unknown", $"\"channel\" must be one of {string.Join(", ", Enum.GetNames<Channel>())}.");
        return default;
    }

    private void Fail(string code, string message) => Problem ??= new ApiProblem(400, code, message);
}
