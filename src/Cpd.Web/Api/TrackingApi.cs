namespace Cpd.Web.Api;

/// <summary>The intake: Segment's tracking API. Any Segment client sends here when it is given our address and a write key.</summary>
public static class TrackingApi
{
    private static readonly ApiProblem NoSuchCall = new(404, "call.unknown", "There is no such call: use identify, track, page, screen, group, alias or batch.");

    public static IServiceCollection AddTrackingApi(this IServiceCollection services, IConfiguration configuration)
    {
        _ = configuration;
        return services
            .AddRequestDecompression()
            .AddSingleton<KeyUse>()
            .AddSingleton<Callers>()
            .AddSingleton<RateLimits>()
            .AddSingleton<IntakeMetrics>()
            .AddSingleton<TrackingIntake>()
            .AddSingleton<CommandsIntake>();
    }

    public static IEndpointRouteBuilder MapTrackingApi(this IEndpointRouteBuilder endpoints)
    {
        var intake = endpoints.ServiceProvider.GetRequiredService<TrackingIntake>();
        // The browser's client calls by first letters.
        foreach (var call in Enum.GetValues<SegmentCall>())
            foreach (var path in (string[])[call.ToString().ToLowerInvariant(), char.ToLowerInvariant(call.ToString()[0]).ToString()])
                endpoints.MapCall("/v1/" + path, (http, packed) => intake.Take(http, call, packed));

        foreach (var path in (string[])["batch", "b"])
            endpoints.MapCall("/v1/" + path, (http, packed) => intake.Take(http, null, packed));

        endpoints.MapCall("/v1/{**other}", (http, _) => ApiDoor.Refuse(http, NoSuchCall));
        return endpoints;
    }
}
