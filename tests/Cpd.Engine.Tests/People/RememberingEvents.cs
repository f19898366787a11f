using System.Text;
using Cpd.Contracts;
using Cpd.Engine.People;
using static Cpd.Engine.Tests.People.Given;

namespace Cpd.Engine.Tests.People;

public class RememberingEvents
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    [Fact]
    public void Every_event_is_counted_with_its_first_and_last_time()
    {
        var memory = Remembering(MemoryNeeds.None, ("Viewed", 3 * Day), ("Viewed", Day), ("Bought", Day));

        Assert.Equal(2, memory.Count("Viewed", null, Now));
        Assert.Equal(Now - 3 * Day, memory.First("Viewed"));
        Assert.Equal(Now - Day, memory.Last("Viewed"));
        Assert.Equal(0, memory.Count("Left", null, Now));
        Assert.Null(memory.First("Left"));
    }

    [Fact]
    public void Within_a_time_they_are_counted_where_a_journey_asks_for_it()
    {
        var memory = Remembering(Needing("Viewed", 30 * Day), ("Viewed", 20 * Day), ("Viewed", 7 * Day), ("Viewed", 2 * Day), ("Viewed", Day));

        Assert.Equal(3, memory.Count("Viewed", 7 * Day, Now));
        Assert.Equal(1, memory.Count("Viewed", Day, Now));
        Assert.Equal(0, memory.Count("Viewed", TimeSpan.FromHours(1), Now));
        Assert.Equal(4, memory.Count("Viewed", 30 * Day, Now));
    }

    [Fact]
    public void For_the_time_before_anybody_asked_the_least_that_is_certain_is_counted()
    {
        var memory = Remembering(MemoryNeeds.None, ("Viewed", 20 * Day), ("Viewed", 2 * Day), ("Viewed", Day));

        Assert.Equal(0, memory.Count("Viewed", TimeSpan.FromHours(1), Now));
        Assert.Equal(1, memory.Count("Viewed", 7 * Day, Now));
        Assert.Equal(3, memory.Count("Viewed", 30 * Day, Now));
    }

    [Fact]
    public void Events_that_come_out_of_order_are_remembered_in_order()
    {
        var needs = Needing("Viewed", 30 * Day, 30 * Day);
        var memory = Memory.Empty
            .Fold(Tracked("Viewed"), Record(1), Now, needs)
            .Fold(Tracked("Viewed"), Record(2), Now - 5 * Day, needs)
            .Fold(Tracked("Viewed"), Record(3), Now - Day, needs);

        Assert.Equal((Now - 5 * Day, Now), (memory.First("Viewed"), memory.Last("Viewed")));
        Assert.Equal([Record(1), Record(3), Record(2)], memory.Recent("Viewed", default).Select(remembered => remembered.Record));
        Assert.Equal(2, memory.Count("Viewed", 2 * Day, Now));
    }

    [Fact]
    public void Whole_events_are_kept_as_long_as_a_journey_looks_back()
    {
        var needs = Needing("Paid", Day, Day);
        var memory = Memory.Empty
            .Fold(Tracked("Paid", """{"order":1}"""), Record(1), Now - 2 * Day, needs)
            .Fold(Tracked("Paid", """{"order":2}"""), Record(2), Now - TimeSpan.FromHours(3), needs)
            .Fold(Tracked("Paid", """{"order":3}"""), Record(3), Now, needs);

        Assert.Equal(
            [new(Record(3), Now, RawJson.From("""{"order":3}""")), new(Record(2), Now.AddHours(-3), RawJson.From("""{"order":2}"""))],
            memory.Recent("Paid", Now - Day));
        Assert.Single(memory.Recent("Paid", Now.AddHours(-1)));
        Assert.Empty(memory.Recent("Viewed", default));
    }

    [Fact]
    public void What_is_too_old_goes_with_the_next_event_of_any_kind()
    {
        var needs = Needing("Paid", Day, Day);
        var memory = Memory.Empty.Fold(Tracked("Paid"), Record(1), Now - 2 * Day, needs).Fold(Tracked("Viewed"), Record(2), Now, needs);

        Assert.Empty(memory.Recent("Paid", default));
        Assert.Equal(1, memory.Count("Paid", null, Now));
    }

    [Fact]
    public void What_no_journey_asks_about_any_more_goes_too()
    {
        var memory = Memory.Empty.Fold(Tracked("Paid"), Record(1), Now, Needing("Paid", Day, Day)).Fold(Tracked("Viewed"), Record(2), Now, MemoryNeeds.None);

        Assert.Empty(memory.Recent("Paid", default));
    }

    [Fact]
    public void A_robot_fills_nobodys_memory()
    {
        var needs = Needing("Loop", 30 * Day, 30 * Day);
        var memory = Memory.Empty;
        for (var i = 0; i < 500; i++) memory = memory.Fold(Tracked("Loop", $$"""{"i":{{i}}}"""), Record(i), Now.AddSeconds(i), needs);
        for (var i = 0; i < 500; i++) memory = memory.Fold(Tracked($"Event {i}"), Record(i), Now.AddSeconds(i + 1), needs);

        Assert.InRange(memory.ToBytes().Length, 1_000, 12_000);
        Assert.Equal(0, memory.Count("Event 0", null, Now));
        Assert.Equal(1, memory.Count("Event 499", null, Now));
    }

    [Fact]
    public void More_than_a_hundred_times_within_a_time_can_be_told_from_a_hundred()
    {
        var memory = Remembering(Needing("Viewed", 30 * Day), [("Viewed", 50 * Day), .. Enumerable.Range(0, 130).Select(i => ("Viewed", TimeSpan.FromMinutes(i)))]);

        Assert.Equal(101, memory.Count("Viewed", 30 * Day, Now));
        Assert.Equal(131, memory.Count("Viewed", null, Now));
    }

    [Fact]
    public void Large_events_are_kept_up_to_a_size_and_the_newest_always()
    {
        var needs = Needing("Paid", Day, Day);
        var memory = Memory.Empty;
        for (var i = 0; i < 10; i++) memory = memory.Fold(Tracked("Paid", $$"""{"blob":"{{new string('x', 30_000)}}"}"""), Record(i), Now, needs);

        Assert.Equal([Record(9), Record(8)], memory.Recent("Paid", default).Select(remembered => remembered.Record));
    }

    [Fact]
    public void Entering_and_leaving_journeys_is_kept()
    {
        var memory = Memory.Empty.Left("welcome", Now).Entered("welcome", Now).Left("welcome", Now + Day).Entered("welcome", Now + 2 * Day);

        Assert.Equal(new Enrolment(2, Now, Now + 2 * Day, Now + Day), memory.Enrolment("welcome"));
        Assert.Null(memory.Enrolment("cart"));
        Assert.Equal(memory, Memory.Read(memory.ToBytes()));
    }

    [Fact]
    public void Of_two_people_who_are_one_everything_counts_together()
    {
        var needs = Needing("Paid", 30 * Day, 30 * Day);
        var one = Memory.Empty.Fold(Tracked("Paid"), Record(1), Now - 3 * Day, needs).Entered("welcome", Now - 3 * Day);
        var other = Memory.Empty.Fold(Tracked("Paid"), Record(2), Now - Day, needs).Fold(Tracked("Viewed"), Record(3), Now, needs)
            .Entered("welcome", Now - Day).Left("welcome", Now).Entered("cart", Now);

        var together = one.Absorb(other);

        Assert.Equal(2, together.Count("Paid", null, Now));
        Assert.Equal(1, together.Count("Paid", 2 * Day, Now));
        Assert.Equal([Record(2), Record(1)], together.Recent("Paid", default).Select(remembered => remembered.Record));
        Assert.Equal(1, together.Count("Viewed", null, Now));
        Assert.Equal(new Enrolment(2, Now - 3 * Day, Now - Day, Now), together.Enrolment("welcome"));
        Assert.Equal(1, together.Enrolment("cart")?.Times);
    }

    [Fact]
    public void Three_kinds_of_events_take_some_150_bytes()
    {
        var memory = Remembering(MemoryNeeds.None, ("Signed Up", 2 * Day), ("Product Viewed", Day), ("Product Viewed", default), ("Order Paid", default));

        Assert.Equal(
            """{"e":{"Signed Up":[1,1893326400000,0],"Product Viewed":[2,1893412800000,86400000],"Order Paid":[1,1893499200000,0]}}""",
            Encoding.UTF8.GetString(memory.ToBytes()));
    }

    [Fact]
    public void What_is_written_reads_back_the_same()
    {
        var needs = Needing("Paid", 30 * Day, 30 * Day);
        var memory = Memory.Empty
            .Fold(Tracked("Paid", """{"order":{"id":[1,2,"ž"]}}"""), Record(1), Now - Day, needs)
            .Fold(Tracked("Paid"), Record(2), Now, needs).Fold(Tracked("Say \"hi\""), Record(3), Now, needs).Entered("welcome", Now);

        var read = Memory.Read(memory.ToBytes());

        Assert.Equal(memory, read);
        Assert.Equal(memory.Recent("Paid", default), read.Recent("Paid", default));
        Assert.Equal(1, read.Count("Paid", TimeSpan.FromHours(1), Now));
        Assert.Same(Memory.Empty, Memory.Read("{}"u8));
    }
}
