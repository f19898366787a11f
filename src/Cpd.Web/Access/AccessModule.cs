using Cpd.EventLog.Keeping;
using Cpd.EventLog.Storage;
using Cpd.Web.Access.Oidc;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Identity;

namespace Cpd.Web.Access;

/// <summary>Who somebody is and what they may do. Every address asks, unless it says itself that it does not.</summary>
internal static class AccessModule
{
    private static readonly TimeSpan CookieIsGood = TimeSpan.FromDays(7);

    /// <summary>The tables, which every role's model has.</summary>
    public static IServiceCollection AddAccessTables(this IServiceCollection services) => services
        .AddSingleton<ITableMap, AccessTables>()
        .AddSingleton<IAges, OldAudit>()
        .AddSingleton<IAges, OldInvitations>();

    /// <summary>For the role that has pages.</summary>
    public static IServiceCollection AddAccess(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddCallers();
        new IdentityBuilder(typeof(Account), services).AddSignInManager();
        services.AddAuthentication(IdentityConstants.ApplicationScheme).AddCookie(IdentityConstants.ApplicationScheme, Configure).AddOidc(configuration);
        services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        services.AddCascadingAuthenticationState().AddSignInLimit();
        return services
            .AddSingleton<SetupCode>()
            .AddScoped<Door>()
            .AddScoped<AuthenticationStateProvider, OpenPage>();
    }

    /// <summary>Accounts, and the links by which they get another password: also for the tool, which has no pages.</summary>
    public static IServiceCollection AddAccounts(this IServiceCollection services)
    {
        services.AddIdentityCore<Account>(AccountRules.Apply).AddUserStore<AccountStore>().AddTokenProvider<DataProtectorTokenProvider<Account>>(TokenOptions.DefaultProvider);
        services.Configure<DataProtectionTokenProviderOptions>(options => options.TokenLifespan = PasswordResets.Good);
        return services.AddSingleton<Memberships>().AddScoped<PasswordResets>();
    }

    /// <summary>What pages and commands need of it.</summary>
    public static IServiceCollection AddCallers(this IServiceCollection services) => services
        .AddAccounts()
        .AddSingleton<Setup>()
        .AddSingleton<DemoSignIn>()
        .AddSingleton<SignIns>()
        .AddSingleton<AuditLog>()
        .AddSingleton<Invitations>()
        .AddScoped<MemberActions>()
        .AddScoped<WorkspaceActions>()
        .AddScoped<KeyActions>()
        .AddScoped<Caller>();

    private static void Configure(CookieAuthenticationOptions options)
    {
        options.Cookie.Name = "cpd-sign-in";
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;   // a machine's own http is not refused; over https it is secure
        options.ExpireTimeSpan = CookieIsGood;
        options.SlidingExpiration = true;
        options.LoginPath = "/sign-in";
        options.ReturnUrlParameter = "return";
        options.Events.OnValidatePrincipal = Validate;
        options.Events.OnRedirectToLogin = LeadToTheDoor;
        options.Events.OnRedirectToAccessDenied = context =>
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return Task.CompletedTask;
        };
    }

    private static async Task Validate(CookieValidatePrincipalContext context)
    {
        var http = context.HttpContext;
        if (http.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is not null && !http.Request.Path.StartsWithSegments("/not-found", StringComparison.Ordinal)) return;

        var isGood = await http.RequestServices.GetRequiredService<SignIns>().IsGood(context.Principal!, http.RequestAborted)
            && (SignIns.AccountOf(context.Principal!) != Account.DemoId || FromHere.IsByItsOwnName(http));
        if (isGood) return;

        context.RejectPrincipal();
        await http.SignOutAsync(IdentityConstants.ApplicationScheme);
    }

    /// <summary>People are led to where they sign in, or set the installation up; programs are told.</summary>
    private static async Task LeadToTheDoor(RedirectContext<CookieAuthenticationOptions> context)
    {
        var http = context.HttpContext;
        var isForPeople = HttpMethods.IsGet(http.Request.Method) && !http.Request.Path.StartsWithSegments("/_blazor", StringComparison.Ordinal);
        if (!isForPeople)
        {
            http.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        var isNew = await http.RequestServices.GetRequiredService<Setup>().IsNeeded(http.RequestAborted)
            && !await http.RequestServices.GetRequiredService<DemoSignIn>().IsOfferedTo(http);
        http.Response.Redirect(isNew ? "/setup" : context.RedirectUri);
    }
}
