using System.Text;
using Cpd.Contracts;
using Cpd.Engine.Journeys;
using Cpd.Engine.Messages.Sending;
using Cpd.Engine.People;
using Cpd.Engine.Tests.Journeys;
using FsCheck;
using FsCheck.Fluent;
using static Cpd.Engine.Messages.Sending.SendingDecision;

namespace Cpd.Engine.Tests.Messages.Sending;

/// <summary>A message that waits for the hour at which its person mostly reacts; it is Monday noon in UTC.</summary>
public sealed class AtTheirBestTime
{
    private const string Waiting = """{"id":"m","type":"message","channel":"sms","text":"Code {{event.code}}","sendTime":"best","within":"12 hours","next":null}""";

    private static readonly DateTimeOffset Noon = Scene.Start;
    private static readonly SendingRules QuietInTheEvening = new() { Quiet = new(new(17, 0), new(20, 30)) };

    /// <summary>Nine at six in the evening and five at eight in the morning.</summary>
    private static readonly ReactionHours Evenings = Hours((18, 9), (8, 5));

    private static readonly string[] Zones = ["Europe/Zagreb", "America/New_York", "Australia/Lord_Howe", "Africa/Cairo", "Asia/Kolkata", "UTC"];

    [Fact]
    public void It_waits_for_the_hour_with_most_reactions_that_is_within_the_bound_and_says_so() => Assert.Equal(
        [
            new SendAt(Noon.AddHours(6), "Waits until 18:00 in UTC, their best time: 9 of 14 reactions between 18:00 and 19:00"),
            new SendAt(Noon.AddHours(20), "Waits until 08:00 in UTC, their best time: 5 of 14 reactions between 08:00 and 09:00"),
            new SendNow("385911", "No best time: none of 14 reactions is within the hours left", Counts: false),
            new SendNow("385911", "Sent now, their best time: 9 of 14 reactions between 18:00 and 19:00", Counts: false),
            new SendNow("385911", "No best time: the time limit has passed", Counts: false),
            new SendNow("385911", "No best time: the person has reacted 4 times, and 5 reactions are needed", Counts: false),
        ],
        [
            Decide(Evenings, 12), Decide(Evenings, 24, QuietInTheEvening), Decide(Evenings, 5), Decide(Evenings, 12, now: Noon.AddHours(6.9)),
            Decide(Evenings, 12, now: Noon.AddHours(13)), Decide(Hours((18, 4)), 12),
        ]);

    [Fact]
    public void Of_an_hour_that_is_quiet_in_part_the_rest_counts() => Assert.Equal(
        Noon.AddHours(8.5), Assert.IsType<SendAt>(Decide(Hours((20, 5)), 12, QuietInTheEvening)).Moment);

    [Fact]
    public void What_is_transactional_waits_for_no_hour_and_who_lets_one_go_by_hand_does_not_either()
    {
        Assert.Equal(new SendNow("385911", null, Counts: false), Decide(Evenings, 12, transactional: true));
        Assert.Equal(
            "Released manually before 18:00 in UTC, their best time: 9 of 14 reactions between 18:00 and 19:00", Assert.IsType<SendNow>(Decide(Evenings, 12, byHand: true)).Why);
    }

    [Fact]
    public void Who_may_be_written_to_only_for_a_day_after_they_wrote_is_not_kept_waiting_beyond_it()
    {
        var wrote = Person("UTC").Fold(new ReplyReceived(Channel.WhatsApp, "385911", "385900", "Hi", Noon.AddHours(-19)), Noon);
        var request = new SendingRequest(Channel.WhatsApp, "marketing", false, NeedsSession: true, Best: new BestTime(Hours((18, 9), (15, 5)), Noon.AddHours(12)));

        Assert.Equal(Noon.AddHours(3), Assert.IsType<SendAt>(RulesOfSending.Decide(request, wrote, RecentSends.None, SendingRules.None, Noon)).Moment);
    }

    [Fact]
    public void The_moment_lies_within_the_bound_and_outside_of_quiet_hours_and_no_other_such_moment_is_better() =>
        Prop.ForAll(
            Gen.Choose(0, 95).SelectMany(from => Gen.Choose(0, 95).SelectMany(to => Gen.Elements(Zones).SelectMany(zone => Gen.Choose(0, 60 * 24 * 400).SelectMany(
                minute => Gen.Choose(1, 24).SelectMany(bound => Gen.Choose(0, 9).ArrayOf(24).Select(counts => (from, to, zone, minute, bound, counts))))))).ToArbitrary(),
            tried =>
            {
                var (now, person) = (Noon.AddMinutes(tried.minute), Person(tried.zone));
                var quiet = new QuietHours(TimeOnly.MinValue.AddMinutes(tried.from * 15), TimeOnly.MinValue.AddMinutes(tried.to * 15));
                var rules = new SendingRules { Quiet = quiet };
                if (SendingRulesCheck.Of(rules).Count > 0) return true;

                var request = new SendingRequest(Channel.Sms, "marketing", false, Best: new BestTime(Hours([.. tried.counts.Select((count, hour) => (hour, count))]), now.AddHours(tried.bound)));
                if (IsQuiet(now) || request.Best!.Reactions.Count < BestTime.Fewest) return true;   // the rules before have their own statements

                var decision = RulesOfSending.Decide(request, person, RecentSends.None, rules, now);
                var moment = decision is SendAt at ? at.Moment : now;
                return moment >= now && moment <= request.Best.Until && !IsQuiet(moment)
                    && Enumerable.Range(0, tried.bound * 60 + 1).Select(minute => now.AddMinutes(minute)).All(other => IsQuiet(other) || Count(other) <= Count(moment))
                    && RulesOfSending.Decide(request, person, RecentSends.None, rules, moment) is SendNow;

                bool IsQuiet(DateTimeOffset at) => quiet.Holds(TimeOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, person.TimeZone).DateTime));
                int Count(DateTimeOffset at) => request.Best!.Reactions.At(TimeZoneInfo.ConvertTime(at, person.TimeZone).Hour);
            }).QuickCheckThrowOnFailure();

    [Fact]
    public void What_people_do_is_counted_at_the_hour_of_their_clock_and_what_programs_do_is_not()
    {
        var scene = new Scene().Identify("""{"phone":"385911234567","timezone":"Europe/Zagreb"}""");
        scene.Apply(new MessageReacted(default, Reaction.Seen, null, Noon.AddHours(-4))).Apply(new MessageReacted(default, Reaction.Clicked, null, Noon, "“Bot” is an automated scanner."))
            .Apply(new ReplyReceived(Channel.Sms, "385911234567", "Shop", "Yes", Noon.AddHours(1)));

        var hours = scene.Person!.Memory.Reactions;
        Assert.Equal((2, 1, 1), (hours.Count, hours.At(9), hours.At(13)));   // nobody wrote later than now
    }

    [Fact]
    public void It_waits_in_a_journey_goes_out_at_that_hour_with_its_event_and_can_be_pushed_on()
    {
        var scene = Reacted(Scene.Of(Waiting)).Track("Go", """{"code":7}""");
        var waits = Assert.Single(scene.Moves);
        Assert.Equal((Noon.AddHours(6), "Waits until 18:00 in UTC (the person's time zone is unknown), their best time: 6 of 6 reactions between 18:00 and 19:00"), (waits.WakeAt, Assert.Single(waits.Trail).Why));

        scene.Wait(TimeSpan.FromHours(6));
        Assert.Equal(["Code 7"], scene.Texts);
        Assert.Equal(RunEnd.Finished, scene.End);

        var pushed = Reacted(Scene.Of(Waiting)).Track("Go", """{"code":7}""");
        pushed.Apply(new RunPushAsked(pushed.Run.Id, "m", "call-1", "Ben"));
        Assert.Equal(["Code 7"], pushed.Texts);
        Assert.StartsWith("wait skipped by Ben: Released manually before 18:00", pushed.Moves.Last().Trail[0].Why, StringComparison.Ordinal);
    }

    [Fact]
    public void The_bound_is_counted_from_when_they_came_and_not_from_when_quiet_hours_were_over()
    {
        var rules = new SendingRules { Quiet = new(new(11, 0), new(17, 0)) };
        var scene = Reacted(Scene.Of(Waiting.Replace("12 hours", "5 hours 30 minutes", StringComparison.Ordinal))).With(rules).Track("Go", """{"code":7}""").Wait(TimeSpan.FromHours(5));

        Assert.Equal(["Code 7"], scene.Texts);   // 18:00 is beyond
        Assert.Equal("No best time: none of 6 reactions is within the hours left", scene.Moves.Last().Trail[0].Why);
    }

    [Fact]
    public void Hours_are_few_bytes_age_and_count_together_when_two_people_are_one()
    {
        var hours = ReactionHours.None;
        for (var hour = 0; hour < 5_000; hour++) hours = hours.Add(Noon.AddHours(hour), TimeZoneInfo.Utc);
        Assert.InRange(hours.Count, BestTime.Fewest, ReactionHours.Most);   // however evenly they use the day

        for (var times = 0; times < ReactionHours.Most * 3; times++) hours = hours.Add(Noon, TimeZoneInfo.Utc);
        Assert.Equal(hours.Count, hours.At(12));   // what they did long ago is gone

        Memory Of(double at) => Memory.Empty.Reacted(Noon.AddHours(at), TimeZoneInfo.Utc);
        Assert.Equal(Of(1).Absorb(Of(2)), Of(2).Absorb(Of(1)));
        Assert.Equal("""{"h":[13,1,14,1]}""", Encoding.UTF8.GetString(Of(1).Absorb(Of(2)).ToBytes()));
        Assert.Equal(Of(1).Absorb(Of(2)), Memory.Read(Of(1).Absorb(Of(2)).ToBytes()));
    }

    [Theory]
    [InlineData("\"sendTime\":\"best\",\"within\":\"12 hours\",", "")]
    [InlineData("\"sendTime\":\"best\",", "message.no-within")]
    [InlineData("\"sendTime\":\"noon\",", "message.unknown-send-time")]
    [InlineData("\"within\":\"12 hours\",", "message.within-what")]
    [InlineData("\"sendTime\":\"best\",\"within\":\"59 minutes\",", "message.best-within")]
    [InlineData("\"sendTime\":\"best\",\"within\":\"25 hours\",", "message.best-within")]
    [InlineData("\"transactional\":true,\"sendTime\":\"best\",\"within\":\"1 day\",", "message.best-transactional")]
    public void A_file_says_it_with_its_bound(string members, string problem)
    {
        var json = Scene.Journey($$"""{"id":"m","type":"message","channel":"sms","text":"Hi",{{members}}"next":null}""");
        Assert.Equal(problem, string.Join(' ', CompiledJourney.Read(Encoding.UTF8.GetBytes(json)).Problems.Select(found => found.Code)));
        if (problem.Length > 0) return;

        var text = JourneyJson.ToText(JourneyJson.Read(json).Journey!);
        Assert.Equal(text, JourneyJson.ToText(JourneyJson.Read(text).Journey!));
        Assert.Contains("\"within\": \"12 hours\"", text, StringComparison.Ordinal);
        Assert.Empty(Schema.Problems(text));
    }

    /// <summary>They saw six messages at six in the evening, the day before.</summary>
    private static Scene Reacted(Scene scene)
    {
        scene.WithPhone();
        for (var times = 0; times < 6; times++) scene.Apply(new MessageReacted(default, Reaction.Seen, null, Noon.AddHours(-18).AddMinutes(times)));
        return scene;
    }

    private static SendingDecision Decide(ReactionHours hours, int within, SendingRules? rules = null, bool transactional = false, bool byHand = false, DateTimeOffset? now = null) =>
        RulesOfSending.Decide(
            new SendingRequest(Channel.Sms, "marketing", transactional, byHand, Best: new BestTime(hours, Noon.AddHours(within))), Person("UTC"), RecentSends.None, rules ?? SendingRules.None, now ?? Noon);

    private static ReactionHours Hours(params (int Hour, int Count)[] counts)
    {
        var hours = ReactionHours.None;
        foreach (var (hour, count) in counts)
            for (var times = 0; times < count; times++) hours = hours.Add(new DateTimeOffset(2030, 1, 1, hour, 0, 0, TimeSpan.Zero), TimeZoneInfo.Utc);
        return hours;
    }

    private static Profile Person(string zone) => Profile.New(default, "shop", Noon).Fold(
        new PersonIdentified(new("ana", null), Noon, RawJson.From($$"""{"phone":"385911","timezone":"{{zone}}"}""")), Noon);
}
