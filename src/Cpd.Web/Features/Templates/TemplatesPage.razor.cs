using Cpd.Adapters.Accounts;
using Cpd.Engine.Templates.Chat;
using Cpd.Engine.Templates.Stored;
using Cpd.Web.Shell;
using Cpd.Web.WhatsApp;
using Microsoft.AspNetCore.Components;

namespace Cpd.Web.Features.Templates;

public sealed partial class TemplatesPage(
    MessageTemplates templates, WhatsAppSenders numbers, MirrorActions mirror, CurrentWorkspace workspace, NavigationManager navigation)
{
    private bool _fetching;
    private Fetched? _fetched;

    /// <summary>What is searched for.</summary>
    [SupplyParameterFromQuery]
    public string? Q { get; set; }

    /// <summary>By its name on the wire; null for all.</summary>
    [SupplyParameterFromQuery]
    public string? Channel { get; set; }

    /// <summary>What is shown: <c>archived</c>, or what is in use.</summary>
    [SupplyParameterFromQuery]
    public string? State { get; set; }

    private bool OnlyArchived => State == "archived";

    private IEnumerable<TemplateSummary> Listed => View!.Templates.Where(template =>
        template.IsArchived == OnlyArchived && (Channel is null || Is(template.Channel))
        && (string.IsNullOrWhiteSpace(Q) || template.Name.Contains(Q.Trim(), StringComparison.CurrentCultureIgnoreCase) || template.Text.Contains(Q.Trim(), StringComparison.CurrentCultureIgnoreCase)));

    protected override async Task<Shown> Ask(CancellationToken ct) => new(await templates.List(workspace.Id, ct), (await numbers.Of(workspace.Id, ct)).Count);

    protected override IDisposable Watch(Func<Task> changed) => templates.Watch(workspace.Id, changed);

    /// <summary>Only what lies at Infobip is in a state.</summary>
    private bool HasStates => View!.Templates.Any(template => template.Remote is not null);

    private static string StateOf(TemplateSummary template, RemoteTemplate remote) =>
        template.Defect is null || !remote.IsApproved ? RemoteWords.State(remote.State) : remote.MayBeSent ? "Incomplete" : "Not supported";

    private async Task Fetch()
    {
        (_fetching, _fetched) = (true, null);
        StateHasChanged();
        _fetched = await mirror.FetchNow();
        _fetching = false;
        await Reload();
    }

    private string? FetchedWords => _fetched is not { } fetched ? null : fetched.Refusal?.Reason
        ?? $"{fetched.Templates} WhatsApp {(fetched.Templates == 1 ? "template" : "templates")} at Infobip, {(fetched.Changed == 0 ? "no changes" : $"{fetched.Changed} new or changed")}.";

    private bool Is(Cpd.Contracts.Channel channel) => string.Equals(Channel, channel.ToString(), StringComparison.OrdinalIgnoreCase);

    private string Address(Cpd.Contracts.Channel? channel, bool archived) => navigation.GetUriWithQueryParameters(new Dictionary<string, object?>
    {
        ["channel"] = channel?.ToString().ToLowerInvariant(), ["state"] = archived ? "archived" : null,
    });

    private void Search(string text) =>
        navigation.NavigateTo(navigation.GetUriWithQueryParameter("q", text.Length == 0 ? null : text), replace: true);

    /// <param name="Numbers">How many WhatsApp numbers there are to ask for.</param>
    public sealed record Shown(IReadOnlyList<TemplateSummary> Templates, int Numbers);
}
