using Cpd.Adapters.Infobip.Sms;

namespace Cpd.Adapters.Infobip.Voice;

/// <summary>Body of <c>POST /tts/3/advanced</c>: many calls in one request. The sandbox reads the same records, hence the nullable members.</summary>
public sealed record VoiceRequest(IReadOnlyList<VoiceMessage>? Messages, string? BulkId = null);

/// <summary>What is said in a call: a text that is spoken, or a recording.</summary>
/// <param name="From">The number that is shown; a call has to have one.</param>
/// <param name="Text">At most <see cref="Contracts.SpokenText.MostLetters"/> letters, with words among them.</param>
/// <param name="Language">In which it is spoken; English where it is missing.</param>
/// <param name="CallbackData">Comes back with the report; at most 700 letters here.</param>
/// <param name="MaxDtmf">How many keys are waited for, and told of in the report.</param>
/// <param name="DtmfTimeout">How many seconds they are waited for.</param>
public sealed record VoiceMessage(
    string? From, IReadOnlyList<VoiceDestination>? Destinations, string? Text, string? Language = null, VoiceName? Voice = null, string? NotifyUrl = null,
    string? NotifyContentType = null, string? CallbackData = null, string? AudioFileUrl = null, DateTimeOffset? SendAt = null, int? MaxDtmf = null, int? DtmfTimeout = null);

/// <param name="MessageId">The only protection against calling twice.</param>
public sealed record VoiceDestination(string? To, string? MessageId = null);

/// <summary>Which voice speaks: one by its name, or the first of a gender in the language.</summary>
public sealed record VoiceName(string? Name = null, string? Gender = null);

/// <summary>Body of <c>POST /tts/3/single</c>: one call, without an id of the caller's.</summary>
public sealed record SingleVoiceRequest(string? From, string? To, string? Text, string? Language = null, VoiceName? Voice = null, string? AudioFileUrl = null);

/// <summary>Body of <c>POST /tts/3/multi</c>.</summary>
public sealed record MultiVoiceRequest(IReadOnlyList<MultiVoiceMessage>? Messages);

public sealed record MultiVoiceMessage(
    string? From, IReadOnlyList<string>? To, string? Text, string? Language = null, VoiceName? Voice = null, string? AudioFileUrl = null);

/// <summary>Answer to a send. That it came says that the call was taken; whether a message was is in its status.</summary>
public sealed record VoiceResponse(string? BulkId, IReadOnlyList<VoiceResponseItem>? Messages);

public sealed record VoiceResponseItem(string? To, MessageStatus? Status, string? MessageId);

/// <summary>What <c>GET /voice/1/reports</c> answers and what the webhook brings: the same text.</summary>
public sealed record VoiceReports(IReadOnlyList<VoiceReport>? Results);

/// <summary>How one call ended.</summary>
public sealed record VoiceReport(
    string? BulkId, string? MessageId, string? From, string? To, DateTimeOffset? SentAt, string? MccMnc, string? CallbackData, VoiceCall? VoiceCall,
    VoicePrice? Price, MessageStatus? Status, MessageError? Error);

/// <param name="Duration">Seconds; 0 where nobody answered.</param>
/// <param name="DtmfCodes">The keys that were pressed: <c>3, 9</c>.</param>
public sealed record VoiceCall(
    string? Feature, DateTimeOffset? StartTime, DateTimeOffset? AnswerTime, DateTimeOffset? EndTime, int? Duration, int? ChargedDuration, double? FileDuration, string? DtmfCodes = null);

public sealed record VoicePrice(decimal? PricePerSecond, string? Currency);

/// <summary>What <c>GET /tts/3/logs</c> answers.</summary>
public sealed record VoiceLogs(IReadOnlyList<VoiceLog>? Results);

public sealed record VoiceLog(
    string? BulkId, string? MessageId, string? To, string? From, string? Text, DateTimeOffset? SentAt, DateTimeOffset? DoneAt, int? Duration, string? MccMnc,
    VoicePrice? Price, MessageStatus? Status, MessageError? Error);

/// <summary>What <c>GET /tts/3/voices/{language}</c> answers.</summary>
public sealed record VoiceNames(IReadOnlyList<VoiceKind>? Voices);

public sealed record VoiceKind(string? Name, string? Gender, string? Supplier, bool SsmlSupported, bool IsDefault, bool IsNeural);
