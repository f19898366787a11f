using Cpd.EventLog.Kafka;
using Cpd.EventLog.Storage;

namespace Cpd.Web.Api;

/// <summary>What a call needs and cannot have at this moment, although nothing is wrong with the call.</summary>
internal static class Away
{
    public static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    private static readonly ApiProblem Ending = new(503, "server.ending", "The server is ending: send it again, in a moment or to another one.");
    private static readonly ApiProblem NoDatabase = new(503, "database.unavailable", "The database does not answer: send it again in a moment.");

    /// <summary>Null where it is a mistake of ours.</summary>
    public static ApiProblem? Of(Exception fault, Database? database) => fault switch
    {
        KafkaUnavailableException { Problem: var problem } => new ApiProblem(503, problem.Code, problem.Message),
        ObjectDisposedException => Ending,
        _ => database?.IsFault(fault) is true ? NoDatabase : null,
    };
}
