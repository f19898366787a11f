using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Cpd.Web.Access.Oidc;

/// <summary>OpenID Connect, by authorization code with PKCE: the provider says who somebody is, <see cref="OidcVisitors"/> whether that is enough.</summary>
internal static partial class OidcModule
{
    /// <summary>Where signing in with the provider begins.</summary>
    public const string Path = "/sign-in/oidc";

    /// <summary>Where the provider sends people back to; it has to know this address.</summary>
    public const string CallbackPath = Path + "/callback";

    private const string Scheme = "oidc";

    private static readonly object CodeCame = new();

    /// <summary>For every role, so that a wrong setting is told wherever it is set.</summary>
    public static IServiceCollection AddOidcOptions(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<OidcOptions>().Bind(configuration.GetSection(OidcOptions.Section)).ValidateOnStart();
        return services.AddSingleton<IValidateOptions<OidcOptions>, OidcOptions.Check>();
    }

    public static AuthenticationBuilder AddOidc(this AuthenticationBuilder builder, IConfiguration configuration)
    {
        if (configuration[$"{OidcOptions.Section}:{nameof(OidcOptions.Authority)}"] is not { Length: > 0 }) return builder;

        builder.Services.AddScoped<OidcVisitors>();
        builder.Services.AddOptions<OpenIdConnectOptions>(Scheme).Configure<IOptions<OidcOptions>>((options, given) => Configure(options, given.Value));
        return builder.AddOpenIdConnect(Scheme, _ => { });
    }

    /// <remarks>A link and not a form: the page's own policy lets no form be led to another site.</remarks>
    public static void MapOidc(this IEndpointRouteBuilder endpoints)
    {
        if (!endpoints.ServiceProvider.GetRequiredService<IOptions<OidcOptions>>().Value.IsOn) return;

        endpoints.MapGet(Path, async (HttpContext http, string? @return) =>
        {
            try
            {
                await http.ChallengeAsync(Scheme, new AuthenticationProperties { RedirectUri = ReturnPath.Of(@return) });
            }
            catch (Exception fault) when (!http.RequestAborted.IsCancellationRequested && fault is InvalidOperationException or HttpRequestException or IOException or OperationCanceledException or OpenIdConnectProtocolException)
            {
                Refuse(http, OidcRefusal.Away, fault);
            }
        }).AllowAnonymous();
    }

    private static void Configure(OpenIdConnectOptions options, OidcOptions given)
    {
        (options.Authority, options.ClientId, options.ClientSecret) = (given.Authority, given.ClientId, given.ReadSecret());
        options.RequireHttpsMetadata = !given.IsAtThisMachine;
        options.CallbackPath = CallbackPath;
        options.SignInScheme = IdentityConstants.ApplicationScheme;   // asked for, and never used: our own door signs in
        options.ResponseType = OpenIdConnectResponseType.Code;
        // Not as a form of the provider's page: cookies would have to go along with those, which browsers allow over https only.
        options.ResponseMode = OpenIdConnectResponseMode.Query;
        options.CorrelationCookie.SameSite = options.NonceCookie.SameSite = SameSiteMode.Lax;
        options.CorrelationCookie.SecurePolicy = options.NonceCookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;   // as the cookie they lead to
        options.CorrelationCookie.Path = options.NonceCookie.Path = Path;   // where it begins and ends; nothing else needs them
        options.Scope.Clear();
        foreach (var scope in (string[])["openid", "profile", "email"]) options.Scope.Add(scope);
        options.MapInboundClaims = false;
        options.GetClaimsFromUserInfoEndpoint = true;
        options.ClaimActions.MapUniqueJsonKey("email_verified", "email_verified");
        options.BackchannelTimeout = TimeSpan.FromSeconds(10);
        options.DisableTelemetry = true;
        options.Events.OnAuthorizationCodeReceived = context =>
        {
            context.HttpContext.Items[CodeCame] = true;
            return Task.CompletedTask;
        };
        options.Events.OnTicketReceived = Receive;
        options.Events.OnAccessDenied = context => Refuse(context, OidcRefusal.Denied, null);
        options.Events.OnRemoteFailure = context => Refuse(context, CodeOf(context), context.Failure);
    }

    private static async Task Receive(TicketReceivedContext context)
    {
        context.HandleResponse();
        var http = context.HttpContext;
        if (await http.RequestServices.GetRequiredService<OidcVisitors>().Enter(context.Principal!, http.RequestAborted) is { } code) Refuse(http, code, null);
        else http.Response.Redirect(ReturnPath.Of(context.ReturnUri));
    }

    private static string CodeOf(RemoteFailureContext context) =>
        context.Properties is null ? OidcRefusal.Stale
        : Causes(context.Failure).Any(cause => cause is HttpRequestException or IOException or OperationCanceledException) ? OidcRefusal.Away
        : context.HttpContext.Items.ContainsKey(CodeCame) || context.Request.Query.ContainsKey("error") ? OidcRefusal.Failed
        : OidcRefusal.Stale;   // the browser has not the cookie that belongs to it

    private static IEnumerable<Exception> Causes(Exception? fault)
    {
        for (var cause = fault; cause is not null; cause = cause.InnerException) yield return cause;
    }

    private static Task Refuse(HandleRequestContext<RemoteAuthenticationOptions> context, string code, Exception? fault)
    {
        context.HandleResponse();
        Refuse(context.HttpContext, code, fault);
        return Task.CompletedTask;
    }

    private static void Refuse(HttpContext http, string code, Exception? fault)
    {
        var why = string.Join(' ', Causes(fault).Select(cause => cause.Message));
        // Some of it came with the address: no lines of anybody else's making in the log.
        Log.Refused(http.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(OidcModule)), code, string.Concat(why.Select(letter => char.IsControl(letter) ? ' ' : letter)));
        http.Response.Redirect(OidcRefusal.PageOf(code));
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "Sign-in through the OpenID provider failed: {Code} {Why}")]
        public static partial void Refused(ILogger log, string code, string why);
    }
}
