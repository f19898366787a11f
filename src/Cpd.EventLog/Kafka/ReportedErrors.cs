using System.Collections.Concurrent;
using Confluent.Kafka;

namespace Cpd.EventLog.Kafka;

/// <summary>
/// What a client reported while somebody waited for it. A refused key, a name that nobody knows and a wall all end as the
/// same timeout; the reason is only said on the side.
/// </summary>
internal sealed class ReportedErrors
{
    private readonly ConcurrentQueue<Error> _errors = new();

    /// <summary>Waiting on is of no use: the answer was no.</summary>
    public bool IsRefused => _errors.Any(error => error.Code is ErrorCode.Local_Authentication or ErrorCode.SaslAuthenticationFailed);

    public void Add(Error error) => _errors.Enqueue(error);

    /// <summary>The most telling problem; <paramref name="last"/> is what the waiting ended with.</summary>
    public KafkaProblem Explain(string servers, Error last)
    {
        ErrorCode[] telling = [ErrorCode.Local_Authentication, ErrorCode.SaslAuthenticationFailed, ErrorCode.Local_Ssl, ErrorCode.Local_Resolve];
        foreach (var code in telling)
            if (_errors.Any(error => error.Code == code) && KafkaProblem.Of(new Error(code), servers) is { } problem) return problem;

        // A listener that speaks TLS and a client that does not, or the other way round, hang up on each other without a word.
        if (_errors.Any(error => error.Reason.Contains("SSL_HANDSHAKE", StringComparison.Ordinal) || error.Reason.Contains("APIVERSION_QUERY", StringComparison.Ordinal)))
            return KafkaProblem.Of(new Error(ErrorCode.Local_Ssl), servers)!;

        return KafkaProblem.Of(last, servers) ?? new KafkaProblem("kafka.error", $"Kafka at {servers} answered: {last.Reason}");
    }
}
