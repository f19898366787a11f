using Bunit;
using Cpd.Adapters.Infobip.Chat;
using Cpd.Contracts;
using Cpd.Engine.People;
using Cpd.Engine.Templates.Chat;
using Cpd.Engine.Templates.Stored;
using Cpd.Web.Features.Templates;
using Cpd.Web.WhatsApp;
using Microsoft.Extensions.DependencyInjection;

namespace Cpd.Web.Tests.Features.Templates;

/// <summary>Templates that lie at Infobip, as they are seen and filled in here.</summary>
public sealed class FetchingTemplatesTests : PageTest
{
    private static readonly WhatsAppTemplate Ready = new("1", 1, "order_ready", "en", "APPROVED", "UTILITY", new WhatsAppStructure(
        Body: new("Hi {{1}}, order {{2}} is ready."), Buttons: [new("QUICK_REPLY", "I come"), new("URL", "See", "https://shop.example/{{1}}"), new("PHONE_NUMBER", "Call", PhoneNumber: "+385")]));

    public FetchingTemplatesTests()
    {
        Services.AddSingleton<IPeopleStore>(new Nobody());
        AddChannels();
    }

    [Theory]
    [InlineData("APPROVED", "Incomplete")]
    [InlineData("PENDING", "Pending")]
    public async Task The_list_says_in_what_state_they_are(string status, string chip)
    {
        await Keep(RemoteTemplates.Of(Ready with { Status = status }, "447860000000")!);
        var page = Render<TemplatesPage>();

        await page.WaitForAssertionAsync(() => Assert.Equal([chip], page.FindAll("td .chip").Select(chip => chip.TextContent)));
        Assert.Equal("Order ready", page.Find("a.row").TextContent);
    }

    [Fact]
    public async Task Its_places_are_filled_in_seen_as_a_chat_and_saved_while_its_words_stay_as_they_are()
    {
        await Keep(RemoteTemplates.Of(Ready, "447860000000")!);
        var page = Render<TemplatePage>(parameters => parameters.Add(shown => shown.Id, "order-ready"));
        await Type(page, "#part-body1", "{{person.firstName}}");
        Assert.Empty(page.FindAll(".see .text"));

        await Type(page, "#part-body2", "{{entry.orderNumber}}");
        await Type(page, "#part-button1", "{{entry.orderNumber}}");
        Assert.Equal("Hi Ana, order 3 is ready.", page.Find(".see .text").TextContent);
        Assert.Equal(["I come", "See", "Call"], page.FindAll(".see .press").Select(button => button.TextContent));

        await page.Click("[data-save]");
        var saved = (await Templates.Find(Workspace, "order-ready", default))!;
        Assert.Equal((2, null, "APPROVED"), (saved.Summary.Version, saved.Summary.Defect, saved.Summary.Remote!.State));

        await Keep(RemoteTemplates.Of(Ready with { Status = "FIRST_PAUSED" }, "447860000000")!);
        saved = (await Templates.Find(Workspace, "order-ready", default))!;
        Assert.Equal(("template.not-approved", "{{person.firstName}}"), (saved.Summary.Defect!.Code, saved.Content.Variants[0].Parts["body1"]));

        await Keep();
        Assert.Equal("DELETED", (await Templates.Find(Workspace, "order-ready", default))!.Summary.Remote!.State);
    }

    [Theory]
    [InlineData("PRODUCT", "a header of the kind PRODUCT")]
    [InlineData("LOCATION", null)]
    [InlineData("TEXT", null)]
    public void What_cannot_be_filled_here_is_said(string header, string? unsupported) =>
        Assert.Equal(unsupported, RemoteTemplates.Of(Ready with { Structure = Ready.Structure! with { Header = new(header) } }, "1")!.Unsupported);

    [Fact]
    public async Task The_cards_of_a_carousel_stand_side_by_side_and_each_has_places_of_its_own()
    {
        var card = new WhatsAppStructureCard(new("IMAGE"), new("{{1}}, new"), [new("QUICK_REPLY", "Take it")]);
        var picks = Ready with { Structure = new WhatsAppStructure(Body: new("Look, {{1}}."), Carousel: new([card, card])) };
        Assert.Equal("a card with a header of the kind TEXT", RemoteTemplates.Of(picks with { Structure = picks.Structure! with { Carousel = new([card with { Header = new("TEXT") }]) } }, "1")!.Unsupported);
        await Keep(RemoteTemplates.Of(picks, "447860000000")!);
        var page = Render<TemplatePage>(parameters => parameters.Add(shown => shown.Id, "order-ready"));

        await Type(page, "#part-body1", "{{person.firstName}}");
        foreach (var number in new[] { "0", "1" })
        {
            await Type(page, $"[id='part-card{number}.header']", $"https://shop.example/{number}.jpg");
            await Type(page, $"[id='part-card{number}.body1']", $"Scarf {number}");
        }
        Assert.Equal(["Look, Ana.", "Scarf 0, new", "Scarf 1, new"], page.FindAll(".see .text").Select(text => text.TextContent));
        await page.Click("[data-save]");
        Assert.Null((await Templates.Find(Workspace, "order-ready", default))!.Summary.Defect);
    }

    [Fact]
    public async Task A_template_for_codes_has_one_field_and_shows_the_words_that_WhatsApp_puts_round_it()
    {
        var login = new WhatsAppTemplate("8", 1, "login_code", "en", "APPROVED", "AUTHENTICATION", new WhatsAppStructure(
            Body: new(AddSecurityRecommendation: true), Footer: new(CodeExpirationMinutes: 5), Buttons: [new(null, "Copy code", OtpType: "COPY_CODE")]));
        Assert.Equal("a code of the kind ZERO_TAP", RemoteTemplates.Of(login with { Structure = login.Structure! with { Buttons = [new(null, "Copy", OtpType: "ZERO_TAP")] } }, "1")!.Unsupported);
        // As WhatsApp itself lists them.
        var listed = RemoteTemplates.Of(login with { Structure = new(Body: new("*{{1}}* ist dein Code."), Buttons: [new("URL", "Kopieren", "https://www.whatsapp.com/otp/code/?code=otp{{1}}")]) }, "1")!;
        Assert.Equal(("*{{1}}* ist dein Code.", "The code"), (listed.Body, Assert.Single(listed.Places()).Called));
        await Keep(RemoteTemplates.Of(login, "447860000000")!);
        var page = Render<TemplatePage>(parameters => parameters.Add(shown => shown.Id, "login-code"));

        await Type(page, "#part-body1", "{{entry.orderNumber}}");
        Assert.Equal("3 is your verification code. For your security, do not share this code.", page.Find(".see .text").TextContent);
        Assert.Equal(("This code expires in 5 minutes.", "Copy code"), (page.Find(".see .foot").TextContent, page.Find(".see .press").TextContent));
        await page.Click("[data-save]");
        Assert.Null((await Templates.Find(Workspace, "login-code", default))!.Summary.Defect);
    }

    private MessageTemplates Templates => Services.GetRequiredService<MessageTemplates>();

    private async Task Keep(params RemoteTemplate[] found) =>
        await Log.Write(transaction => Services.GetRequiredService<TemplateMirror>().Keep(transaction, Workspace, Channel.WhatsApp, found, null), default);

    private static Task Type(IRenderedComponent<TemplatePage> page, string selector, string text) => page.On(selector, field => field.InputAsync(text));

    private sealed class Nobody : IPeopleStore
    {
        public Task<PersonState?> Find(string workspace, PersonId person, CancellationToken ct) => Task.FromResult<PersonState?>(null);
    }
}
