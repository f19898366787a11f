using System.Globalization;
using Cpd.Adapters.Infobip.Email;
using Cpd.Contracts;
using Cpd.Engine.Messages.Sending;
using Cpd.Engine.People;
using Cpd.Engine.UserView;
using Microsoft.AspNetCore.Components;

namespace Cpd.Web.Features.People;

public sealed partial class PersonFacts
{
    [Parameter, EditorRequired]
    public PersonSummary Person { get; set; } = null!;

    [Parameter]
    public Profile? Profile { get; set; }

    /// <summary>What Infobip said of their e-mail address; null where it was not asked.</summary>
    [Parameter]
    public AddressCheck? Email { get; set; }

    /// <summary>One line an address, with the channels it serves.</summary>
    private IEnumerable<(string Name, string Address, IReadOnlyList<Channel> Channels)> Addresses =>
        Profile is not { } profile
            ? Summary()
            : Enum.GetValues<Channel>()
                .Select(channel => (channel, Address: profile.Address(channel)))
                // An app is reached by the user id, which is shown above: its line comes with what they said of it.
                .Where(pair => pair.Address is not null && (pair.channel is not Channel.Push || pair.Address != profile.UserId || Words(Channel.Push).Any()))
                .GroupBy(pair => pair.Address!, pair => pair.channel)
                .Select(same => (Named(same.First()), same.Key, (IReadOnlyList<Channel>)[.. same]));

    /// <summary>Words on a purpose as a whole, whatever the channel.</summary>
    private IReadOnlyList<Consent> General => [.. Profile!.Consents.All.Where(word => word.Channel is null)];

    private IEnumerable<Consent> Words(Channel channel) => Profile?.Consents.All.Where(word => word.Channel == channel) ?? [];

    private IEnumerable<(string, string, IReadOnlyList<Channel>)> Summary()
    {
        if (Person.Phone is { } phone) yield return ("Phone", phone, []);
        if (Person.Email is { } email) yield return ("E-mail", email, [Channel.Email]);
    }

    private static string Named(Channel channel) => channel switch
    {
        Channel.Sms => "Phone",
        _ => ChannelNames.Of(channel),
    };

    private static string Purpose(Consent word) => word.Purpose == RulesOfSending.Everything ? "Everything" : JourneyNames.Readable(word.Purpose);

    private static string Proof(Consent word) =>
        $"{word.At.ToString("d MMM yyyy HH:mm 'UTC'", CultureInfo.InvariantCulture)}, {word.Source}{(word.Text is null ? "" : $": {word.Text}")}";
}
