using Cpd.Engine.Identities;
using Cpd.Engine.People;
using Cpd.Engine.Workspaces;
using Cpd.EventLog;
using Cpd.Web.Access;
using Cpd.Web.Features.People;

namespace Cpd.Web.Api;

/// <summary>People of the key's workspace, by the company's own id. Only a key made for it reads them: those that send events lie in web pages and apps.</summary>
public static class PeopleApi
{
    private static readonly ApiProblem Unknown = new(
        404, "person.unknown", "No person in the workspace has this userId. Check its spelling; they may also have been erased.");

    /// <summary><c>GET /v1/people/{userId}</c>: who they are. <c>GET /v1/people/{userId}/export</c>: all that is kept of them.</summary>
    public static IEndpointRouteBuilder MapPeopleApi(this IEndpointRouteBuilder endpoints)
    {
        var services = endpoints.ServiceProvider;
        var (ids, file, log) = (services.GetRequiredService<KnownIds>(), services.GetRequiredService<PersonFile>(), services.GetRequiredService<IEventLog>());

        endpoints.MapForKey(HttpMethods.Get, "/v1/people/{userId}", KeyScopes.People, (http, key) => Answer(http, key, async person =>
        {
            http.Response.ContentType = "application/json; charset=utf-8";
            http.Response.Headers.CacheControl = "no-store";
            await file.WriteProfile(person, http.Response.BodyWriter, http.RequestAborted);
        }));
        endpoints.MapForKey(HttpMethods.Get, "/v1/people/{userId}/export", KeyScopes.People, (http, key) => Answer(http, key, async person =>
        {
            await log.Write(transaction => Audit.Add(transaction, key, "person.exported", person.Profile.Id.ToString()), CancellationToken.None);
            PersonExports.Head(http, person.Profile.Id);
            await PersonExports.Write(http, file, person);
        }));
        return endpoints;

        async Task Answer(HttpContext http, WriteKey key, Func<PersonState, Task> answer)
        {
            // A slash within an id is the one character that an address keeps escaped.
            var user = ((string)http.GetRouteValue("userId")!).Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
            if (await ids.Find(key.Workspace, user, http.RequestAborted) is { } id && await file.Find(key.Workspace, id, http.RequestAborted) is { } person) await answer(person);
            else await ApiDoor.Refuse(http, Unknown);
        }
    }
}
