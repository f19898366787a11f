namespace Cpd.Adapters.Infobip;

/// <summary>The newer error body; all five members are always there.</summary>
public sealed record ApiError(
    string? ErrorCode, string? Description, string? Action, IReadOnlyList<ApiViolation>? Violations, IReadOnlyList<ApiResource>? Resources);

public sealed record ApiViolation(string? Property, string? Violation);

public sealed record ApiResource(string? Name, string? Url);

/// <summary>The older error body.</summary>
public sealed record ApiExceptionBody(ApiRequestError? RequestError);

public sealed record ApiRequestError(ApiServiceFault? ServiceException);

public sealed record ApiServiceFault(string? MessageId, string? Text, IReadOnlyDictionary<string, IReadOnlyList<string>>? ValidationErrors = null);
