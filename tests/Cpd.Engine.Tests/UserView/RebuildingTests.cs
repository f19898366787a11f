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

        await Rebuild(log).Start(default);
        Assert.Equal("", _view.Dump());
        Assert.Equal(["user-view"], log.Rewound);

        foreach (var window in records.Chunk(2)) _view.Project(window);
        Assert.Equal(before, _view.Dump());
    }

    [Fact]
    public async Task A_rebuild_goes_on_where_a_process_that_ended_left_it()
    {
        _view.Project([.. Enumerable.Range(0, UserViewRebuild.Chunk + 10).Select(second => Given.Record(Given.Person("ana"), Given.Tracked("Viewed"), second))]);
        var log = new LogOver(_view) { WritesLeft = 3 };   // ends after it was asked for, when some rows are gone
        await Assert.ThrowsAsync<IOException>(() => Rebuild(log).Start(default));
        Assert.Empty(log.Rewound);

        var next = new LogOver(_view);
        await Rebuild(next).GoOn(default);

        Assert.Equal("", _view.Dump());
        Assert.Equal(["user-view"], next.Rewound);

        await Rebuild(next).GoOn(default);
        Assert.Single(next.Rewound);
    }

    [Fact]
    public async Task A_replayed_record_counts_once_however_often_the_view_is_made_anew()
    {
        var record = Given.Record(Given.Person("ana"), Given.Tracked("Viewed"), 1);
        var copy = Copy(record, failedAt: Given.Start.AddMinutes(1));
        _view.Now = Given.Start.AddMinutes(2);
        _view.Project(copy);   // the view had failed on the record itself
        Assert.Equal(1, _view.Rows("timeline"));

        _view.Now = Given.Start.AddMinutes(3);
        await Rebuild(new LogOver(_view)).Start(default);
        _view.Project(record, copy);
        Assert.Equal(1, _view.Rows("timeline"));

        _view.Project(Copy(Given.Record(Given.Person("ana"), Given.Tracked("Bought"), 2), failedAt: Given.Start.AddMinutes(4)));
        Assert.Equal(2, _view.Rows("timeline"));
    }

    public void Dispose() => _view.Dispose();

    private static UserViewRebuild Rebuild(LogOver log) => new(log, log, new LiveFeed(TimeProvider.System, NullLogger<LiveFeed>.Instance));

    private static LogRecord Copy(LogRecord record, DateTimeOffset failedAt) => new()
    {
        Id = record.Id,
        Workspace = record.Workspace,
        Key = record.Key,
        Person = record.Person,
        At = record.At,
        Body = record.Body,
        OnlyFor = "user-view",
        FailedAt = failedAt,
    };

    private sealed class LogOver(ViewDatabase view) : IEventLog, ILogPositions
    {
        public List<string> Rewound { get; } = [];

        public int Partitions => 1;

        public int WritesLeft { get; set; } = int.MaxValue;

        public Task<T> Write<T>(Func<LogTransaction, Task<T>> work, CancellationToken ct) =>
            WritesLeft-- > 0 ? view.Write(work) : throw new IOException("The process ended.");

        public void Rewind(LogTransaction transaction, string group) => Rewound.Add(group);

        public Task<long> Left(string group, CancellationToken ct) => Task.FromResult(0L);

        public Task Append(IReadOnlyList<LogRecord> records, CancellationToken ct) => throw new NotSupportedException();

        public Task<IReadOnlyList<LogRecord>> Read(Topic topic, int partition, long from, int most, CancellationToken ct) => throw new NotSupportedException();
    }
}
