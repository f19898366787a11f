using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Cpd.Engine.People;

/// <summary>Time zones by the names people's devices send.</summary>
internal static partial class Zones
{
    private static readonly FoundOnce<TimeZoneInfo> Known = new(Look);

    /// <summary>Null for a name that no zone has.</summary>
    public static TimeZoneInfo? Find(string? name) => Known.Find(name);

    /// <summary>A name becomes part of a file's path when it is looked up, so only what looks like a zone gets that far.</summary>
    private static TimeZoneInfo? Look(string name) =>
        Shape().IsMatch(name) && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : null;

    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9_+-]{0,31}(/[A-Za-z][A-Za-z0-9_+-]{0,31}){0,2}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Shape();
}

/// <summary>Languages by names such as <c>hr</c>, <c>hr-HR</c> or <c>hr_HR</c>.</summary>
internal static class Cultures
{
    public static readonly CultureInfo Default = CultureInfo.GetCultureInfo("en");

    private static readonly FoundOnce<CultureInfo> Known = new(Look);

    /// <summary>Null for a name that no language has.</summary>
    public static CultureInfo? Find(string? name) => Known.Find(name);

    private static CultureInfo? Look(string name)
    {
        if (name.Length > 35) return null;
        try
        {
            return CultureInfo.GetCultureInfo(name.Replace('_', '-'), predefinedOnly: true);
        }
        catch (CultureNotFoundException)
        {
            return null;
        }
    }
}

/// <summary>
/// Remembers what a name led to, also when it led nowhere. Names come from outside, so it stops remembering long before
/// they could fill the memory.
/// </summary>
internal sealed class FoundOnce<T>(Func<string, T?> look) where T : class
{
    private const int Most = 2_000;

    private readonly ConcurrentDictionary<string, T?> _found = new(StringComparer.Ordinal);

    public T? Find(string? name)
    {
        if (string.IsNullOrEmpty(name)) return null;
        if (_found.TryGetValue(name, out var known)) return known;

        var found = look(name);
        if (_found.Count < Most && name.Length <= 64) _found[name] = found;
        return found;
    }
}
