using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Cpd.Contracts;

namespace Cpd.Adapters.Sandbox.Reports;

/// <summary>
/// Who wants to be told what of a channel, where a message itself names no address: delivery reports and what people write.
/// Other events can be subscribed to, and are told to nobody. Looked at for every message, so it is kept at hand.
/// </summary>
internal sealed class SandboxSubscriptions(SandboxStore store)
{
    public const string Delivery = "DELIVERY", Inbound = "INBOUND_MESSAGE";

    private const string Setting = "subscriptions";

    private AllSubscriptions? _all;

    public AllSubscriptions All => Volatile.Read(ref _all) ?? (_all = Read());

    public static string? Name(Channel channel) => channel switch
    {
        Channel.Sms => "SMS",
        Channel.Email => "EMAIL",
        Channel.WhatsApp => "WHATSAPP",
        Channel.Viber => "VIBER",
        Channel.Rcs => "RCS",
        Channel.Mms => "MMS",
        Channel.Push => "MOBILE_PUSH",
        Channel.Voice => "VOICE_VIDEO",
        _ => null,
    };

    public string? Url(Channel channel, string what) =>
        All.Subscriptions.FirstOrDefault(one => one.Channel == Name(channel) && one.Wants(what)) is { } found ? Resolved(found.Request.Profile)?.Webhook?.NotifyUrl : null;

    /// <summary>How what is told to an address proves where it comes from; null where the address was not subscribed.</summary>
    public ProfileRequest? Profile(string url) =>
        All.Subscriptions.Count == 0 ? null : All.Subscriptions.Select(one => Resolved(one.Request.Profile)).FirstOrDefault(profile => profile?.Webhook?.NotifyUrl == url);

    /// <summary>Reports that would wait to be fetched are pushed to whom subscribed.</summary>
    public void Tell(List<NewMessage> messages)
    {
        if (All.Subscriptions.Count == 0) return;
        for (var i = 0; i < messages.Count; i++)
            if (messages[i] is { Phase: SandboxTables.Pull } message && Url(message.Channel, Delivery) is { } url) messages[i] = message with { Phase = SandboxTables.Push, DeliveryUrl = url };
    }

    public async Task Keep(Func<AllSubscriptions, AllSubscriptions> change, CancellationToken ct) => Volatile.Write(ref _all, await store.Write(db =>
    {
        var changed = change(Read(db));
        db.Prepare("INSERT OR REPLACE INTO settings VALUES (?1, ?2)").Bind(1, Setting).Bind(2, JsonSerializer.Serialize(changed, SandboxWire.Wire.AllSubscriptions)).Run();
        return changed;
    }, ct));

    public Task Forget(CancellationToken ct) => Keep(_ => AllSubscriptions.None, ct);

    /// <summary>A profile may be named by its id alone, and so may what secures it.</summary>
    private ProfileRequest? Resolved(ProfileRequest? profile)
    {
        if (profile is { Webhook: null }) profile = All.Profiles.FirstOrDefault(one => one.ProfileId == profile.ProfileId);
        return profile is { Security: { Type: null } security } ? profile with { Security = All.Securities.FirstOrDefault(one => one.AuthId == security.AuthId) } : profile;
    }

    private AllSubscriptions Read() => store.Read(Read);

    private static AllSubscriptions Read(EventLog.Storage.SqliteSession db)
    {
        var row = db.Prepare("SELECT value FROM settings WHERE name = ?1").Bind(1, Setting);
        var all = row.Step() ? JsonSerializer.Deserialize(row.GetText(0), SandboxWire.Wire.AllSubscriptions) : null;
        row.Reset();
        return all ?? AllSubscriptions.None;
    }
}

internal sealed record AllSubscriptions(IReadOnlyList<KeptSubscription> Subscriptions, IReadOnlyList<ProfileRequest> Profiles, IReadOnlyList<SecurityRequest> Securities)
{
    public static readonly AllSubscriptions None = new([], [], []);
}

internal sealed record KeptSubscription(string Channel, SubscriptionRequest Request)
{
    public bool Wants(string what) => Request.Events!.Any(one => SubscriptionRequest.EventOf(one) == what);
}

/// <param name="Events">Each a name, or a name with a format.</param>
internal sealed record SubscriptionRequest(
    string? SubscriptionId, string? Name, IReadOnlyList<JsonElement>? Events, ProfileRequest? Profile, JsonElement? Criteria = null, IReadOnlyList<string>? Resources = null,
    IReadOnlyList<string>? Users = null)
{
    public static string? EventOf(JsonElement one) => one.ValueKind switch
    {
        JsonValueKind.String => one.GetString(),
        JsonValueKind.Object when one.TryGetProperty("event", out var name) => name.GetString(),
        _ => null,
    };
}

internal sealed record ProfileRequest(
    string? ProfileId, SubscriptionWebhook? Webhook = null, SecurityRequest? Security = null, int? MaxBucketSize = null, IReadOnlyDictionary<string, string>? Headers = null)
{
    /// <summary>The name of the header for a signature is not published: it is the one that is set up.</summary>
    public void Sign(HttpRequestMessage request, byte[] body, string header)
    {
        foreach (var (name, value) in Headers ?? new Dictionary<string, string>()) request.Headers.TryAddWithoutValidation(name, value);
        if (Security is not { Credentials: { } credentials } security) return;
        if (security.Type == "BASIC")
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{credentials.Username}:{credentials.Password}")));
        if (security.Type == "HMAC") request.Headers.TryAddWithoutValidation(header, Signature(credentials, body));
    }

#pragma warning disable CA5350, CA5351   // Infobip offers these
    private static string Signature(SubscriptionCredentials credentials, byte[] body)
    {
        var key = Encoding.UTF8.GetBytes(credentials.SecretKey ?? "");
        return Convert.ToHexStringLower(credentials.Algorithm switch
        {
            "HMAC_MD5" => HMACMD5.HashData(key, body),
            "HMAC_SHA_1" => HMACSHA1.HashData(key, body),
            "HMAC_SHA_384" => HMACSHA384.HashData(key, body),
            "HMAC_SHA_512" => HMACSHA512.HashData(key, body),
            _ => HMACSHA256.HashData(key, body),
        });
    }
#pragma warning restore CA5350, CA5351
}

internal sealed record SubscriptionWebhook(string? NotifyUrl, string? ContentType = null);

/// <param name="Type">BASIC or HMAC; the others are kept and do nothing.</param>
internal sealed record SecurityRequest(string? AuthId, string? Type = null, SubscriptionCredentials? Credentials = null);

internal sealed record SubscriptionCredentials(string? Username = null, string? Password = null, string? SecretKey = null, string? Algorithm = null);
