using Cpd.Adapters.Accounts;
using Cpd.Contracts;
using Cpd.Engine.Journeys;
using Cpd.Engine.Messages.Sending;
using Cpd.Engine.People;
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
    private IReadOnlyList<SenderChoice> _senders = [];

    private IReadOnlyList<ConsentPurpose> _purposes = [];

    /// <summary>The workspace's journeys that let people in now; read when one is drawn that people come into by a word.</summary>
    private IReadOnlyList<Journey>? _live;

    /// <summary>What is remembered of people; read when something is drawn that asks for more than whether it ever happened.</summary>
    private IReadOnlyList<AskedSince>? _asked;

    /// <summary>Null until it is known: then nothing is said of it.</summary>
    private IReadOnlySet<Channel>? _sending;

    [Inject]
    private SeenCatalog Seen { get; set; } = null!;

    [Inject]
    private Caller Caller { get; set; } = null!;

    [Inject]
    private MessageTemplates Stored { get; set; } = null!;

    [Inject]
    private StoredSendingRules Rules { get; set; } = null!;

    [Inject]
    private ChannelQueries Channels { get; set; } = null!;

    private EditorContext Context(Journey journey) => new(journey, _seen) { Templates = _templates, Senders = _senders, Purposes = _purposes };

    private IEnumerable<JourneyProblem> WithoutSender(Journey journey) => _sending is { } sending ? JourneyRules.CheckSenders(journey, sending.Contains) : [];

    private async Task LoadOffers()
    {
        _seen = await Seen.All(workspace.Id, CancellationToken.None);
        _templates =
        [
            .. (await Stored.List(workspace.Id, CancellationToken.None)).Where(template => !template.IsArchived)
                .Select(template => new TemplateChoice(template.Id, template.Name, template.Channel, template.Text, template.Defect?.Sentence, template.Remote is not null)),
        ];
        _senders =
        [
            .. (await Channels.Of(workspace.Id, CancellationToken.None)).Senders
                .Select(sender => new SenderChoice(sender.Channel, sender.Sender, sender.IsDefault ? "channel default" : null)),
        ];
        _purposes = (await Rules.Of(workspace.Id, CancellationToken.None)).Rules.Purposes;
        _sending = await Channels.Sending(workspace.Id, CancellationToken.None);
        if (_drawing is { } drawing) await Check(drawing.Journey);
    }

    private async Task<IReadOnlyList<Journey>> LiveJourneys(Journey drawn)
    {
        if (drawn.Entries.All(entry => entry.Reply is null)) return [];
        return _live ??= await library.Live(workspace.Id, CancellationToken.None);
    }

    private async Task<IReadOnlyList<AskedSince>> AskedBefore(Journey drawn)
    {
        if (!MemoryRules.Asks(drawn)) return [];
        return _asked ??= await library.Asked(workspace.Id, CancellationToken.None);
    }
}
