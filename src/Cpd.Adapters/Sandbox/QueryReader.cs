using System.Globalization;
using System.Text;
using Cpd.Adapters.Infobip;
using Cpd.Contracts;
using Microsoft.AspNetCore.Http;

namespace Cpd.Adapters.Sandbox;

/// <summary>Reads a query as Infobip does: lists with repeated keys or commas, dates in any form. Notes what is wrong.</summary>
internal sealed class QueryReader(IQueryCollection query)
{
    private const int UsualLimit = 50;

    public List<ApiViolation> Wrong { get; } = [];

    public string? Text(string name) => query[name].ToString() is { Length: > 0 } text ? text : null;

    public bool Flag(string name) => string.Equals(query[name], "true", StringComparison.OrdinalIgnoreCase);

    public IReadOnlyList<string> List(string name)
    {
        var all = query[name].SelectMany(values => (values ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).ToList();
        if (all.Sum(one => one.Length + 1) - 1 > InfobipClient.MostQuery) Wrong.Add(new ApiViolation(name, $"size must be between 0 and {InfobipClient.MostQuery}"));
        return all;
    }

    public int Limit()
    {
        if (Text("limit") is not { } text) return UsualLimit;
        if (!int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var limit)) Wrong.Add(new ApiViolation("limit", "must be a number"));
        else if (limit > InfobipClient.MostResults) Wrong.Add(new ApiViolation("limit", "must be less than or equal to 1000"));
        else if (limit < 1) Wrong.Add(new ApiViolation("limit", "must be greater than or equal to 1"));
        return limit;
    }

    public int Number(string name, int usual, int least, int most)
    {
        if (Text(name) is not { } text) return usual;
        if (!int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number)) Wrong.Add(new ApiViolation(name, "must be a number"));
        else if (number > most) Wrong.Add(new ApiViolation(name, $"must be less than or equal to {most}"));
        else if (number < least) Wrong.Add(new ApiViolation(name, $"must be greater than or equal to {least}"));
        return number;
    }

    public long? Moment(string name)
    {
        // A plus that was not encoded arrives as a space.
        if (Text(name)?.Replace(' ', '+') is not { } text) return null;
        if (InfobipDate.TryParse(text, out var at)) return at.ToUnixTimeMilliseconds();
        Wrong.Add(new ApiViolation(name, "must be a date such as 2026-01-02T03:04:05.678+0000"));
        return null;
    }

    public IReadOnlyList<int>? Group(string name, Channel channel)
    {
        if (Text(name) is not { } group) return null;
        if (!InfobipStatuses.IsGroup(group)) Wrong.Add(new ApiViolation(name, "must be one of ACCEPTED, PENDING, UNDELIVERABLE, DELIVERED, EXPIRED, REJECTED"));
        return InfobipStatuses.InGroup(channel, group);
    }

    /// <summary>What <see cref="Cursor"/> made; null for none.</summary>
    public long? Place(string? cursor)
    {
        if (cursor is null) return null;
        var bytes = new byte[cursor.Length];
        if (Convert.TryFromBase64String(cursor, bytes, out var length) && long.TryParse(bytes.AsSpan(0, length), CultureInfo.InvariantCulture, out var place)) return place;
        Wrong.Add(new ApiViolation("cursor", "is no cursor of ours"));
        return null;
    }

    public static string Cursor(long place) => Convert.ToBase64String(Encoding.ASCII.GetBytes(place.ToString(CultureInfo.InvariantCulture)));
}
