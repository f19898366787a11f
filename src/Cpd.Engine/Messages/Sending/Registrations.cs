using Cpd.Contracts;
using Cpd.Engine.Journeys;

namespace Cpd.Engine.Messages.Sending;

/// <summary>
/// Under which numbers a workspace is registered where a law wants them in each text message: they go with messages to
/// numbers of that country, and with no others.
/// </summary>
/// <param name="IndiaEntity">The principal entity's id of India's DLT; without it the telemarketer's says nothing.</param>
/// <param name="TurkeyRecipients"><c>people</c> or <c>merchants</c>, as İYS tells them apart.</param>
/// <param name="KoreaReseller">The reseller's code in South Korea.</param>
public sealed record Registrations(
    string? IndiaEntity = null, string? IndiaTelemarketer = null, string? TurkeyRecipients = null, int? TurkeyBrand = null, int? KoreaReseller = null)
{
    public static readonly Registrations None = new();

    /// <summary>The parts of a message to an address with what its country wants.</summary>
    internal IReadOnlyDictionary<string, string>? With(IReadOnlyDictionary<string, string>? parts, Channel channel, string address)
    {
        if (channel is not Channel.Sms || this == None) return parts;

        var digits = address.AsSpan().TrimStart('+');
        if (digits.StartsWith("00")) digits = digits[2..];
        (string Name, string? Value)[] wanted = digits.StartsWith("91") ? [("indiaEntity", IndiaEntity), ("indiaTelemarketer", IndiaEntity is null ? null : IndiaTelemarketer)]
            : digits.StartsWith("90") ? [("turkeyRecipients", TurkeyRecipients), ("turkeyBrand", TurkeyRecipients is null || TurkeyBrand is not { } brand ? null : Numbers.Text(brand))]
            : digits.StartsWith("82") ? [("koreaReseller", KoreaReseller is { } reseller ? Numbers.Text(reseller) : null)]
            : [];
        if (wanted.All(one => one.Value is null)) return parts;

        var with = parts is null ? new Dictionary<string, string>(StringComparer.Ordinal) : parts.ToDictionary(StringComparer.Ordinal);
        foreach (var (name, value) in wanted) if (value is not null) with[name] = value;
        return with;
    }

    internal IEnumerable<SendingProblem> Problems()
    {
        foreach (var (id, name) in new[] { (IndiaEntity, "indiaEntity"), (IndiaTelemarketer, "indiaTelemarketer") })
            if (id is not null && (id.Length > 40 || !id.All(char.IsAsciiLetterOrDigit)))
                yield return new("sending.registration", $"“{id}” is not a valid DLT id. Copy it from your registrar: digits and letters only.", $"registrations.{name}");
        if (IndiaTelemarketer is not null && IndiaEntity is null)
            yield return new("sending.registration", "Enter the principal entity's id, too: the telemarketer's id needs it.", "registrations.indiaEntity");
        if (TurkeyRecipients is not (null or "people" or "merchants"))
            yield return new("sending.registration", "Choose people or merchants for recipients in Turkey.", "registrations.turkeyRecipients");
        if (TurkeyBrand is not null && TurkeyRecipients is null)
            yield return new("sending.registration", "Choose whether recipients in Turkey are people or merchants: İYS requires both.", "registrations.turkeyRecipients");
        foreach (var (code, name) in new[] { (TurkeyBrand, "turkeyBrand"), (KoreaReseller, "koreaReseller") })
            if (code is < 1) yield return new("sending.registration", "A code must be a whole number above 0.", $"registrations.{name}");
    }
}
