using Bunit;
using Cpd.Contracts;
using Cpd.Engine.Journeys;
using Cpd.Engine.Journeys.Drafts;
using Cpd.Web.Features.Journeys.Designer;
using Cpd.Web.Features.Journeys.Designer.Canvas;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace Cpd.Web.Tests.Features.Journeys.Designer;

public sealed class DesignerPageTests : PageTest
{
    private const string Id = "abandoned-cart";

    public DesignerPageTests()
    {
        // An account of its own, so that not every channel has a sender, as in the sandbox.
        AddChannels(new("Cpd:Infobip:BaseUrl", "http://127.0.0.1:1"), new("Cpd:Infobip:ApiKey", "a-key"), new("Cpd:Infobip:Sender", "Shop"), new("Cpd:Infobip:EmailSender", "shop@cpd.example"));
        SetRendererInfo(new RendererInfo("Server", isInteractive: true));
    }

    [Fact]
    public async Task A_message_of_a_channel_without_a_sender_says_where_one_is_chosen()
    {
        var journey = Given.Of(
            new JourneyStep.Message("text", Channel.Sms, new TemplateText("Hi"), null, null, false, "mms"),
            new JourneyStep.Message("mms", Channel.Mms, new TemplateText("Hi"), null, null, false, null)) with { Id = Id };
        await Drafts.Save(Workspace, journey, 0, 0, null, CancellationToken.None);

        var page = await Open();

        await page.WaitForAssertionAsync(() => Assert.Equal("MMS has no sender. Choose one in Channels.", page.Find(".card[data-id=mms] .badge").GetAttribute("title")));
        Assert.Empty(page.FindAll(".card[data-id=text] .badge"));
    }

    [Fact]
    public async Task A_step_from_the_palette_comes_after_what_is_chosen()
    {
        var page = await Open();
        await Do(page, canvas => canvas.Choose(["remind"]));
        await page.Click("[data-kind=wait]");

        await page.WaitForAssertionAsync(() => Assert.Equal("wait", Draft()?.Definition.Aim("remind", 0)));
        Assert.Equal("done", Draft()!.Definition.Aim("wait", 0));
        Assert.Equal("wait", page.Find(".card.chosen").GetAttribute("data-id"));
    }

    [Fact]
    public async Task A_gesture_is_undone_by_a_key_and_done_again()
    {
        var page = await Open();
        await Do(page, canvas => canvas.Move(["remind"], 80, 40, byKey: false));
        var moved = Card(page, "remind");

        await Do(page, canvas => canvas.Key("undo"));
        Assert.NotEqual(moved, Card(page, "remind"));

        await Do(page, canvas => canvas.Key("redo"));
        Assert.Equal(moved, Card(page, "remind"));
    }

    [Fact]
    public async Task A_moved_card_is_the_only_one_that_is_drawn_anew()
    {
        var page = await Open();
        var others = page.FindComponents<StepCard>().Where(card => card.Instance.Card.Id != "remind").ToList();
        await Do(page, canvas => canvas.Choose([]));
        var before = others.Select(card => card.RenderCount).ToList();

        await Do(page, canvas => canvas.Move(["remind"], 80, 40, byKey: false));

        Assert.Equal(before, others.Select(card => card.RenderCount));
    }

    [Fact]
    public async Task A_mistake_is_shown_at_its_card_and_keeps_the_journey_from_going_live()
    {
        var page = await Open();
        await page.Click("[data-kind=sms]");

        await page.WaitForAssertionAsync(() => Assert.Contains("Enter the message text.", page.Find("[data-id=sms] .badge.bad").GetAttribute("title"), StringComparison.Ordinal));
        await page.Click(".head .main");
        Assert.Contains("Fix 1 error before you publish.", page.Find(".panel").TextContent, StringComparison.Ordinal);
        Assert.Empty(page.FindAll(".panel .main"));
    }

    [Fact]
    public async Task A_past_that_was_not_kept_is_pointed_out_before_publishing_and_does_not_keep_from_it()
    {
        var journey = Given.Of(new JourneyStep.Branch("often", [new BranchCase(null, new ConditionText("did \"Seldom Seen\" at least 3 times in last 7 days"), null)], null)) with { Id = Id };
        await Drafts.Save(Workspace, journey, 0, 0, null, CancellationToken.None);

        var page = await Open();

        await page.WaitForAssertionAsync(() => Assert.StartsWith(
            "Times of “Seldom Seen” are kept only from publishing on.", page.Find(".card[data-id=often] .badge.warn").GetAttribute("title"), StringComparison.Ordinal));
        await page.Click(".head .main");
        Assert.Contains("1 warning.", page.Find(".panel").TextContent, StringComparison.Ordinal);
        Assert.Single(page.FindAll(".panel .main"));
    }

    [Fact]
    public async Task What_was_drawn_is_published_with_its_note_and_is_live_when_the_engine_says_so()
    {
        var page = await Open();
        await Do(page, canvas => canvas.Lead("wait-paid", 0, null));
        await page.Click(".head .main");
        await page.On(".panel textarea", field => field.InputAsync("Paid carts end"));
        await page.Click(".panel .main");

        await page.WaitForAssertionAsync(() => Assert.NotEmpty(Log.Appended));
        var command = Assert.IsType<PublishJourney>(Assert.Single(Log.Appended).Body);
        Assert.Equal("Paid carts end", command.Note);
        Journeys.Publish(JourneyJson.Read(command.Definition.Utf8).Journey!);
        Happens(new JourneyPublished(Id, 2, command.Note, null));

        await page.WaitForAssertionAsync(() => Assert.Contains("Version 2 is live.", page.Find(".notice.good").TextContent, StringComparison.Ordinal));
        Assert.Equal(2, Draft()!.Summary.BasedOn);
    }

    [Fact]
    public async Task A_refusal_is_shown_where_one_published()
    {
        var page = await Open();
        await Do(page, canvas => canvas.Lead("wait-paid", 0, null));
        await page.Click(".head .main");
        await page.Click(".panel .main");
        await page.WaitForAssertionAsync(() => Assert.NotEmpty(Log.Appended));

        Happens(new CommandRefused(nameof(PublishJourney), ((PublishJourney)Log.Appended[0].Body).MessageId, "journey.invalid", "It has a mistake."));

        await page.WaitForAssertionAsync(() => Assert.Equal("It has a mistake.", page.Find(".panel [role=alert]").TextContent));
    }

    [Fact]
    public async Task What_somebody_else_saved_is_said_and_can_be_loaded_and_undone()
    {
        var page = await Open();
        await Drafts.Save(Workspace, Given.AbandonedCart with { Name = "Theirs" }, 0, 1, "Ana", default);

        await page.WaitForAssertionAsync(() => Assert.Contains("Ana saved", page.Find(".notice").TextContent, StringComparison.Ordinal));
        await page.Click(".notice .button");
        Assert.Equal("Theirs", page.Find(".name").GetAttribute("value"));

        await Do(page, canvas => canvas.Key("undo"));
        Assert.Equal("Abandoned cart", page.Find(".name").GetAttribute("value"));
    }

    [Fact]
    public async Task A_step_is_edited_as_text_and_what_cannot_be_read_changes_nothing()
    {
        var page = await Open();
        await Do(page, canvas => canvas.Choose(["remind"]));
        await page.Click(".panel [role=tab]:last-child");

        await page.On(".panel textarea", field => field.InputAsync("""{"id":"remind","type":"message","channel":"pigeon","text":"Hi","next":null}"""));
        Assert.Contains("Unknown channel \"pigeon\"", page.Find(".panel .problem").TextContent, StringComparison.Ordinal);
        Assert.Null(Draft());

        await page.On(".panel textarea", field => field.InputAsync("""{"id":"remind","type":"message","channel":"sms","text":"Come back","next":null}"""));
        Assert.Empty(page.FindAll(".panel .problem"));
        Assert.Contains("Come back", page.Find("[data-id=remind] .says").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_list_leads_a_way_elsewhere_without_the_canvas()
    {
        var page = await Open();
        await page.Click("[role=tab]:last-child");
        await page.On("select[aria-label='Timed out of wait-paid']", field => field.ChangeAsync("done"));

        await page.WaitForAssertionAsync(() => Assert.Equal("done", Draft()?.Definition.Aim("wait-paid", 1)));
    }

    [Fact]
    public void In_a_test_run_what_was_walked_is_lit_and_the_rest_fades()
    {
        var canvas = Render<DesignerCanvas>(parameters => parameters
            .Add(canvas => canvas.Journey, Id)
            .Add(canvas => canvas.Board, Board.Of(Given.AbandonedCart))
            .Add(canvas => canvas.Chosen, new HashSet<string>())
            .Add(canvas => canvas.Done, _ => false)
            .Add(canvas => canvas.Copied, () => null)
            .Add(canvas => canvas.LitSteps, new HashSet<string> { CardShape.Entry, "wait-paid", "remind" })
            .Add(canvas => canvas.LitEdges, new HashSet<string> { "(entry):next", "wait-paid:timeout" })
            .Add(canvas => canvas.Current, "remind"));

        Assert.Equal([CardShape.Entry, "wait-paid", "remind"], canvas.FindAll(".lit-only .card.lit").Select(card => card.GetAttribute("data-id")));
        Assert.Equal(["wait-paid", "remind"], canvas.FindAll(".edge.lit").Select(edge => edge.GetAttribute("data-to")));
        Assert.Equal("remind", canvas.Find(".card.current").GetAttribute("data-id"));
    }

    private JourneyDraft? Draft() => Drafts[Id];

    private static string? Card(IRenderedComponent<DesignerPage> page, string id) => page.Find($"[data-id={id}]").GetAttribute("style");

    private static Task Do(IRenderedComponent<DesignerPage> page, Action<DesignerCanvas> gesture) =>
        page.InvokeAsync(() => gesture(page.FindComponent<DesignerCanvas>().Instance));

    private async Task<IRenderedComponent<DesignerPage>> Open()
    {
        var page = Render<DesignerPage>(parameters => parameters.Add(page => page.Id, Id));
        await page.WaitForElementAsync(".canvas");
        return page;
    }
}
