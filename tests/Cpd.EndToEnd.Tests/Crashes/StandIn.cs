using Cpd.Adapters.Infobip;
using Cpd.Adapters.Sandbox;
using Cpd.Tests;
using Microsoft.AspNetCore.Builder;
using Microsoft.Data.Sqlite;

namespace Cpd.EndToEnd.Tests.Crashes;

/// <summary>Stands in for Infobip outside of the product, with a file of its own: it lives on while the product is killed.</summary>
internal sealed class StandIn : IAsyncDisposable
{
    private readonly TemporaryFolder _folder;
    private readonly WebApplication _server;

    private StandIn(TemporaryFolder folder, WebApplication server)
    {
        (_folder, _server) = (folder, server);
        Client = new HttpClient { BaseAddress = new Uri(server.Urls.Single()) };
    }

    public HttpClient Client { get; }

    /// <summary>What the product is told so that it takes this for Infobip.</summary>
    public (string Name, string Value)[] Account =>
    [
        ("Cpd__Infobip__BaseUrl", _server.Urls.Single() + InfobipEndpoint.SandboxPath),
        ("Cpd__Infobip__ApiKey", InfobipEndpoint.SandboxKey),
        ("Cpd__Infobip__Sender", "Shop"),
    ];

    public static async Task<StandIn> Start(SandboxBehaviour behaviour)
    {
        var folder = new TemporaryFolder();
        var server = SandboxHost.Build("http://127.0.0.1:0", folder.File("sandbox.db"), options => options.Behaviour = behaviour);
        await server.StartAsync();
        return new StandIn(folder, server);
    }

    /// <summary>Reports it has not brought to the product yet.</summary>
    public Task<long> ReportsToBring() => Count("SELECT count(*) FROM messages WHERE phase = 0");

    /// <summary>Back as soon as it has heard something new: what it says to that is still on its way then, for as long as its answers take.</summary>
    /// <param name="act">What leads to it.</param>
    /// <returns>False where nothing came for ten seconds.</returns>
    public async Task<bool> HearsSomethingNew(Action act)
    {
        var (before, began) = (await Heard(), TimeProvider.System.GetTimestamp());
        act();
        while (await Heard() == before)
        {
            if (TimeProvider.System.GetElapsedTime(began) > TimeSpan.FromSeconds(10)) return false;
            await Task.Delay(5);
        }
        return true;
    }

    private Task<long> Heard() => Count("SELECT count(*) FROM messages");

    private async Task<long> Count(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={_folder.File("sandbox.db")};Mode=ReadOnly;Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)(await command.ExecuteScalarAsync())!;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _server.StopAsync();
        await _server.DisposeAsync();
        _folder.Dispose();
    }
}
