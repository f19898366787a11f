using System.Net;
using Cpd.EventLog.Storage;
using Cpd.Tests;
using Npgsql;

namespace Cpd.EndToEnd.Tests;

/// <summary>The whole product in one process, with everything it keeps on a PostgreSQL server.</summary>
public sealed class OnPostgreSql : IDisposable
{
    private readonly TestDatabase? _database = Parts.Has(Part.PostgreSql) ? TestDatabase.Empty(DatabaseKind.PostgreSql) : null;

    [Needs(Part.PostgreSql)]
    public async Task Journeys_run_and_pages_show_it_also_after_a_kill_and_a_cut_connection()
    {
        await using var app = await RunningApp.Start(Settings);
        await SignUp(app, "ana", "+385910000001");
        await RunningApp.Until(app.Received, messages => messages.Count == 1);

        await app.Kill();
        await app.StartAgain();
        await SignUp(app, "ana", "+385910000001");   // was through the journey before
        await SignUp(app, "ben", "+385910000002");
        await RunningApp.Until(app.Received, messages => messages.Count == 2);

        CutConnections();
        await RunningApp.Until(() => SignUpIsTaken(app, "cleo", "+385910000003"), taken => taken);
        await RunningApp.Until(app.Received, messages => messages.Count == 3);

        Assert.Equal(["+385910000001", "+385910000002", "+385910000003"], (await app.Received()).Select(message => message.To));
        await RunningApp.Until(() => Texts("SELECT kind FROM timeline WHERE person = (SELECT person FROM people_view WHERE user_id = 'cleo') ORDER BY id"), kinds => kinds.Contains("MessageReported"));
        await app.SignIn();
        var cleo = Assert.Single(await Texts("SELECT replace(person::text, '-', '') FROM people_view WHERE user_id = 'cleo'"));
        Assert.Contains("Entered journey Sign-up welcome", await Page(app, $"/people/{cleo}"), StringComparison.Ordinal);
        foreach (var page in (string[])["/", "/people", "/people?q=cle", "/live", "/journeys", "/journeys/signup-welcome", "/operations", "/phone"]) await Page(app, page);
    }

    [Needs(Part.PostgreSql)]
    public async Task A_second_process_takes_the_log_over_and_the_first_one_ends()
    {
        await using var first = await RunningApp.Start(Settings);
        await SignUp(first, "ana", "+385910000001");
        await RunningApp.Until(first.Received, messages => messages.Count == 1);

        await using var second = await RunningApp.Start(Settings);
        await SignUp(second, "ben", "+385910000002");
        await RunningApp.Until(second.Received, messages => messages.Count == 1);
        await RunningApp.Until(() => Task.FromResult(first.HasEnded), ended => ended);

        Assert.Contains("was taken over by another process", first.Said(), StringComparison.Ordinal);
    }

    public void Dispose() => _database?.Dispose();

    private (string, string)[] Settings => [.. _database!.Settings.Select(setting => (setting.Key.Replace(":", "__", StringComparison.Ordinal), setting.Value!))];

    private string Place => _database!.Settings["ConnectionStrings:Cpd"]!;

    private static async Task SignUp(RunningApp app, string user, string phone) => Assert.True(await SignUpIsTaken(app, user, phone));

    /// <summary>While the server gets its connections back it may say no, as it should.</summary>
    private static async Task<bool> SignUpIsTaken(RunningApp app, string user, string phone)
    {
        var known = await app.Post("/v1/identify", $$"""{"userId":"{{user}}","messageId":"i-{{user}}-{{phone}}","traits":{"firstName":"{{user}}","phone":"{{phone}}"} }""");
        var came = await app.Post("/v1/track", $$"""{"userId":"{{user}}","messageId":"s-{{user}}-{{phone}}","event":"Signed Up","properties":{"plan":"free"} }""");
        return known.IsSuccessStatusCode && came.IsSuccessStatusCode;
    }

    private static async Task<string> Page(RunningApp app, string path)
    {
        using var answer = await app.Client.GetAsync(new Uri(path, UriKind.Relative));
        Assert.True(answer.StatusCode is HttpStatusCode.OK, $"{path}: {answer.StatusCode}\n{app.Said()}");
        Assert.Equal(path, answer.RequestMessage!.RequestUri!.PathAndQuery);   // and not to where one signs in
        return await answer.Content.ReadAsStringAsync();
    }

    private void CutConnections() => PostgreSqlCluster.Shared.Execute(
        $"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{new NpgsqlConnectionStringBuilder(Place).Database}'");

    private async Task<IReadOnlyList<string>> Texts(string sql)
    {
        await using var connection = new NpgsqlConnection(Place);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await using var rows = await command.ExecuteReaderAsync();
        var texts = new List<string>();
        while (await rows.ReadAsync()) texts.Add(rows.GetString(0));
        return texts;
    }
}
