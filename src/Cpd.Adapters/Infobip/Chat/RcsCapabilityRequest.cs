using Cpd.Adapters.Infobip.Sms;

namespace Cpd.Adapters.Infobip.Chat;

/// <summary>Body of <c>POST /rcs/2/capability-check/query</c>: at most 500 numbers.</summary>
public sealed record RcsCapabilityRequest(string? Sender, IReadOnlyList<string>? PhoneNumbers, RcsCapabilityOptions? Options = null);

public sealed record RcsCapabilityOptions(InfobipPlatform? Platform = null);

public sealed record RcsCapabilityResponse(IReadOnlyList<RcsCapabilityResult>? CapabilityCheckResults, RcsCapabilityOptions? Options = null);

/// <param name="Code">ENABLED, UNREACHABLE, REJECTED_NETWORK, REJECTED_ROUTE_NOT_AVAILABLE, REQUEST_FAILED, PROCESSING_ERROR, INVALID_DESTINATION_ADDRESS or UNKNOWN_CODE.</param>
public sealed record RcsCapabilityResult(string? MessageId, string? PhoneNumber, string? Code);
