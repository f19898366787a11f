using System.Net;
using System.Text.Json;

namespace Cpd.EndToEnd.Tests;

/// <summary>What open pages and other programs rely on, over a restart; and what log lines never say.</summary>
public sealed class WhatAWebProcessKeeps
{
    private const string Secret = "onlyInfobipAndWeKnowThis";

    [Fact]
    public async Task Keys_that_sign_cookies_and_pages_are_made_once()
    {
        await using var app = await RunningApp.Start();
        string[] Keys() => Directory.GetFiles(Path.Combine(app.DataDirectory, "data-protection-keys"));
        await app.SignIn();
        var made = Assert.Single(await RunningApp.Until(() => Task.FromResult(Keys()), keys => keys.Length > 0));

        await app.Kill();
        await app.StartAgain();
        using var page = await app.Client.GetAsync(new Uri("/", UriKind.Relative));   // asks for a key, and is still signed in

        Assert.Equal((HttpStatusCode.OK, "/"), (page.StatusCode, page.RequestMessage!.RequestUri!.AbsolutePath));
        Assert.Equal([made], Keys());
    }

    [Fact]
    public async Task The_secret_of_the_webhooks_stands_in_no_log_line_however_much_is_logged()
    {
        await using var app = await RunningApp.Start(
            ("Cpd__Infobip__Webhooks__Secret", Secret),
            ("Logging__LogLevel__Microsoft.AspNetCore", "Trace"),
            ("Logging__LogLevel__Microsoft.AspNetCore.Hosting.Diagnostics", "Trace"),
            ("Logging__Console__LogLevel__Microsoft.AspNetCore.Hosting.Diagnostics", "Trace"),
            ("Logging__Console__FormatterOptions__IncludeScopes", "true"));
        (await app.Post("/v1/identify", """{"userId":"ana","traits":{"phone":"+385910000001"}}""")).Dispose();
        (await app.Post("/v1/track", """{"userId":"ana","event":"Signed Up"}""")).Dispose();

        // A report came in by that address, and its request was logged.
        await RunningApp.Until(() => app.Client.GetStringAsync(new Uri("/metrics", UriKind.Relative)), text => text.Contains("cpd_reports_received ", StringComparison.Ordinal));
        await RunningApp.Until(() => Task.FromResult(app.Said()), said => said.Contains("/hooks/infobip/***/reports", StringComparison.Ordinal));

        Assert.DoesNotContain(Secret, app.Said(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_log_is_described_for_other_programs_whatever_it_runs_on()
    {
        await using var app = await RunningApp.Start();

        using var answer = await app.Client.GetAsync(new Uri("/asyncapi.json", UriKind.Relative));

        Assert.Equal("application/vnd.aai.asyncapi+json", answer.Content.Headers.ContentType?.MediaType);
        var document = JsonElement.Parse(await answer.Content.ReadAsStringAsync());
        Assert.Equal(["commands", "events", "dispatches"], document.GetProperty("channels").EnumerateObject().Select(channel => channel.Name));
        Assert.StartsWith("A person did something.", document.GetProperty("components").GetProperty("messages").GetProperty("EventTracked").GetProperty("summary").GetString(), StringComparison.Ordinal);
    }
}
