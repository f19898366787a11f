using System.Net;
using Microsoft.Data.Sqlite;

namespace Cpd.EndToEnd.Tests.Pages;

/// <summary>What programs and bookmarks get at the addresses of pages: the status says what the page says.</summary>
public sealed class AddressesOfPages
{
    [Fact]
    public async Task What_is_not_there_is_answered_with_404_and_the_sentence_of_its_page()
    {
        await using var app = await RunningApp.Start();
        await app.SignIn();

        Assert.Equal((HttpStatusCode.NotFound, true), await Get(app, "/people/0191a0c0de0070008000000000000001", "Person not found"));
        Assert.Equal((HttpStatusCode.NotFound, true), await Get(app, "/people/no-id", "Person not found"));
        Assert.Equal((HttpStatusCode.NotFound, true), await Get(app, "/journeys/none", "Journey not found"));
        Assert.Equal((HttpStatusCode.NotFound, true), await Get(app, "/journeys/signup-welcome?version=99", "This journey has no version 99"));
        Assert.Equal((HttpStatusCode.NotFound, true), await Get(app, "/journeys/none/versions", "Journey not found"));
        Assert.Equal((HttpStatusCode.NotFound, true), await Get(app, "/people/no-id/runs/no-run", "No such run"));
        Assert.Equal((HttpStatusCode.OK, true), await Get(app, "/journeys/signup-welcome", "Sign-up welcome"));
        Assert.Equal((HttpStatusCode.NotFound, true), await Get(app, "/nowhere", "Page not found"));
    }

    [Fact]
    public async Task An_old_address_of_somebody_leads_to_who_they_turned_out_to_be()
    {
        await using var app = await RunningApp.Start();
        await app.Post("/v1/track", """{"anonymousId":"phone-1","event":"Looked","properties":{} }""");
        await RunningApp.Until(() => app.Count("SELECT count(*) FROM people_view"), people => people == 1);
        var before = await OnlyPerson(app);
        await app.Post("/v1/identify", """{"userId":"ana","traits":{"firstName":"Ana"} }""");
        await app.Post("/v1/identify", """{"userId":"ana","anonymousId":"phone-1","traits":{} }""");
        await RunningApp.Until(() => app.Count("SELECT count(*) FROM merged_view"), merged => merged == 1);
        var after = await OnlyPerson(app);
        await app.SignIn();

        using var answer = await app.Client.GetAsync(new Uri($"/people/{before}", UriKind.Relative));

        Assert.NotEqual(before, after);
        Assert.Equal((HttpStatusCode.OK, $"/people/{after}"), (answer.StatusCode, answer.RequestMessage!.RequestUri!.AbsolutePath));
        Assert.Contains(">Ana</h1>", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static async Task<string> OnlyPerson(RunningApp app)
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(app.DataDirectory, "cpd.db")};Mode=ReadOnly;Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT lower(hex(person)) FROM people_view";
        return (string)(await command.ExecuteScalarAsync())!;
    }

    private static async Task<(HttpStatusCode Status, bool Says)> Get(RunningApp app, string path, string sentence)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.ParseAdd("text/html");
        using var answer = await app.Client.SendAsync(request);
        return (answer.StatusCode, (await answer.Content.ReadAsStringAsync()).Contains(sentence, StringComparison.Ordinal));
    }
}
