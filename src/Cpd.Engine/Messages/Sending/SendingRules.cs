using System.Text.Json;
using Cpd.Contracts;
using Cpd.Engine.People;

namespace Cpd.Engine.Messages.Sending;

/// <summary>
/// What a workspace lets be sent, and when: quiet hours and caps. They hold for whatever advertises; what is transactional
/// passes them.
/// </summary>
public sealed record SendingRules
{
    public static readonly SendingRules None = new();

    /// <summary>There are some, and they cannot be understood: nothing that advertises goes out.</summary>
    public static readonly SendingRules Unreadable = new();

    private static readonly JsonSerializerOptions Json = new(JsonSerializerOptions.Web)
    {
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>The clock of people whose zone is not known, by its IANA name; null is UTC.</summary>
    public string? TimeZone { get; init; }

    public QuietHours? Quiet { get; init; }

    /// <summary>Over all channels together.</summary>
    public SendingCaps Caps { get; init; } = SendingCaps.None;

    /// <summary>Channels that differ from their workspace, each once.</summary>
    public IReadOnlyList<ChannelRules> Channels { get; init; } = [];

    /// <summary>What holds for some countries beside all else.</summary>
    public IReadOnlyList<CountryRules> Countries { get; init; } = [];

    /// <summary>What people can agree to and refuse, in the order in which they read it. None: they choose about marketing as a whole.</summary>
    public IReadOnlyList<ConsentPurpose> Purposes { get; init; } = [];

    /// <summary>Under which numbers a law wants messages to some countries to be sent; null for none.</summary>
    public Registrations? Registrations { get; init; }

    /// <summary>What is kept of sends: as long as a cap can ask about them, and nothing where there is no cap.</summary>
    public TimeSpan CountedFor()
    {
        var longest = TimeSpan.Zero;
        foreach (var caps in Channels.Select(rules => rules.Caps).Prepend(Caps))
            foreach (var (_, within, _) in caps.Set())
                if (within > longest) longest = within;
        return longest;
    }

    public ChannelRules? Of(Channel channel)
    {
        foreach (var rules in Channels)
            if (rules.Channel == channel) return rules;
        return null;
    }

    /// <summary>The clock that counts for a person.</summary>
    public TimeZoneInfo ZoneOf(Profile person) => person.KnowsTimeZone ? person.TimeZone : Zones.Find(TimeZone) ?? TimeZoneInfo.Utc;

    /// <summary>All hours that are quiet for this address: those of the channel, else of the workspace; and those of the number's country.</summary>
    internal IEnumerable<(QuietHours Hours, string Whose)> QuietFor(Channel channel, string address)
    {
        var own = Of(channel)?.Quiet;
        if ((own ?? Quiet) is { } hours && !hours.IsNever()) yield return (hours, own is null ? "" : $" for {ChannelNames.Of(channel)}");
        if (channel.IsByPhone() && Country(address) is { } country) yield return (country.Quiet, $" for numbers with +{country.Prefix}");
    }

    /// <summary>As it is stored: the same rules are always the same bytes.</summary>
    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this with
    {
        Channels = [.. Channels.OrderBy(rules => rules.Channel)],
        Countries = [.. Countries.OrderBy(rules => rules.Prefix, StringComparer.Ordinal)],
    }, Json);

    /// <exception cref="JsonException">The bytes are not what <see cref="ToBytes"/> writes.</exception>
    public static SendingRules Read(ReadOnlySpan<byte> json) => JsonSerializer.Deserialize<SendingRules>(json, Json) ?? None;

    /// <summary>The longest prefix is the nearest: +1 242 is not +1.</summary>
    private CountryRules? Country(string address)
    {
        CountryRules? nearest = null;
        var digits = address.AsSpan().TrimStart('+');
        if (digits.StartsWith("00")) digits = digits[2..];
        foreach (var country in Countries)
            if (digits.StartsWith(country.Prefix, StringComparison.Ordinal) && !(nearest?.Prefix.Length >= country.Prefix.Length)) nearest = country;
        return nearest;
    }
}

/// <param name="Quiet">Null: like the workspace.</param>
public sealed record ChannelRules(Channel Channel, QuietHours? Quiet, SendingCaps Caps);

/// <summary>Quiet hours of a country, on the person's clock.</summary>
/// <param name="Prefix">How its numbers begin, digits only: <c>33</c>.</param>
public sealed record CountryRules(string Prefix, QuietHours Quiet);
