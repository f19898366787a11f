using System.Globalization;
using Cpd.Engine.Messages.Sending;

namespace Cpd.Web.Features.Channels;

/// <summary>Registrations while somebody writes them.</summary>
public sealed class RegistrationsForm
{
    public string IndiaEntity { get; set; } = "";

    public string IndiaTelemarketer { get; set; } = "";

    public string TurkeyRecipients { get; set; } = "";

    public string TurkeyBrand { get; set; } = "";

    public string KoreaReseller { get; set; } = "";

    public bool IsAny => Read() != Registrations.None;

    public static RegistrationsForm Of(Registrations known) => new()
    {
        IndiaEntity = known.IndiaEntity ?? "",
        IndiaTelemarketer = known.IndiaTelemarketer ?? "",
        TurkeyRecipients = known.TurkeyRecipients ?? "",
        TurkeyBrand = Text(known.TurkeyBrand),
        KoreaReseller = Text(known.KoreaReseller),
    };

    /// <summary>What is no number is read as one that no code is, and refused with the others.</summary>
    public Registrations Read() => new(Given(IndiaEntity), Given(IndiaTelemarketer), Given(TurkeyRecipients), Number(TurkeyBrand), Number(KoreaReseller));

    private static string? Given(string text) => text.Trim() is { Length: > 0 } given ? given : null;

    private static string Text(int? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";

    private static int? Number(string text) => Given(text) is not { } given ? null : int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
