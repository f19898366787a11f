using System.Collections.Concurrent;
using Cpd.Engine.Workspaces;
using Cpd.EventLog;

namespace Cpd.Web.Api;

/// <summary>Remembers about when each key was used: one write an hour at most, beside the calls themselves.</summary>
internal sealed partial class KeyUse(IEventLog log, TimeProvider clock, ILogger<KeyUse> logger)
{
    private readonly ConcurrentDictionary<string, long> _hours = new(StringComparer.Ordinal);

    public void Tell(WriteKey key)
    {
        var hour = clock.GetUtcNow().ToUnixTimeSeconds() / 3600;
        if (_hours.TryGetValue(key.Id, out var known) && known == hour) return;

        _hours[key.Id] = hour;
        _ = Write(key);
    }

    private async Task Write(WriteKey key)
    {
        try
        {
            await log.Write(transaction => WriteKeys.Used(transaction, key.Id, CancellationToken.None), CancellationToken.None);
        }
        catch (Exception fault)
        {
            // The call itself is not concerned; the next hour writes again.
            Log.NotWritten(logger, key.Name, fault);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "When the key {Key} was used could not be written")]
        public static partial void NotWritten(ILogger log, string key, Exception fault);
    }
}
