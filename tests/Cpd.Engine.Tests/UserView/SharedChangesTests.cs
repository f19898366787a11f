using Cpd.Contracts;
using Cpd.Engine.UserView;
using Cpd.EventLog;
using Cpd.EventLog.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cpd.Engine.Tests.UserView;

public sealed class SharedChangesTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly Roles Shared = new(Role.All, LogKind.Kafka, DatabaseKind.PostgreSql);
    private static readonly Roles Alone = new(Role.All, LogKind.Embedded, DatabaseKind.Sqlite);

    private readonly ViewDatabase _view = new();
    private readonly LiveFeed _here = Feed();
    private readonly SharedChanges _reader;

    public SharedChangesTests() => _reader = new SharedChanges(_view, _here, Shared, TimeProvider.System, NullLogger<SharedChanges>.Instance);

    [Fact]
    public async Task A_page_hears_of_what_another_process_wrote()
    {
        using var ana = new Watching(_here, Given.Person("ana"));
        using var ben = new Watching(_here, Given.Person("ben"));
        await Look();
        await ana.Told(1);   // whoever begins to watch reads once more
        await ben.Told(1);

        Elsewhere(Shared, Given.Record(Given.Person("ana"), Given.Tracked("Viewed"), 1));
        await Look();

        await ana.Told(2);
        Assert.Equal(1, ben.Times);
        await Look();
        Assert.Equal(2, ana.Times);
    }

    [Fact]
    public async Task A_window_that_was_numbered_before_and_committed_after_is_heard_of_too()
    {
        using var ana = new Watching(_here, Given.Person("ana"));
        await Look();
        await ana.Told(1);

        Committed(number: 10, "ben");
        await Look();
        Committed(number: 5, "ana");
        await Look();

        await ana.Told(2);
    }

    [Fact]
    public async Task Who_watches_while_a_smaller_number_is_on_its_way_hears_of_it()
    {
        Committed(number: 10, "ben");
        using var ana = new Watching(_here, Given.Person("ana"));
        await Look();
        await ana.Told(1);

        Committed(number: 5, "ana");
        await Look();

        await ana.Told(2);
    }

    [Fact]
    public async Task While_nobody_watches_nothing_is_read()
    {
        var reader = new SharedChanges(new Broken(), _here, Shared, TimeProvider.System, NullLogger<SharedChanges>.Instance);

        await reader.Look(default);

        using var watching = new Watching(_here, Given.Person("ana"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => reader.Look(default));
    }

    [Fact]
    public void One_process_alone_writes_nothing_of_it()
    {
        Elsewhere(Alone, Given.Record(Given.Person("ana"), Given.Tracked("Viewed"), 1));

        Assert.Equal(0, _view.Rows("view_changes"));
    }

    [Fact]
    public void What_is_some_minutes_old_goes()
    {
        Elsewhere(Shared, Given.Record(Given.Person("ana"), Given.Tracked("Viewed"), 1));
        _view.Now += TimeSpan.FromMinutes(4);
        Elsewhere(Shared, Given.Record(Given.Person("ana"), Given.Tracked("Viewed"), 2));
        Assert.Equal(2, _view.Rows("view_changes"));

        _view.Now += TimeSpan.FromMinutes(4);
        Elsewhere(Shared, Given.Record(Given.Person("ana"), Given.Tracked("Viewed"), 3));

        Assert.Equal(2, _view.Rows("view_changes"));
    }

    [Fact]
    public void What_changed_is_read_as_it_was_written()
    {
        var changes = new ViewChanges();
        changes.Add("kučica", Given.Person("ana"));
        changes.Add("kučica", Given.Person("ben"));
        changes.Add("other", null);

        var read = ViewChanges.Read(changes.ToBytes());

        Assert.True(read.Touch("kučica", Given.Person("ben")));
        Assert.True(read.Touch("kučica", null));
        Assert.True(read.Touch("other", null));
        Assert.False(read.Touch("other", Given.Person("ana")));
        Assert.False(read.Touch("third", null));
    }

    public void Dispose()
    {
        _reader.Dispose();
        _view.Dispose();
    }

    private static LiveFeed Feed() => new(TimeProvider.System, NullLogger<LiveFeed>.Instance);

    private Task Look() => _reader.Look(default);

    /// <summary>A window of a process whose own pages are others.</summary>
    private void Elsewhere(Roles roles, params LogRecord[] records) => _view.Do(transaction =>
    {
        new UserViewConsumer(Feed(), new ChangesPruning(), new FigurePruning(), new Cpd.Engine.UserView.Seen.SeenMemory(), roles).Take(new Window("user-view", records, [0], transaction));
        return true;
    });

    private void Committed(long number, string person)
    {
        var changes = new ViewChanges();
        changes.Add(Given.Shop, Given.Person(person));
        using var db = _view.CreateDbContext();
        db.Add(new ViewChangeRow { Id = number, At = Given.Start.ToUnixTimeMilliseconds(), Changes = changes.ToBytes() });
        db.SaveChanges();
    }

    private sealed class Watching : IDisposable
    {
        private readonly IDisposable _watch;
        private int _times;

        public Watching(LiveFeed feed, PersonId person) => _watch = feed.Watch(Given.Shop, person, () =>
        {
            Interlocked.Increment(ref _times);
            return Task.CompletedTask;
        });

        public int Times => Volatile.Read(ref _times);

        public async Task Told(int times)
        {
            var began = TimeProvider.System.GetTimestamp();
            while (Times < times)
            {
                if (TimeProvider.System.GetElapsedTime(began) > Patience) throw new TimeoutException($"Told {Times} times, not {times}.");
                await Task.Delay(1);
            }
        }

        public void Dispose() => _watch.Dispose();
    }

    private sealed class Broken : IDbContextFactory<CpdDb>
    {
        public CpdDb CreateDbContext() => throw new InvalidOperationException("Nobody should ask.");
    }
}
