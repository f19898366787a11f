using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Cpd.EventLog;
using Cpd.EventLog.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Cpd.Adapters.Infobip.Chat;

/// <summary>
/// Who gets RCS at all: asked of Infobip before a message is tried, many numbers at a time, and kept for some days. What cannot
/// be known just now stands in no message's way: the report tells in the end.
/// </summary>
internal sealed partial class RcsCapabilities(
    IDbContextFactory<CpdDb> databases, IEventLog log, IOptions<InfobipOptions> options, TimeProvider clock, ILogger<RcsCapabilities> logger)
{
    /// <summary>So many Infobip takes in one question.</summary>
    private const int MostNumbers = 500;

    /// <summary>The message waits for the answer, and has a time of its own to be sent in.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>A key without the scope is not asked about with each call.</summary>
    private static readonly TimeSpan AfterRefusal = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<long, DateTimeOffset> _notBefore = new();

    /// <summary>What is known of these numbers, by number; those of which nothing is are missing.</summary>
    public async Task<IReadOnlyDictionary<string, RcsCapability>> Of(InfobipClient client, AccountRef through, string sender, IReadOnlyCollection<string> numbers, CancellationToken ct)
    {
        var known = new Dictionary<string, RcsCapability>(StringComparer.Ordinal);
        if (options.Value.RcsCheckAge <= TimeSpan.Zero) return known;

        using var timeUp = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, timeUp.Token);
        try
        {
            await Ask(client, through, sender, numbers.Distinct(StringComparer.Ordinal).ToDictionary(number => number, number => Key(through, sender, number), StringComparer.Ordinal), known, either.Token);
        }
        catch (Exception problem) when (!ct.IsCancellationRequested)
        {
            Log.NotAsked(logger, problem);
        }
        return known;
    }

    private async Task Ask(
        InfobipClient client, AccountRef through, string sender, Dictionary<string, byte[]> keys, Dictionary<string, RcsCapability> known, CancellationToken ct)
    {
        await Remember(keys, known, ct);
        if (_notBefore.TryGetValue(through.Account, out var closed) && clock.GetUtcNow() < closed) return;

        foreach (var unknown in keys.Keys.Where(number => !known.ContainsKey(number)).Chunk(MostNumbers))
        {
            var answer = await client.Query(new RcsCapabilityRequest(sender, unknown), ct);
            if (answer is InfobipAnswer<RcsCapabilityResponse>.Refused { Error.Status: HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.NotFound } refused)
            {
                Log.Refused(logger, $"infobip.{refused.Error.Code}");
                _notBefore[through.Account] = clock.GetUtcNow() + AfterRefusal;
            }
            if (answer is not InfobipAnswer<RcsCapabilityResponse>.Answered { Value.CapabilityCheckResults: { } results }) return;

            await Keep(results, keys, known, ct);
        }
    }

    private async Task Remember(Dictionary<string, byte[]> keys, Dictionary<string, RcsCapability> known, CancellationToken ct)
    {
        var since = (clock.GetUtcNow() - options.Value.RcsCheckAge).ToUnixTimeMilliseconds();
        List<byte[]> asked = [.. keys.Values];
        await using var db = await databases.CreateDbContextAsync(ct);
        var rows = await db.Set<RcsCapabilityRow>().AsNoTracking().Where(row => asked.Contains(row.Key) && row.At > since).ToListAsync(ct);
        var found = rows.ToDictionary(row => Convert.ToHexString(row.Key), StringComparer.Ordinal);
        foreach (var (number, key) in keys)
            if (found.TryGetValue(Convert.ToHexString(key), out var row)) known[number] = new RcsCapability(row.Code, DateTimeOffset.FromUnixTimeMilliseconds(row.At));
    }

    private async Task Keep(IReadOnlyList<RcsCapabilityResult> results, Dictionary<string, byte[]> keys, Dictionary<string, RcsCapability> known, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var fresh = new Dictionary<string, (byte[] Key, string Code)>(StringComparer.Ordinal);
        foreach (var result in results)
        {
            if (Asked(result.PhoneNumber, keys) is not { } number || new RcsCapability(result.Code ?? "", now) is not { IsKnown: true } said) continue;
            known[number] = said;
            fresh[Convert.ToHexString(keys[number])] = (keys[number], said.Code);
        }
        if (fresh.Count == 0) return;

        List<byte[]> written = [.. fresh.Values.Select(one => one.Key)];
        await log.Write(async transaction =>
        {
            await using var db = transaction.OpenDb();
            foreach (var row in await db.Set<RcsCapabilityRow>().Where(row => written.Contains(row.Key)).ToListAsync(ct))
                if (fresh.Remove(Convert.ToHexString(row.Key), out var said)) (row.Code, row.At) = (said.Code, now.ToUnixTimeMilliseconds());
            foreach (var (key, code) in fresh.Values) db.Add(new RcsCapabilityRow { Key = key, Code = code, At = now.ToUnixTimeMilliseconds() });
            await db.SaveChangesAsync(ct);
        }, ct);
    }

    /// <summary>The number as it was asked for: answers may be written with or without a plus.</summary>
    private static string? Asked(string? number, Dictionary<string, byte[]> keys) =>
        number is null ? null : keys.ContainsKey(number) ? number : keys.Keys.FirstOrDefault(one => one.TrimStart('+') == number.TrimStart('+'));

    private static byte[] Key(AccountRef through, string sender, string number) =>
        SHA256.HashData(Encoding.UTF8.GetBytes(FormattableString.Invariant($"{through.Account}\n{sender}\n{number.TrimStart('+')}")))[..16];

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "Which phones get RCS could not be asked; messages go out all the same")]
        public static partial void NotAsked(ILogger logger, Exception problem);

        [LoggerMessage(Level = LogLevel.Warning, Message = "Infobip does not tell which phones get RCS ({Code}): the key needs the scope rcs:manage, or Cpd:Infobip:RcsCheckAge is 0. Messages go out all the same")]
        public static partial void Refused(ILogger logger, string code);
    }
}
