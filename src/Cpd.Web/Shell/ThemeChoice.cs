namespace Cpd.Web.Shell;

/// <summary>
/// Light or dark, where a visitor chose it; null while the system's preference decides. Kept in a cookie by shell.js, so that
/// the first picture of a page has it already.
/// </summary>
internal sealed record ThemeChoice(string Name)
{
    public const string Cookie = "cpd-theme";

    public static readonly ThemeChoice Light = new("light");
    public static readonly ThemeChoice Dark = new("dark");

    /// <param name="cookie">Also as earlier versions wrote it, by the name of a style sheet.</param>
    public static ThemeChoice? Of(string? cookie) => cookie switch
    {
        "light" or "standard" => Light,
        "dark" or "standard-dark" => Dark,
        _ => null,
    };
}
