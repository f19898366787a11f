using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using IPNetwork = System.Net.IPNetwork;

namespace Cpd.Web.Hosting;

/// <summary>
/// Believes the proxies named in <c>Cpd:Proxies</c>, addresses or networks with commas between them, about whom they speak
/// for and whether that was https: cookies are secure then, and each visitor is counted for themselves.
/// </summary>
internal static class Proxies
{
    public static void Use(WebApplication app)
    {
        if (app.Configuration["Cpd:Proxies"] is not { Length: > 0 } given) return;

        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var network in Read(given)) options.KnownIPNetworks.Add(network);
        app.UseForwardedHeaders(options);
    }

    /// <exception cref="StartupRefusedException">It is something else.</exception>
    internal static IReadOnlyList<IPNetwork> Read(string given) => [.. given.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(One)];

    private static IPNetwork One(string text) =>
        IPNetwork.TryParse(text, out var network) ? network
        : IPAddress.TryParse(text, out var address) ? new IPNetwork(address, address.GetAddressBytes().Length * 8)
        : throw new StartupRefusedException($"Cpd:Proxies contains {text}: use addresses such as 10.0.0.5 or networks such as 10.0.0.0/8, separated by commas.");
}
