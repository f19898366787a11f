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
        null or "" => "Enter the name your team knows you by.",
        { Length: > NameLength } => $"Enter a name of at most {NameLength} characters.",
        _ => null,
    };

    public static string? ProblemOfEmail(string? email) => email?.Trim() switch
    {
        null or "" => "Enter your e-mail address: you sign in with it.",
        { Length: > EmailLength } => $"Enter an e-mail address of at most {EmailLength} characters.",
        { } text when text.IndexOf('@') is < 1 || text.IndexOf('@') != text.LastIndexOf('@') || text.EndsWith('@') || text.Any(char.IsWhiteSpace) => "Enter a valid e-mail address, such as ana@example.com.",
        _ => null,
    };

    public static string? ProblemOfPassword(string? password, string? email) => password switch
    {
        null or "" => "Choose a password.",
        { Length: < PasswordLength } => $"Use at least {PasswordLength} characters. A few words in a row work well.",
        { Length: > 200 } => "Use at most 200 characters.",
        _ when password.Distinct().Count() < 5 => "This password is too repetitive. A few words in a row work well.",
        _ when string.Equals(password, email?.Trim(), StringComparison.OrdinalIgnoreCase) => "This is your e-mail address. Choose something nobody else knows.",
        _ => null,
    };
}
