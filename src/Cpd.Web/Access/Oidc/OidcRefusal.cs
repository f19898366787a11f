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
        NoEmail => $"{provider} does not say your email address. Ask whoever runs it to tell it to Cpd.",
        Unverified => $"{provider} has not verified your email address. Have it verified there, and try again.",
        Unknown => "You have no account here, and there is no invitation for your email address. Ask an administrator of your workspace to invite it.",
        NoWorkspace => "The workspace that new people are to come into is not there. Ask whoever runs the server to look at Cpd:SignIn:Oidc:Workspace.",
        Denied => $"You were not signed in, as {provider} was not allowed to say who you are. Try again and allow it.",
        Away => $"{provider} does not answer. Try again in a minute, or sign in with a password.",
        Stale => "Signing in took too long, or was begun in another browser. Try again.",
        Failed => $"What {provider} answered cannot be used. Ask whoever runs the server to look into its log.",
        _ => null,
    };
}
