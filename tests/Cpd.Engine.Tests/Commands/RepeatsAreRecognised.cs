using System.Data.Common;
using Cpd.Contracts;

namespace Cpd.Engine.Tests.Commands;

public sealed class RepeatsAreRecognised : IDisposable
{
    private readonly TestEngineDb _db = new();

    public void Dispose() => _db.Dispose();

    [Fact]
    public async Task Of_two_equal_calls_in_one_window_the_first_counts() =>
        Assert.Single(await _db.Take(Call("1"), Call("1")));

    [Fact]
    public async Task A_repeat_in_a_later_window_changes_nothing()
    {
        await _db.Take(Call("1"));

        Assert.Equal("2", MessageOf(await _db.Take(Call("1"), Call("2"))));
    }

    [Fact]
    public async Task A_repeat_after_a_restart_changes_nothing()
    {
        await _db.Take([_db.Record(Call("1")), _db.Record(Call("2"), partition: 1)]);
        _db.Restarted();

        Assert.Equal("3", MessageOf(await _db.Take([_db.Record(Call("1")), _db.Record(Call("2"), partition: 1), _db.Record(Call("3"))])));
    }

    [Fact]
    public async Task What_was_rolled_back_is_new_again()
    {
        await _db.Take([_db.Record(Call("1"))], rollBack: true);
        Assert.Single(await _db.Take(Call("1")));

        await _db.Take([_db.Record(Call("2"))], rollBack: true);
        Assert.Single(await _db.Take(Call("2")));
    }

    [Fact]
    public async Task A_repeat_just_within_a_day_is_recognised()
    {
        await _db.Take(Call("1"));
        _db.Now = TestEngineDb.Start.AddHours(23.99);

        Assert.Empty(await _db.Take(Call("1")));
    }

    [Fact]
    public async Task Two_days_later_the_id_is_free_and_its_row_is_gone()
    {
        await _db.Take(Call("1"));
        await _db.Take(Call("2"));
        _db.Now = TestEngineDb.Start.AddHours(47);

        Assert.Single(await _db.Take(Call("1")));
        Assert.Equal(1, _db.Count("seen_messages"));
    }

    [Fact]
    public async Task Old_rows_go_also_when_the_process_was_down_meanwhile()
    {
        await _db.Take(Call("1"));
        await _db.Take(Call("2"));
        _db.Restarted();
        _db.Now = TestEngineDb.Start.AddHours(47);

        Assert.Single(await _db.Take(Call("2")));
        Assert.Equal(1, _db.Count("seen_messages"));
        _db.Restarted();
        Assert.Empty(await _db.Take(Call("2")));
    }

    [Fact]
    public async Task Hours_go_one_by_one()
    {
        for (var hour = 0; hour < 40; hour++)
        {
            _db.Now = TestEngineDb.Start.AddHours(hour);
            Assert.Single(await _db.Take(Call($"at {hour}")));
        }

        Assert.Empty(await _db.Take([.. Enumerable.Range(16, 24).Select(hour => Call($"at {hour}"))]));
        Assert.Single(await _db.Take(Call("at 14")));
        Assert.InRange(_db.Count("seen_messages"), 24, 27);
    }

    [Fact]
    public async Task A_partition_that_comes_back_brings_what_its_other_owner_saw()
    {
        var here = _db.Processor;
        await _db.Take([_db.Record(Call("1"))], partitions: [0, 1]);
        await _db.Take([_db.Record(Call("2"))], partitions: [0]);

        _db.Restarted();
        await _db.Take([_db.Record(Call("3"), partition: 1)], partitions: [1]);

        _db.Processor = here;
        Assert.Empty(await _db.Take([_db.Record(Call("1")), _db.Record(Call("3"), partition: 1)], partitions: [0, 1]));
    }

    [Fact]
    public async Task A_partition_that_went_and_came_back_unnoticed_is_noticed_by_its_numbers()
    {
        var here = _db.Processor;
        await _db.Take([_db.Record(Call("1"))], partitions: [0, 1]);

        _db.Restarted();
        await _db.Take([_db.Record(Call("3"), partition: 1)], partitions: [1]);

        _db.Processor = here;
        IReadOnlyList<LogRecord> again = [_db.Record(Call("1")), _db.Record(Call("3"), partition: 1), _db.Record(Call("4"), partition: 1)];
        await Assert.ThrowsAnyAsync<DbException>(() => _db.Take(again, partitions: [0, 1]));

        // The log tries a window that failed once more.
        Assert.Equal("4", MessageOf(await _db.Take(again, partitions: [0, 1])));
    }

    [Fact]
    public async Task The_same_message_id_of_another_kind_of_call_is_no_repeat() =>
        Assert.Equal(2, (await _db.Take(Call("1"), new Identify(new("ana", null), "1", TestEngineDb.Start, RawJson.EmptyObject))).Count);

    private static Track Call(string messageId) => new(new("ana", null), messageId, TestEngineDb.Start, "Seen " + messageId, RawJson.EmptyObject);

    private static string MessageOf(IReadOnlyList<LogRecord> said) => ((EventTracked)Assert.Single(said).Body).Name["Seen ".Length..];
}
