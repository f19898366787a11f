using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;

namespace Cpd.Web.Access;

/// <summary>
/// Asks every few seconds, for as long as a page is open, whether whoever opened it is still signed in and in the team; the
/// page stops where they are not.
/// </summary>
internal sealed class OpenPage(ILoggerFactory logs, Caller caller) : RevalidatingServerAuthenticationStateProvider(logs)
{
    protected override TimeSpan RevalidationInterval => TimeSpan.FromSeconds(20);

    protected override Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken) =>
        caller.Refresh(cancellationToken);
}
