using Cpd.Engine.Workspaces;

namespace Cpd.Web.Api;

/// <summary>Commands from the company's own programs: <c>POST /v1/commands/...</c> with a write key. What becomes of one is on the log under the id it is answered with.</summary>
public static class CommandsApi
{
    public static IEndpointRouteBuilder MapCommandsApi(this IEndpointRouteBuilder endpoints)
    {
        var intake = endpoints.ServiceProvider.GetRequiredService<CommandsIntake>();
        foreach (var (name, read) in CommandReader.Commands)
            endpoints.MapCall("/v1/commands/" + name, (http, packed) => intake.Take(http, read, ScopeOf(name), packed));
        return endpoints;
    }

    private static KeyScopes ScopeOf(string command) => command is "publish" or "pause" or "resume" or "stop" ? KeyScopes.Journeys : KeyScopes.Commands;
}
