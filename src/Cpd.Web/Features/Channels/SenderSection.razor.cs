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
        (Channel.Email, AccountMode.Own) => "No sender yet. Add an address on a domain verified at Infobip, unless every template has its own sender.",
        (Channel.Rcs, AccountMode.Own) => "No sender yet. Add the RCS sender registered at Infobip.",
        (Channel.Viber, AccountMode.Own) => "No sender yet. Add the Viber sender registered at Infobip.",
        (Channel.WhatsApp, AccountMode.Own) => "No number yet. Add the WhatsApp numbers registered at Infobip; their templates are fetched from there.",
        (Channel.Voice, AccountMode.Own) => "No number yet. Add a number of your Infobip account.",
        (Channel.Push, AccountMode.Own) => "No application yet. Add its code from Infobip's portal.",
        (_, AccountMode.Own) => "No sender yet: Infobip uses the account's default. Add registered senders to choose from in steps.",
        _ => "No sender yet: the installation's is used.",
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
