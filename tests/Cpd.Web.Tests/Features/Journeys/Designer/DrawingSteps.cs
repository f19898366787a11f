using Cpd.Engine.Journeys;
using Cpd.Tests;
using Cpd.Web.Features.Journeys.Designer;
using Cpd.Web.Features.Journeys.Designer.Canvas;
using Cpd.Web.Features.Journeys.Designer.Interactions;

namespace Cpd.Web.Tests.Features.Journeys.Designer;

public class DrawingSteps
{
    [Fact]
    public void The_first_step_is_what_the_journey_begins_with()
    {
        var after = AddStep.Alone(Given.Empty, Given.Sms, new CanvasPlace(400, 300)).After;

        Assert.Equal("sms", after.First);
    }

    [Fact]
    public void A_step_added_to_a_way_comes_between_what_the_way_connected()
    {
        var change = AddStep.After(Given.Chain("a", "b"), Given.Wait, "a", 0)!;

        Assert.Equal("wait", change.After.Aim("a", 0));
        Assert.Equal("b", change.After.Aim("wait", 0));
        Assert.Equal(["wait"], change.Choose!);
    }

    [Fact]
    public void What_comes_after_makes_room()
    {
        var after = AddStep.After(Given.Chain("a", "b", "c"), Given.Wait, "a", 0)!.After;

        Assert.True(after.BoxOf("a").Bottom < after.BoxOf("wait").Y);
        Assert.True(after.BoxOf("wait").Bottom < after.BoxOf("b").Y);
        Assert.True(after.BoxOf("b").Bottom < after.BoxOf("c").Y);
    }

    [Fact]
    public void A_card_without_lines_dropped_on_one_comes_between_what_it_connected()
    {
        var loose = AddStep.Alone(Given.Chain("a", "b"), Given.Wait, new CanvasPlace(2000, 0)).After;

        var after = InsertCard.Of(loose, "wait", "a", 0)!.After;

        Assert.Equal(("wait", "b"), (after.Aim("a", 0), after.Aim("wait", 0)));
        Assert.True(after.BoxOf("a").Bottom < after.BoxOf("wait").Y && after.BoxOf("wait").Bottom < after.BoxOf("b").Y);
        Assert.Equal(loose.Steps.Select(step => step.Id), after.Steps.Select(step => step.Id));
        Assert.Equal("wait", InsertCard.Of(loose, "wait", CardShape.Entry, 0)!.After.First);
    }

    [Theory]
    [InlineData("b")]
    [InlineData("a")]
    [InlineData("nobody")]
    public void A_card_with_lines_is_not_taken_out_of_them(string id) =>
        Assert.Null(InsertCard.Of(Given.Chain("a", "b", "c"), id, "b", 0));

    [Fact]
    public void A_step_that_goes_takes_its_line_with_it_and_joins_its_neighbours()
    {
        var after = DeleteCards.Of(Given.Chain("a", "b", "c", "d"), ["b", "c"])!.After;

        Assert.Equal(["a", "d"], after.Steps.Select(step => step.Id));
        Assert.Equal("d", after.Aim("a", 0));
        Assert.DoesNotContain("b", after.Looks().Steps.Keys);
    }

    [Fact]
    public void With_the_first_step_gone_the_journey_begins_with_the_next() =>
        Assert.Equal("b", DeleteCards.Of(Given.Chain("a", "b"), ["a"])!.After.First);

    [Fact]
    public void Steps_in_a_circle_can_all_go()
    {
        var circle = Given.Of(new JourneyStep.Wait("a", TimeSpan.FromHours(1), "b"), new JourneyStep.Wait("b", TimeSpan.FromHours(1), "a"));

        Assert.Empty(DeleteCards.Of(circle, ["a", "b"])!.After.Steps);
    }

    [Fact]
    public void The_card_of_the_entry_stays() => Assert.Null(DeleteCards.Of(Given.Chain("a"), [CardShape.Entry]));

    [Theory]
    [InlineData("wait-paid", 1, "done")]
    [InlineData("wait-paid", 0, null)]
    [InlineData("(entry)", 0, "remind")]
    public void A_way_leads_where_its_line_was_drawn(string card, int exit, string? to) =>
        Assert.Equal(to, Connect.Of(Given.AbandonedCart, card, exit, to)!.After.Aim(card, exit));

    [Fact]
    public void A_line_to_where_it_leads_already_or_to_nothing_is_no_change()
    {
        Assert.Null(Connect.Of(Given.AbandonedCart, "remind", 0, "done"));
        Assert.Null(Connect.Of(Given.AbandonedCart, "remind", 0, "nowhere"));
        Assert.Null(Connect.Of(Given.AbandonedCart, "remind", 7, "done"));
    }

    [Fact]
    public void Each_way_of_each_kind_of_step_can_be_led_elsewhere()
    {
        foreach (var kind in StepKinds.All)
        {
            var step = kind.Make("it");
            for (var exit = 0; exit < step.Exits().Count; exit++)
            {
                var led = step.Lead(exit, "aim");
                Assert.Equal(Enumerable.Range(0, step.Exits().Count).Select(i => i == exit ? "aim" : null), led.Exits().Select(way => way.To));
            }
        }
    }

    [Fact]
    public void A_step_of_each_kind_is_kept_as_it_was_drawn()
    {
        foreach (var kind in StepKinds.All)
        {
            var drawn = AddStep.Alone(Given.Empty, kind, default).After;
            var reading = JourneyJson.Read(JourneyJson.ToText(drawn));

            Assert.Empty(reading.Problems);
            Assert.Equal(JourneyJson.ToText(drawn), JourneyJson.ToText(reading.Journey!));
        }
    }

    [Fact]
    public void A_renamed_step_is_known_by_its_new_name_everywhere()
    {
        var journey = Given.Of(
            new JourneyStep.Webhook("ask", "GET", new TemplateText("https://example.com"), [], null, 10, 3, "say", null),
            new JourneyStep.Message("say", Cpd.Contracts.Channel.Sms, new TemplateText("You have {{steps.ask.body.points}}"), null, null, false, null));

        var after = ReplaceStep.Of(journey, "ask", journey.Step("ask")! with { Id = "points" })!.After;

        Assert.Equal("points", after.First);
        Assert.Contains("steps.points.body", JourneyJson.ToText(after), StringComparison.Ordinal);
        Assert.Equal(journey.PlaceOf("ask"), after.PlaceOf("points"));
        Assert.Null(ReplaceStep.Of(journey, "ask", journey.Step("ask")! with { Id = "say" }));
    }

    [Fact]
    public void A_new_note_covers_neither_a_card_nor_another_note()
    {
        var journey = Arrangement.Complete(Given.AbandonedCart);
        var card = journey.BoxOf("wait-paid");
        var there = new CanvasPlace((int)(card.X + card.Width / 2), (int)(card.Y + card.Height / 2));

        for (var i = 0; i < 2; i++) journey = EditNotes.Add(journey, there).After;

        var boxes = journey.Cards().Select(journey.BoxOf).Concat(journey.Looks().Notes.Select(Sheet.BoxOf)).ToList();
        foreach (var note in journey.Looks().Notes.Select(Sheet.BoxOf)) Assert.Single(boxes, note.Meets);
    }

    [Fact]
    public void Everything_can_be_undone_and_done_again()
    {
        var drawing = new Drawing(Given.AbandonedCart, TimeProvider.System);
        var states = new List<string> { JourneyJson.ToText(drawing.Journey) };
        foreach (var change in new Func<Journey, Change?>[]
        {
            journey => AddStep.After(journey, Given.Wait, "remind", 0),
            journey => MoveCards.Of(journey, ["wait", "remind"], 40, 80),
            journey => DeleteCards.Of(journey, ["wait-paid"]),
            journey => EditNotes.Add(journey, new CanvasPlace(9, 9)),
            journey => EditJourney.Rename(journey, "Carts"),
        })
        {
            Assert.True(drawing.Apply(change(drawing.Journey)));
            states.Add(JourneyJson.ToText(drawing.Journey));
        }

        for (var i = states.Count - 2; i >= 0; i--)
        {
            Assert.True(drawing.Undo());
            Assert.Equal(states[i], JourneyJson.ToText(drawing.Journey));
        }
        Assert.False(drawing.Undo());
        while (drawing.Redo()) { }
        Assert.Equal(states[^1], JourneyJson.ToText(drawing.Journey));
    }

    [Fact]
    public void A_word_that_is_typed_is_undone_as_one()
    {
        var clock = new StandingClock();
        var drawing = new Drawing(Given.Empty, clock);
        foreach (var name in new[] { "C", "Ca", "Car" }) drawing.Apply(EditJourney.Rename(drawing.Journey, name));
        clock.Move(TimeSpan.FromSeconds(2));
        drawing.Apply(EditJourney.Rename(drawing.Journey, "Carts"));

        drawing.Undo();
        Assert.Equal("Car", drawing.Journey.Name);
        drawing.Undo();
        Assert.Equal("Test", drawing.Journey.Name);
    }

    [Fact]
    public void A_step_that_was_undone_is_no_longer_chosen()
    {
        var drawing = new Drawing(Given.Empty, TimeProvider.System);
        drawing.Apply(AddStep.Alone(drawing.Journey, Given.Wait, default));
        Assert.Equal("wait", drawing.Only);

        drawing.Undo();

        Assert.Empty(drawing.Chosen);
    }

    [Fact]
    public void Two_steps_of_one_name_in_a_file_are_both_there()
    {
        var twice = (Given.Chain("a", "b") with { Steps = [.. Given.Chain("a").Steps, .. Given.Chain("a").Steps] }).Tidy();

        Assert.Equal(["a", "a-2"], twice.Steps.Select(step => step.Id));
    }
}
