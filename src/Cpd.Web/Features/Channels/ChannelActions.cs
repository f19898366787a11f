using System.Globalization;
using Cpd.Adapters.Accounts;
using Cpd.Contracts;
using Cpd.Engine.UserView;
using Cpd.EventLog;
using Cpd.Web.Access;

namespace Cpd.Web.Features.Channels;

/// <summary>
/// All that people do with channels, each with a line in the audit log. A refusal is an answer; no answer, no log line and no
/// record has a key in it.
/// </summary>
public sealed partial class ChannelActions(IEventLog log, AccountKeeper keeper, PageNews news, Caller caller, ILogger<ChannelActions> logger)
{
    private static readonly ChannelRefusal NotTaken = new("channels.not-saved", "This could not be saved. Try again in a moment.");

    /// <param name="key">Null keeps the key that is there.</param>
    public Task<ChannelRefusal?> SetAccount(string baseUrl, string? key) => Write(
        "channels.account-set", "Infobip", key is null ? baseUrl : $"{baseUrl}, another key",
        transaction => keeper.SetAccount(transaction, caller.Workspace, baseUrl, key, caller.Name));

    public Task<ChannelRefusal?> RemoveAccount() =>
        Write("channels.account-removed", "Infobip", null, transaction => keeper.RemoveAccount(transaction, caller.Workspace));

    public Task<ChannelRefusal?> Choose(AccountMode mode) =>
        Write("channels.account-chosen", "Infobip", mode.ToString(), transaction => keeper.Choose(transaction, caller.Workspace, mode));

    public Task<ChannelRefusal?> AddSender(Channel channel, string sender) =>
        Write("channels.sender-added", ChannelNames.Of(channel), sender, transaction => keeper.AddSender(transaction, caller.Workspace, channel, sender));

    public Task<ChannelRefusal?> RemoveSender(Channel channel, string sender) =>
        Write("channels.sender-removed", ChannelNames.Of(channel), sender, transaction => keeper.RemoveSender(transaction, caller.Workspace, channel, sender));

    public Task<ChannelRefusal?> MakeDefault(Channel channel, string sender) =>
        Write("channels.sender-default", ChannelNames.Of(channel), sender, transaction => keeper.MakeDefault(transaction, caller.Workspace, channel, sender));

    /// <param name="perSecond">Null for no limit.</param>
    public Task<ChannelRefusal?> SetRate(Channel channel, double? perSecond) => Write(
        "channels.rate-set", ChannelNames.Of(channel), perSecond is { } rate ? string.Create(CultureInfo.InvariantCulture, $"{rate} per second") : "no limit",
        transaction => keeper.SetRate(transaction, caller.Workspace, channel, perSecond));

    /// <param name="isOn">Whether e-mail addresses are looked at before the first e-mail.</param>
    public Task<ChannelRefusal?> CheckEmail(bool isOn) =>
        Write("channels.email-check-set", ChannelNames.Of(Channel.Email), isOn ? "address check on" : "address check off", transaction => keeper.CheckEmail(transaction, caller.Workspace, isOn));

    public Task<ChannelRefusal?> RotateSecret() =>
        Write("channels.secret-rotated", "Webhook addresses", null, transaction => keeper.RotateSecret(transaction, caller.Workspace));

    /// <summary>Null for who may: asked before the account's key is used for anything, though nothing is changed.</summary>
    public async Task<ChannelRefusal?> Denied()
    {
        try
        {
            await caller.Require(Right.ManageChannels);
            return null;
        }
        catch (AccessDeniedException denial)
        {
            return new ChannelRefusal(AccessDeniedException.Code, denial.Message);
        }
    }

    private async Task<ChannelRefusal?> Write(string act, string subject, string? after, Func<LogTransaction, Task<ChannelRefusal?>> work)
    {
        try
        {
            if (await Denied() is { } denied) return denied;
            return await log.Write(async transaction =>
            {
                var refusal = await work(transaction);
                if (refusal is not null) return refusal;
                await Audit.Add(transaction, caller, act, subject, after: after);
                news.Tell(transaction, caller.Workspace);
                return null;
            }, CancellationToken.None);
        }
        catch (Exception problem)
        {
            Log.NotSaved(logger, problem);
            return NotTaken;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "A change of channels could not be saved")]
        public static partial void NotSaved(ILogger logger, Exception problem);
    }
}
