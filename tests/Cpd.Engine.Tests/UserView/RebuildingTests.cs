using Cpd.Contracts;
using Cpd.Engine.UserView;
using Cpd.EventLog;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cpd.Engine.Tests.UserView;

public sealed class RebuildingTests : IDisposable
{
    private readonly ViewDatabase _view = new();

    [Fact]
    public async Task A_rebuilt_view_is_the_same_as_before()
    {
        LogRecord[] records =
        [
            Given.Record(Given.Person("ana"), Given.Identified("u-1", """{"firstName":"Ana"}"""), 0),
            Given.Record(Given.Person("ana"), Given.Moved(true, "wait", null, new StepTaken("wait", "wait", null, true)), 1),
            Given.Record(Given.Person("visitor"), Given.Tracked("Viewed", anonymous: "a-1"), 2),
            Given.Record(Given.Person("visitor"), new PersonMerged(Given.Person("ana")), 3),
            Given.Record(Given.Person("ana"), new MessageSent(Given.Message("m"), Channel.Sms, null), 4),
        ];
        _view.Project(records);
        var before = _view.Dump();
        var log = new LogOver(_view);

        await new UserViewRebuild(log, log, new LiveFeed(TimeProvider.System, NullLogger<LiveFeed>.Instance)).Start(default);
        Assert.Equal("", _view.Dump());
        Assert.Equal(["user-view"], log.Rewound);

        foreach (var window in records.Chunk(2)) _view.Project(window);
        Assert.Equal(before, _view.Dump());
    }

    public void Dispose() => _view.Dispose();

    private sealed class LogOver(ViewDatabase view) : IEventLog, ILogPositions
    {
        public List<string> Rewound { get; } = [];

        public int Partitions => 1;

        public Task<T> Write<T>(Func<LogTransaction, Task<T>> work, CancellationToken ct) => view.Write(work);

        public void Rewind(LogTransaction transaction, string group) => Rewound.Add(group);

        public long Lag(string group) => 0;

        public Task Append(IReadOnlyList<LogRecord> records, CancellationToken ct) => throw new NotSupportedException();

        public Task<IReadOnlyList<LogRecord>> Read(Topic topic, int partition, long from, int most, CancellationToken ct) => throw new NotSupportedException();
    }
}
