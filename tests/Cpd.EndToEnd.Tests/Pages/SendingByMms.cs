using Cpd.Tests;
using Microsoft.Playwright;

namespace Cpd.EndToEnd.Tests.Pages;

/// <summary>From the first letter of an MMS to the picture that somebody sends back, and what the journey does then.</summary>
public sealed class SendingByMms(Browser browser) : IClassFixture<Browser>
{
    [Needs(Part.Chromium)]
    public async Task A_template_is_written_sent_with_its_pictures_and_answered_by_another()
    {
        await using var app = await RunningApp.Start();
        var complaints = new List<string>();
        var page = await browser.Open($"{app.Url}/templates/new?channel=mms", complaints);
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("Spring offer");
        await page.GetByLabel("Title", new() { Exact = true }).FillAsync("Spring");
        await page.GetByLabel("Text", new() { Exact = true }).FillAsync("Hi {{person.firstName}}, look!");
        await page.GetByText("Pictures and time").ClickAsync();
        await page.GetByLabel("Picture", new() { Exact = true }).FillAsync("https://shop.example/tulips.jpg");
        await page.GetByLabel("Second picture", new() { Exact = true }).FillAsync("https://shop.example/garden.mp4");
        await Assertions.Expect(page.GetByRole(AriaRole.Region, new() { Name = "Preview" }).GetByText("https://shop.example/garden.mp4")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByText("Saved, version 1")).ToBeVisibleAsync();

        await Scenes.Publish(app, "spring", """
            {"id":"spring","name":"Spring","entries":[{"event":"Spring Began"}],"reentry":"always","first":"offer","steps":[
             {"id":"offer","type":"message","channel":"mms","template":"spring-offer","next":"hear"},
             {"id":"hear","type":"waitForMessage","message":"offer","on":{"reply":"thanks"},"timeout":"1 day","onTimeout":null},
             {"id":"thanks","type":"message","channel":"mms","text":"Lovely, {{person.firstName}}!","next":null}]}
            """);
        await Scenes.Happens(app, "ana-1", "Ana", "+385911234567", "Spring Began");

        await page.GotoAsync($"{app.Url}/phone?number=385911234567&channel=mms");
        await Browser.Interactive(page);
        await Assertions.Expect(page.GetByText("Hi Ana, look!").Last).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("https://shop.example/tulips.jpg")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("https://shop.example/garden.mp4")).ToBeVisibleAsync();
        await page.GetByLabel("Address of a picture").FillAsync("https://cdn.example/mine.jpg");
        await page.GetByLabel("Reply", new() { Exact = true }).FillAsync("Mine are better");
        await page.GetByLabel("Reply", new() { Exact = true }).PressAsync("Enter");
        await Assertions.Expect(page.GetByText("https://cdn.example/mine.jpg")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("Lovely, Ana!").Last).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Link, new() { Name = "Ana", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByText("Replied by MMS: “Mine are better”, with https://cdn.example/mine.jpg")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("Finished Spring")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("MMS delivered", new() { Exact = true }).First).ToBeVisibleAsync();
        await Scenes.IsReported(page, app, "spring", "MMS: Spring offer", "MMS", sent: 1, delivered: 1);
        Assert.True(complaints.Count == 0, string.Join(" | ", complaints));
    }
}
