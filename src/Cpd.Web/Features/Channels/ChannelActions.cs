using Cpd.Adapters.Accounts;
using Cpd.Contracts;
using Cpd.Engine.UserView;
using Cpd.EventLog;

namespace Cpd.Web.Features.Channels;

/// <summary>All that people do with channels. A refusal is an answer; no answer, no log line and no record has a key in it.</summary>
public sealed partial class ChannelActions(IEventLog log, AccountKeeper keeper, PageNews news, ILogger<ChannelActions> logger)
{
    private static readonly ChannelRefusal NotTaken = new("channels.not-saved", "It could not be saved just now. Try again in a moment.");

    /// <param name="by">Who does it; null where nobody is known.</param>
    /// <param name="key">Null keeps the key that is there.</param>
    public Task<ChannelRefusal?> SetAccount(string workspace, string? by, string baseUrl, string? key) =>
        Write(workspace, transaction => keeper.SetAccount(transaction, workspace, baseUrl, key, by));

    public Task<ChannelRefusal?> RemoveAccount(string workspace, string? by) =>
        Write(workspace, transaction => keeper.RemoveAccount(transaction, workspace));

    public Task<ChannelRefusal?> Choose(string workspace, string? by, AccountMode mode) =>
        Write(workspace, transaction => keeper.Choose(transaction, workspace, mode));

    public Task<ChannelRefusal?> AddSender(string workspace, string? by, Channel channel, string sender) =>
        Write(workspace, transaction => keeper.AddSender(transaction, workspace, channel, sender));

    public Task<ChannelRefusal?> RemoveSender(string workspace, string? by, Channel channel, string sender) =>
        Write(workspace, transaction => keeper.RemoveSender(transaction, workspace, channel, sender));

    public Task<ChannelRefusal?> MakeDefault(string workspace, string? by, Channel channel, string sender) =>
        Write(workspace, transaction => keeper.MakeDefault(transaction, workspace, channel, sender));

    /// <param name="perSecond">Null for no limit.</param>
    public Task<ChannelRefusal?> SetRate(string workspace, string? by, Channel channel, double? perSecond) =>
        Write(workspace, transaction => keeper.SetRate(transaction, workspace, channel, perSecond));

    public Task<ChannelRefusal?> RotateSecret(string workspace, string? by) =>
        Write(workspace, transaction => keeper.RotateSecret(transaction, workspace));

    private async Task<ChannelRefusal?> Write(string workspace, Func<LogTransaction, Task<ChannelRefusal?>> work)
    {
        try
        {
            return await log.Write(async transaction =>
            {
                var refusal = await work(transaction);
                if (refusal is null) news.Tell(transaction, workspace);
                return refusal;
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
