using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;

namespace Cpd.Adapters.Webhooks;

/// <summary>
/// Signs a call, so that its receiver knows it from everybody else's: by the rules of Standard Webhooks, for which most languages
/// have a library. Signed are the call's id, the moment and the body, each as it goes out.
/// </summary>
internal static class WebhookSignature
{
    public const string Id = "webhook-id", Timestamp = "webhook-timestamp", Signature = "webhook-signature";

    private const string Prefix = "whsec_";

    public static string NewSecret() => Prefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    /// <param name="secrets">Each makes a signature of its own: whoever knows one of them can check the call.</param>
    public static void Sign(HttpRequestHeaders headers, string id, DateTimeOffset at, ReadOnlySpan<byte> body, IReadOnlyList<string> secrets)
    {
        if (secrets.Count == 0) return;

        var timestamp = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. body];
        Set(Id, id);
        Set(Timestamp, timestamp);
        Set(Signature, string.Join(' ', secrets.Select(secret => "v1," + Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(secret[Prefix.Length..]), signed)))));

        // In place of what the step has by that name: nobody may take that for ours.
        void Set(string name, string value)
        {
            headers.Remove(name);
            headers.Add(name, value);
        }
    }
}
