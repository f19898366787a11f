namespace Cpd.Web.Access;

/// <summary>Where somebody wanted to go before they signed in. Comes back in an address, so anybody may have written it.</summary>
internal static class ReturnPath
{
    /// <summary>The path where it is one of this installation's; else the overview.</summary>
    public static string Of(string? given) => given is not null && IsOwn(given) ? given : "/";

    /// <summary>Begins with one slash and has nothing that browsers read as another.</summary>
    private static bool IsOwn(string path) =>
        path is ['/'] or ['/', not ('/' or '\\'), ..] && !path.Any(letter => char.IsControl(letter) || letter == '\\');
}
