using Cpd.Contracts;
using Cpd.EventLog;

namespace Cpd.Web.Tests.Features;

/// <summary>Keeps what pages put on the log; nobody carries it out but the test.</summary>
internal sealed class FakeLog : IEventLog, ILogPositions
{
    private readonly List<LogRecord> _appended = [];

    public IReadOnlyList<LogRecord> Appended => _appended;

    public long Behind { get; set; }

    public int Partitions => 1;

    public Task Append(IReadOnlyList<LogRecord> records, CancellationToken ct)
    {
        _appended.AddRange(records);
        return Task.CompletedTask;
    }

    public Task<T> Write<T>(Func<LogTransaction, Task<T>> work, CancellationToken ct) => throw new InvalidOperationException("The disk is full.");

    public Task<IReadOnlyList<LogRecord>> Read(Topic topic, int partition, long from, int most, CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<LogRecord>>([.. _appended.Take(most)]);

    public void Rewind(LogTransaction transaction, string group)
    {
    }

    public Task<long> Left(string group, CancellationToken ct) => Task.FromResult(Behind);
}
