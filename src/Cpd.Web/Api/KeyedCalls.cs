using System.Text.Json;
using Cpd.Engine.Workspaces;

namespace Cpd.Web.Api;

/// <summary>
/// Addresses for tools of the house: they ask for the same key as commands do, and answer JSON. Unlike the intake they are
/// not open to pages of other sites.
/// </summary>
internal static class KeyedCalls
{
    /// <param name="scope">What the key has to be for.</param>
    /// <param name="answer">Gets the key that was brought; sees and says only what is its workspace's.</param>
    public static IEndpointConventionBuilder MapForKey(
        this IEndpointRouteBuilder endpoints, string method, string pattern, KeyScopes scope, Func<HttpContext, WriteKey, Task> answer)
    {
        var callers = endpoints.ServiceProvider.GetRequiredService<Callers>();
        return endpoints.MapMethods(pattern, [method], http => ApiDoor.Answered(http, async () =>
        {
            var given = Callers.KeyOfHeader(http.Request);
            var (key, problem) = given is null ? (null, Callers.NoKey) : await callers.Find(http, given, scope, http.RequestAborted);
            if (key is null) await ApiDoor.Refuse(http, problem!);
            else await answer(http, key);
        }));
    }

    /// <summary>200 with <paramref name="body"/>, camel case.</summary>
    public static Task Answer<T>(HttpContext http, T body) =>
        http.Response.WriteAsJsonAsync(body, JsonSerializerOptions.Web, http.RequestAborted);
}
