using System.Collections.Concurrent;
using Confluent.Kafka;

namespace Cpd.EventLog.Kafka;

/// <summary>
/// What a client reported while somebody waited for it. A refused key, a name that nobody knows and a wall all end as the
/// same timeout; the reason is only said on the side.
/// </summary>
internal sealed class ReportedErrors
{
    private readonly ConcurrentDictionary<ErrorCode, Error> _errors = new();

    /// <summary>Waiting on is of no use: the answer was no.</summary>
    public bool IsRefused => _errors.Keys.Any(code => code is ErrorCode.Local_Authentication or ErrorCode.SaslAuthenticationFailed);

    public void Add(Error error) => _errors[error.Code] = error;

    /// <summary>The most telling problem; <paramref name="last"/> is what the waiting ended with.</summary>
    public KafkaProblem Explain(string servers, Error last)
    {
        ErrorCode[] telling = [ErrorCode.Local_Authentication, ErrorCode.SaslAuthenticationFailed, ErrorCode.Local_Ssl, ErrorCode.Local_Resolve];
        foreach (var code in telling)
            if (_errors.TryGetValue(code, out var error) && KafkaProblem.Of(error, servers) is { } problem) return problem;

        return KafkaProblem.Of(last, servers) ?? new KafkaProblem("kafka.error", $"Kafka at {servers} answered: {last.Reason}");
    }
}
