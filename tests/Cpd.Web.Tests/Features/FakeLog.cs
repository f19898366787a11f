using Cpd.Contracts;
using Cpd.EventLog;
using Cpd.EventLog.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cpd.Web.Tests.Features;

/// <summary>Keeps what pages put on the log; nobody carries it out but the test. What is written beside it goes to the page's database.</summary>
internal sealed class FakeLog(IDbContextFactory<CpdDb> database) : IEventLog, ILogPositions
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

    public Task<T> Write<T>(Func<LogTransaction, Task<T>> work, CancellationToken ct) => work(new Transaction(this, database));

    public Task<IReadOnlyList<LogRecord>> Read(Topic topic, int partition, long from, int most, CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<LogRecord>>([.. _appended.Take(most)]);

    public void Rewind(LogTransaction transaction, string group)
    {
    }

    public long Lag(string group) => Behind;

    private sealed class Transaction(FakeLog log, IDbContextFactory<CpdDb> database) : LogTransaction
    {
        public override DateTimeOffset Now => DateTimeOffset.UnixEpoch.AddYears(60);

        public override SqlSession Sql => throw new InvalidOperationException("The disk is full.");

        public override void Append(LogRecord record) => log._appended.Add(record);

        public override CpdDb OpenDb() => database.CreateDbContext();
    }
}
