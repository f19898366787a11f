using System.Collections.Concurrent;
using Bunit;
using Cpd.Adapters.Accounts;
using Cpd.Web.Features.Channels;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cpd.Web.Tests.Features.Channels;

public sealed class ChannelsPageTests : PageTest
{
    private const string Key = "0123456789abcdef-a-key-nobody-may-see";
    private const string Address = "https://abc123.api.infobip.com";

    private readonly Lines _lines = new();

    public ChannelsPageTests()
    {
        Services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(_lines));
        AddChannels(KeyValuePair.Create<string, string?>("Cpd:Infobip:Webhooks:Secret", "the-installations-own"));
    }

    [Fact]
    public async Task A_key_is_never_shown_again_nowhere()
    {
        var page = Render<ChannelsPage>();
        await Type(page, "#base-url", Address);
        await Type(page, "#api-key", Key);
        await page.InvokeAsync(() => page.Find("form.form").SubmitAsync(new()));

        Assert.Equal(Address, Services.GetRequiredService<AccountBook>().Find(100)!.BaseUrl);
        Assert.Contains("stored encrypted and never shown again", page.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, page.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, Render<ChannelsPage>().Markup, StringComparison.Ordinal);

        Log.IsFull = true;
        await Type(page, "#api-key", Key);
        await page.InvokeAsync(() => page.Find("form.form").SubmitAsync(new()));
        Assert.Contains("Try again in a moment", page.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, page.Markup, StringComparison.Ordinal);
        Assert.NotEmpty(_lines.All);
        Assert.DoesNotContain(_lines.All, line => line.Contains(Key, StringComparison.Ordinal));
        Assert.Empty(Log.Appended);
    }

    [Fact]
    public async Task What_is_refused_stands_at_its_field()
    {
        var page = Render<ChannelsPage>();
        await Type(page, "#base-url", "nonsense");
        await page.InvokeAsync(() => page.Find("form.form").SubmitAsync(new()));
        Assert.Contains("Infobip's portal", page.Find(".row-of:has(#base-url) .problem").TextContent, StringComparison.Ordinal);

        await Type(page, "#base-url", Address);
        await page.InvokeAsync(() => page.Find("form.form").SubmitAsync(new()));
        Assert.Contains("Enter the API key", page.Find(".row-of:has(#api-key) .problem").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_account_is_tried_before_it_is_saved()
    {
        var page = Render<ChannelsPage>();
        await Type(page, "#base-url", "http://127.0.0.1:1");
        await Type(page, "#api-key", Key);
        await page.Click("form.form button[type=button]");

        await page.WaitForAssertionAsync(() => Assert.Contains("127.0.0.1 refused the connection", page.Find(".checked.bad").TextContent, StringComparison.Ordinal));
        Assert.Empty(Services.GetRequiredService<AccountBook>().AllOf(Workspace));
    }

    [Fact]
    public async Task A_workspace_with_an_account_has_addresses_of_its_own()
    {
        var page = Render<ChannelsPage>();
        await page.WaitForAssertionAsync(() => Assert.Contains("/hooks/infobip/the-installations-own/inbound", page.Markup, StringComparison.Ordinal));

        await Services.GetRequiredService<ChannelActions>().SetAccount(Address, Key);
        page = Render<ChannelsPage>();
        await page.WaitForElementAsync(".copy-line pre");
        var before = page.Find(".copy-line pre").TextContent;
        Assert.Matches("^http://127.0.0.1:5080/hooks/infobip/[0-9a-f]{32}/inbound$", before);

        await page.Click("section[aria-label=Webhooks] button.button:not(.bare)");
        await page.WaitForAssertionAsync(() => Assert.NotEqual(before, page.Find(".copy-line pre").TextContent));
        Assert.Contains("The previous ones work", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Senders_and_the_throttle_are_set_line_by_line()
    {
        var page = Render<ChannelsPage>();
        await Type(page, "[aria-label='New sender']", "Shop");
        await page.InvokeAsync(() => page.FindAll("form.line")[0].SubmitAsync(new()));
        await Type(page, "#rate-sms", "2,5");
        await page.InvokeAsync(() => page.FindAll("form.line")[1].SubmitAsync(new()));

        Assert.Equal("Shop", page.Find(".senders strong").TextContent);
        Assert.Equal(2.5, Services.GetRequiredService<AccountBook>().Of(Workspace).Rates[Cpd.Contracts.Channel.Sms]);
        await Type(page, "#rate-sms", "many");
        await page.InvokeAsync(() => page.FindAll("form.line")[1].SubmitAsync(new()));
        Assert.Contains("a number above 0", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_email_comes_from_an_address()
    {
        var page = Render<ChannelsPage>();
        await Type(page, "section[aria-label=E-mail] [aria-label='New sender']", "Shop");
        await page.InvokeAsync(() => page.Find("section[aria-label=E-mail] form.line").SubmitAsync(new()));
        Assert.Contains("Shop <news@shop.example>", page.Find("section[aria-label=E-mail] .problem").TextContent, StringComparison.Ordinal);

        await Type(page, "section[aria-label=E-mail] [aria-label='New sender']", "Shop <hello@shop.example>");
        await page.InvokeAsync(() => page.Find("section[aria-label=E-mail] form.line").SubmitAsync(new()));
        Assert.Equal("Shop <hello@shop.example>", Services.GetRequiredService<AccountBook>().Of(Workspace).Senders[Cpd.Contracts.Channel.Email]);
    }

    [Fact]
    public async Task Addresses_are_checked_where_somebody_switched_it_on()
    {
        AccountBook book = Services.GetRequiredService<AccountBook>();
        var page = Render<ChannelsPage>();
        const string Switch = "section[aria-label=E-mail] input[type=checkbox]";
        Assert.False(book.Of(Workspace).ChecksEmail);

        await page.On(Switch, box => box.ChangeAsync(new() { Value = true }));
        Assert.True(book.Of(Workspace).ChecksEmail);
        var again = Render<ChannelsPage>();
        await again.WaitForAssertionAsync(() => Assert.True(again.Find(Switch).HasAttribute("checked")));

        await page.On(Switch, box => box.ChangeAsync(new() { Value = false }));
        Assert.False(book.Of(Workspace).ChecksEmail);
    }

    private static Task Type(IRenderedComponent<ChannelsPage> page, string selector, string text) =>
        page.On(selector, element => element.InputAsync(new() { Value = text }));

    private sealed class Lines : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> All { get; } = new();

        /// <summary>The test's own tools write down what is typed; the product's parts must not.</summary>
        public ILogger CreateLogger(string categoryName) => categoryName.StartsWith("Bunit", StringComparison.Ordinal) ? NullLogger.Instance : this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            All.Enqueue($"{formatter(state, exception)} {exception}");

        public void Dispose()
        {
        }
    }
}
