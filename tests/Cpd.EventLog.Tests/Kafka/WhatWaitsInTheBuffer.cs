using Cpd.Contracts;
using Cpd.EventLog.Kafka;
using Cpd.EventLog.Kafka.Reading;

namespace Cpd.EventLog.Tests.Kafka;

/// <summary>Without a broker: what a group keeps between fetching and passing.</summary>
public sealed class WhatWaitsInTheBuffer : IDisposable
{
    private readonly RecordBuffer _buffer = new(new Subscription("first", "cpd.events", raw => RecordJson.Read(raw.Value, Topic.Events)), mostRecords: 10);

    [Fact]
    public void Windows_begin_with_another_partition_each_time_and_move_each_that_they_touch()
    {
        Assign((0, 0), (1, 100), (2, 0));
        Add(0, 0, 1, 2);
        Add(1, 100, 101);

        var first = _buffer.Take(4);
        var second = _buffer.Take(4);

        Assert.Equal([(0, 0L), (0, 1L), (0, 2L), (1, 100L)], Places(first));
        Assert.Equal([(1, 100L), (1, 101L), (0, 0L), (0, 1L)], Places(second));
        Assert.Equal([(0, 0L, 3L), (1, 100L, 101L)], first.Moves.Select(move => (move.Partition, move.From, move.To)));
    }

    [Fact]
    public void A_position_moves_from_where_it_is_stored_over_what_is_no_longer_there()
    {
        Assign((0, 5));

        Assert.Equal(Arrival.AfterGap, _buffer.Add(Record(0, 1_000)));
        Assert.Equal((5L, 1_001L), _buffer.Take(10).Moves.Select(move => (move.From, move.To)).Single());
    }

    [Fact]
    public void A_replay_for_another_group_is_passed_and_not_seen()
    {
        Assign((0, 0));
        _buffer.Add(Record(0, 0, onlyFor: "second"));
        _buffer.Add(Record(0, 1, onlyFor: "first"));

        var taken = _buffer.Take(10);

        Assert.Equal([(0, 1L)], Places(taken));
        Assert.Equal(2, taken.Moves.Single().To);
    }

    [Fact]
    public void What_was_taken_before_a_partition_went_and_came_back_does_not_move_it()
    {
        Assign((0, 0));
        Add(0, 0, 1);
        var before = _buffer.Take(10);

        _buffer.Revoke([0]);
        Assert.Equal(0, _buffer.Take(10).Looked);
        Assign((0, 1));
        Add(0, 1);
        _buffer.Passed(before);

        Assert.Equal([(0, 1L)], Places(_buffer.Take(10)));
        Assert.Equal(1, _buffer.Reached()[0]);
    }

    [Fact]
    public void After_a_jump_nothing_of_the_old_place_is_taken_until_the_client_has_jumped()
    {
        Assign((0, 50));
        Add(0, 50);
        _buffer.GoTo(0, 10);

        Assert.Equal(Arrival.Dropped, _buffer.Add(Record(0, 51)));
        _buffer.Seek((_, _) => false);   // the client was not ready
        Assert.Equal(Arrival.Dropped, _buffer.Add(Record(0, 52)));

        var sought = new List<(int, long)>();
        _buffer.Seek((partition, position) =>
        {
            sought.Add((partition, position));
            return true;
        });
        Add(0, 10);

        Assert.Equal([(0, 10L)], sought);
        Assert.Equal([(0, 10L)], Places(_buffer.Take(10)));
    }

    [Fact]
    public void A_log_that_begins_anew_is_not_taken_for_the_one_we_knew()
    {
        Assign((0, 1_000));

        Assert.Equal(Arrival.FromBefore, _buffer.Add(Record(0, 0)));
        Assert.Equal([(0, 1_000L, 1L)], _buffer.Look(_ => (0, 1)));
        _buffer.Lose(0);

        Assert.Equal(Arrival.Dropped, _buffer.Add(Record(0, 1_000)));
        Assert.Equal(0, _buffer.Take(10).Looked);
    }

    [Fact]
    public void The_fullest_partitions_are_paused_until_they_are_half_empty()
    {
        Assign((0, 0), (1, 0));
        Add(0, [.. Enumerable.Range(0, 9).Select(n => (long)n)]);
        Assert.False(_buffer.IsFull);

        Add(1, 0);
        Assert.True(_buffer.IsFull);
        Assert.False(_buffer.WaitForRoom(TimeSpan.Zero, default));
        Assert.Equal([0], _buffer.Pause());
        Assert.False(_buffer.IsFull);   // the other one still has its share
        Assert.Empty(_buffer.Resume());

        _buffer.Passed(_buffer.Take(10));
        Assert.Equal([0], _buffer.Resume());
        Assert.Empty(_buffer.Resume());
    }

    [Fact]
    public void Lag_is_what_was_not_passed_fetched_or_not()
    {
        Assign((0, 10), (1, 0));
        Add(0, 10, 11);
        _buffer.Look(partition => partition == 0 ? (0, 100) : null);

        Assert.Equal(90, _buffer.Lag);
        _buffer.Passed(_buffer.Take(1));
        Assert.Equal(89, _buffer.Lag);
    }

    [Fact]
    public void Offsets_that_hold_no_record_are_nothing_that_waits()
    {
        Assign((0, 10), (1, 0));
        Add(0, 10);
        _buffer.Look(partition => partition == 0 ? (0, 12) : (5_000, 5_000));
        Assert.Equal(2, _buffer.Lag);   // and nothing of what retention has taken of the other one

        Assert.Equal(1, _buffer.ReachEnd(0, 12));
        Assert.Equal(2, _buffer.Lag);   // the record is still to be passed
        _buffer.Passed(_buffer.Take(10));

        Assert.Equal((0L, 12L), (_buffer.Lag, _buffer.Reached()[0]));
        Assert.Empty(_buffer.Look(_ => (0, 12)));
        Assert.Equal(Arrival.Next, _buffer.Add(Record(0, 12)));
        Assert.Equal((11L, 13L), _buffer.Take(10).Moves.Select(move => (move.From, move.To)).Single());
    }

    [Fact]
    public void An_end_that_belongs_to_another_place_or_lies_behind_us_is_none()
    {
        Assign((0, 50));

        Assert.Equal((0L, 0L), (_buffer.ReachEnd(0, 20), _buffer.ReachEnd(1, 20)));   // a topic that was made anew, and one that is not ours
        _buffer.GoTo(0, 10);
        Assert.Equal(0, _buffer.ReachEnd(0, 60));

        Assert.Equal(10, _buffer.Expected(0));
    }

    public void Dispose() => _buffer.Dispose();

    private void Assign(params (int Partition, long Position)[] starts) => _buffer.Assign(starts.ToDictionary(start => start.Partition, start => start.Position));

    private void Add(int partition, params long[] offsets)
    {
        foreach (var offset in offsets) _buffer.Add(Record(partition, offset));
    }

    private static RawRecord Record(int partition, long offset, string? onlyFor = null)
    {
        var record = TestLog.Event("ana", (int)offset);
        var written = new LogRecord { Id = record.Id, Workspace = record.Workspace, Key = record.Key, At = record.At, Body = record.Body, OnlyFor = onlyFor };
        return new RawRecord("cpd.events", partition, offset, RecordJson.ToBytes(written), record.At);
    }

    private static IEnumerable<(int, long)> Places(TakenRecords taken) => taken.Records.Select(record => (record.Partition, record.Position));
}
