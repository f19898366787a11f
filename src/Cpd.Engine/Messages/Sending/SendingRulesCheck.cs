using Cpd.Contracts;
using Cpd.Engine.People;

namespace Cpd.Engine.Messages.Sending;

/// <param name="Code">Stable, for programs.</param>
/// <param name="Sentence">What is wrong, and what to do.</param>
/// <param name="Path">Where: <c>timeZone</c>, <c>caps.day</c>, <c>sms.caps.day</c>, <c>countries</c>; empty for the whole.</param>
public sealed record SendingProblem(string Code, string Sentence, string Path);

/// <summary>What is wrong with rules of sending: all of it, not the first.</summary>
public static class SendingRulesCheck
{
    private const int MostCountries = 250;
    private const int LongestPrefix = 7;

    public static IReadOnlyList<SendingProblem> Of(SendingRules rules)
    {
        List<SendingProblem> problems = [];
        if (rules.TimeZone is { } zone && Zones.Find(zone) is null)
            problems.Add(new("sending.zone", $"“{zone}” is not a valid time zone. Enter for example Europe/Zagreb.", "timeZone"));

        problems.AddRange(Of(rules.Caps, "caps"));
        foreach (var channel in rules.Channels) problems.AddRange(Of(channel.Caps, $"{Name(channel.Channel)}.caps"));
        problems.AddRange(Countries(rules.Countries));
        problems.AddRange(PurposeCheck.Of(rules.Purposes));
        if (rules.Registrations is { } registrations) problems.AddRange(registrations.Problems());
        if (problems.Count == 0) problems.AddRange(Hours(rules));
        return problems;
    }

    /// <summary>The part of a path that names a channel.</summary>
    public static string Name(Channel channel) => channel.ToString().ToLowerInvariant();

    private static IEnumerable<SendingProblem> Of(SendingCaps caps, string path)
    {
        foreach (var (limit, name) in new[] { (caps.Hour, "hour"), (caps.Day, "day"), (caps.Week, "week") })
            if (limit is < 1 or > SendingCaps.Most)
                yield return new("sending.cap", $"A limit must be a whole number from 1 to {SendingCaps.Most}. Leave it empty for no limit.", $"{path}.{name}");
    }

    private static IEnumerable<SendingProblem> Countries(IReadOnlyList<CountryRules> countries)
    {
        if (countries.Count > MostCountries) yield return new("sending.countries", $"You can have at most {MostCountries} countries. Remove some.", "countries");
        foreach (var country in countries)
        {
            if (country.Prefix is not { Length: > 0 and <= LongestPrefix } prefix || prefix[0] == '0' || !prefix.All(char.IsAsciiDigit))
                yield return new("sending.prefix", $"“{country.Prefix}” is not a valid country code. Enter the digits after the plus, for example 33.", "countries");
            if (country.Quiet.IsNever())
                yield return new("sending.country-hours", $"+{country.Prefix} has no quiet hours. Enter a start and an end, or remove the country.", "countries");
        }
        foreach (var twice in countries.GroupBy(country => country.Prefix, StringComparer.Ordinal).Where(same => same.Count() > 1))
            yield return new("sending.country-twice", $"+{twice.Key} is listed twice. Remove one.", "countries");
    }

    /// <summary>Hours that leave none to send in would hold messages for ever.</summary>
    private static IEnumerable<SendingProblem> Hours(SendingRules rules)
    {
        foreach (var country in rules.Countries)
            foreach (var own in rules.Channels.Where(channel => channel.Channel.IsByPhone()).Select(channel => channel.Quiet).Append(rules.Quiet).OfType<QuietHours>().Distinct())
                if (Enumerable.Range(0, 24 * 60).All(minute => Holds(minute, own) || Holds(minute, country.Quiet)))
                {
                    yield return new("sending.no-hour", $"{own} and, for +{country.Prefix}, {country.Quiet} cover the whole day. Shorten one of them.", "countries");
                    break;
                }
    }

    private static bool Holds(int minute, QuietHours hours) => hours.Holds(TimeOnly.MinValue.AddMinutes(minute));
}
