using System.Text.Json;
using System.Text.Json.Serialization;
using Cpd.Adapters.Sandbox.Chat;
using Cpd.Adapters.Sandbox.Email;
using Cpd.Adapters.Sandbox.Voice;

namespace Cpd.Adapters.Sandbox;

/// <summary>The JSON of the control API, which is ours and not Infobip's.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(SandboxBehaviour))]
[JsonSerializable(typeof(IReadOnlyList<ReceivedMessage>))]
[JsonSerializable(typeof(SandboxCounts))]
[JsonSerializable(typeof(SandboxReply))]
[JsonSerializable(typeof(ReplyTaken))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, string>))]
[JsonSerializable(typeof(StoredMail))]
[JsonSerializable(typeof(StoredChat))]
[JsonSerializable(typeof(StoredCall))]
[JsonSerializable(typeof(SandboxAnswer))]
[JsonSerializable(typeof(AnswerTaken))]
internal sealed partial class SandboxJson : JsonSerializerContext;

/// <summary>One line of <c>_control/messages</c>.</summary>
/// <param name="Status">The name of where it stands now, such as DELIVERED_TO_HANDSET.</param>
public sealed record ReceivedMessage(string MessageId, string Channel, string To, string? From, string Text, DateTimeOffset ReceivedAt, string Status,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Subject = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Html = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<ReceivedFile>? Attachments = null);

/// <param name="Size">Bytes.</param>
public sealed record ReceivedFile(string Name, string Type, int Size);

/// <summary>What the sandbox received since it was last emptied.</summary>
/// <param name="Received">All messages in calls that it took: accepted and rejected.</param>
/// <param name="Rejected">Refused by status inside of a 200, duplicates among them.</param>
/// <param name="DistinctMessageIds">How many different ids those had.</param>
/// <param name="Duplicates">Messages with an id that had been accepted before.</param>
/// <param name="Inbound">What people wrote.</param>
public sealed record SandboxCounts(long Received, long Accepted, long Rejected, long DistinctMessageIds, long Duplicates, long Inbound);

/// <summary>A person writes.</summary>
/// <param name="From">The person's number.</param>
/// <param name="To">Whom they write to; missing: who wrote to them last.</param>
/// <param name="Channel">In capitals as elsewhere here, such as WHATSAPP; missing: SMS.</param>
/// <param name="Button">The words of a button of the last message, which is pressed; then there is no text.</param>
/// <param name="Media">By WhatsApp: what is sent, whose caption is the text.</param>
/// <param name="MediaUrl">By MMS: the address of a picture or film that goes with it; then the text may be missing.</param>
/// <param name="Form">By WhatsApp: what is filled into the form of the last message that opens one, an object; then there is no text.</param>
public sealed record SandboxReply(
    string? From, string? To, string? Text, string? Channel = null, string? Button = null, SandboxReplyMedia? Media = null, string? MediaUrl = null, JsonElement? Form = null);

/// <param name="Kind">IMAGE, VIDEO, AUDIO, VOICE, DOCUMENT or STICKER.</param>
/// <param name="Type">Such as <c>image/png</c>.</param>
/// <param name="Content">In base64.</param>
public sealed record SandboxReplyMedia(string? Kind, string? Type, byte[]? Content);

public sealed record ReplyTaken(string MessageId);

/// <summary>A person does something about the phone that rings.</summary>
/// <param name="Number">Whose phone it is.</param>
/// <param name="Call">What they do: they answer, do not answer, decline.</param>
/// <param name="Keys">What they press then, as far as the call waits for it; missing: nothing.</param>
public sealed record SandboxAnswer(string? Number, CallFate? Call, string? Keys = null);

/// <param name="Calls">How many rang.</param>
public sealed record AnswerTaken(int Calls);
