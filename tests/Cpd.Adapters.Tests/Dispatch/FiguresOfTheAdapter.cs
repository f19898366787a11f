using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using Cpd.Adapters.Accounts;
using Cpd.Adapters.Dispatch;
using Cpd.Adapters.Infobip;
using Cpd.Contracts;
using Cpd.EventLog.Storage;
using Cpd.Tests;
using Microsoft.Extensions.Options;

namespace Cpd.Adapters.Tests.Dispatch;

/// <summary>What is told when somebody asks how sending goes.</summary>
public sealed class FiguresOfTheAdapter : IDisposable
{
    private static readonly OutgoingMessage Message = new(default, Channel.Sms, "385910000001", "Shop", "Hello", "test/1");

    private readonly TestDatabase _database = TestDatabase.Create([new CallTables()]);
    private readonly FakeClock _clock = new();
    private readonly DispatchOptions _options = new() { CircuitMinimumCalls = 2 };

    [Fact]
    public async Task Open_calls_are_those_that_stand_in_the_database()
    {
        using var figures = Figures(new AccountCircuits(_options, _clock));
        Assert.Equal(0, figures.Now("cpd.calls.open"));

        await using (var db = _database.OpenDb())
        {
            db.AddRange(new CallRow { Id = 1, Workspace = "test", Items = [] }, new CallRow { Id = 2, Workspace = "test", Items = [] });
            await db.SaveChangesAsync();
        }

        Assert.Equal(2, figures.Now("cpd.calls.open"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void While_the_database_does_not_answer_there_is_no_number_and_the_others_are_told(bool isFrozen)
    {
        using var line = new ServerLine(0);
        if (isFrozen) line.Freeze();
        else line.Cut();
        var away = new PostgreSqlDatabase(string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={line.Port};Username=cpd;Database=cpd;Timeout=300"));
        using var figures = Figures(new AccountCircuits(_options, _clock), away);

        Assert.Null(figures.Now("cpd.calls.open"));
        Assert.Equal(0, figures.Now("cpd.dispatch.circuit"));
    }

    [Fact]
    public async Task An_account_that_does_not_answer_is_seen_to_be_left_alone_until_it_does()
    {
        var circuits = new AccountCircuits(_options, _clock);
        var circuit = circuits.Of(AccountId.Installation);
        var account = new Account();
        using var figures = Figures(circuits);
        Assert.Equal(0, figures.Now("cpd.dispatch.circuit"));

        for (var call = 0; call < 2; call++) await circuit.Send(account, new AccountRef("demo", AccountId.Installation), [Message], default);
        Assert.Equal(2, figures.Now("cpd.dispatch.circuit"));

        account.Answer = new SendAnswer.Answered(new Dictionary<MessageId, ItemAnswer>());
        _clock.Advance(_options.CircuitBreak + TimeSpan.FromSeconds(1));
        await circuit.Send(account, new AccountRef("demo", AccountId.Installation), [Message], default);
        Assert.Equal(0, figures.Now("cpd.dispatch.circuit"));
    }

    public void Dispose() => _database.Dispose();

    private Asked Figures(AccountCircuits circuits, Database? database = null) =>
        new(() => new DispatchGauges(database ?? _database.Database, circuits, new AccountNames(Options.Create(new InfobipOptions()))));

    private sealed class Account : IMessageSender
    {
        public SendAnswer Answer { get; set; } = new SendAnswer.Unknown("Silence.");

        public Task<SendAnswer> Send(AccountRef through, IReadOnlyList<OutgoingMessage> messages, CancellationToken ct) => Task.FromResult(Answer);

        public Task<IReadOnlyDictionary<MessageId, ItemAnswer>?> LookUp(AccountRef through, Channel channel, IReadOnlyList<MessageId> messages, CancellationToken ct) => throw new NotSupportedException();
    }

    /// <summary>Hears one set of gauges and no other: tests beside this one have some of the same name.</summary>
    private sealed class Asked : IDisposable
    {
        private readonly MeterListener _listener = new();
        private readonly ConcurrentDictionary<string, double> _values = new(StringComparer.Ordinal);
        private readonly AsyncLocal<bool> _isOurs = new();
        private readonly DispatchGauges _gauges;

        public Asked(Func<DispatchGauges> make)
        {
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (_isOurs.Value && instrument.Meter.Name == AdapterMetrics.Name) listener.EnableMeasurementEvents(instrument);
            };
            _listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => _values[instrument.Name] = value);
            _listener.SetMeasurementEventCallback<int>((instrument, value, _, _) => _values[instrument.Name] = value);
            _listener.Start();
            _isOurs.Value = true;
            _gauges = make();
            _isOurs.Value = false;
        }

        public double? Now(string name)
        {
            _values.Clear();
            _listener.RecordObservableInstruments();
            return _values.TryGetValue(name, out var value) ? value : null;
        }

        public void Dispose()
        {
            _listener.Dispose();
            _gauges.Dispose();
        }
    }
}
