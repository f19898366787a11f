using System.Globalization;
using Cpd.Adapters.Accounts;
using Cpd.Contracts;
using Microsoft.AspNetCore.Components;

namespace Cpd.Web.Features.Channels;

public sealed partial class SenderSection(ChannelActions actions)
{
    private string _sender = "";
    private string? _rate;
    private ChannelRefusal? _noSender;
    private ChannelRefusal? _noRate;
    private ChannelRefusal? _notChecked;

    [Parameter, EditorRequired]
    public Channel Channel { get; set; }

    [Parameter, EditorRequired]
    public ChannelOverview View { get; set; } = null!;

    /// <summary>Something was done, or refused.</summary>
    [Parameter]
    public EventCallback Changed { get; set; }

    private string Name => ChannelNames.Of(Channel);

    private string RateId => $"rate-{Channel.ToString().ToLowerInvariant()}";

    private IReadOnlyList<ChannelSender> Senders => [.. View.Senders.Where(sender => sender.Channel == Channel)];

    private string Placeholder => Channel switch
    {
        Channel.Email => "Shop <news@shop.example>",
        Channel.Voice => "38510000000",
        Channel.WhatsApp => "447860000000",
        Channel.Viber or Channel.Rcs => "Shop",
        Channel.Push => "Application code",
        _ => "Name or number",
    };

    /// <summary>What the rate counts.</summary>
    private string Counted => Channel is Channel.Voice ? "calls" : "messages";

    private string WithoutSender => (Channel, View.Mode) switch
    {
        (Channel.Email, AccountMode.Own) => "No sender is set, and an e-mail has to come from somebody: add an address of a domain that is verified at Infobip, unless each template names its own.",
        (Channel.Rcs, AccountMode.Own) => "No sender is set: add the name that is registered at Infobip, since an RCS message has to come from one.",
        (Channel.Viber, AccountMode.Own) => "No sender is set, and a Viber message has to come from one: add the name that is registered at Infobip.",
        (Channel.WhatsApp, AccountMode.Own) => "No number is set, and a WhatsApp message has to come from one: add those that are registered at Infobip. Their templates are fetched by these numbers.",
        (Channel.Voice, AccountMode.Own) => "No number is set, and a call has to come from one: add a number that the account has at Infobip.",
        (Channel.Push, AccountMode.Own) => "No application is set, and a push notification has to go to one: add its code, as Infobip's portal shows it.",
        (_, AccountMode.Own) => "No sender is set: Infobip puts in the account's own. Add those that are registered there, and steps can choose among them.",
        _ => "No sender is set: messages come from the installation's.",
    };

    protected override void OnParametersSet() =>
        _rate ??= View.Rates.TryGetValue(Channel, out var rate) ? rate.ToString(CultureInfo.InvariantCulture) : "";

    private async Task AddSender()
    {
        _noSender = await actions.AddSender(Channel, _sender);
        if (_noSender is null) _sender = "";
        await Changed.InvokeAsync();
    }

    private async Task RemoveSender(ChannelSender sender)
    {
        _noSender = await actions.RemoveSender(Channel, sender.Sender);
        await Changed.InvokeAsync();
    }

    private async Task MakeDefault(ChannelSender sender)
    {
        _noSender = await actions.MakeDefault(Channel, sender.Sender);
        await Changed.InvokeAsync();
    }

    private async Task CheckEmail(bool isOn)
    {
        _notChecked = await actions.CheckEmail(isOn);
        await Changed.InvokeAsync();
    }

    private async Task SetRate()
    {
        var text = _rate?.Trim().Replace(',', '.') ?? "";
        // What is no number is refused like one that is none to send by.
        double? wanted = text.Length == 0 ? null : double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var rate) ? rate : 0;
        _noRate = await actions.SetRate(Channel, wanted);
        await Changed.InvokeAsync();
    }
}
