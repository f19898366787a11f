using Microsoft.Extensions.Options;

namespace Cpd.Web.Access.Oidc;

/// <summary>Section <c>Cpd:SignIn:Oidc</c>: signing in with the company's own OpenID provider, beside passwords. Off where no authority is named.</summary>
internal sealed class OidcOptions
{
    public const string Section = "Cpd:SignIn:Oidc";

    /// <summary>Where the provider describes itself: the address before <c>/.well-known/openid-configuration</c>.</summary>
    public string Authority { get; set; } = "";

    public string ClientId { get; set; } = "";

    public string ClientSecret { get; set; } = "";

    /// <summary>A file that holds the secret, instead.</summary>
    public string ClientSecretFile { get; set; } = "";

    /// <summary>As people call it: "Sign in with ...".</summary>
    public string Name { get; set; } = "single sign-on";

    /// <summary>For a provider that hands out its addresses itself and says nothing of whether they are verified.</summary>
    public bool TrustEmails { get; set; }

    /// <summary>Whoever has an address there needs no invitation: domains, with commas between them.</summary>
    public string EmailDomains { get; set; } = "";

    /// <summary>The id of the workspace that they come into.</summary>
    public string Workspace { get; set; } = "";

    /// <summary>What they are there.</summary>
    public string Role { get; set; } = nameof(MemberRole.Analyst);

    public bool IsOn => Authority is not "";

    public bool IsAtThisMachine => Uri.TryCreate(Authority, UriKind.Absolute, out var url) && url.IsLoopback;

    public MemberRole RoleOfNew => Enum.Parse<MemberRole>(Role, ignoreCase: true);

    public string ReadSecret() => ClientSecretFile is "" ? ClientSecret : File.ReadAllText(ClientSecretFile).Trim();

    /// <summary>Whether the address is of one of the domains itself, not of one below it.</summary>
    public bool TakesIn(string email) => Domains().Contains(email[(email.LastIndexOf('@') + 1)..], StringComparer.OrdinalIgnoreCase);

    private string[] Domains() => [.. EmailDomains.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(domain => domain.TrimStart('@'))];

    private IEnumerable<string> Problems()
    {
        if (!IsOn)
        {
            if (ClientId is not "" || ClientSecret is not "" || ClientSecretFile is not "") yield return $"{Section}:Authority is missing: set it to your provider's address, or remove the other settings of {Section}.";
            yield break;
        }

        if (!Uri.TryCreate(Authority, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https")) yield return $"{Section}:Authority is \"{Authority}\", which is not a valid address: set it to your provider's, such as https://login.example.com.";
        else if (url is { Scheme: "http", IsLoopback: false }) yield return $"{Section}:Authority must start with https: over http, anyone on the network could fake a sign-in.";
        if (ClientId is "") yield return $"{Section}:ClientId is missing: set it to the client id that the provider gave this installation.";
        if (ClientSecret is not "" && ClientSecretFile is not "") yield return $"{Section}:ClientSecret and {Section}:ClientSecretFile are both set: use only one.";
        else if (ProblemOfSecret() is { } problem) yield return problem;
        if (string.IsNullOrWhiteSpace(Name)) yield return $"{Section}:Name is empty: set it to the name people know the provider by, or remove it.";

        if (Domains() is { Length: 0 })
        {
            if (Workspace is not "") yield return $"{Section}:Workspace is set for new members, but {Section}:EmailDomains is not: set both or neither.";
            yield break;
        }
        if (Domains().FirstOrDefault(domain => domain.Contains('@') || !domain.Contains('.') || Uri.CheckHostName(domain) is not UriHostNameType.Dns) is { } strange)
            yield return $"{Section}:EmailDomains contains \"{strange}\": use domains such as example.com, separated by commas.";
        if (Workspace is "") yield return $"{Section}:Workspace is missing: set it to the id of the workspace that people from {EmailDomains} join.";
        if (!Enum.GetNames<MemberRole>().Where(role => role is not nameof(MemberRole.Owner)).Contains(Role, StringComparer.OrdinalIgnoreCase))
            yield return $"{Section}:Role must be Administrator, Marketer, Analyst or Developer, not \"{Role}\".";
    }

    private string? ProblemOfSecret()
    {
        try
        {
            return ReadSecret() is "" ? $"{Section}:ClientSecret is missing: set it to the client secret that the provider gave this installation." : null;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return $"The file {ClientSecretFile} ({Section}:ClientSecretFile) cannot be read: check that it exists and that this process may read it.";
        }
    }

    internal sealed class Check : IValidateOptions<OidcOptions>
    {
        public ValidateOptionsResult Validate(string? name, OidcOptions options) =>
            options.Problems().ToList() is { Count: > 0 } problems ? ValidateOptionsResult.Fail(problems) : ValidateOptionsResult.Success;
    }
}
