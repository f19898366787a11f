using Microsoft.AspNetCore.Identity;

namespace Cpd.Web.Access;

/// <summary>What an account's email, name and password may be. Length keeps a password safe, and nothing else does.</summary>
internal static class AccountRules
{
    public const int EmailLength = 254;
    public const int NameLength = 100;
    public const int PasswordLength = 12;

    /// <summary>How many wrong passwords lock an account.</summary>
    public const int Tries = 5;

    public static readonly TimeSpan Locked = TimeSpan.FromMinutes(5);

    public static void Apply(IdentityOptions options)
    {
        options.User.RequireUniqueEmail = true;
        options.User.AllowedUserNameCharacters = "";
        options.Password.RequiredLength = PasswordLength;
        options.Password.RequireDigit = options.Password.RequireLowercase = options.Password.RequireUppercase = options.Password.RequireNonAlphanumeric = false;
        options.Password.RequiredUniqueChars = 5;
        options.Lockout.MaxFailedAccessAttempts = Tries;
        options.Lockout.DefaultLockoutTimeSpan = Locked;
    }

    /// <summary>What is wrong with a name; null where it is good.</summary>
    public static string? ProblemOfName(string? name) => name?.Trim() switch
    {
        null or "" => "Say how others in the team call you.",
        { Length: > NameLength } => $"A name has {NameLength} characters at most.",
        _ => null,
    };

    public static string? ProblemOfEmail(string? email) => email?.Trim() switch
    {
        null or "" => "Give an email address: it is what you sign in with.",
        { Length: > EmailLength } => $"An email address has {EmailLength} characters at most.",
        { } text when text.IndexOf('@') is < 1 || text.IndexOf('@') != text.LastIndexOf('@') || text.EndsWith('@') || text.Any(char.IsWhiteSpace) => "This is no email address, such as ana@example.com.",
        _ => null,
    };

    public static string? ProblemOfPassword(string? password, string? email) => password switch
    {
        null or "" => "Choose a password.",
        { Length: < PasswordLength } => $"A password has {PasswordLength} characters at least. A few words in a row are good.",
        { Length: > 200 } => "A password has 200 characters at most.",
        _ when password.Distinct().Count() < 5 => "This password repeats itself too much. A few words in a row are good.",
        _ when string.Equals(password, email?.Trim(), StringComparison.OrdinalIgnoreCase) => "This is your email address. Choose something nobody knows.",
        _ => null,
    };
}
