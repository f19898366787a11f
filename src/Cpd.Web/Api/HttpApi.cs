namespace Cpd.Web.Api;

/// <summary>Everything under /v1. What there is, is described at /openapi.json: <see cref="Description.ApiCalls"/>.</summary>
public static class HttpApi
{
    public static IEndpointRouteBuilder MapApi(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapTrackingApi().MapCommandsApi().MapJourneysApi().MapPeopleApi().MapOperationsApi();
}
