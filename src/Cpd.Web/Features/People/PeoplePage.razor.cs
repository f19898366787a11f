using Cpd.Engine.UserView;
using Cpd.Web.Shell;
using Microsoft.AspNetCore.Components;

namespace Cpd.Web.Features.People;

public sealed partial class PeoplePage(PeopleSearch people, CurrentWorkspace workspace, NavigationManager navigation)
{
    private const int Most = 100;

    /// <summary>What is searched for.</summary>
    [SupplyParameterFromQuery]
    public string? Q { get; set; }

    protected override object? Subject => Q;

    protected override async Task<Shown> Ask(CancellationToken ct)
    {
        var found = await people.Search(workspace.Id, Q, Most + 1, ct);
        return new Shown([.. found.Take(Most)], found.Count > Most);
    }

    protected override IDisposable Watch(Func<Task> changed) => people.Watch(workspace.Id, changed);

    private void Search(string text) =>
        navigation.NavigateTo(navigation.GetUriWithQueryParameter("q", text.Length == 0 ? null : text), replace: true);

    public sealed record Shown(IReadOnlyList<PersonSummary> People, bool HasMore);
}
