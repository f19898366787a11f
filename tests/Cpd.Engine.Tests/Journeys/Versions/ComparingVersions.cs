using Cpd.Engine.Journeys;
using Cpd.Engine.Journeys.Versions;
using FsCheck;
using FsCheck.Fluent;

namespace Cpd.Engine.Tests.Journeys.Versions;

public class ComparingVersions
{
    private static readonly Journey Cart = JourneyJson.Read(JourneyGallery.All.Single(ready => ready.Id == "abandoned-cart").Json).Journey!;

    [Fact]
    public void A_step_that_is_put_in_between_is_added_and_the_way_leads_through_it()
    {
        var diff = JourneyDiff.Of(Cart, Read(Text().Replace("\"onTimeout\": \"remind\"", "\"onTimeout\": \"hold\"", StringComparison.Ordinal)
            .Replace("\"steps\": [", """ "steps": [{"id":"hold","type":"wait","for":"1 day","next":"remind"},""", StringComparison.Ordinal)));

        Assert.Equal(["hold"], diff.Added.Select(step => step.Id));
        Assert.Empty(diff.Changed);
        Assert.Equal([new("hold", "next", "remind"), new("wait-paid", "timeout", "hold")], diff.AddedWays);
        Assert.Equal([new JourneyWay("wait-paid", "timeout", "remind")], diff.RemovedWays);
    }

    [Fact]
    public void What_a_step_says_is_told_before_and_after_value_by_value()
    {
        var diff = JourneyDiff.Of(Cart, Read(Text().Replace("\"timeout\": \"1 hour\"", "\"timeout\": \"2 hours\"", StringComparison.Ordinal)
            .Replace("\"lookBack\": \"5 minutes\",", "", StringComparison.Ordinal)
            .Replace("event.cart_id = entry.cart_id", "event.id = entry.cart_id", StringComparison.Ordinal)));

        var change = Assert.Single(diff.Changed);
        Assert.Equal("wait-paid", change.After.Id);
        Assert.Equal(
            [new("events[0].key", "event.cart_id = entry.cart_id", "event.id = entry.cart_id"), new("lookBack", "5 minutes", null), new("timeout", "1 hour", "2 hours")],
            change.Members);
        Assert.Empty(diff.AddedWays);
    }

    [Fact]
    public void Settings_of_the_journey_are_told_apart_from_its_steps()
    {
        var diff = JourneyDiff.Of(Cart, Cart with { Name = "Left carts", Reentry = new Reentry.Never(), Entries = [.. Cart.Entries, new JourneyEntry("Cart Left")] });

        Assert.Equal(
            [new("entries[Cart Left].event", null, "Cart Left"), new("name", "Abandoned cart", "Left carts"), new("reentry", null, "never"), new("reentry.key", "event.cart_id", null)],
            diff.Settings);
        Assert.Empty(diff.Changed);
    }

    [Fact]
    public void A_step_that_is_gone_takes_its_ways_along()
    {
        var steps = Cart.Steps.Where(step => step.Id != "remind").Select(step => step is JourneyStep.WaitForEvent wait ? wait with { OnTimeout = "done" } : step);

        var diff = JourneyDiff.Of(Cart, Cart with { Steps = [.. steps] });

        Assert.Equal(["remind"], diff.Removed.Select(step => step.Id));
        Assert.Equal([new("remind", "next", "done"), new JourneyWay("wait-paid", "timeout", "remind")], diff.RemovedWays);
    }

    [Fact]
    public void The_order_in_which_steps_and_entries_are_written_down_is_no_difference() => Prop.ForAll(Lives.Arbitrary, life =>
    {
        var journey = life.Journeys[0];
        var (entries, steps) = (journey.Entries.Where((entry, i) => i == 0 || entry.Event != journey.Entries[0].Event).ToList(), journey.Steps);
        journey = journey with { Entries = entries };

        Assert.True(JourneyDiff.Of(journey, journey with { Entries = [.. entries.AsEnumerable().Reverse()], Steps = [.. steps.Reverse()] }).IsEmpty);
    }).Check(Config.QuickThrowOnFailure);

    [Fact]
    public void The_way_back_undoes_the_way_there() => Prop.ForAll(Lives.Arbitrary, life =>
    {
        var (one, other) = (life.Journeys[0], life.Journeys[^1]);
        var (there, back) = (JourneyDiff.Of(one, other), JourneyDiff.Of(other, one));

        Assert.Equal(there.Added.Select(step => step.Id), back.Removed.Select(step => step.Id));
        Assert.Equal(there.AddedWays, back.RemovedWays);
        Assert.Equal(there.Changed.SelectMany(change => change.Members), back.Changed.SelectMany(change => change.Members).Select(member => new MemberChange(member.Path, member.After, member.Before)));
        Assert.Equal(there.IsEmpty, JourneyJson.ToText(one) == JourneyJson.ToText(other));
    }).Check(Config.QuickThrowOnFailure);

    [Fact]
    public void A_draft_with_mistakes_can_be_compared()
    {
        var draft = Cart with { First = "nowhere", Steps = [.. Cart.Steps, Cart.Steps[0], new JourneyStep.Branch("ask", [new("a", new("?"), "gone"), new("a", new("?"), null)], null)] };

        Assert.Equal(["ask"], JourneyDiff.Of(Cart, draft).Added.Select(step => step.Id));
    }

    private static string Text() => JourneyJson.ToText(Cart);

    private static Journey Read(string json) => JourneyJson.Read(json).Journey!;
}
