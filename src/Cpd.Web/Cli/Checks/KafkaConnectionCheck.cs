using Cpd.EventLog.Kafka;

namespace Cpd.Web.Cli.Checks;

/// <summary>Whether the brokers answer, take our key and have our topics as they must be.</summary>
internal sealed class KafkaConnectionCheck(KafkaCheck kafka) : IConnectionCheck
{
    private const string Part = "kafka";

    public async Task<IReadOnlyList<CheckLine>> Look(CancellationToken ct)
    {
        var found = await kafka.Run(ct);
        return
        [
            .. found.Seen is { } seen ? [found.IsGood ? CheckLine.Fine(Part, seen) : CheckLine.Note(Part, seen)] : Array.Empty<CheckLine>(),
            .. found.Note is { } note ? [CheckLine.Note(Part, note)] : Array.Empty<CheckLine>(),
            .. found.Doors.Select(door => CheckLine.Fine(Part, door)),
            .. found.Problems.Select(problem => CheckLine.Wrong(Part, $"{problem.Message} ({problem.Code})")),
        ];
    }
}
