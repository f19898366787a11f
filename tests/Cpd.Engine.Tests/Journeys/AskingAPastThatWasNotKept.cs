using System.Text;
using Cpd.Engine.Journeys;
using Cpd.Engine.People;
using FsCheck;
using FsCheck.Fluent;

namespace Cpd.Engine.Tests.Journeys;

public class AskingAPastThatWasNotKept
{
    private static readonly DateTimeOffset Now = Scene.Start;
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    [Fact]
    public void A_count_says_since_when_there_are_moments_and_until_when_it_may_be_too_low()
    {
        var problem = Assert.Single(Check(Branch("person.x = 1 and did \\\"Viewed\\\" at least 3 times in last 7 days")));

        Assert.Equal(("condition.past-not-kept", "steps[0].cases[0].when", "a", ProblemLevel.Warning), (problem.Code, problem.Path, problem.StepId, problem.Level));
        Assert.Equal(
            "Times of “Viewed” are kept only from publishing on. For people who first did it more than 7 days ago, everything before then counts as one at most: "
            + "the number may be too low until 14 Jan 2030, 12:00 UTC.", problem.Sentence);
    }

    [Fact]
    public void A_wait_that_looks_back_says_what_it_does_not_find()
    {
        var problem = Assert.Single(Check(Wait("1 hour")));

        Assert.Equal(("wait.past-not-kept", "steps[0].lookBack", "a", ProblemLevel.Warning), (problem.Code, problem.Path, problem.StepId, problem.Level));
        Assert.Equal(
            "“Paid” is kept for waits only from publishing on, so an earlier one does not end this wait. From 7 Jan 2030, 13:00 UTC on, the wait looks back the full 1 hour.", problem.Sentence);
    }

    [Theory]
    [InlineData("did \\\"A\\\" at least 2 times in last 7 days", true)]
    [InlineData("did \\\"A\\\" at most 1 time in last 7 days", true)]
    [InlineData("did \\\"A\\\" exactly 1 time in last 7 days", true)]
    [InlineData("did \\\"A\\\" in last 7 days", false)]
    [InlineData("not did \\\"A\\\" in last 7 days", false)]
    [InlineData("did \\\"A\\\" at most 0 times in last 7 days", false)]
    [InlineData("did \\\"A\\\" exactly 0 times in last 7 days", false)]
    [InlineData("did \\\"A\\\" at least 2 times", false)]
    public void Whether_it_happened_at_all_is_right_from_the_first_day(string when, bool warned) => Assert.Equal(warned, Check(Branch(when)).Any());

    [Theory]
    [InlineData("", "from publishing on", "6 Feb")]
    [InlineData("10 for 30", "since 28 Dec 2029, 12:00 UTC", "27 Jan")]
    [InlineData("10 for 40", "since 28 Dec 2029, 12:00 UTC", "27 Jan")]
    [InlineData("10 for 7", "since 31 Dec 2029, 12:00 UTC", "30 Jan")]
    [InlineData("3 for 7", "since 4 Jan 2030, 12:00 UTC", "3 Feb")]
    [InlineData("90 for 7, 10 for 30", "since 21 Dec 2029, 12:00 UTC", "20 Jan")]
    [InlineData("90 for 7, 10 for 30, 5 for 60", "since 21 Dec 2029, 12:00 UTC", "20 Jan")]
    [InlineData("30 for 30", null, null)]
    [InlineData("90 for 30, 1 for 365", null, null)]
    public void What_was_asked_for_before_is_there_already(string asked, string? since, string? until)
    {
        var problems = Check(Branch("did \\\"Viewed\\\" at least 3 times in last 30 days"), [.. Asked(asked)]);

        if (since is null) Assert.Empty(problems);
        else
        {
            var sentence = Assert.Single(problems).Sentence;
            Assert.Contains($"kept only {since}.", sentence, StringComparison.Ordinal);
            Assert.EndsWith($"until {until} 2030, 12:00 UTC.", sentence, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Moments_and_whole_events_are_asked_for_one_by_one()
    {
        var both = Branch("did \\\"Paid\\\" at least 2 times in last 1 day", next: "wait") + "," + Wait("1 day", "wait");

        Assert.Equal(["condition.past-not-kept"], Check(both, new AskedSince(Now - 90 * Day, Needs(times: 0, lookBack: 90))).Select(problem => problem.Code));
        Assert.Equal(["wait.past-not-kept"], Check(both, new AskedSince(Now - 90 * Day, Needs(times: 90, lookBack: 0))).Select(problem => problem.Code));
        Assert.Empty(Check(both, new AskedSince(Now - 90 * Day, Needs(times: 90, lookBack: 90))));
    }

    [Fact]
    public void Entries_goals_and_exit_rules_are_looked_at_too() => Assert.Equal(
        ["entries[0].when", "goal.when", "exitWhen[0].when"],
        Check("""{"id":"a","type":"exit"}""", rest: """
            "entries":[{"event":"Go","when":"did \"A\" at least 2 times in last 1 day"}],"goal":{"event":"B","when":"did \"A\" at least 2 times in last 1 day"},
            "exitWhen":[{"when":"did \"A\" at least 2 times in last 1 day"}]
            """).Select(problem => problem.Path));

    /// <summary>The warning against the memory itself: whatever was asked for when, and whatever somebody did.</summary>
    [Fact]
    public void From_the_moment_that_is_named_on_every_count_is_right_and_before_it_never_too_high() => Check(Any, life =>
    {
        var complete = MemoryRules.KeptSince(life.Asked.Select(one => (Hour(one.Since), Hours(one.Within))).Append((Hour(life.Published), Hours(life.Within)))) + Hours(life.Within);
        var memory = Memory.Empty;
        for (var (hour, next) = (0, 0); hour < 300; hour++)
        {
            for (; next < life.Events.Count && life.Events[next] == hour; next++)
                memory = memory.Fold(People.Given.Tracked("Paid"), People.Given.Record(next), Hour(hour), life.NeedsAt(hour));
            if (hour < life.Published) continue;

            var (truth, now) = (life.Events.Count(done => done <= hour && done >= hour - life.Within), Hour(hour));
            var (counted, found) = (memory.Count("Paid", Hours(life.Within), now), memory.Recent("Paid", now - Hours(life.Within)).Count());
            if (counted > truth || found > truth || counted > 0 != truth > 0) return false;
            if (now >= complete && (counted != truth || found != truth)) return false;
        }
        return true;
    });

    [Fact]
    public void Of_those_who_did_it_long_ago_what_was_before_counts_as_one_at_most()
    {
        var memory = Memory.Empty;
        foreach (var ago in (int[])[20, 3, 2]) memory = memory.Fold(People.Given.Tracked("Paid"), People.Given.Record(ago), Now - ago * Day, MemoryNeeds.None);
        Assert.Equal(1, memory.Count("Paid", 7 * Day, Now));

        var asked = Needs(times: 7, lookBack: 7);
        memory = memory.Fold(People.Given.Tracked("Paid"), People.Given.Record(90), Now + Day, asked);
        Assert.Equal(1, memory.Count("Paid", 7 * Day, Now + Day));

        memory = memory.Fold(People.Given.Tracked("Paid"), People.Given.Record(91), Now + 2 * Day, asked);
        Assert.Equal(2, memory.Count("Paid", 7 * Day, Now + 2 * Day));
    }

    private static IReadOnlyList<JourneyProblem> Check(string steps, params IReadOnlyList<AskedSince> asked) => Check(steps, "", asked);

    private static IReadOnlyList<JourneyProblem> Check(string steps, string rest, params IReadOnlyList<AskedSince> asked)
    {
        var compiled = CompiledJourney.Read(Encoding.UTF8.GetBytes(Scene.Journey(steps, rest)));
        Assert.NotNull(compiled.Journey);
        IReadOnlyList<JourneyProblem> problems = [.. MemoryRules.Check(compiled.Journey.Journey, asked, Now)];
        Assert.True(problems.Count == 0 || MemoryRules.Asks(compiled.Journey.Journey));
        return problems;
    }

    private static string Branch(string when, string? next = null) =>
        $$"""{"id":"a","type":"branch","cases":[{"when":"{{when}}","next":null}],"else":{{(next is null ? "null" : $"\"{next}\"")}}}""";

    private static string Wait(string lookBack, string id = "a") =>
        $$"""{"id":"{{id}}","type":"waitForEvent","events":[{"event":"Paid","next":null}],"lookBack":"{{lookBack}}","timeout":"1 day","onTimeout":null}""";

    /// <param name="asked">Days ago, and for how many: <c>90 for 7, 10 for 30</c>.</param>
    private static IEnumerable<AskedSince> Asked(string asked) =>
        from one in asked.Split(", ", StringSplitOptions.RemoveEmptyEntries)
        let days = Array.ConvertAll(one.Split(" for "), int.Parse)
        select new AskedSince(Now - days[0] * Day, new MemoryNeeds(new Dictionary<string, EventNeed> { ["Viewed"] = new(true, days[1] * Day, TimeSpan.Zero) }));

    private static MemoryNeeds Needs(int times, int lookBack) => new(new Dictionary<string, EventNeed> { ["Paid"] = new(times > 0, times * Day, lookBack * Day) });

    private static DateTimeOffset Hour(int hour) => Now + Hours(hour);

    private static TimeSpan Hours(int hours) => TimeSpan.FromHours(hours);

    private static void Check(Gen<Life> lives, Func<Life, bool> holds) => FsCheck.Check.One(Config.QuickThrowOnFailure.WithMaxTest(300), Prop.ForAll(lives.ToArbitrary(), holds));

    private static readonly Gen<Life> Any =
        from events in Gen.Choose(0, 250).ListOf(12)
        from count in Gen.Choose(0, 3)
        from asked in Gen.Choose(0, 150).SelectMany(since => Gen.Choose(1, 80).Select(within => (since, within))).ListOf(count)
        from published in Gen.Choose(150, 170)
        from within in Gen.Choose(1, 60)
        select new Life([.. events.Order()], [.. asked.Select(one => (one.since, one.within))], published, within);

    /// <summary>What somebody did at which hours, and what was asked for from which hour on, for how many.</summary>
    private sealed record Life(IReadOnlyList<int> Events, IReadOnlyList<(int Since, int Within)> Asked, int Published, int Within)
    {
        public MemoryNeeds NeedsAt(int hour)
        {
            var reach = Asked.Append((Since: Published, Within)).Where(one => one.Since <= hour).Select(one => one.Within).DefaultIfEmpty(0).Max();
            return reach == 0 ? MemoryNeeds.None : new MemoryNeeds(new Dictionary<string, EventNeed> { ["Paid"] = new(true, Hours(reach), Hours(reach)) });
        }
    }
}
