using System.Globalization;
using System.Net.Http.Json;
using Cpd.Adapters.Infobip;
using Cpd.Adapters.Sandbox;

namespace Cpd.EndToEnd.Tests;

/// <summary>The sandbox's control API, asked over HTTP as anybody on the machine may.</summary>
internal static class SandboxControl
{
    public const string Path = InfobipEndpoint.SandboxPath + "/_control/";

    private const int PageSize = 1_000;

    /// <summary>All that it received, in order: accepted and refused.</summary>
    public static async Task<IReadOnlyList<ReceivedMessage>> Messages(HttpClient client)
    {
        var all = new List<ReceivedMessage>();
        while (true)
        {
            var page = await Page(client, string.Create(CultureInfo.InvariantCulture, $"?after={all.Count}&limit={PageSize}"));
            all.AddRange(page);
            if (page.Count < PageSize) return all;
        }
    }

    public static async Task<IReadOnlyList<ReceivedMessage>> Page(HttpClient client, string query) =>
        await client.GetFromJsonAsync<List<ReceivedMessage>>(new Uri(Path + "messages" + query, UriKind.Relative)) ?? [];

    public static async Task Behave(HttpClient client, SandboxBehaviour behaviour)
    {
        using var answer = await client.PutAsJsonAsync(new Uri(Path + "behaviour", UriKind.Relative), behaviour);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>A person takes the phone and writes back to whoever wrote to them last.</summary>
    public static async Task Reply(HttpClient client, string from, string text)
    {
        using var answer = await client.PostAsJsonAsync(new Uri(Path + "reply", UriKind.Relative), new SandboxReply(from, null, text));
        answer.EnsureSuccessStatusCode();
    }
}
