using System.Net;
using Microsoft.AspNetCore.Authorization;

namespace Cpd.Web.Access;

/// <summary>Tells a visitor at this machine from others.</summary>
internal static class FromHere
{
    /// <summary>What proxies say of whom they speak for, or the server in their place once it believed them.</summary>
    private static readonly string[] OfProxies = ["X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Original-For", "X-Real-IP", "Forwarded", "Via"];

    /// <summary>Neither from another machine, nor through a proxy on this one, nor by a page of some other site in a browser here.</summary>
    public static bool Is(HttpContext http) =>
        http.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address)
        && !OfProxies.Any(http.Request.Headers.ContainsKey)
        && (http.Request.Headers.Origin is not { Count: > 0 } origin || (Uri.TryCreate(origin, UriKind.Absolute, out var site) && site.IsLoopback));

    /// <summary>The machine itself, by whichever of its addresses: the product's own calls to its sandbox, and tools beside it.</summary>
    private static bool IsOwnMachine(HttpContext http) =>
        Is(http) || (http.Connection.RemoteIpAddress is { } from && from.Equals(http.Connection.LocalIpAddress) && !OfProxies.Any(http.Request.Headers.ContainsKey));

    /// <summary>What the machine itself may call, and people who have that right in each workspace.</summary>
    public static Action<AuthorizationPolicyBuilder> OrEverywhere(Right right) => policy => policy.RequireAssertion(async context =>
        context.Resource is HttpContext http
        && (IsOwnMachine(http) || (SignIns.AccountOf(http.User) is { } account && (await http.RequestServices.GetRequiredService<Memberships>().Everywhere(account, http.RequestAborted)).Contains(right))));

    /// <summary>The same, called by this machine's own name: not by a name that somebody else's DNS leads here.</summary>
    public static bool IsByItsOwnName(HttpContext http) =>
        Is(http) && Uri.TryCreate($"http://{http.Request.Host.Value}/", UriKind.Absolute, out var called) && called.IsLoopback;
}
