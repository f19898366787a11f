using Cpd.Engine.Journeys;
using Cpd.Engine.Journeys.Publishing;
using Cpd.Engine.Workspaces;

namespace Cpd.Web.Api;

/// <summary>The journeys of the key's workspace as they are published. Publishing itself is a command: <see cref="CommandsApi"/>.</summary>
public static class JourneysApi
{
    private static readonly ApiProblem Unknown = new(404, "journey.unknown", "There is no such journey in this workspace.");

    /// <summary><c>GET /v1/journeys</c>: what there is. <c>GET /v1/journeys/{id}</c>: the newest version's canonical text.</summary>
    public static IEndpointRouteBuilder MapJourneysApi(this IEndpointRouteBuilder endpoints)
    {
        var library = endpoints.ServiceProvider.GetRequiredService<IJourneyLibrary>();
        endpoints.MapForKey(HttpMethods.Get, "/v1/journeys", KeyScopes.Journeys, async (http, key) =>
        {
            var journeys = await library.List(key.Workspace, http.RequestAborted);
            await KeyedCalls.Answer(http, new ListedJourneys(
                [.. journeys.Select(one => new ListedJourney(one.Id, one.Name, one.Status.ToString(), one.Version, one.PublishedAt))]));
        });
        endpoints.MapForKey(HttpMethods.Get, "/v1/journeys/{id}", KeyScopes.Journeys, (http, key) => One(http, key, library));
        return endpoints;
    }

    private static async Task One(HttpContext http, WriteKey key, IJourneyLibrary library)
    {
        if (await library.Find(key.Workspace, (string)http.GetRouteValue("id")!, http.RequestAborted) is not { } found)
        {
            await ApiDoor.Refuse(http, Unknown);
            return;
        }
        http.Response.ContentType = "application/json; charset=utf-8";
        await http.Response.WriteAsync(JourneyJson.ToText(found.Definition), http.RequestAborted);
    }
}

internal sealed record ListedJourneys(IReadOnlyList<ListedJourney> Journeys);

/// <param name="Status">As in <see cref="JourneyStatus"/>.</param>
/// <param name="Version">The newest.</param>
internal sealed record ListedJourney(string Id, string Name, string Status, int Version, DateTimeOffset PublishedAt);
