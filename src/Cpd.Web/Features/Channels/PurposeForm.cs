using Cpd.Contracts;
using Cpd.Engine.Messages.Sending;
using Cpd.Engine.Templates.Stored;

namespace Cpd.Web.Features.Channels;

/// <summary>A purpose while somebody writes it.</summary>
public sealed class PurposeForm
{
    public string Id { get; set; } = "";

    public HashSet<Channel> Channels { get; private init; } = [];

    /// <summary>The first is for everybody whose language has none of its own.</summary>
    public List<PurposeTextForm> Texts { get; private init; } = [new()];

    public static PurposeForm Of(ConsentPurpose purpose) => new()
    {
        Id = purpose.Id,
        Channels = [.. purpose.Channels],
        Texts =
        [
            .. purpose.Texts.OrderByDescending(text => text.Language == TemplateLanguages.Default)
                .Select(text => new PurposeTextForm { Language = text.Language, Name = text.Name, Description = text.Description ?? "" }),
        ],
    };

    public static PurposeForm New() => new() { Channels = [Channel.Sms, Channel.Email] };

    public ConsentPurpose Read() => new(Id.Trim(), [.. Channels.Order()], [.. Texts.Select((text, index) => text.Read(isFirst: index == 0))]);

    public void Choose(Channel channel, bool on)
    {
        if (on) Channels.Add(channel);
        else Channels.Remove(channel);
    }
}

public sealed class PurposeTextForm
{
    public string Language { get; set; } = "";

    public string Name { get; set; } = "";

    public string Description { get; set; } = "";

    /// <summary>A language that is not chosen yet is refused as one that is none.</summary>
    public PurposeText Read(bool isFirst) => new(
        isFirst ? TemplateLanguages.Default : TemplateLanguages.Normalize(Language) ?? (Language.Trim() is { Length: > 0 } typed ? typed : PurposeCheck.Unsaid),
        Name.Trim(), Description.Trim() is { Length: > 0 } said ? said : null);
}
