using Cpd.EventLog;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Cpd.Adapters.Accounts;

/// <summary>
/// Looks every second whether another process has changed something, where there are other processes; and wipes the keys of
/// former accounts once nobody can need them.
/// </summary>
internal sealed partial class AccountWatch(AccountBook book, IEventLog log, Roles roles, TimeProvider clock, ILogger<AccountWatch> logger) : BackgroundService
{
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan BetweenWipes = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var pause = roles.IsShared ? Pause : BetweenWipes;
        var wiped = clock.GetTimestamp();
        for (var isWell = true; ;)
        {
            await Task.Delay(pause, clock, stoppingToken);
            try
            {
                if (roles.IsShared) await book.Refresh(stoppingToken);
                if (roles.IsAdapter && clock.GetElapsedTime(wiped) >= BetweenWipes)
                {
                    if (await log.Write(AccountKeeper.Wipe, stoppingToken) is > 0 and var keys) Log.Wiped(logger, keys);
                    wiped = clock.GetTimestamp();
                }
                isWell = true;
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                if (isWell) Log.NotRead(logger, fault);
                isWell = false;
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "Whether accounts have changed could not be read; what was known goes on")]
        public static partial void NotRead(ILogger logger, Exception fault);

        [LoggerMessage(Level = LogLevel.Information, Message = "The keys of {Keys} former accounts were wiped")]
        public static partial void Wiped(ILogger logger, int keys);
    }
}
