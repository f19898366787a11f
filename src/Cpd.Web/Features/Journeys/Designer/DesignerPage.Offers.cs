using Cpd.Engine.Journeys;
using Cpd.Engine.Templates.Stored;
using Cpd.Engine.UserView.Seen;
using Cpd.Web.Access;
using Microsoft.AspNetCore.Components;

namespace Cpd.Web.Features.Journeys.Designer;

/// <summary>What the forms may offer: what really came, and what the workspace has.</summary>
public sealed partial class DesignerPage
{
    private SeenData _seen = SeenData.Nothing;
    private IReadOnlyList<TemplateChoice> _templates = [];

    [Inject]
    private SeenCatalog Seen { get; set; } = null!;

    [Inject]
    private Caller Caller { get; set; } = null!;

    [Inject]
    private MessageTemplates Stored { get; set; } = null!;

    private EditorContext Context(Journey journey) => new(journey, _seen) { Templates = _templates };

    private async Task LoadOffers()
    {
        _seen = await Seen.All(workspace.Id, CancellationToken.None);
        _templates =
        [
            .. (await Stored.List(workspace.Id, CancellationToken.None)).Where(template => !template.IsArchived)
                .Select(template => new TemplateChoice(template.Id, template.Name, template.Channel, template.Text)),
        ];
    }
}
