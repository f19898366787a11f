using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;

namespace Cpd.Web.Access;

/// <summary>How often forms that take a password, a code or a link's secret may be sent from one address. Looking at them is free.</summary>
internal static class SignInLimit
{
    public const string Policy = "sign-in";

    private const int Tries = 20;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    public static IServiceCollection AddSignInLimit(this IServiceCollection services) => services.AddRateLimiter(options =>
    {
        options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        options.OnRejected = Refuse;
        options.AddPolicy(Policy, http => HttpMethods.IsPost(http.Request.Method)
            ? RateLimitPartition.GetFixedWindowLimiter(Place(http.Connection.RemoteIpAddress), _ => new FixedWindowRateLimiterOptions { PermitLimit = Tries, Window = Window })
            : RateLimitPartition.GetNoLimiter("looks"));
    });

    /// <summary>Of IPv6 the network: one machine has as many addresses there as it likes.</summary>
    internal static string Place(IPAddress? address)
    {
        if (address is null) return "";
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        return address.AddressFamily is AddressFamily.InterNetworkV6 && !IPAddress.IsLoopback(address)
            ? Convert.ToHexStringLower(address.GetAddressBytes().AsSpan(0, 8))
            : address.ToString();
    }

    private static async ValueTask Refuse(OnRejectedContext context, CancellationToken ct)
    {
        var wait = context.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : Window;
        var seconds = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds));
        context.HttpContext.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        await context.HttpContext.Response.WriteAsync($"Too many attempts from your address. Try again in {seconds} seconds.", ct);
    }
}
