using Cpd.Contracts;
using Cpd.Engine.Commands;
using Cpd.EventLog;
using Cpd.EventLog.Storage;
using Cpd.Tests;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Cpd.Engine.Tests.Commands;

/// <summary>The command processor on a database of its own, one transaction for each window, as the log would run it.</summary>
internal sealed class TestEngineDb : IDisposable
{
    public static readonly DateTimeOffset Start = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);
    public const string Workspace = "shop";

    private static readonly ITableMap[] Maps =
        [.. new ServiceCollection().AddCommands(new ConfigurationBuilder().Build())
            .Where(it => it.ServiceType == typeof(ITableMap)).Select(it => (ITableMap)Activator.CreateInstance(it.ImplementationType!)!)];

    private readonly TestDatabase _data;
    private readonly bool _isFirst;
    private readonly SqlSession _session;
    private int _made;

    public TestEngineDb(DatabaseKind? kind = null)
        : this(TestDatabase.Create(Maps, kind), isFirst: true)
    {
    }

    private TestEngineDb(TestDatabase data, bool isFirst)
    {
        (_data, _isFirst) = (data, isFirst);
        _session = _data.OpenSession();
        Processor = Restarted();
    }

    /// <summary>A process more on the same database, at the same time.</summary>
    public TestEngineDb Beside() => new(_data, isFirst: false);

    public DateTimeOffset Now { get; set; } = Start;

    public Journeys Journeys { get; } = new();

    public CommandProcessor Processor { get; set; }

    /// <summary>A new process on the same database.</summary>
    public CommandProcessor Restarted() => Processor = new CommandProcessor(new SeenMessages(), Journeys, Journeys);

    public LogRecord Record(ICommand command, string workspace = Workspace, int partition = 0)
    {
        // Delivery reports and replies come with ids of the adapter's.
        var record = command is RecordDelivery or RecordReaction or RecordReply or RecordSeen
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
        var commit = await Begin(records, partitions);
        if (!rollBack) return commit();
        _session.RollBack();
        return [];
    }

    /// <summary>One window without its end; what is answered commits it.</summary>
    public async Task<Func<IReadOnlyList<LogRecord>>> Begin(IReadOnlyList<LogRecord> records, IReadOnlyList<int>? partitions = null)
    {
        _session.Begin();
        var transaction = new TestTransaction(this);
        try
        {
            await Processor.Take(new Window(CommandProcessor.Group, records, partitions ?? [0, 1], transaction));
        }
        catch
        {
            _session.RollBack();
            throw;
        }
        return () =>
        {
            _session.Commit();
            transaction.Committed();
            return transaction.Appended;
        };
    }

    public string MessageId() => $"message-{++_made}";

    public long Count(string table)
    {
        using var row = _session.Read(HotStatement.Plain($"SELECT count(*) FROM {table}"));
        return row.Step() ? row.GetLong(0) : 0;
    }

    public CpdDb OpenDb() => _data.OpenDb();

    public void InTransaction(Action<LogTransaction> work)
    {
        _session.Begin();
        var transaction = new TestTransaction(this);
        work(transaction);
        _session.Commit();
        transaction.Committed();
    }

    public void Dispose()
    {
        _session.Dispose();
        if (_isFirst) _data.Dispose();
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

    public JourneyExists Look(LogTransaction transaction) => (_, journey) => Known.Contains(journey);

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
