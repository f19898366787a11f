using Cpd.Contracts;
using Cpd.Engine.Journeys;

namespace Cpd.Engine.Tests.Journeys;

public class WaitingForATime
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private const string TwoWaits = """{"id":"a","type":"wait","for":"1 hour","next":"b"},{"id":"b","type":"wait","for":"30 minutes","next":null}""";

    [Fact]
    public void Somebody_goes_on_when_the_time_is_over()
    {
        var scene = Scene.Of(TwoWaits).Track("Go").Wait(Hour);
        Assert.Equal("a a:next b", scene.Way);

        Assert.Equal(RunEnd.Finished, scene.Wait(Hour).End);
        Assert.Empty(scene.Person!.Runs);
    }

    [Fact]
    public void A_wake_that_comes_early_or_again_changes_nothing()
    {
        var scene = Scene.Of(TwoWaits).Track("Go").Wake(Scene.Start.AddMinutes(59));
        Assert.Single(scene.Moves);

        Assert.Equal(2, scene.Wake(Scene.Start + Hour).Wake(Scene.Start + Hour).Moves.Count());
    }

    [Fact]
    public void Timers_that_are_due_before_a_record_fire_first_each_at_its_own_time()
    {
        var scene = Scene.Of(TwoWaits).Track("Go").Pass(5 * Hour).Track("Anything");

        Assert.Equal("a a:next b b:next", scene.Way);
        Assert.Equal([Scene.Start, Scene.Start + Hour, Scene.Start + 1.5 * Hour], scene.Out.Where(record => record.Body is JourneyMoved).Select(record => record.At));
    }

    [Fact]
    public void A_late_wake_decides_at_its_own_time()
    {
        var scene = Scene.Of(TwoWaits).Track("Go").Wake(Scene.Start + 5 * Hour);

        Assert.Equal("a a:next b", scene.Way);
        Assert.Equal(Scene.Start + 5.5 * Hour, scene.Run.WakeAt);
    }

    [Fact]
    public void A_fraction_of_a_millisecond_never_makes_a_timer_early()
    {
        var scene = Scene.Of(TwoWaits).Apply(new EventTracked("Go", Scene.Start, RawJson.EmptyObject, null), Scene.Start.AddTicks(7));

        Assert.Equal(Scene.Start + Hour, scene.Run.WakeAt);
        Assert.Equal(scene.Run.ToBytes(), RunJson.Read(scene.Run.ToBytes()).ToBytes());
    }
}

public class WaitingForAWindow
{
    private static Scene In(string zone, string window) => Scene.Of($$"""{"id":"w","type":"waitUntilWindow",{{window}},"next":null}""")
        .Identify($$"""{"timezone":"{{zone}}"}""");

    [Fact]
    public void Who_comes_within_it_passes_at_once() =>
        Assert.Equal(RunEnd.Finished, In("UTC", """ "from":"09:00","to":"18:00" """).Track("Go").End);

    [Fact]
    public void Who_comes_outside_of_it_waits_for_its_next_opening_in_their_own_zone()
    {
        var scene = In("America/New_York", """ "from":"09:00","to":"18:00" """).Track("Go");   // 07:00 over there

        Assert.Equal(Scene.Start.AddHours(2), scene.Run.WakeAt);
        Assert.Equal(RunEnd.Finished, scene.Wait(TimeSpan.FromHours(2)).End);
    }

    [Fact]
    public void On_the_right_weekday()
    {
        var scene = In("UTC", """ "days":["saturday","sunday"],"from":"10:00","to":"12:00" """).Track("Go");

        Assert.Equal(new DateTimeOffset(2030, 1, 12, 10, 0, 0, TimeSpan.Zero), scene.Run.WakeAt);
    }

    [Fact]
    public void Who_is_woken_too_late_waits_for_the_next()
    {
        var scene = In("UTC", """ "from":"13:00","to":"14:00" """).Track("Go").Wake(Scene.Start.AddHours(3));

        Assert.Equal(Scene.Start.AddHours(25), scene.Run.WakeAt);
        Assert.Equal(Scene.Start.AddHours(25), scene.Moves.Last().WakeAt);
    }

    [Theory]
    [InlineData("22:00", "06:00", "2030-01-07T23:00", true)]
    [InlineData("22:00", "06:00", "2030-01-08T05:59", true)]
    [InlineData("22:00", "06:00", "2030-01-08T06:00", false)]
    [InlineData("22:00", "06:00", "2030-01-08T23:00", false)]
    [InlineData("09:00", "09:00", "2030-01-07T09:00", true)]
    [InlineData("09:00", "09:00", "2030-01-08T08:59", true)]
    public void A_window_may_go_past_midnight(string from, string to, string at, bool inside)
    {
        var window = new DayWindow([DayOfWeek.Monday], TimeOnly.ParseExact(from, "HH:mm"), TimeOnly.ParseExact(to, "HH:mm"));

        Assert.Equal(inside, window.Contains(DateTimeOffset.Parse(at + "Z", System.Globalization.CultureInfo.InvariantCulture), TimeZoneInfo.Utc));
    }

    [Theory]
    [InlineData("2030-03-30T23:30Z", "02:30", "04:00", "2030-03-31T01:00Z")]   // 02:30 does not exist: the window opens as the clock jumps to 03:00
    [InlineData("2030-03-30T23:30Z", "02:10", "02:50", "2030-04-01T00:10Z")]   // nor does any of this window: the day after
    [InlineData("2030-10-26T23:30Z", "02:30", "03:00", "2030-10-27T00:30Z")]   // twice: the first counts
    [InlineData("2030-10-27T01:10Z", "02:30", "02:40", "2030-10-27T01:30Z")]   // between the two: the second
    [InlineData("2030-03-30T12:00Z", "09:00", "10:00", "2030-03-31T07:00Z")]   // the morning after is an hour earlier in UTC
    public void Clocks_that_change_are_no_surprise(string at, string from, string to, string expected)
    {
        var window = new DayWindow([], TimeOnly.ParseExact(from, "HH:mm"), TimeOnly.ParseExact(to, "HH:mm"));
        var moment = window.NextMoment(
            DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture), TimeZoneInfo.FindSystemTimeZoneById("Europe/Zagreb"));

        Assert.Equal(DateTimeOffset.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), moment);
    }
}

public class WaitingForADate
{
    private static Scene Until(string rest, string date) => Scene.Of(
            $$"""{"id":"d","type":"waitUntilDate","date":"person.renewal",{{rest}}"next":null,"past":null,"noDate":null}""")
        .Identify($$"""{"renewal":{{date}},"timezone":"Europe/Zagreb"}""").Track("Go");

    [Theory]
    [InlineData("", "\"2030-02-01\"", "2030-01-31T23:00Z")]
    [InlineData("\"at\":\"09:00\",", "\"2030-02-01\"", "2030-02-01T08:00Z")]
    [InlineData("\"offset\":\"-7 days\",\"at\":\"09:00\",", "\"2030-04-03\"", "2030-03-27T08:00Z")]   // summer time began in between
    [InlineData("", "\"2030-02-01T10:00:00+05:00\"", "2030-02-01T05:00Z")]
    [InlineData("\"offset\":\"2 hours\",", "\"2030-02-01T10:00\"", "2030-02-01T11:00Z")]
    [InlineData("\"offset\":\"7 days\",", "\"2030-03-28T10:00:00Z\"", "2030-04-04T09:00Z")]           // at the same local time
    public void Somebody_waits_until_it(string rest, string date, string until) =>
        Assert.Equal(DateTimeOffset.Parse(until, System.Globalization.CultureInfo.InvariantCulture), Until(rest, date).Run.WakeAt);

    [Theory]
    [InlineData("\"2029-12-31\"", "d:past")]
    [InlineData("\"soon\"", "d:noDate")]
    [InlineData("17", "d:noDate")]
    [InlineData("\"2030-13-45\"", "d:noDate")]
    [InlineData("\"9999-12-31\"", "d:noDate")]
    [InlineData("null", "d:noDate")]
    public void Or_goes_another_way(string date, string way) => Assert.Equal(way, Until("", date).Way);
}
