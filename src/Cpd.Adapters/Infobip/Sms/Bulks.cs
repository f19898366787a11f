namespace Cpd.Adapters.Infobip.Sms;

/// <summary>Body and answer of <c>/sms/1/bulks</c>: when a scheduled request goes out. The sandbox uses the same, hence the nullable members.</summary>
/// <param name="BulkId">Missing in a body: it stands in the address.</param>
public sealed record BulkTime(string? BulkId, DateTimeOffset? SendAt);

/// <summary>The same of <c>/sms/1/bulks/status</c>.</summary>
/// <param name="Status">PENDING, PAUSED, PROCESSING, CANCELED, FINISHED or FAILED.</param>
public sealed record BulkState(string? BulkId, string? Status);
