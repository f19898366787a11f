using Cpd.Contracts;
using Cpd.Engine.Journeys;
using Cpd.Engine.Messages.Sending;
using Cpd.Engine.UserView.Seen;

namespace Cpd.Web.Features.Journeys.Designer;

/// <summary>What forms may offer.</summary>
/// <param name="Journey">As it is being edited, with all its steps.</param>
/// <param name="Seen">Events and attributes that really came.</param>
public sealed record EditorContext(Journey Journey, SeenData Seen)
{
    /// <summary>What messages may say.</summary>
    public IReadOnlyList<TemplateChoice> Templates { get; init; } = [];

    /// <summary>Who messages may come from.</summary>
    public IReadOnlyList<SenderChoice> Senders { get; init; } = [];

    /// <summary>What people can agree to and refuse, as the administrator keeps it.</summary>
    public IReadOnlyList<ConsentPurpose> Purposes { get; init; } = [];
}

/// <summary>A template of the workspace.</summary>
/// <param name="Text">For people whose language has no text of its own.</param>
/// <param name="Defect">Why it reaches nobody; null where it may be chosen.</param>
/// <param name="IsApproved">It lies at Infobip and reaches also those who have not written lately.</param>
public sealed record TemplateChoice(string Id, string Name, Channel Channel, string Text, string? Defect = null, bool IsApproved = false);

/// <summary>A sender of the workspace.</summary>
/// <param name="Address">What travels: a number, a name of letters, an e-mail address.</param>
public sealed record SenderChoice(Channel Channel, string Address, string? Name = null);
