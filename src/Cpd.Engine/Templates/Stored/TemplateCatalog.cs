using System.Collections.Frozen;
using Cpd.Contracts;
using Cpd.Engine.Conditions;

namespace Cpd.Engine.Templates.Stored;

/// <summary>A workspace's templates by id; null for one it does not have.</summary>
public delegate CompiledTemplate? FindTemplate(string id);

/// <summary>All templates there are, as they were last saved. Immutable, as the catalog of journeys it belongs to.</summary>
public sealed class TemplateCatalog
{
    public static readonly TemplateCatalog Empty = Of([]);

    private readonly FrozenDictionary<(string Workspace, string Id), CompiledTemplate> _all;

    private TemplateCatalog(FrozenDictionary<(string, string), CompiledTemplate> all) => _all = all;

    public static TemplateCatalog Of(IEnumerable<CompiledTemplate> templates) =>
        new(templates.ToFrozenDictionary(template => (template.Workspace, template.Id)));

    public CompiledTemplate? Find(string workspace, string id) => _all.GetValueOrDefault((workspace, id));

    /// <summary>Whether such a message reaches only those who wrote lately: by WhatsApp all but what Infobip has approved.</summary>
    /// <param name="template">Null for a text of its own.</param>
    public bool NeedsSession(string workspace, Channel channel, string? template) =>
        channel is Channel.WhatsApp && (template is null || Find(workspace, template) is { IsMirrored: false });

    /// <summary>The message of one person, or why there is none.</summary>
    public ComposedMessage Compose(string id, Channel channel, Facts facts) => Find(facts.Person.Workspace, id) switch
    {
        null => ComposedMessage.Not("template.unknown", $"There is no template {id}. Choose another one, or create it in Templates."),
        { } template when template.Channel != channel => ComposedMessage.Not(
            "template.other-channel", $"The template {id} is for {ChannelNames.Of(template.Channel)}, but this message is sent by {ChannelNames.Of(channel)}. Choose another one."),
        { } template => template.Compose(facts),
    };
}
