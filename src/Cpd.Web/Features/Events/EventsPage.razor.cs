using Cpd.Engine.UserView.Seen;
using Cpd.Web.Shell;
using Microsoft.AspNetCore.Components;

namespace Cpd.Web.Features.Events;

public sealed partial class EventsPage(SeenCatalog catalog, CurrentWorkspace workspace, NavigationManager navigation)
{
    private const int OnAPage = 50;
    private const int NamesShown = 6;

    /// <summary>What is searched for.</summary>
    [SupplyParameterFromQuery]
    public string? Q { get; set; }

    [SupplyParameterFromQuery]
    public int? Page { get; set; }

    /// <summary>The event that is looked at.</summary>
    [SupplyParameterFromQuery]
    public string? Event { get; set; }

    /// <summary><c>people</c> for their attributes.</summary>
    [SupplyParameterFromQuery]
    public string? Of { get; set; }

    protected override object Subject => (Q, Page, Event, Of);

    private bool IsOfPeople => Of == "people";

    private bool IsSearching => !string.IsNullOrWhiteSpace(Q);

    private string Closing => navigation.GetUriWithQueryParameter("event", (string?)null);

    protected override async Task<Shown> Ask(CancellationToken ct)
    {
        var all = await catalog.All(workspace.Id, ct);
        var part = Q?.Trim() ?? "";
        var found = all.Events.Where(seen => Has(seen.Name, part) || seen.Properties.Any(property => Has(property.Path, part))).ToList();
        var pages = Math.Max(1, (found.Count + OnAPage - 1) / OnAPage);
        var page = Math.Clamp(Page ?? 1, 1, pages);
        return new Shown(
            [.. found.Skip((page - 1) * OnAPage).Take(OnAPage)], page, pages,
            [.. all.Attributes.Where(attribute => Has(attribute.Path, part))],
            Event is { Length: > 0 } ? await catalog.Find(workspace.Id, Event, ct) : null, all.Others);
    }

    protected override IDisposable Watch(Func<Task> changed) => catalog.Watch(workspace.Id, changed);

    private void Search(string text) => navigation.NavigateTo(
        navigation.GetUriWithQueryParameters(new Dictionary<string, object?> { ["q"] = text.Length == 0 ? null : text, ["page"] = null }), replace: true);

    private string Opening(string name) => navigation.GetUriWithQueryParameter("event", name);

    private string ToPage(int page) => navigation.GetUriWithQueryParameter("page", page);

    private static bool Has(string text, string part) => text.Contains(part, StringComparison.OrdinalIgnoreCase);

    private static string Names(SeenEvent seen)
    {
        var names = seen.Properties.Select(property => property.Path).Where(path => !path.Contains('.', StringComparison.Ordinal)).ToList();
        return names.Count <= NamesShown ? string.Join(", ", names) : $"{string.Join(", ", names.Take(NamesShown))} and {names.Count - NamesShown} more";
    }

    public sealed record Shown(IReadOnlyList<SeenEvent> Events, int Page, int Pages, IReadOnlyList<SeenValue> Attributes, SeenEvent? Opened, long Others);
}
