namespace Cpd.Web.Demo;

/// <summary>One made-up customer; the same number is always the same one.</summary>
/// <param name="Phone">In a range that is kept free for films: it can never ring.</param>
internal sealed record Shopper(int Number, string FirstName, string LastName, string Phone, string Locale, string TimeZone, string Currency)
{
    private static readonly string[] FirstNames =
    [
        "Ana", "Marko", "Ivana", "Luka", "Petra", "James", "Olivia", "Amara", "Noah", "Sofia", "Jonas", "Lena", "Hugo", "Chloé", "Mateo", "Inés", "Priya", "Arjun", "Yuki", "Elif",
    ];

    private static readonly string[] LastNames =
    [
        "Horvat", "Kovač", "Smith", "Okafor", "Novak", "Müller", "Schneider", "Dubois", "García", "Rossi", "Patel", "Tanaka", "Yılmaz", "Walsh", "Lindqvist", "Marić", "Brown",
    ];

    private static readonly (string Locale, string TimeZone, string Currency)[] Homes =
    [
        ("en-GB", "Europe/London", "GBP"), ("hr-HR", "Europe/Zagreb", "EUR"), ("de-DE", "Europe/Berlin", "EUR"),
        ("en-US", "America/New_York", "USD"), ("fr-FR", "Europe/Paris", "EUR"), ("es-ES", "Europe/Madrid", "EUR"),
    ];

    /// <summary>As many as there are free numbers.</summary>
    public const int Most = 1_000;

    /// <summary>The company's own id of them.</summary>
    public string UserId => $"shopper-{Number:D4}";

    public string Email => $"{UserId}@example.com";

    public static Shopper Of(int number)
    {
        var (locale, timeZone, currency) = Homes[number % Homes.Length];
        // +44 7700 900000 to 900999: the British regulator gives them to nobody.
        return new Shopper(number, FirstNames[number * 7 % FirstNames.Length], LastNames[number * 5 % LastNames.Length],
            $"+447700900{number % Most:D3}", locale, timeZone, currency);
    }
}
