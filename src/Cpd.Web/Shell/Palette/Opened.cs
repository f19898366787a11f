using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Cpd.Web.Shell.Palette;

/// <summary>A journey, a template or a person that somebody looked at.</summary>
/// <param name="Kind">How its address begins: <c>journeys</c>, <c>templates</c> or <c>people</c>.</param>
public sealed record Opened(string Kind, string Id)
{
    /// <summary>Null where the address is of something else.</summary>
    /// <param name="address">From the root of the product, without a slash before it.</param>
    public static Opened? Of(string address) => address.Split('?', '#')[0].Split('/') switch
    {
        ["journeys", "gallery", ..] or ["templates", "new", ..] => null,
        ["journeys" or "templates" or "people", { Length: > 0 } id, ..] parts => new Opened(parts[0], Uri.UnescapeDataString(id)),
        _ => null,
    };
}

/// <summary>What each account opened last in each workspace; since this program began.</summary>
public sealed class RecentlyOpened
{
    private const int Kept = 6;

    private readonly ConcurrentDictionary<(string Account, string Workspace), ImmutableList<Opened>> _lists = new();

    public void Note(string account, string workspace, Opened one) =>
        _lists.AddOrUpdate((account, workspace), _ => [one], (_, before) => [one, .. before.Where(other => other != one).Take(Kept - 1)]);

    /// <summary>The newest first.</summary>
    public IReadOnlyList<Opened> Of(string account, string workspace) => _lists.GetValueOrDefault((account, workspace), []);
}
