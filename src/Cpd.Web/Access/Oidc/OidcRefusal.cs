namespace Cpd.Web.Access.Oidc;

/// <summary>Why the provider's word was not enough. The code goes with the address of the sign-in page, which has the sentence.</summary>
internal static class OidcRefusal
{
    public const string NoEmail = "oidc.no-email";
    public const string Unverified = "oidc.email-unverified";
    public const string Unknown = "oidc.unknown";
    public const string NoWorkspace = "oidc.no-workspace";
    public const string Denied = "oidc.denied";
    public const string Away = "oidc.away";
    public const string Stale = "oidc.stale";
    public const string Failed = "oidc.failed";

    public static string PageOf(string code) => $"/sign-in?why={code}";

    /// <summary>Null for any other text: the address may have been written by anybody.</summary>
    public static string? Sentence(string? code, string provider) => code switch
    {
        NoEmail => $"{provider} does not provide your e-mail address. Ask its administrator to share it with Cpd.",
        Unverified => $"{provider} has not verified your e-mail address. Verify it there and try again.",
        Unknown => "You have no account here, and there is no invitation for your e-mail address. Ask an administrator of your workspace to invite you.",
        NoWorkspace => "The workspace for new members does not exist. Ask whoever runs the server to check Cpd:SignIn:Oidc:Workspace.",
        Denied => $"You were not signed in because {provider} was not allowed to share who you are. Try again and allow it.",
        Away => $"{provider} is not responding. Try again in a minute, or sign in with a password.",
        Stale => "Signing in took too long, or was started in another browser. Try again.",
        Failed => $"{provider} sent an invalid response. Ask whoever runs the server to check its log.",
        _ => null,
    };
}
