using Cpd.Contracts;
using Cpd.Engine.Messages.Sending;
using Cpd.Engine.People;
using FsCheck;
using FsCheck.Fluent;
using static Cpd.Engine.Messages.Sending.SendingDecision;

namespace Cpd.Engine.Tests.Messages.Sending;

/// <summary>What holds for all rules, zones and orders of requests.</summary>
public sealed class WhateverIsAskedFor
{
    private static readonly DateTimeOffset Start = new(2030, 3, 20, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Clocks change in the time that is tried: by an hour, by half of one, at midnight, and not at all.</summary>
    private static readonly string[] Zones = ["Europe/Zagreb", "America/New_York", "Australia/Lord_Howe", "Africa/Cairo", "Asia/Kolkata", "UTC"];

    private static readonly Gen<TimeOnly> Times = Gen.Choose(0, 95).Select(quarter => TimeOnly.MinValue.AddMinutes(quarter * 15));

    private static readonly Gen<QuietHours> Hours = Times.SelectMany(from => Times.Select(to => new QuietHours(from, to)));

    private static readonly Gen<int?> Limits = Gen.Choose(0, 4).Select(limit => limit == 0 ? (int?)null : limit);

    private static readonly Gen<SendingCaps> Caps = Limits.SelectMany(hour => Limits.SelectMany(day => Limits.Select(week => new SendingCaps(hour, day, week))));

    [Fact]
    public void Nothing_that_advertises_goes_out_within_quiet_hours_nor_waits_longer_than_they_last() =>
        Prop.ForAll(
            Hours.SelectMany(own => Hours.SelectMany(country => Gen.Elements(Zones).SelectMany(zone => Gen.Choose(0, 60 * 24 * 400).Select(minute => (own, country, zone, minute))))).ToArbitrary(),
            tried =>
            {
                var now = Start.AddMinutes(tried.minute);
                var rules = new SendingRules { Quiet = tried.own, Countries = [new("385", tried.country)] };
                if (tried.country.IsNever() || SendingRulesCheck.Of(rules).Count > 0) return true;

                var person = Person(tried.zone);
                var decision = RulesOfSending.Decide(new(Channel.Sms, "marketing", false), person, RecentSends.None, rules, now);
                var moment = decision is SendAt at ? at.Moment : now;
                var again = RulesOfSending.Decide(new(Channel.Sms, "marketing", false), person, RecentSends.None, rules, moment);
                var local = TimeOnly.FromDateTime(TimeZoneInfo.ConvertTime(moment, person.TimeZone).DateTime);
                return again is SendNow && !tried.own.Holds(local) && !tried.country.Holds(local) && moment - now < TimeSpan.FromHours(50)
                    && (decision is SendNow || moment > now);
            }).QuickCheckThrowOnFailure();

    [Fact]
    public void No_time_ever_holds_more_than_its_cap_in_whatever_order_they_come_and_however_often_it_is_stored() =>
        Prop.ForAll(
            Caps.SelectMany(all => Caps.SelectMany(sms => Gen.Choose(-30, 900).SelectMany(minutes => Gen.Elements(Channel.Sms, Channel.Email).Select(channel => (minutes, channel))).ListOf(40)
                .Select(requests => (all, sms, requests)))).ToArbitrary(),
            tried =>
            {
                var rules = new SendingRules { Caps = tried.all, Channels = [new(Channel.Sms, null, tried.sms)] };
                var (person, memory, now, sent) = (Person("UTC"), Memory.Empty, Start, new List<(Channel Channel, DateTimeOffset At)>());
                foreach (var (minutes, channel) in tried.requests)
                {
                    now = now.AddMinutes(minutes);   // at times backwards: a timer that was found due late brings its own time
                    if (RulesOfSending.Decide(new(channel, "marketing", false), person, memory.Sends, rules, now) is not SendNow { Counts: true }) continue;
                    memory = Memory.Read(memory.Sent(channel, now, rules).ToBytes());
                    sent.Add((channel, now));
                }
                return Holds(tried.all, sent.Select(one => one.At)) && Holds(tried.sms, sent.Where(one => one.Channel is Channel.Sms).Select(one => one.At));
            }).QuickCheckThrowOnFailure();

    [Fact]
    public void What_is_kept_of_sends_is_bounded_and_goes_when_no_cap_can_ask_about_it()
    {
        var sends = RecentSends.None;
        for (var i = 0; i < 1_000; i++) sends = sends.Add(i % 2 == 0 ? Channel.Sms : Channel.Email, Start.AddSeconds(i), TimeSpan.FromDays(7));

        Assert.Equal(2 * SendingCaps.Most, sends.Count);
        Assert.Equal(SendingCaps.Most, sends.Within(TimeSpan.FromDays(1), Channel.Sms, Start.AddHours(1)));
        Assert.Equal(1, sends.Add(Channel.Sms, Start.AddDays(8), TimeSpan.FromDays(7)).Count);
        Assert.Equal(0, sends.Add(Channel.Sms, Start.AddHours(1), TimeSpan.Zero).Count);
    }

    [Fact]
    public void What_two_records_of_a_person_were_sent_counts_together()
    {
        var one = RecentSends.None.Add(Channel.Sms, Start, TimeSpan.FromDays(7)).Add(Channel.Sms, Start.AddHours(2), TimeSpan.FromDays(7));
        var other = RecentSends.None.Add(Channel.Email, Start.AddHours(1), TimeSpan.FromDays(7));

        Assert.Equal(one.Absorb(other), other.Absorb(one));
        Assert.Equal((3, 2), (one.Absorb(other).Within(TimeSpan.FromDays(1), null, Start.AddHours(3)), one.Absorb(other).Within(TimeSpan.FromDays(1), Channel.Sms, Start.AddHours(3))));
    }

    /// <summary>Looked at from each send backwards: the fullest stretch of time ends at one.</summary>
    private static bool Holds(SendingCaps caps, IEnumerable<DateTimeOffset> sends)
    {
        var all = sends.ToList();
        return caps.Set().All(cap => all.TrueForAll(last => all.Count(at => at > last - cap.Within && at <= last) <= cap.Limit));
    }

    private static Profile Person(string zone) => Profile.New(default, "shop", Start).Fold(
        new PersonIdentified(new("ana", null), Start, RawJson.From($$"""{"phone":"385911","email":"a@example.com","timezone":"{{zone}}"}""")), Start);
}
