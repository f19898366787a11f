using Cpd.Contracts;
using Cpd.Engine.Commands;
using Cpd.EventLog;
using Cpd.EventLog.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Cpd.Engine.Tests.Commands;

/// <summary>The command processor on a database in memory, one transaction for each window, as the log would run it.</summary>
internal sealed class TestEngineDb : IDisposable
{
    public static readonly DateTimeOffset Start = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);
    public const string Workspace = "shop";

    private readonly SqliteConnection _connection = new("Data Source=:memory:");
    private readonly SqliteSession _session;
    private readonly DbContextOptions<CpdDb> _options;
    private readonly IReadOnlyList<ITableMap> _maps;
    private int _made;

    public TestEngineDb()
    {
        _connection.Open();
        _session = new SqliteSession(_connection);
        _options = new DbContextOptionsBuilder<CpdDb>().UseSqlite(_connection).Options;
        _maps = [.. new ServiceCollection().AddCommands(new ConfigurationBuilder().Build())
            .Where(it => it.ServiceType == typeof(ITableMap)).Select(it => (ITableMap)Activator.CreateInstance(it.ImplementationType!)!)];
        using var db = OpenDb();
        db.Database.EnsureCreated();
        Processor = Restarted();
    }

    public DateTimeOffset Now { get; set; } = Start;

    public Journeys Journeys { get; } = new();

    public CommandProcessor Processor { get; set; }

    /// <summary>A new process on the same database.</summary>
    public CommandProcessor Restarted() => Processor = new CommandProcessor(new SeenMessages(), Journeys, Journeys);

    public LogRecord Record(ICommand command, string workspace = Workspace, int partition = 0)
    {
        // Delivery reports and replies come with ids of the adapter's.
        var record = command is RecordDelivery or RecordReaction or RecordReply
            ? new LogRecord
            {
                Id = Ids.Derive<RecordId>(Now, "test", command.ToString()!),
                Workspace = workspace,
                Key = "reports",
                At = Now,
                Body = command,
            }
            : CommandRecords.Of(workspace, command, Now);
        record.Partition = partition;
        return record;
    }

    public Task<IReadOnlyList<LogRecord>> Take(params ICommand[] commands) => Take([.. commands.Select(command => Record(command))]);

    /// <summary>One window, committed unless <paramref name="rollBack"/>.</summary>
    public async Task<IReadOnlyList<LogRecord>> Take(IReadOnlyList<LogRecord> records, bool rollBack = false, IReadOnlyList<int>? partitions = null)
    {
        Execute("BEGIN");
        var transaction = new TestTransaction(this);
        await Processor.Take(new Window(CommandProcessor.Group, records, partitions ?? [0, 1], transaction));
        Execute(rollBack ? "ROLLBACK" : "COMMIT");
        if (!rollBack) transaction.Committed();
        return rollBack ? [] : transaction.Appended;
    }

    public string MessageId() => $"message-{++_made}";

    public long Count(string table)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = $"SELECT count(*) FROM {table}";
        return (long)command.ExecuteScalar()!;
    }

    public CpdDb OpenDb() => new(_options, _maps);

    public void InTransaction(Action<LogTransaction> work)
    {
        Execute("BEGIN");
        var transaction = new TestTransaction(this);
        work(transaction);
        Execute("COMMIT");
        transaction.Committed();
    }

    public void Dispose()
    {
        _session.Dispose();
        _connection.Dispose();
    }

    private void Execute(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private sealed class TestTransaction(TestEngineDb db) : LogTransaction
    {
        public List<LogRecord> Appended { get; } = [];

        public override DateTimeOffset Now => db.Now;

        public override SqlSession Sql => db._session;

        public override void Append(LogRecord record) => Appended.Add(record);

        public override CpdDb OpenDb() => db.OpenDb();

        public void Committed()
        {
            foreach (var action in TakeCommitted()) action();
        }
    }
}

/// <summary>Knows the journeys that were published, as the platform's part would.</summary>
internal sealed class Journeys : IJourneyDirectory, IJourneyCommands
{
    public HashSet<string> Known { get; } = [];

    public bool Exists(LogTransaction transaction, string workspace, string journey) => Known.Contains(journey);

    public Task<Decision> Publish(PublishJourney command, LogRecord record, LogTransaction transaction)
    {
        Known.Add(command.Journey);   // as the transaction sees it: at once
        return Task.FromResult(Decision.Record(new JourneyPublished(command.Journey, 1, command.Note, command.By)));
    }

    public Task<Decision> Change(ChangeJourney command, LogRecord record, LogTransaction transaction) => Task.FromResult(
        Known.Contains(command.Journey)
            ? Decision.Record(new JourneyChanged(command.Journey, command.Change, command.By))
            : Decision.Refuse("journey.unknown", "There is no such journey."));
}
