using System.Text.Json;
using Cpd.Contracts;

namespace Cpd.Engine.UserView;

/// <summary>What a list of people shows of one, and what a search finds them by.</summary>
/// <param name="AnonymousIds">One a line; at most <see cref="MostAnonymousIds"/>.</param>
/// <param name="Seen">When they did something last: Unix milliseconds of a whole minute.</param>
/// <param name="Active">The same, without what somebody did who was merged into them: of whom every record is on another partition.</param>
internal sealed record PersonCard(
    string Workspace, string? UserId, string? AnonymousIds, string? FirstName, string? LastName, string? FullName, string? Phone, string? Email, long Seen,
    long Active = 0)
{
    private const int MostAnonymousIds = 8;

    public static PersonCard New(string workspace) => new(workspace, null, null, null, null, null, null, null, 0);

    public PersonCard With(GivenIds? who) => who is null ? this : this with
    {
        UserId = who.User ?? UserId,
        AnonymousIds = Together(who.Anonymous, AnonymousIds),
    };

    public PersonCard With(RawJson traits)
    {
        if (traits.IsMissing || traits == RawJson.EmptyObject) return this;

        var card = this;
        foreach (var trait in traits.Parse().EnumerateObject())
            card = trait.Name switch
            {
                "firstName" or "first_name" => card with { FirstName = Text(trait.Value, FirstName) },
                "lastName" or "last_name" => card with { LastName = Text(trait.Value, LastName) },
                "name" => card with { FullName = Text(trait.Value, FullName) },
                "phone" => card with { Phone = Text(trait.Value, Phone) },
                "email" => card with { Email = Text(trait.Value, Email) },
                _ => card,
            };
        return card;
    }

    public PersonCard SeenAt(DateTimeOffset at) => this with { Seen = Math.Max(Seen, Minute(at)) };

    public PersonCard ActiveAt(DateTimeOffset at) => this with { Seen = Math.Max(Seen, Minute(at)), Active = Math.Max(Active, Minute(at)) };

    /// <summary>This card, and where it says nothing, the other.</summary>
    public PersonCard Over(PersonCard other) => this with
    {
        UserId = UserId ?? other.UserId,
        AnonymousIds = Together(AnonymousIds, other.AnonymousIds),
        FirstName = FirstName ?? other.FirstName,
        LastName = LastName ?? other.LastName,
        FullName = FullName ?? other.FullName,
        Phone = Phone ?? other.Phone,
        Email = Email ?? other.Email,
        Seen = Math.Max(Seen, other.Seen),
    };

    public string Search() => string.Join('\n', new[]
    {
        PersonNames.Of(FullName, FirstName, LastName), UserId, Phone, Email, AnonymousIds,
    }.Where(text => text is not null)).ToLowerInvariant();

    private static long Minute(DateTimeOffset at)
    {
        var milliseconds = at.ToUnixTimeMilliseconds();
        return milliseconds - milliseconds % 60_000;
    }

    /// <summary>A null takes a trait away; what is no text or number is not shown in a list.</summary>
    private static string? Text(JsonElement value, string? before) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.Null => null,
        _ => before,
    };

    private static string? Together(string? first, string? second)
    {
        if (first is null || second is null || first == second) return first ?? second;
        return string.Join('\n', $"{first}\n{second}".Split('\n').Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Take(MostAnonymousIds));
    }
}

/// <summary>How people are called where they have a name.</summary>
internal static class PersonNames
{
    /// <summary>Null where there is none.</summary>
    public static string? Of(string? full, string? first, string? last)
    {
        if (!string.IsNullOrWhiteSpace(full)) return full;
        var parts = string.Join(' ', new[] { first, last }.Where(part => !string.IsNullOrWhiteSpace(part)));
        return parts.Length == 0 ? null : parts;
    }
}
